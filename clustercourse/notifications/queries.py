"""Reads of letters: one as a whole, the newest ones in a list, and who wants which kinds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.notifications import Letter, LetterChoice


@dataclass(frozen=True)
class WholeLetter:
    """A letter with everything it says."""

    id: int
    to: str
    language: str
    message_id: str
    subject: str
    text: str
    html: str
    created_at: datetime
    state: str
    calendar: str | None = None


@dataclass(frozen=True)
class ListedLetter:
    """A line in a list of letters."""

    id: int
    subject: str
    to: str
    state: str
    created_at: datetime


_whole = select(
    Letter.id,
    Letter.to_address,
    Letter.language,
    Letter.message_id,
    Letter.subject,
    Letter.text,
    Letter.html,
    Letter.created_at,
    Letter.state,
    Letter.calendar,
).where(Letter.id == bindparam("letter"))
_newest = (
    select(Letter.id, Letter.subject, Letter.to_address, Letter.state, Letter.created_at)
    .order_by(Letter.id.desc())
    .limit(bindparam("many"))
)


def whole_letter(letter: int) -> WholeLetter | None:
    """The letter, or None when there is none of this number."""
    found = row(_whole, letter=letter)
    return None if found is None else WholeLetter(*tuple(found))


def newest_letters(many: int = 100) -> list[ListedLetter]:
    return [ListedLetter(*tuple(found)) for found in rows(_newest, many=many)]


DECLINABLE: dict[str, bool] = {
    "session_reminder": True,
    "missed_you": True,
    "out_of_reach": True,
    "cohort_news": True,
    "series_next": True,
}
"""The kinds of letters that a person may decline, and whether they come to those who said nothing. All other kinds always come."""

_chosen = select(LetterChoice.person_id, LetterChoice.is_wanted).where(
    LetterChoice.kind == bindparam("kind"), LetterChoice.person_id.in_(bindparam("people", expanding=True))
)
_choices = select(LetterChoice.kind, LetterChoice.is_wanted).where(LetterChoice.person_id == bindparam("person"))


def wants(person_ids: Collection[int], kind: str) -> set[int]:
    """Those of these people who get letters of this kind."""
    if kind not in DECLINABLE or not person_ids:
        return set(person_ids)
    chosen = {found.person_id: found.is_wanted for found in rows(_chosen, kind=kind, people=sorted(set(person_ids)))}
    return {person for person in person_ids if chosen.get(person, DECLINABLE[kind])}


def letter_choices(person_id: int) -> dict[str, bool]:
    """What a person chose, or else the kind's own default, for every kind that may be declined."""
    chosen = {found.kind: found.is_wanted for found in rows(_choices, person=person_id)}
    return {kind: chosen.get(kind, usual) for kind, usual in DECLINABLE.items()}
