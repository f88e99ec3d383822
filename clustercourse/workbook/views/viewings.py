"""Opening a submission that somebody shared: it is noted, and its people see who read it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go
from clustercourse.workbook.actions.submissions import open_submission
from clustercourse.workbook.views._here import may_read, submission_here

views = Blueprint("viewings", __name__)


@views.post("/workbook/submissions/<int:submission>/viewing")
@signed_in
def create(submission: int) -> ResponseReturnValue:
    here = submission_here(submission)
    if not may_read(here):
        with writing():
            open_submission(here.id, by=me())
    return go(here.address)
