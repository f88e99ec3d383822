"""One session as a calendar file, for those who do not want a whole calendar."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.calendars.views._answers import calendar_answer
from clustercourse.cohorts.policy import can_see_inside
from clustercourse.cohorts.queries.calendar import calendar_file, planned_session
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.web.access import found, require, signed_in, viewer

views = Blueprint("files", __name__)


@views.get("/cohorts/<cohort>/sessions/<int:session>/calendar.ics")
@signed_in
def show(cohort: str, session: int) -> ResponseReturnValue:
    here = cohort_at(viewer(), cohort)
    require(can_see_inside(viewer(), here))
    planned = found(planned_session(here.id, session) or None)
    return calendar_answer(calendar_file(planned), f"{here.slug}-{session}.ics")
