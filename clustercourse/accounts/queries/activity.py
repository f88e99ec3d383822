"""Reads of the audit log for the person it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows, value
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event

PAGE_SIZE = 50


@dataclass(frozen=True)
class Entry:
    """Something that was recorded: who did it (None: the site) and whom it concerns. An empty name is a former participant."""

    at: datetime
    verb: str
    by_id: int | None
    by_name: str | None
    person_id: int | None
    person_name: str | None


@dataclass(frozen=True)
class Activity:
    entries: tuple[Entry, ...]
    number: int
    page_count: int


_doer, _concerned = aliased(Person), aliased(Person)
_mine = or_(Event.person_id == bindparam("person"), Event.by_id == bindparam("person"))
_entries = (
    select(Event.at, Event.verb, Event.by_id, _doer.name, Event.person_id, _concerned.name)
    .outerjoin(_doer, _doer.id == Event.by_id)
    .outerjoin(_concerned, _concerned.id == Event.person_id)
    .where(_mine)
    .order_by(Event.id.desc())
    .limit(PAGE_SIZE)
    .offset(bindparam("skipped"))
)
_total = select(func.count()).select_from(Event).where(_mine)


def activity_of(person_id: int, number: int = 1) -> Activity:
    """A page of what a person did and what was done about them, the latest first."""
    page_count = max(1, -(-int(value(_total, person=person_id)) // PAGE_SIZE))
    number = min(max(1, number), page_count)
    found = rows(_entries, person=person_id, skipped=(number - 1) * PAGE_SIZE)
    return Activity(tuple(Entry(*each) for each in found), number, page_count)
