"""The sessions of cohorts, in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, func, select

from clustercourse.db import now, row, rows
from clustercourse.errors import NotHere
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import CohortPart
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession


@dataclass(frozen=True)
class SessionRow:
    """A session with everything its pages show. `starts_at` and `ends_at` are moments in UTC, the rest is what the wall says."""

    id: int
    cohort_id: int
    part_id: int | None
    key: str
    title: str
    about: str
    about_html: str
    on_day: date
    at_time: time
    zone: str
    fold: int
    minutes: int
    starts_at: datetime
    ends_at: datetime
    venue: str
    link: str
    capacity: int | None
    counts: bool
    cancelled_at: datetime | None
    cancel_reason: str
    uid: str
    sequence: int
    locked_at: datetime | None
    changed_at: datetime
    part_number: int | None
    part_title: str
    part_place: str
    part_venue: str
    trainers: tuple[str, ...]

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    @property
    def is_past(self) -> bool:
        return self.ends_at <= now()

    @property
    def is_near(self) -> bool:
        """Going on, or beginning within a day."""
        return self.starts_at <= now() + timedelta(days=1)

    @property
    def shown_venue(self) -> str:
        """Where it is: the session's own venue, else that of its part."""
        return self.venue or self.part_venue

    @property
    def end_time(self) -> time:
        return wall(self.ends_at, self.zone).time()


def wall(moment: datetime, zone: str) -> datetime:
    """What a clock in this zone shows at a moment."""
    return moment.astimezone(ZoneInfo(zone))


_OWN = [name for name in SessionRow.__dataclass_fields__ if not name.startswith(("part_n", "part_t", "part_p", "part_v", "trainers"))]
_trainers = (
    select(func.aggregate_strings(Person.name, "\n"))
    .join(SessionTrainer, SessionTrainer.person_id == Person.id)
    .where(SessionTrainer.session_id == TrainingSession.id)
    .scalar_subquery()
)
SESSION_COLUMNS = (
    *(getattr(TrainingSession, name) for name in _OWN),
    CohortPart.number.label("part_number"),
    CohortPart.title.label("part_title"),
    CohortPart.place.label("part_place"),
    CohortPart.venue.label("part_venue"),
    _trainers.label("trainers"),
)
_sessions = (
    select(*SESSION_COLUMNS)
    .outerjoin(CohortPart, CohortPart.id == TrainingSession.part_id)
    .where(TrainingSession.cohort_id == bindparam("cohort"))
    .order_by(TrainingSession.starts_at, TrainingSession.id)
)
_one = _sessions.where(TrainingSession.id == bindparam("session"))


def session_row(found: Row[Any]) -> SessionRow:
    values: dict[str, Any] = {name: getattr(found, name) for name in _OWN}
    values |= {name: getattr(found, name) or "" for name in ("part_title", "part_place", "part_venue")}
    trainers = tuple(sorted(found.trainers.split("\n"))) if found.trainers else ()
    return SessionRow(**values, part_number=found.part_number, trainers=trainers)


def sessions_of(cohort_id: int) -> tuple[SessionRow, ...]:
    """All sessions of a cohort, the cancelled ones too."""
    return tuple(session_row(found) for found in rows(_sessions, cohort=cohort_id))


def session_at(cohort_id: int, session_id: int) -> SessionRow:
    """One session of this cohort. Raises NotHere when it is not one of them."""
    found = row(_one, cohort=cohort_id, session=session_id)
    if found is None:
        raise NotHere
    return session_row(found)
