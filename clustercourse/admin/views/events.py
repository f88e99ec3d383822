"""The audit log."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.queries.verb_words import verb_words
from clustercourse.admin import policy, queries, words
from clustercourse.admin.forms import page_number
from clustercourse.events import VERBS
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("events", __name__)


@views.get("/admin/audit/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    sought = _sought()
    name = queries.name_of(sought.person_id) if sought.person_id is not None else None
    listing = queries.list_events(sought, page_number(request.args.get("page", "1")))
    return page("admin/events/index.html", listing=listing, sought=sought, name=name, words=words, verb_words=verb_words)


def _sought() -> queries.Sought:
    asked = request.args
    what, person = asked.get("verb", ""), asked.get("person", "")
    return queries.Sought(
        what=what if what in VERBS or what in words.AREA_WORDS else "",
        who=asked.get("who", "").strip()[:100],
        person_id=page_number(person) if person else None,
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
    )


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 2000 <= found.year < 3000 else None
