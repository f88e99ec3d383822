"""What enrolments left behind: everything that decides how far they are, as columns beside the enrolment; one row however much there is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache, reduce
from operator import add
from types import MappingProxyType
from typing import Any
from typing import cast as cast_to

from sqlalchemy import ColumnElement, Row, Text, bindparam, case, cast, func, literal, literal_column, null, select

from clustercourse.db import Base, UTCDateTime, joined, now, row
from clustercourse.learning.queries.completion import Marks, State
from clustercourse.learning.queries.sessions import CohortSession
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.learning import Bookmark, Completion, Enrolment, Evidence, ItemException, Note, Visit
from clustercourse.models.training_sessions import TrainingSession


@dataclass(frozen=True)
class OwnNote:
    text: str
    number: int
    saved_at: datetime


@dataclass(frozen=True)
class GivenException:
    """Somebody let the reader past something: until when, why, and their name."""

    until: datetime
    reason: str
    by: str


_own_cohort: Any = Enrolment.cohort_id
_colon = literal_column("':'", Text)
_NEXT, _END = "\x1f", "\x1e"
"""Between the values of a session and after it: signs that stand in no title."""


def _all(model: type[Base], words: ColumnElement[str]) -> ColumnElement[str]:
    """The words of all rows of an enrolment as one text, apart by spaces."""
    mine = model.__table__.c.enrolment_id == Enrolment.id
    return select(joined(words)).where(mine).correlate(Enrolment).scalar_subquery()


def _word(column: Any) -> ColumnElement[str]:
    return cast(column, Text)


def _sessions(cohort: ColumnElement[int]) -> ColumnElement[str]:
    """The sessions of a cohort as one text; NULL without a cohort."""
    found = TrainingSession
    named = (found.key, found.id, Cohort.slug, found.on_day, found.at_time, found.zone, found.fold)
    is_cancelled = case((found.cancelled_at.is_(None), literal_column("''", Text)), else_=literal_column("'1'", Text))
    words: list[ColumnElement[str]] = [*map(_word, named), is_cancelled, _word(found.title)]
    line: ColumnElement[str] = reduce(add, [part for word in words for part in (word, literal(_NEXT))][:-1])
    mine = select(func.aggregate_strings(line, _END)).join(Cohort, Cohort.id == found.cohort_id)
    return mine.where(found.cohort_id == cohort).correlate(Enrolment).scalar_subquery()


_in_force = ItemException.ended_at.is_(None), ItemException.until > bindparam("moment", callable_=now, type_=UTCDateTime())


def _exceptions() -> ColumnElement[str]:
    """The exceptions in force now."""
    mine = select(joined(_word(ItemException.item_id) + _colon + ItemException.what))
    return mine.where(ItemException.enrolment_id == Enrolment.id, *_in_force).correlate(Enrolment).scalar_subquery()


_counts = case(
    (Evidence.what != literal_column("'pass'"), literal_column("'1'", Text)),
    (Evidence.value["passed"].as_boolean(), literal_column("'1'", Text)),
    else_=literal_column("'0'", Text),
)
_PROGRESS = (
    _all(Evidence, _word(Evidence.item_id) + _colon + Evidence.what + _colon + _counts).label("evidence"),
    _all(Completion, _word(Completion.item_id) + _colon + Completion.state).label("completions"),
    _exceptions().label("exceptions"),
)
_KEPT = (
    _all(Visit, _word(Visit.item_id) + _colon + _word(Visit.place)).label("visits"),
    _all(Bookmark, _word(Bookmark.item_id)).label("bookmarks"),
    _all(Note, _word(Note.item_id)).label("notes"),
    _all(Draft, _word(Draft.item_id)).label("drafts"),
    _all(Attempt, _word(Attempt.item_id)).label("attempts"),
)
TRAIL = (*_PROGRESS, *_KEPT, _sessions(_own_cohort).label("sessions"))
"""Columns for a statement that reads enrolments; `marks_in` understands them."""
TRAIL_IN_COHORT = (*_PROGRESS, *(null().label(column.name) for column in _KEPT), _sessions(bindparam("cohort")).label("sessions"))
"""The same for a statement that reads everybody in one `cohort`: only what decides how far they are, and the sessions put together once."""

_one = select(*TRAIL).where(Enrolment.id == bindparam("enrolment"))
_note = select(Note.text, Note.number, Note.saved_at).where(Note.enrolment_id == bindparam("enrolment"), Note.item_id == bindparam("item"))
_granted = (
    select(ItemException.until, ItemException.reason, Person.name)
    .outerjoin(Person, Person.id == ItemException.by_id)
    .where(ItemException.enrolment_id == bindparam("enrolment"), ItemException.item_id == bindparam("item"), *_in_force)
    .order_by(ItemException.until.desc(), ItemException.id.desc())
)


def marks_in(found: Row[Any]) -> Marks:
    """The marks in a row that has the columns of `TRAIL`."""
    drafts = _ids(found.drafts)
    return Marks(
        completions=dict(map(_completion, found.completions.split())) if found.completions else {},
        evidence=dict(map(_evidence, found.evidence.split())) if found.evidence else {},
        places={int(item): int(place) for item, place in _parts(found.visits)},
        bookmarked=_ids(found.bookmarks),
        noted=_ids(found.notes),
        drafted=drafts,
        worked_on=drafts | _ids(found.attempts),
        sessions=_sessions_in(found.sessions),
        excused=_excused_in(found.exceptions),
    )


def progress_of(enrolment_id: int | None) -> Marks:
    """The marks of one enrolment, in one statement; of none without any."""
    found = row(_one, enrolment=enrolment_id) if enrolment_id is not None else None
    return marks_in(found) if found is not None else Marks()


def own_note(enrolment_id: int, item_id: int) -> OwnNote | None:
    found = row(_note, enrolment=enrolment_id, item=item_id)
    return None if found is None else OwnNote(*found)


def exception_for(enrolment_id: int, item_id: int) -> GivenException | None:
    """The exception in force that lasts longest."""
    found = row(_granted, enrolment=enrolment_id, item=item_id)
    return None if found is None else GivenException(found.until, found.reason, found.name or "")


@lru_cache(maxsize=8192)
def _evidence(part: str) -> tuple[tuple[int, str], bool]:
    """Everybody in a course leaves the same few words behind."""
    item, what, counts = part.split(":")
    return (int(item), what), counts == "1"


@lru_cache(maxsize=8192)
def _completion(part: str) -> tuple[int, State]:
    item, state = part.split(":")
    return int(item), cast_to(State, state)


@lru_cache(maxsize=64)
def _sessions_in(text: str | None) -> Mapping[str, CohortSession]:
    """Everybody in a cohort has the same text."""
    found = {}
    for line in text.split(_END) if text else []:
        key, id_, cohort, day, clock, zone, fold, cancelled, title = line.split(_NEXT, 8)
        begins = date.fromisoformat(day), time.fromisoformat(clock), zone, int(fold)
        found[key] = CohortSession(key, int(id_), cohort, *begins, bool(cancelled), title)
    return MappingProxyType(found)


def _excused_in(text: str | None) -> dict[int, frozenset[str]]:
    if not text:
        return {}
    found: dict[int, set[str]] = defaultdict(set)
    for item, what in _parts(text):
        found[int(item)].add(what)
    return {item: frozenset(words) for item, words in found.items()}


def _parts(text: str | None) -> list[list[str]]:
    return [part.split(":") for part in text.split()] if text else []


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(map(int, text.split())) if text else frozenset()
