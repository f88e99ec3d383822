"""What the worker does for the courses of cohorts: one person after the other, each in a transaction of their own."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from clustercourse.cohorts.actions.attending import note_attendance
from clustercourse.cohorts.actions.courses import take_courses
from clustercourse.cohorts.queries.enrolled import enrolled_at, people_with_places
from clustercourse.db import end_reading, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.learning.actions import recompute


def enrol_people(values: dict[str, Any]) -> None:
    """Everybody who has a place by now takes the courses of the cohort. Who takes one elsewhere meanwhile is passed over."""
    people = list(people_with_places(values["cohort"]))
    end_reading()
    for person_id in people:
        with suppress(Refused), writing():
            take_courses(values["cohort"], person_id, by=None)


def settle(values: dict[str, Any]) -> None:
    """What the register and the version at hand say is done. An enrolment that was erased meanwhile is passed over."""
    for enrolment_id in values["enrolments"]:
        with suppress(NotHere), writing():
            enrolment = enrolled_at(enrolment_id)
            if enrolment is not None:
                note_attendance(enrolment, by=None)
            recompute(enrolment_id)
