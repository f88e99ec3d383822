"""Attempts: sending answers, and looking at them again."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.exercises.actions import Incomplete, submit_attempt
from clustercourse.exercises.queries import attempt_numbered, exercise_alone, exercise_typed, review, sent_names, situation
from clustercourse.exercises.views.arrival import Arrival, arrive, on_to
from clustercourse.web.access import found, signed_in
from clustercourse.web.pages import page, unchanged_or

views = Blueprint("attempts", __name__)


@views.post("/courses/<course>/exercises/<exercise>/attempts/")
@signed_in
def create(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    task, sending = arrival.task, arrival.sending
    try:
        with writing():
            receipt = submit_attempt(task, sending, by=arrival.person_id)
    except Incomplete:
        return _asked_again(arrival)
    if receipt.kept_beside:
        return on_to(arrival.address("drafts.show"))
    return on_to(arrival.in_lesson if arrival.came_from_lesson else arrival.address("attempts.show", number=receipt.number))


@views.get("/courses/<course>/exercises/<exercise>/attempts/<int:number>/")
@signed_in
def show(course: str, exercise: str, number: int) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    mine = found(arrival.enrolment_id)
    attempt = found(attempt_numbered(mine, arrival.item.id, number))
    placed = exercise_alone(mine, arrival.here.outline, arrival.item, arrival.language, situation(mine, arrival.item.id))
    shown = review(arrival.item, attempt, has_passed=placed.has_passed)
    return unchanged_or("exercises/attempts/show.html", arrival=arrival, review=shown, exercise=placed)


def _asked_again(arrival: Arrival) -> ResponseReturnValue:
    """The form with everything that was typed, and what to look at."""
    item, mine = arrival.item, arrival.enrolment_id or 0
    typed = sent_names(item.key, request.form.to_dict(flat=False))
    placed = exercise_typed(mine, arrival.here.outline, item, arrival.language, situation(mine, item.id), typed)
    values = {"arrival": arrival, "exercise": placed, "missing": None, "attempts": (), "in_lesson": arrival.came_from_lesson}
    return page("exercises/exercises/show.html", 422, **values)
