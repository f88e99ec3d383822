"""Starting an attempt, from which on its time runs."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.exercises.actions import start_attempt
from clustercourse.exercises.views.arrival import arrive, on_to
from clustercourse.web.access import signed_in

views = Blueprint("starts", __name__)


@views.post("/courses/<course>/exercises/<exercise>/start")
@signed_in
def create(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    task = arrival.task
    with writing():
        start_attempt(task, version_id=arrival.here.outline.version_id, by=arrival.person_id)
    return on_to(arrival.in_lesson if arrival.came_from_lesson else arrival.address("exercises.show"))
