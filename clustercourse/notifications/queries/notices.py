"""What people were told, as lines: what belongs together is one line, apart from what was read before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, distinct, func, select

from clustercourse.db import rows
from clustercourse.models.accounts import Person
from clustercourse.models.notifications import Notification

PAGE = 50
LAST = 2**31 - 1


@dataclass(frozen=True)
class Line:
    """The newest of what belongs together, and how many people did it.

    `by_id` None is the site itself, an empty name a former participant.
    """

    number: int
    kind: str
    person_id: int
    by_id: int | None
    name: str | None
    people: int
    thing_id: int
    address: str
    title: str
    excerpt: str
    at: datetime
    is_unread: bool


COLUMNS = (
    Notification.id,
    Notification.kind,
    Notification.person_id,
    Notification.by_id,
    Person.name,
)
WORDS = (
    Notification.thing_id,
    Notification.address,
    Notification.title,
    Notification.excerpt,
    Notification.created_at,
    Notification.read_at.is_(None).label("is_unread"),
)
_unread = Notification.read_at.is_(None)
_newest = (
    select(func.max(Notification.id).label("id"), func.count(distinct(Notification.by_id)).label("people"))
    .where(Notification.person_id == bindparam("person"))
    .group_by(Notification.group, Notification.kind, _unread)
    .having(func.max(Notification.id) < bindparam("before"))
    .order_by(func.max(Notification.id).desc())
    .limit(PAGE + 1)
    .subquery()
)
_lines = (
    select(*COLUMNS, _newest.c.people, *WORDS)
    .join(_newest, _newest.c.id == Notification.id)
    .outerjoin(Person, Person.id == Notification.by_id)
    .order_by(Notification.id.desc())
)


def lines_of(person_id: int, before: int = LAST) -> tuple[list[Line], int | None]:
    """A page of what a person was told, the newest first, and where the next page begins (None: there is none)."""
    found = [Line(*each) for each in rows(_lines, person=person_id, before=before)]
    return found[:PAGE], found[PAGE - 1].number if len(found) > PAGE else None
