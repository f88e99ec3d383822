"""What stands out among the check-ins of a session, for those who run it."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.queries.check_ins import oddities_of
from clustercourse.cohorts.views import _door as door
from clustercourse.web.access import staff
from clustercourse.web.pages import page

views = Blueprint("oddities", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/check-in/oddities")
@staff
def index(cohort: str, session: int) -> ResponseReturnValue:
    meeting = door.run_meeting(cohort, session)
    return page("cohorts/oddities/index.html", meeting=meeting, oddities=oddities_of(meeting.id), mark_words=mark_words)
