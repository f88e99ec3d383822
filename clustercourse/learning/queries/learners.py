"""The people in a course, for those who look after them, in pages of fifty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.db import row
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.learning import Enrolment


@dataclass(frozen=True)
class Learner:
    """Somebody in a course, not withdrawn. `id` is the enrolment's."""

    id: int
    name: str
    created_at: datetime
    finished_at: datetime | None


_in_it = (Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None))
_all = (
    select(Enrolment.id, Person.name, Enrolment.created_at, Enrolment.finished_at)
    .join(Person, Person.id == Enrolment.person_id)
    .where(*_in_it)
)
_by_name = _all.order_by(func.lower(Person.name), Enrolment.id)
_one = _all.where(Enrolment.id == bindparam("enrolment"))


def learners_of(course_id: int, number: int = 1) -> Listing[Learner]:
    """By name."""
    return listing(_by_name, lambda found: Learner(*found), number, course=course_id)


def learner_in(course_id: int, enrolment_id: int) -> Learner | None:
    found = row(_one, course=course_id, enrolment=enrolment_id)
    return None if found is None else Learner(*found)
