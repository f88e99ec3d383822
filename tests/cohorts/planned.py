"""What tests about sessions ask again and again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time

from sqlalchemy import select

from clustercourse.cohorts.actions.sessions import When
from clustercourse.cohorts.queries.sessions import SessionRow, session_at
from clustercourse.db import rows
from clustercourse.jobs import work_waiting
from clustercourse.models.events import Event
from clustercourse.models.notifications import Letter
from clustercourse.models.training_sessions import TrainingSession


def when(day: date = date(2027, 8, 26), at: time = time(10, 0), *, minutes: int = 90, zone: str = "Europe/Copenhagen") -> When:
    return When(day, at, zone, minutes)


def row_of(session_id: int) -> SessionRow:
    cohort = rows(select(TrainingSession.cohort_id).where(TrainingSession.id == session_id))[0][0]
    return session_at(cohort, session_id)


def letters() -> list[tuple[str, str]]:
    """(kind, address) of every letter, after everything that is due is done."""
    work_waiting()
    return [(found.kind, found.to_address) for found in rows(select(Letter.kind, Letter.to_address).order_by(Letter.id))]


def newest_letter(email: str) -> Letter:
    found: Sequence[Letter] = rows(select(Letter).where(Letter.to_address == email).order_by(Letter.id.desc()))
    return found[0]


def verbs() -> list[str]:
    return [found.verb for found in rows(select(Event.verb).where(Event.verb.startswith("cohorts.")).order_by(Event.id))]
