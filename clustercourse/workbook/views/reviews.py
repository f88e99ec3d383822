"""Remarks on a submission, by those who read it."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go
from clustercourse.workbook.actions.comments import comment
from clustercourse.workbook.policy import can_comment_submission
from clustercourse.workbook.views._here import spot_asked, submission_here

views = Blueprint("reviews", __name__)


@views.post("/workbook/submissions/<int:submission>/comments/")
@signed_in
def create(submission: int) -> ResponseReturnValue:
    here, spot = submission_here(submission), spot_asked(request.form.to_dict())
    require(can_comment_submission(viewer(), here))
    with creating(viewer()) as answer:
        if not answer.was_given:
            comment(here.sheet_id, spot, request.form.get("text", ""), by=me(), submission_id=here.id)
            answer.address = here.address
    return go(answer.address, _("Your remark is kept."))
