"""The people in a course, for those who look after them, in pages of fifty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows, value
from clustercourse.models.accounts import Person
from clustercourse.models.learning import Enrolment

PAGE_SIZE = 50


@dataclass(frozen=True)
class Learner:
    """Somebody in a course, not withdrawn. `id` is the enrolment's."""

    id: int
    name: str
    created_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True)
class Learners:
    """One page of them."""

    rows: tuple[Learner, ...]
    total: int
    number: int
    page_count: int


_in_it = (Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None))
_all = (
    select(Enrolment.id, Person.name, Enrolment.created_at, Enrolment.finished_at)
    .join(Person, Person.id == Enrolment.person_id)
    .where(*_in_it)
)
_page = _all.order_by(func.lower(Person.name), Enrolment.id).limit(PAGE_SIZE).offset(bindparam("skipped"))
_one = _all.where(Enrolment.id == bindparam("enrolment"))
_total = select(func.count()).select_from(Enrolment).where(*_in_it)


def learners_of(course_id: int, number: int = 1) -> Learners:
    """By name. Two statements."""
    total = int(value(_total, course=course_id))
    page_count = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, number), page_count)
    found = rows(_page, course=course_id, skipped=(number - 1) * PAGE_SIZE)
    return Learners(tuple(Learner(*each) for each in found), total, number, page_count)


def learner_in(course_id: int, enrolment_id: int) -> Learner | None:
    found = row(_one, course=course_id, enrolment=enrolment_id)
    return None if found is None else Learner(*found)
