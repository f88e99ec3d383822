"""What letters have not said yet, and who reads them; always for a handful of people, so that memory stays small."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.models.accounts import Account, Address, Person
from clustercourse.models.notifications import LetterChoice, Notification
from clustercourse.notifications.queries.choices import SAID, Choices, choices_said


@dataclass(frozen=True)
class Reader:
    """Somebody a letter can reach, and how they want it."""

    person_id: int
    email: str
    language: str
    time_zone: str
    choices: Choices


@dataclass(frozen=True)
class Untold:
    """Something a person was told on the site, but not by letter yet, and has not read."""

    number: int
    kind: str
    person_id: int
    by_id: int | None
    name: str | None
    group: str
    thing_id: int
    address: str
    title: str
    excerpt: str
    due_at: datetime | None


_readers = (
    select(Person.id, Address.email, Person.language, Person.time_zone, *SAID)
    .join(Address, Address.person_id == Person.id)
    .outerjoin(Account, Account.person_id == Person.id)
    .outerjoin(LetterChoice, LetterChoice.person_id == Person.id)
    .where(
        Person.id.in_(bindparam("people", expanding=True)),
        Person.erased_at.is_(None),
        Person.joined_into_id.is_(None),
        Account.closed_at.is_(None),
        Address.is_primary,
        Address.confirmed_at.is_not(None),
    )
    .order_by(Person.id)
)
_by = select(Person.name).where(Person.id == Notification.by_id).scalar_subquery()
_untold: Any = (
    select(
        Notification.id,
        Notification.kind,
        Notification.person_id,
        Notification.by_id,
        _by.label("name"),
        Notification.group,
        Notification.thing_id,
        Notification.address,
        Notification.title,
        Notification.excerpt,
        Notification.due_at,
    )
    .where(Notification.read_at.is_(None), Notification.told_at.is_(None))
    .order_by(Notification.person_id, Notification.id)
)
_in_handful = Notification.person_id >= bindparam("first"), Notification.person_id < bindparam("end")
_due = _untold.where(Notification.due_at.is_not(None), *_in_handful)
_left = _untold.where(
    Notification.due_at.is_(None),
    Notification.created_at > bindparam("since"),
    Notification.created_at <= bindparam("until"),
    *_in_handful,
)


def readers_among(person_ids: Collection[int]) -> list[Reader]:
    """Those whom a letter can reach: neither erased nor closed, with an address that was confirmed."""
    found = rows(_readers, people=sorted(set(person_ids))) if person_ids else ()
    return [Reader(each.id, each.email, each.language, each.time_zone, choices_said(each)) for each in found]


def waiting_for_letters(people: range) -> list[Untold]:
    """What waits for letters of its own, of these people; also what is not due yet."""
    return [Untold(*each) for each in rows(_due, first=people.start, end=people.stop)]


def left_for_digest(people: range, since: datetime, until: datetime) -> list[Untold]:
    """What the daily letter of these people has to say."""
    return [Untold(*each) for each in rows(_left, first=people.start, end=people.stop, since=since, until=until)]
