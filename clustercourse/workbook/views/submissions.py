"""Submissions: handing a sheet in, reading it, and deciding on it."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, staff, viewer
from clustercourse.web.pages import go, page
from clustercourse.workbook.actions.submissions import SHARES, decide_submission, submit_sheet
from clustercourse.workbook.forms import DecisionForm
from clustercourse.workbook.policy import can_review_submission
from clustercourse.workbook.queries.comments import comments_of
from clustercourse.workbook.queries.reading import reading_of
from clustercourse.workbook.queries.sheets import values_by_ids
from clustercourse.workbook.queries.submissions import SubmissionRow, readers_of, steps_of, waiting_for
from clustercourse.workbook.views._here import learner_of, locked_sheet, may_read, sheet_at, submission_here

views = Blueprint("submissions", __name__)


@views.get("/grading/")
@staff
def index() -> ResponseReturnValue:
    return page("workbook/submissions/index.html", waiting=waiting_for(viewer()))


@views.post("/workbook/<workbook>/<sheet>/submissions/")
@signed_in
def create(workbook: str, sheet: str) -> ResponseReturnValue:
    here = sheet_at(workbook, sheet)
    shared_with = request.form.get("shared_with", "")
    with writing():
        row = locked_sheet(here)
        learner = learner_of(here)
        version_id = here.worksheet.outline.version_id
        made = submit_sheet(
            row, version_id=version_id, by=me(), learner=learner, shared_with=shared_with if shared_with in SHARES else "nobody"
        )
        address = f"/workbook/submissions/{made.id}/"
    return go(address, _("Submitted. The sheet stays open: go on with it whenever you like."))


@views.get("/workbook/submissions/<int:submission>/")
@signed_in
def show(submission: int) -> ResponseReturnValue:
    here = submission_here(submission)
    return _page(here, DecisionForm()) if may_read(here) else page("workbook/viewings/new.html", here=here)


@views.post("/workbook/submissions/<int:submission>/decision")
@signed_in
def update(submission: int) -> ResponseReturnValue:
    here, form = submission_here(submission), DecisionForm.sent()
    require(can_review_submission(viewer(), here))

    def work() -> None:
        with writing():
            decide_submission(here.id, form.state.data, by=me(), reason=form.reason.data or "")

    return go(here.address, _("Decided.")) if form.carry_out(work) else _page(here, form, 422)


def _page(here: SubmissionRow, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    values = values_by_ids(here.value_ids)
    return page(
        "workbook/submissions/show.html",
        status,
        here=here,
        reading=reading_of(here.worksheet.specification, values),
        steps=steps_of(here.id),
        readers=readers_of(here.id),
        comments=tuple(each for each in comments_of(here.sheet_id) if each.submission_id == here.id),
        form=form,
        prompts={field["id"]: field["prompt"] for field in here.worksheet.specification["fields"]},
    )
