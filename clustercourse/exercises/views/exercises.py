"""An exercise on a page of its own."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.exercises.queries import attempts_of, exercise_alone, locked_step, situation
from clustercourse.exercises.views.arrival import Arrival, arrive
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import unchanged_or
from clustercourse.workbook.queries.placed import placed_sheets

views = Blueprint("exercises", __name__)


@views.get("/courses/<course>/exercises/<exercise>/")
@public
def show(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    here, item, mine = arrival.here, arrival.item, arrival.enrolment_id
    if item.is_worksheet:
        return _worksheet(arrival)
    found = situation(mine, item.id) if mine else None
    locked = None if here.may_pass_locks else locked_step(mine, here.outline, item)
    sent = attempts_of(mine, item.id) if mine and found and found.submitted else ()
    placed = exercise_alone(mine, here.outline, item, arrival.language, found, again="again" in request.args)
    return unchanged_or(
        "exercises/exercises/show.html",
        arrival=arrival,
        exercise=placed,
        locked=locked,
        attempts=sent,
        in_lesson=arrival.came_from_lesson,
    )


def _worksheet(arrival: Arrival) -> ResponseReturnValue:
    """The way to the sheets of a worksheet; what is typed stands in the workbook."""
    here, item = arrival.here, arrival.item
    locked = None if here.may_pass_locks else locked_step(arrival.enrolment_id, here.outline, item)
    sheet = placed_sheets(viewer(), here, [item], arrival.language)[item.key]
    return unchanged_or("exercises/exercises/worksheet.html", arrival=arrival, sheet=sheet, locked=locked)
