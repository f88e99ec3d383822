"""Commitments: those of one learner, module by module, and how many were kept in a course or a cohort. Texts are for their author alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, bindparam, case, func, or_, select

from clustercourse.content.queries import OutlineItem
from clustercourse.db import now, row, rows
from clustercourse.errors import NotHere
from clustercourse.language import today
from clustercourse.learning.queries.enrolments import CourseHere, EnrolmentHere
from clustercourse.models.accounts import Person
from clustercourse.models.commitments import Commitment
from clustercourse.models.content import Course, Item
from clustercourse.models.learning import Enrolment
from clustercourse.viewer import Viewer

ASKED_FOR = timedelta(days=30)
"""How long after its day a learner is asked what came of it."""

LEAST = 5
"""Fewer people than this are not counted for others."""

OUTCOMES = ("done", "partly", "not-done", "changed-my-mind")


@dataclass(frozen=True)
class CommitmentRow:
    """One commitment. `number` counts its changes, so that two windows notice each other."""

    id: int
    item_id: int
    what: str
    with_whom: str
    due_on: date
    outcome: str
    outcome_note: str
    number: int
    decided_at: datetime | None

    def is_due(self, on: date) -> bool:
        return self.due_on <= on

    def is_asked(self, on: date) -> bool:
        """Whether its day has come and nothing was said of it; after thirty days nobody asks any more."""
        return not self.outcome and self.due_on <= on <= self.due_on + ASKED_FOR


@dataclass(frozen=True)
class Place:
    """A module with the commitment at its end, if there is one."""

    module: OutlineItem
    commitment: CommitmentRow | None


@dataclass(frozen=True)
class Kept:
    """How many commitments of how many people are due, and what came of them. One person's own are always shown."""

    people: int
    due: int
    done: int
    partly: int
    is_own: bool = False

    @property
    def is_shown(self) -> bool:
        return self.due > 0 and (self.is_own or self.people >= LEAST)


@dataclass(frozen=True)
class Reminder:
    """A commitment whose day has come where its person lives, and the address at which they say what came of it."""

    id: int
    person_id: int
    what: str
    due_on: date
    course: str
    module: str
    time_zone: str

    @property
    def address(self) -> str:
        return f"/courses/{self.course}/commitments/{self.module}/outcome"


_columns = (
    Commitment.id,
    Commitment.item_id,
    Commitment.what,
    Commitment.with_whom,
    Commitment.due_on,
    Commitment.outcome,
    Commitment.outcome_note,
    Commitment.number,
    Commitment.decided_at,
)
_mine = select(*_columns).where(Commitment.enrolment_id == bindparam("enrolment"))
_is_due = or_(Commitment.outcome != "", Commitment.due_on <= bindparam("today"))


def _counted(*of: Any) -> Select[Any]:
    def number(outcome: str) -> Any:
        return func.coalesce(func.sum(case((Commitment.outcome == outcome, 1), else_=0)), 0)

    counts = func.count(func.distinct(Enrolment.person_id)), func.count(), number("done"), number("partly")
    return select(*counts).join(Enrolment, Enrolment.id == Commitment.enrolment_id).where(_is_due, *of)


_in_course = _counted(Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None))
_in_cohort = _counted(Enrolment.cohort_id == bindparam("cohort"), Enrolment.withdrawn_at.is_(None))
_own = _counted(Enrolment.id == bindparam("enrolment"))
_open = (
    select(Commitment.id, Enrolment.person_id, Commitment.what, Commitment.due_on, Course.slug, Item.key, Person.time_zone)
    .join(Enrolment, Enrolment.id == Commitment.enrolment_id)
    .join(Person, Person.id == Enrolment.person_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Item, Item.id == Commitment.item_id)
    .where(
        Commitment.outcome == "",
        Commitment.reminded_at.is_(None),
        Commitment.due_on.between(bindparam("first"), bindparam("last")),
        Enrolment.withdrawn_at.is_(None),
        Person.erased_at.is_(None),
    )
    .order_by(Commitment.id)
)
_still = (
    select(Enrolment.person_id)
    .join(Commitment, Commitment.enrolment_id == Enrolment.id)
    .where(Commitment.id == bindparam("commitment"), Commitment.outcome == "", Enrolment.withdrawn_at.is_(None))
)


def reminders_at(moment: datetime) -> tuple[Reminder, ...]:
    """Commitments whose day may have come somewhere on earth, of which nothing was said and nobody was reminded. One statement."""
    first, last = (moment - ASKED_FOR).date(), (moment + timedelta(hours=14)).date()
    return tuple(Reminder(*found) for found in rows(_open, first=first, last=last))


def commitments_of(enrolment_id: int) -> Mapping[int, CommitmentRow]:
    """A learner's own, by module."""
    return {found.item_id: CommitmentRow(*found) for found in rows(_mine, enrolment=enrolment_id)}


def places_in(here: CourseHere, enrolment: EnrolmentHere) -> tuple[Place, ...]:
    """Every module of the course that has something to do, with the learner's commitment."""
    mine = commitments_of(enrolment.id)
    return tuple(Place(module.item, mine.get(module.item.id)) for module in here.outline.modules if module.steps)


def place_at(here: CourseHere, enrolment: EnrolmentHere, module: str) -> Place:
    """The module with this lasting id. NotHere where the course has none."""
    found = next((place for place in places_in(here, enrolment) if place.module.key == module), None)
    if found is None:
        raise NotHere
    return found


def kept_in_course(course_id: int) -> Kept:
    """For the team of a course; one statement."""
    return Kept(*row(_in_course, course=course_id, today=now().date()))


def kept_in_cohort(cohort_id: int) -> Kept:
    """For those who run a cohort; one statement."""
    return Kept(*row(_in_cohort, cohort=cohort_id, today=now().date()))


def own_kept(viewer: Viewer, enrolment_id: int) -> Kept:
    """A learner's own; one statement."""
    people, due, done, partly = row(_own, enrolment=enrolment_id, today=today(now(), viewer.time_zone))
    return Kept(people, due, done, partly, is_own=True)


def still_open(commitment_id: int) -> set[int]:
    """Whose it is, while nothing was said of it."""
    return {found.person_id for found in rows(_still, commitment=commitment_id)}
