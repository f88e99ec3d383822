"""Reads of letters: one as a whole, the newest ones in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.notifications import Letter


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
    stop: str = ""
    person_id: int | None = None


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
    Letter.stop,
    Letter.person_id,
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
