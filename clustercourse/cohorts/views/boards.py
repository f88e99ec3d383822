"""The board: who is on track, who is stuck and where; and a reminder to those chosen."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.cohorts.policy import can_coordinate
from clustercourse.cohorts.queries.boards import board_of
from clustercourse.cohorts.views._board_lines import BoardLines
from clustercourse.cohorts.views._people import run_by_me
from clustercourse.web.access import staff, viewer
from clustercourse.web.pages import page
from clustercourse.workbook.queries.commitments import kept_in_cohort

views = Blueprint("boards", __name__)


@views.get("/cohorts/<cohort>/board")
@staff
def show(cohort: str) -> ResponseReturnValue:
    thing = run_by_me(cohort)
    board, whom = board_of(thing), request.args.get("tick", "help")
    lines = BoardLines(cohort, board.ticked(whom), may_tick=can_coordinate(viewer(), thing))
    return page("cohorts/boards/show.html", board=board, cohort=thing, drawn=lines.of, whom=whom, promised=kept_in_cohort(thing.id))
