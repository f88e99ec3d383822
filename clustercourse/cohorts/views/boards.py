"""The board: who is on track, who is stuck and where; and a reminder to those chosen."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.policy import can_coordinate, can_run_cohort
from clustercourse.cohorts.queries.boards import board_of
from clustercourse.cohorts.queries.cohorts import cohort_at
from clustercourse.cohorts.views._board_lines import BoardLines
from clustercourse.web.access import require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("boards", __name__)


@views.get("/cohorts/<cohort>/board")
@staff
def show(cohort: str) -> ResponseReturnValue:
    thing = cohort_at(viewer(), cohort)
    require(can_run_cohort(viewer(), thing))
    lines = BoardLines(cohort, may_tick=can_coordinate(viewer(), thing))
    return page("cohorts/boards/show.html", board=board_of(thing), cohort=thing, drawn=lines.of)
