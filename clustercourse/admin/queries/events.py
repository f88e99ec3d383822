"""The audit log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import aliased

from clustercourse.admin.queries.people import is_named
from clustercourse.language import zone
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in the audit log: empty filters nothing.

    `what` is a verb or an area, `who` a part of a name or address of who did it or whom it concerns; both days are included.
    """

    what: str = ""
    who: str = ""
    person_id: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def is_empty(self) -> bool:
        return self == Sought()


@dataclass(frozen=True)
class EventRow:
    id: int
    at: datetime
    verb: str
    by_name: str | None
    person_name: str | None
    thing: str | None
    thing_id: int | None
    detail: dict[str, Any]


_doer, _concerned = aliased(Person), aliased(Person)
_events = (
    select(
        Event.id,
        Event.at,
        Event.verb,
        _doer.name.label("by_name"),
        _concerned.name.label("person_name"),
        Event.thing,
        Event.thing_id,
        Event.detail,
    )
    .outerjoin(_doer, _doer.id == Event.by_id)
    .outerjoin(_concerned, _concerned.id == Event.person_id)
)


def list_events(sought: Sought, number: int) -> Listing[EventRow]:
    """The audit log, newest first; days are those of the reader's zone."""
    wanted: list[ColumnElement[bool]] = []
    if sought.what:
        wanted.append(Event.verb == sought.what if "." in sought.what else Event.verb.startswith(f"{sought.what}.", autoescape=True))
    if sought.person_id is not None:
        wanted.append(or_(Event.by_id == sought.person_id, Event.person_id == sought.person_id))
    if sought.who:
        people = select(Person.id).where(is_named(sought.who))
        wanted.append(or_(Event.by_id.in_(people), Event.person_id.in_(people)))
    if sought.since:
        wanted.append(Event.at >= _begin(sought.since))
    if sought.until:
        wanted.append(Event.at < _begin(sought.until + timedelta(days=1)))
    return listing(_events.where(*wanted).order_by(Event.id.desc()), lambda found: EventRow(*found), number)


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone()))
