"""Apologies: one's own, and one to decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select

from clustercourse.db import row, rows
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import Apology
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession


@dataclass(frozen=True)
class ApologyRow:
    """An apology with whose it is and for which session. `decision` is excused, declined or None."""

    id: int
    session_id: int
    session: str
    name: str
    text: str
    created_at: datetime
    decision: str | None


_all = (
    select(Apology.id, Apology.session_id, TrainingSession.title, Person.name, Apology.text, Apology.created_at, Apology.decision)
    .join(TrainingSession, TrainingSession.id == Apology.session_id)
    .join(Seat, Seat.id == Apology.seat_id)
    .join(Person, Person.id == Seat.person_id)
)
_own = _all.where(Apology.session_id == bindparam("session"), Seat.person_id == bindparam("person"))
_own_in = _all.where(Seat.cohort_id == bindparam("cohort"), Seat.person_id == bindparam("person"))
_one = _all.where(Apology.session_id == bindparam("session"), Apology.id == bindparam("apology"))


def own_apology(session_id: int, person_id: int) -> ApologyRow | None:
    found = row(_own, session=session_id, person=person_id)
    return None if found is None else ApologyRow(*found)


def own_apologies(cohort_id: int, person_id: int) -> dict[int, str]:
    """Session → what was decided about one's own apology there, empty while nothing is."""
    return {found.session_id: found.decision or "" for found in rows(_own_in, cohort=cohort_id, person=person_id)}


def apology_at(session_id: int, apology_id: int) -> ApologyRow | None:
    found = row(_one, session=session_id, apology=apology_id)
    return None if found is None else ApologyRow(*found)
