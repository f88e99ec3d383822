"""Reads of calendar addresses: the one behind a token, and those of a person."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, exists, or_, select

from clustercourse.db import row, rows
from clustercourse.models.accounts import Account, Person
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class Feed:
    """An address that is in use: whose it is, how they read, and of which cohort it is (None: of everything)."""

    person_id: int
    language: str | None
    time_zone: str
    cohort_id: int | None
    cohort: str | None


@dataclass(frozen=True)
class OwnFeed:
    """An address in the list of its owner. The address itself is known to nobody any more."""

    id: int
    person_id: int
    name: str
    cohort_id: int | None
    cohort: str | None
    created_at: datetime


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_at = (
    select(CalendarFeed.person_id, Person.language, Person.time_zone, CalendarFeed.cohort_id, Cohort.title)
    .join(Person, Person.id == CalendarFeed.person_id)
    .outerjoin(Account, Account.person_id == Person.id)
    .outerjoin(Cohort, Cohort.id == CalendarFeed.cohort_id)
    .where(
        CalendarFeed.token_digest == bindparam("digest"),
        CalendarFeed.revoked_at.is_(None),
        Person.erased_at.is_(None),
        Account.closed_at.is_(None),
    )
)
_own = (
    select(CalendarFeed.id, CalendarFeed.person_id, CalendarFeed.name, CalendarFeed.cohort_id, Cohort.title, CalendarFeed.created_at)
    .outerjoin(Cohort, Cohort.id == CalendarFeed.cohort_id)
    .where(CalendarFeed.person_id == bindparam("person"), CalendarFeed.revoked_at.is_(None))
    .order_by(CalendarFeed.id.desc())
)
_place = (Seat.cohort_id == Cohort.id, Seat.person_id == bindparam("person"), Seat.state.in_(("confirmed", "finished")))
_with_a_place = exists().where(*_place)
_in_the_team = exists().where(CohortTeam.cohort_id == Cohort.id, CohortTeam.person_id == bindparam("person"))
_cohorts = select(Cohort.id, Cohort.title).where(or_(_with_a_place, _in_the_team)).order_by(Cohort.title, Cohort.id)


def feed_at(token: str) -> Feed | None:
    """The feed behind a token, or None: unknown, revoked, its owner's account closed or erased."""
    found = row(_at, digest=digest_of(token))
    return None if found is None else Feed(*found)


def feeds_of(person_id: int) -> tuple[OwnFeed, ...]:
    """The addresses in use, the newest first."""
    return tuple(OwnFeed(*found) for found in rows(_own, person=person_id))


def followed_cohorts(person_id: int) -> tuple[tuple[int, str], ...]:
    """Cohorts of which a person's calendar shows something: with a place, or in the team."""
    return tuple((found.id, found.title) for found in rows(_cohorts, person=person_id))
