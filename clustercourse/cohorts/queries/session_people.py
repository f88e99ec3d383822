"""The people of one session: who may teach it, who does, and who is written to about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from clustercourse.db import rows
from clustercourse.models.accounts import Account, Address, Person
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import SessionTrainer


@dataclass(frozen=True)
class Reader:
    """Somebody who gets letters about a session, in their own language and time zone."""

    person_id: int
    email: str
    language: str
    time_zone: str


_cohort: Any = bindparam("cohort")
_session: Any = bindparam("session")


def belongs_on(day: Any) -> ColumnElement[bool]:
    """Whether a seat covers a day: it was taken by then and not yet given up."""
    return or_(Seat.joined_on.is_(None), Seat.joined_on <= day) & or_(Seat.left_on.is_(None), Seat.left_on >= day)


_seated = select(Seat.person_id).where(
    Seat.cohort_id == _cohort, Seat.state == "confirmed", or_(belongs_on(bindparam("day")), belongs_on(bindparam("other_day")))
)
_teaching = select(SessionTrainer.person_id).where(SessionTrainer.session_id == _session)
_readers = (
    select(Person.id, Address.email, Person.language, Person.time_zone)
    .join(Address, Address.person_id == Person.id)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(
        or_(Person.id.in_(_seated), Person.id.in_(_teaching)),
        Person.erased_at.is_(None),
        Account.closed_at.is_(None),
        Address.is_primary,
        Address.confirmed_at.is_not(None),
    )
    .order_by(Person.id)
)
_team = (
    select(Person.id, Person.name)
    .where(Person.id.in_(select(CohortTeam.person_id).where(CohortTeam.cohort_id == _cohort)), Person.erased_at.is_(None))
    .order_by(func.lower(Person.name), Person.id)
)


def readers_of(cohort_id: int, session_id: int, *, day: date, other_day: date | None = None) -> tuple[Reader, ...]:
    """Those with a confirmed seat whose membership covers the day (or the other one), and the session's trainers.

    Without people who are erased, whose account is closed or who have no confirmed address.
    """
    found = rows(_readers, cohort=cohort_id, session=session_id, day=day, other_day=other_day or day)
    return tuple(Reader(*each) for each in found)


def team_names(cohort_id: int) -> dict[int, str]:
    """The people who run a cohort, by id, in the order of their names."""
    return {found.id: found.name for found in rows(_team, cohort=cohort_id)}


def trainer_ids(session_id: int) -> tuple[int, ...]:
    """Who teaches a session."""
    return tuple(found.person_id for found in rows(_teaching, session=session_id))
