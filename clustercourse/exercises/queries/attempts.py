"""Rows of attempts and drafts. What a learner has answered in several exercises costs one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Row, and_, bindparam, case, func, select

from clustercourse.db import row, rows
from clustercourse.exercises.queries.papers import frozen
from clustercourse.models.content import Item
from clustercourse.models.exercises import Attempt, Draft


@dataclass(frozen=True)
class AttemptRow:
    """One try. `submitted_at` is empty while it is open."""

    id: int
    number: int
    version_id: int
    language: str
    paper: dict[str, Any]
    criterion: dict[str, Any]
    answers: dict[str, Any] | None
    result: dict[str, Any] | None
    percent: int | None
    passed: bool | None
    ends_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True)
class DraftRow:
    answers: dict[str, Any]
    other: dict[str, Any] | None
    number: int
    saved_at: datetime


@dataclass(frozen=True)
class Situation:
    """Where a learner is in an exercise: the open attempt, the last one sent, and what all of them come to."""

    open: AttemptRow | None = None
    last: AttemptRow | None = None
    draft: DraftRow | None = None
    submitted: int = 0
    best: int | None = None
    has_passed: bool = False

    @property
    def next_number(self) -> int:
        return self.submitted + 1


@dataclass(frozen=True)
class AttemptLine:
    """A sent attempt in a list."""

    number: int
    percent: int
    submitted_at: datetime


_enrolment = bindparam("enrolment", type_=Integer)
_items: BindParameter[Any] = bindparam("items", expanding=True)
_columns = (
    Attempt.id,
    Attempt.number,
    Attempt.version_id,
    Attempt.language,
    Attempt.paper,
    Attempt.criterion,
    Attempt.answers,
    Attempt.result,
    Attempt.percent,
    Attempt.passed,
    Attempt.ends_at,
    Attempt.submitted_at,
)
_all_of_item: dict[str, Any] = {"partition_by": Attempt.item_id}
_ranked = (
    select(
        *_columns,
        Attempt.item_id,
        func.row_number().over(**_all_of_item, order_by=(Attempt.submitted_at.is_not(None), Attempt.number.desc())).label("place"),
        func.count(Attempt.submitted_at).over(**_all_of_item).label("submitted"),
        func.max(Attempt.percent).over(**_all_of_item).label("best"),
        func.max(case((Attempt.passed.is_(True), 1), else_=0)).over(**_all_of_item).label("has_passed"),
    )
    .where(Attempt.enrolment_id == _enrolment, Attempt.item_id.in_(_items))
    .subquery()
)
_situations = (
    select(
        *(_ranked.c[column.name] for column in _columns),
        Item.id.label("item_id"),
        _ranked.c.submitted,
        _ranked.c.best,
        _ranked.c.has_passed,
        Draft.answers.label("draft_answers"),
        Draft.other.label("draft_other"),
        Draft.number.label("draft_number"),
        Draft.saved_at.label("draft_saved_at"),
    )
    .select_from(Item)
    .outerjoin(_ranked, and_(_ranked.c.item_id == Item.id, _ranked.c.place <= 2))
    .outerjoin(Draft, and_(Draft.item_id == Item.id, Draft.enrolment_id == _enrolment))
    .where(Item.id.in_(_items))
    .order_by(Item.id, _ranked.c.place)
)
_numbered = select(*_columns).where(
    Attempt.enrolment_id == _enrolment,
    Attempt.item_id == bindparam("item"),
    Attempt.number == bindparam("number"),
    Attempt.submitted_at.is_not(None),
)
_lines = (
    select(Attempt.number, Attempt.percent, Attempt.submitted_at)
    .where(Attempt.enrolment_id == _enrolment, Attempt.item_id == bindparam("item"), Attempt.submitted_at.is_not(None))
    .order_by(Attempt.number.desc())
    .limit(50)
)


def situations(enrolment_id: int, item_ids: Sequence[int]) -> dict[int, Situation]:
    """What an enrolment left behind in each of these exercises, in one statement."""
    found: dict[int, list[Row[Any]]] = {item_id: [] for item_id in item_ids}
    for line in rows(_situations, enrolment=enrolment_id, items=list(item_ids)) if item_ids else ():
        found[line.item_id].append(line)
    return {item_id: _situation(lines) for item_id, lines in found.items()}


def situation(enrolment_id: int, item_id: int) -> Situation:
    return situations(enrolment_id, [item_id])[item_id]


def attempt_numbered(enrolment_id: int, item_id: int, number: int) -> AttemptRow | None:
    """An attempt that was sent."""
    found = row(_numbered, enrolment=enrolment_id, item=item_id, number=number)
    return None if found is None else _attempt(found)


def attempts_of(enrolment_id: int, item_id: int) -> tuple[AttemptLine, ...]:
    """The attempts that were sent, newest first."""
    return tuple(AttemptLine(*line) for line in rows(_lines, enrolment=enrolment_id, item=item_id))


def _attempt(line: Row[Any]) -> AttemptRow:
    attempt = AttemptRow(*line[: len(_columns)])
    return replace(attempt, criterion=frozen(attempt.criterion))


def _situation(lines: Sequence[Row[Any]]) -> Situation:
    tries = [_attempt(line) for line in lines if line.id is not None]
    first = lines[0] if lines else None
    if first is None:
        return Situation()
    has_draft = first.draft_number is not None
    return Situation(
        open=next((attempt for attempt in tries if attempt.submitted_at is None), None),
        last=next((attempt for attempt in tries if attempt.submitted_at is not None), None),
        draft=DraftRow(first.draft_answers, first.draft_other, first.draft_number, first.draft_saved_at) if has_draft else None,
        submitted=first.submitted or 0,
        best=first.best,
        has_passed=bool(first.has_passed),
    )
