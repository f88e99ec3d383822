"""Deadlines and sessions for the tests of calendars."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from clustercourse.db import db, now
from clustercourse.models.cohorts import CohortDeadline
from clustercourse.models.training_sessions import TrainingSession
from tests import make


def at(day: str, clock: str, zone: str = "Europe/Copenhagen", fold: int = 0) -> datetime:
    """A moment as a wall clock shows it: `at("2027-03-28", "09:00")`."""
    return datetime.combine(date.fromisoformat(day), time.fromisoformat(clock), ZoneInfo(zone)).replace(fold=fold)


def session(cohort_id: int, begins: datetime, **values: Any) -> int:
    assert isinstance(begins.tzinfo, ZoneInfo)
    return make.session(cohort_id, begins.astimezone(UTC), zone=begins.tzinfo.key, **values)


def deadline(cohort_id: int, due: datetime, title: str = "Hand in your case", **values: Any) -> int:
    assert isinstance(due.tzinfo, ZoneInfo)
    with make.block():
        made = CohortDeadline(
            cohort_id=cohort_id,
            title=title,
            on_day=due.date(),
            at_time=due.time(),
            zone=due.tzinfo.key,
            fold=due.fold,
            due_at=due,
            uid=f"{secrets.token_hex(8)}@example.com",
            changed_at=now(),
            **values,
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def move(session_id: int, begins: datetime) -> None:
    """As planning does it: the wall time, the moments, the sequence and when."""
    assert isinstance(begins.tzinfo, ZoneInfo)
    with make.block():
        found = db.session.get_one(TrainingSession, session_id)
        found.on_day, found.at_time, found.zone, found.fold = begins.date(), begins.time(), begins.tzinfo.key, begins.fold
        found.starts_at = begins.astimezone(UTC)
        found.ends_at = found.starts_at + timedelta(minutes=found.minutes)
        found.sequence, found.changed_at = found.sequence + 1, now()


def cancel(session_id: int) -> None:
    with make.block():
        found = db.session.get_one(TrainingSession, session_id)
        found.cancelled_at, found.sequence, found.changed_at = now(), found.sequence + 1, now()
