"""The audit log."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.admin import policy, queries
from clustercourse.admin.forms import page_number
from clustercourse.events import VERBS
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("events", __name__)


@views.get("/admin/audit/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    verb, person = request.args.get("verb", ""), request.args.get("person", "")
    listing = queries.list_events(
        verb if verb in VERBS else "", page_number(person) if person else None, page_number(request.args.get("page", "1"))
    )
    return page("admin/events/index.html", listing=listing, verb=verb, person=person, verbs=sorted(VERBS))
