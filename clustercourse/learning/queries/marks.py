"""What enrolments left behind: everything that decides how far they are, as columns beside the enrolment; one row however much there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from typing import cast as cast_to

from sqlalchemy import ColumnElement, Row, Text, bindparam, case, cast, literal_column, select

from clustercourse.db import Base, joined, row
from clustercourse.learning.queries.completion import Marks, State
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.learning import Bookmark, Completion, Enrolment, Evidence, Note, Visit


@dataclass(frozen=True)
class OwnNote:
    text: str
    number: int
    saved_at: datetime


_colon = literal_column("':'", Text)


def _all(model: type[Base], words: ColumnElement[str]) -> ColumnElement[str]:
    """The words of all rows of an enrolment as one text, apart by spaces."""
    mine = model.__table__.c.enrolment_id == Enrolment.id
    return select(joined(words)).where(mine).correlate(Enrolment).scalar_subquery()


def _word(column: Any) -> ColumnElement[str]:
    return cast(column, Text)


_counts = case(
    (Evidence.what != literal_column("'pass'"), literal_column("'1'", Text)),
    (Evidence.value["passed"].as_boolean(), literal_column("'1'", Text)),
    else_=literal_column("'0'", Text),
)
TRAIL = (
    _all(Evidence, _word(Evidence.item_id) + _colon + Evidence.what + _colon + _counts).label("evidence"),
    _all(Completion, _word(Completion.item_id) + _colon + Completion.state).label("completions"),
    _all(Visit, _word(Visit.item_id) + _colon + _word(Visit.place)).label("visits"),
    _all(Bookmark, _word(Bookmark.item_id)).label("bookmarks"),
    _all(Note, _word(Note.item_id)).label("notes"),
    _all(Draft, _word(Draft.item_id)).label("drafts"),
    _all(Attempt, _word(Attempt.item_id)).label("attempts"),
)
"""Columns for a statement that reads enrolments; `marks_in` understands them."""

_one = select(*TRAIL).where(Enrolment.id == bindparam("enrolment"))
_note = select(Note.text, Note.number, Note.saved_at).where(Note.enrolment_id == bindparam("enrolment"), Note.item_id == bindparam("item"))


def marks_in(found: Row[Any]) -> Marks:
    """The marks in a row that has the columns of `TRAIL`."""
    evidence = {(int(item), what): counts == "1" for item, what, counts in _parts(found.evidence)}
    drafts = _ids(found.drafts)
    return Marks(
        completions={int(item): cast_to(State, state) for item, state in _parts(found.completions)},
        evidence=evidence,
        places={int(item): int(place) for item, place in _parts(found.visits)},
        bookmarked=_ids(found.bookmarks),
        noted=_ids(found.notes),
        drafted=drafts,
        worked_on=drafts | _ids(found.attempts),
    )


def progress_of(enrolment_id: int | None) -> Marks:
    """The marks of one enrolment, in one statement; of none without any."""
    found = row(_one, enrolment=enrolment_id) if enrolment_id is not None else None
    return marks_in(found) if found is not None else Marks()


def own_note(enrolment_id: int, item_id: int) -> OwnNote | None:
    found = row(_note, enrolment=enrolment_id, item=item_id)
    return None if found is None else OwnNote(*found)


def _parts(text: str | None) -> list[list[str]]:
    return [part.split(":") for part in text.split()] if text else []


def _ids(text: str | None) -> frozenset[int]:
    return frozenset(map(int, text.split())) if text else frozenset()
