"""Reads of the audit log for the person it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event


@dataclass(frozen=True)
class Entry:
    """Something that was recorded: who did it (None: the site) and whom it concerns. An empty name is a former participant."""

    at: datetime
    verb: str
    by_id: int | None
    by_name: str | None
    person_id: int | None
    person_name: str | None


_doer, _concerned = aliased(Person), aliased(Person)
_mine = or_(Event.person_id == bindparam("person"), Event.by_id == bindparam("person"))
_entries = (
    select(Event.at, Event.verb, Event.by_id, _doer.name, Event.person_id, _concerned.name)
    .outerjoin(_doer, _doer.id == Event.by_id)
    .outerjoin(_concerned, _concerned.id == Event.person_id)
    .where(_mine)
    .order_by(Event.id.desc())
)


def activity_of(person_id: int, number: int = 1) -> Listing[Entry]:
    """A page of what a person did and what was done about them, the latest first."""
    return listing(_entries, lambda found: Entry(*found), number, person=person_id)
