"""A participant's own attendance, with the formula and what is still needed."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.cohorts import attendance_words
from clustercourse.cohorts.queries.apologies import own_apologies
from clustercourse.cohorts.queries.attendance import own_attendance
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.views._cells import percent_text
from clustercourse.db import now
from clustercourse.web.access import found, signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("own_attendance", __name__)


@views.get("/cohorts/<cohort>/attendance/mine")
@signed_in
def show(cohort: str) -> ResponseReturnValue:
    here = cohort_at(viewer(), cohort)
    sessions, mine = found(own_attendance(here.id, viewer().person_id or 0, percent_wanted=here.attendance_percent))
    lines = list(zip(sessions, mine.marks, strict=True))
    return page(
        "cohorts/own_attendance/show.html",
        here=here,
        lines=lines,
        mine=mine,
        percent_text=percent_text,
        words=attendance_words,
        moment=now(),
        apologies=own_apologies(here.id, viewer().person_id or 0),
    )
