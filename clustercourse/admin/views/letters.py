"""Letters: what was sent, what waits, what failed; sending again."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.admin import actions, policy, queries
from clustercourse.admin.forms import page_number
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("letters", __name__)


@views.get("/admin/letters/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    state = request.args.get("state", "")
    listing = queries.list_letters(state, page_number(request.args.get("page", "1")))
    return page("admin/letters/index.html", listing=listing, state=state)


@views.post("/admin/letters/<int:number>")
@staff
def update(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    with writing():
        actions.resend_letter(number, by=viewer().person_id or 0)
    return go(url_for("admin.letters.index"), _("The letter will be sent again."))
