"""What keeps one person of a cohort from going on in its courses, and what exceptions they were given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.policy import trains_in
from clustercourse.content.queries import Outline, OutlineItem
from clustercourse.content.queries.versions import outlines
from clustercourse.db import now, rows
from clustercourse.language import Message, _
from clustercourse.learning.queries.completion import LOCK, Marks, Step, standing
from clustercourse.learning.queries.marks import TRAIL, marks_in
from clustercourse.learning.queries.rules import conditions
from clustercourse.models.accounts import Person
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment, ItemException
from clustercourse.viewer import Viewer

_DIGITS = 10
NOT_NEEDED = frozenset({"read"})
"""Conditions that anybody can meet with one button: no exception is needed."""


@dataclass(frozen=True)
class Hindrance:
    """Something that stands in the way of a step: its lock, or a condition of being done."""

    enrolment_id: int
    item_id: int
    what: str
    course: str
    title: str
    words: Message

    @property
    def value(self) -> str:
        """As a form names it."""
        return f"{self.enrolment_id}:{self.item_id}:{self.what}"

    @property
    def label(self) -> str:
        return f"{self.course} · {self.title}: {self.words}"


@dataclass(frozen=True)
class Granted:
    """An exception that was made, in force or not any more."""

    id: int
    title: str
    words: Message
    reason: str
    until: datetime
    by: str
    ended_at: datetime | None

    @property
    def is_in_force(self) -> bool:
        return self.ended_at is None and self.until > now()


@dataclass(frozen=True)
class Exceptions:
    """`enrolments` are those that may be decided about."""

    enrolments: frozenset[int]
    hindrances: tuple[Hindrance, ...]
    granted: tuple[Granted, ...]

    def named(self, value: str) -> tuple[int, int, str] | None:
        """Enrolment, item and what stands in the way, of a value as a form names it; None for one that is not decided about here."""
        enrolment, _colon, rest = value.partition(":")
        item, _colon, what = rest.partition(":")
        numbers = all(part.isascii() and part.isdigit() and len(part) < _DIGITS for part in (enrolment, item))
        return (int(enrolment), int(item), what) if numbers and int(enrolment) in self.enrolments else None


_enrolments = (
    select(
        Enrolment.id,
        Enrolment.course_id,
        Enrolment.language,
        Enrolment.finished_at,
        func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id).label("version_id"),
        *TRAIL,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.cohort_id == bindparam("cohort"), Enrolment.person_id == bindparam("person"), Enrolment.withdrawn_at.is_(None))
    .order_by(Enrolment.id)
)
_granted = (
    select(
        ItemException.id,
        ItemException.enrolment_id,
        ItemException.item_id,
        ItemException.what,
        ItemException.reason,
        ItemException.until,
        Person.name,
        ItemException.ended_at,
    )
    .outerjoin(Person, Person.id == ItemException.by_id)
    .where(ItemException.enrolment_id.in_(bindparam("enrolments", expanding=True)))
    .order_by(ItemException.id.desc())
)


def exceptions_of(viewer: Viewer, cohort_id: int, person_id: int) -> Exceptions:
    """In the courses that a viewer may decide about: a coordinator in all of the cohort, a trainer in their own. Two statements."""
    found = [line for line in rows(_enrolments, cohort=cohort_id, person=person_id) if _may_decide(viewer, cohort_id, line.course_id)]
    known = outlines([line.version_id for line in found])
    hindrances = [each for line in found if line.finished_at is None for each in _hindrances(line, known[line.version_id], marks_in(line))]
    by_id = {line.id: (line, known[line.version_id]) for line in found}
    granted = rows(_granted, enrolments=list(by_id)) if found else []
    return Exceptions(frozenset(by_id), tuple(hindrances), tuple(_given(line, *by_id[line.enrolment_id]) for line in granted))


def _may_decide(viewer: Viewer, cohort_id: int, course_id: int) -> bool:
    return viewer.coordinates(cohort_id) or trains_in(viewer, course_id)


def _hindrances(line: Any, outline: Outline, marks: Marks) -> Iterator[Hindrance]:
    course = outline.text(line.language).title
    for step in standing(outline, marks).steps.values():
        if step.is_done:
            continue
        for what, words in _in_the_way(line, outline, marks, step):
            yield Hindrance(line.id, step.item.id, what, course, step.item.title(line.language), words)


def _in_the_way(line: Any, outline: Outline, marks: Marks, step: Step) -> Iterator[tuple[str, Message]]:
    why = step.why_locked(line.language)
    if why is not None:
        yield LOCK, why
    for condition in conditions(outline, step.item, marks, line.language):
        if condition.is_asked and not condition.is_met and not condition.is_excused and condition.word not in NOT_NEEDED:
            yield condition.name, condition.words


def _given(line: Any, enrolment: Any, outline: Outline) -> Granted:
    item = outline.by_id.get(line.item_id)
    title = item.title(enrolment.language) if item is not None else ""
    return Granted(line.id, title, _words(line.what, item, outline, enrolment), line.reason, line.until, line.name or "", line.ended_at)


def _words(what: str, item: OutlineItem | None, outline: Outline, enrolment: Any) -> Message:
    if what == LOCK:
        return _("It can be opened at once.")
    found = conditions(outline, item, marks_in(enrolment), enrolment.language) if item is not None else ()
    named = next((condition.words for condition in found if condition.name == what), None)
    return _("Not asked: {condition}", condition=named) if named is not None else _("Not asked any more by this version.")
