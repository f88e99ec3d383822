"""Courses that people take with a cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from clustercourse.content.queries import outline
from clustercourse.db import rows
from clustercourse.language import Message, _
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment
from clustercourse.models.seats import Seat

RUNNING = ("planned", "published")


@dataclass(frozen=True)
class TakenElsewhere:
    """Somebody takes a course with another cohort that is still going on."""

    person_id: int
    person: str
    course: str
    cohort: str

    @property
    def sentence(self) -> Message:
        return _(
            "{person} takes “{course}” with “{cohort}” already. A course is taken with one cohort at a time.",
            person=self.person,
            course=self.course,
            cohort=self.cohort,
        )


_elsewhere = (
    select(Person.id, Person.name, func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id), Cohort.title)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Cohort, Cohort.id == Enrolment.cohort_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Seat, (Seat.cohort_id == Cohort.id) & (Seat.person_id == Enrolment.person_id))
    .where(
        Enrolment.person_id.in_(bindparam("people", expanding=True)),
        Enrolment.course_id.in_(bindparam("courses", expanding=True)),
        Enrolment.finished_at.is_(None),
        Enrolment.cohort_id != bindparam("cohort"),
        Cohort.state.in_(RUNNING),
        Seat.state == "confirmed",
    )
    .order_by(func.lower(Person.name), Enrolment.id)
)


def taken_elsewhere(people: Sequence[int], courses: Sequence[int], *, cohort_id: int) -> tuple[TakenElsewhere, ...]:
    """Who of these people takes one of these courses with another running cohort, by name. One statement."""
    if not people or not courses:
        return ()
    found = rows(_elsewhere, people=list(people), courses=list(courses), cohort=cohort_id)
    return tuple(TakenElsewhere(person_id, name, _title(version), cohort) for person_id, name, version, cohort in found)


def _title(version_id: int) -> str:
    read = outline(version_id)
    return read.text(read.language).title
