"""The session at whose door somebody stands: found by its address or by the code on its wall, and whether its door is open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from clustercourse.cohorts.codes import MARGIN, Window, holds
from clustercourse.cohorts.queries.sessions import wall
from clustercourse.db import now, row, rows
from clustercourse.language import Message, _, city, clock_words, day
from clustercourse.models.cohorts import Cohort
from clustercourse.models.training_sessions import TrainingSession

MOST_OPEN = 500
"""Sessions a typed code is compared with: more do not go on at once."""


@dataclass(frozen=True)
class Sentences:
    """Why nobody can check in, with the next step. `then` are those of another day."""

    cancelled: Message
    opens: Message
    opens_then: Message
    closed: Message
    closed_then: Message
    locked: Message


TO_PEOPLE = Sentences(
    cancelled=_("This session was cancelled, so there is nothing to check in to. The page of the cohort says what comes next."),
    opens=_("Check-in for this session opens at {time} {city}. Scan the code on the screen then."),
    opens_then=_("Check-in for this session opens on {day} at {time} {city}. Scan the code on the screen then."),
    closed=_("Check-in for this session closed at {time} {city}. If you were there, ask the coordinator to mark you."),
    closed_then=_("Check-in for this session closed on {day} at {time} {city}. If you were there, ask the coordinator to mark you."),
    locked=_("The register of this session is locked, so nobody can check in any more. If you are there, ask the coordinator to mark you."),
)
TO_COORDINATORS = Sentences(
    cancelled=_("This session was cancelled, so nobody can check in."),
    opens=_("Check-in opens at {time} {city}. Show the code on a screen then."),
    opens_then=_("Check-in opens on {day} at {time} {city}. Show the code on a screen then."),
    closed=_("Check-in closed at {time} {city}. Mark on the register who was there and did not check in."),
    closed_then=_("Check-in closed on {day} at {time} {city}. Mark on the register who was there and did not check in."),
    locked=_("Nobody can check in any more."),
)


@dataclass(frozen=True)
class CohortHere:
    """As much of a cohort as its rules and the head of its pages look at."""

    id: int
    slug: str
    title: str
    state: str
    admission: str


@dataclass(frozen=True)
class Meeting:
    """A session at whose door somebody stands. It holds the secret of the codes: nothing of it is shown but by name."""

    cohort: CohortHere
    id: int
    title: str
    on_day: date
    zone: str
    starts_at: datetime
    ends_at: datetime
    cancelled_at: datetime | None
    locked_at: datetime | None
    secret: str = field(repr=False)

    @property
    def cohort_id(self) -> int:
        return self.cohort.id

    @property
    def window(self) -> Window:
        return Window.around(self.starts_at, self.ends_at)

    @property
    def city(self) -> str:
        return city(self.zone)

    def clock(self, moment: datetime) -> str:
        """What the clock on the wall of this session shows."""
        return clock_words(wall(moment, self.zone).time())

    def accepts(self, code: str) -> bool:
        return holds(self.secret, self.id, code, now())

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None or self.cohort.state == "cancelled"

    @property
    def is_locked(self) -> bool:
        return self.locked_at is not None

    def has_code(self, moment: datetime) -> bool:
        """Whether there is a code to show, now or when check-in opens."""
        return not (self.is_cancelled or self.is_locked or moment > self.window.closes_at)

    def closed_because(self, moment: datetime, told: Sentences = TO_PEOPLE) -> Message | None:
        """Why nobody can check in at this moment, with the next step; None while they can."""
        if self.is_cancelled:
            return told.cancelled
        if self.window.is_open(moment):
            return told.locked if self.is_locked else None
        is_early = moment < self.window.opens_at
        edge = wall(self.window.opens_at if is_early else self.window.closes_at, self.zone)
        values = {"day": day(edge.date()), "time": clock_words(edge.time()), "city": self.city}
        if edge.date() != wall(moment, self.zone).date():
            return (told.opens_then if is_early else told.closed_then).format(**values)
        return (told.opens if is_early else told.closed).format(**values)


_COHORT = (Cohort.id, Cohort.slug, Cohort.title, Cohort.state, Cohort.admission)
_meetings = select(
    TrainingSession.id,
    TrainingSession.title,
    TrainingSession.on_day,
    TrainingSession.zone,
    TrainingSession.starts_at,
    TrainingSession.ends_at,
    TrainingSession.cancelled_at,
    TrainingSession.locked_at,
    TrainingSession.secret,
    *(column.label(f"cohort_{column.key}") for column in _COHORT),
).join(Cohort, Cohort.id == TrainingSession.cohort_id)
_at_address = _meetings.where(Cohort.slug == bindparam("slug"), TrainingSession.id == bindparam("session"))
_by_id = _meetings.where(TrainingSession.id == bindparam("session"))
_open = (
    _meetings.where(
        TrainingSession.starts_at <= bindparam("soon"),
        TrainingSession.ends_at >= bindparam("lately"),
        TrainingSession.cancelled_at.is_(None),
        Cohort.state != "cancelled",
    )
    .order_by(TrainingSession.starts_at.desc(), TrainingSession.id)
    .limit(MOST_OPEN)
)


def _meeting(found: Any) -> Meeting:
    return Meeting(CohortHere(*found[9:]), *found[:9])


def meeting_at(slug: str, session_id: int) -> Meeting | None:
    """The session at this address, whoever asks: who holds its code may see its name, whatever else they may see."""
    found = row(_at_address, slug=slug, session=session_id)
    return None if found is None else _meeting(found)


def meeting_of(session_id: int) -> Meeting:
    return _meeting(row(_by_id, session=session_id))


def meeting_with(code: str) -> Meeting | None:
    """The session, among those where people can check in now, whose code this is."""
    moment = now()
    near = (_meeting(found) for found in rows(_open, soon=moment + MARGIN, lately=moment - MARGIN))
    return next((meeting for meeting in near if meeting.accepts(code)), None)
