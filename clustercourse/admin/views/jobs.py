"""Jobs: what waits, what was given up; trying again."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.admin import actions, policy, queries
from clustercourse.admin.forms import page_number
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("jobs", __name__)


@views.get("/admin/jobs/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    state = request.args.get("state", "")
    listing = queries.list_jobs(state, page_number(request.args.get("page", "1")))
    return page("admin/jobs/index.html", listing=listing, state=state)


@views.post("/admin/jobs/<int:number>")
@staff
def update(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    with writing():
        actions.retry_job(number, by=viewer().person_id or 0)
    return go(url_for("admin.jobs.index"), _("The job will be tried again."))
