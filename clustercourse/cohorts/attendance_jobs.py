"""After the day: registers lock themselves, and letters go to those who were missed or whose certificate slips away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Row, and_, bindparam, func, select

from clustercourse.cohorts.actions.locks import lock_register
from clustercourse.cohorts.queries.attendance import outcomes_of
from clustercourse.db import now, rows, writing
from clustercourse.errors import Refused
from clustercourse.house import address_of
from clustercourse.models.accounts import Address, Person
from clustercourse.models.attendance import Apology, AttendanceMark, RegisterStep
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import notify, send_letter
from clustercourse.notifications.queries import at_once

OPEN_FOR = timedelta(hours=24)
"""How long a register stays open after its day, and after it was opened again."""
MORNING = 8
"""The hour of the next day, where the session was, from which people are told that they were missed."""
LATE = timedelta(days=3)
"""After so long nobody is written to: the marks came from a file, or from a register that was settled late."""

_opened_at = select(func.max(RegisterStep.at)).where(RegisterStep.session_id == TrainingSession.id, RegisterStep.to_state == "open")
_open = select(TrainingSession.id, TrainingSession.ends_at, TrainingSession.zone, _opened_at.scalar_subquery().label("opened_at")).where(
    TrainingSession.locked_at.is_(None), TrainingSession.cancelled_at.is_(None), TrainingSession.ends_at < bindparam("before")
)
_recent: tuple[ColumnElement[bool], ...] = (
    TrainingSession.cancelled_at.is_(None),
    TrainingSession.ends_at > bindparam("since"),
    TrainingSession.ends_at < bindparam("moment"),
    Cohort.state == "published",
)
_who = (
    Seat.id.label("seat_id"),
    Seat.cohort_id,
    Person.id.label("person_id"),
    Person.name,
    Person.language,
    Address.email,
    Cohort.slug,
    Cohort.title.label("cohort"),
)
_absent = (
    select(*_who, TrainingSession.id.label("session_id"), TrainingSession.title, TrainingSession.on_day, TrainingSession.zone)
    .join(AttendanceMark, AttendanceMark.session_id == TrainingSession.id)
    .join(Seat, Seat.id == AttendanceMark.seat_id)
    .join(Person, Person.id == Seat.person_id)
    .join(Address, and_(Address.person_id == Person.id, Address.is_primary, Address.confirmed_at.is_not(None)))
    .join(Cohort, Cohort.id == TrainingSession.cohort_id)
    .outerjoin(Apology, and_(Apology.session_id == TrainingSession.id, Apology.seat_id == Seat.id))
    .where(*_recent, AttendanceMark.status == "absent", Seat.state == "confirmed", Person.erased_at.is_(None), Apology.id.is_(None))
    .order_by(Seat.id, TrainingSession.starts_at)
)


@dataclass(frozen=True)
class Missed:
    """A person and what they missed on one day."""

    seat: Any
    titles: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"missed_you:{self.seat.seat_id}:{self.seat.on_day.isoformat()}"


def lock_after_the_day(_values: Mapping[str, Any]) -> None:
    """Lock every register whose day ended, where it was held, more than a day ago, one transaction each.

    One that was cancelled or locked meanwhile does not stop the others.
    """
    moment = now()
    for found in rows(_open, before=moment - OPEN_FOR):
        if _locks_at(found) <= moment:
            with suppress(Refused), writing():
                lock_register(found.id, by=None)


def _locks_at(found: Row[Any]) -> datetime:
    zone = ZoneInfo(found.zone)
    next_day = found.ends_at.astimezone(zone).date() + timedelta(days=1)
    after_day = datetime.combine(next_day, time(0), zone) + OPEN_FOR
    return max(after_day, found.opened_at + OPEN_FOR) if found.opened_at else after_day


def write_after_absence(_values: Mapping[str, Any]) -> None:
    """On the day after an absence without apology: one letter a person and day, and once the word that the certificate slips away."""
    moment = now()
    absent = [each for each in rows(_absent, since=moment - LATE, moment=moment) if _is_next_day(each, moment)]
    for missed in _by_day(absent):
        with writing():
            titles = ", ".join(missed.titles)
            about = ("training_session", missed.seat.session_id)
            _tell("missed_you", missed.key, missed.seat, about, title=titles, said={"titles": titles, "day": missed.seat.on_day})
    for cohort_id in sorted({each.cohort_id for each in absent}):
        _warn(cohort_id, {each.seat_id: each for each in absent if each.cohort_id == cohort_id})


def _warn(cohort_id: int, seats: Mapping[int, Any]) -> None:
    """Write to those for whom one more miss is too many, or for whom it is too late. Once a seat, whatever happens after."""
    outcomes = outcomes_of(cohort_id)
    for seat_id, seat in seats.items():
        outcome = outcomes[seat_id]
        if outcome.reach not in ("last_chance", "out_of_reach") or not outcome.to_come:
            continue
        with writing():
            figures = {"attended": outcome.attended, "held": outcome.held, "percent": outcome.percent_wanted}
            said = {"is_late": outcome.reach == "out_of_reach", **figures}
            _tell("out_of_reach", f"out_of_reach:{seat_id}", seat, ("seat", seat_id), title=seat.cohort, said=said)


def _is_next_day(found: Row[Any], moment: datetime) -> bool:
    local = moment.astimezone(ZoneInfo(found.zone))
    return bool(local.date() > found.on_day and (local.hour >= MORNING or (local.date() - found.on_day).days > 1))


def _by_day(absent: Iterable[Any]) -> list[Missed]:
    days: dict[tuple[int, Any], list[Any]] = {}
    for each in absent:
        days.setdefault((each.seat_id, each.on_day), []).append(each)
    return [Missed(several[0], tuple(each.title for each in several)) for several in days.values()]


def _tell(kind: str, key: str, seat: Any, about: tuple[str, int], *, title: str, said: Mapping[str, Any]) -> None:
    """In the bell, and by letter where they want it at once."""
    path = f"/cohorts/{seat.slug}/" + ("attendance/mine" if kind == "out_of_reach" else f"sessions/{seat.session_id}/")
    if at_once({seat.person_id}, "learning"):
        values = {"cohort": seat.cohort, "name": seat.name, "link": address_of(path), **said}
        send_letter(kind, key=key, to=seat.email, language=seat.language, person=seat.person_id, **values)
    notify(f"cohorts.{kind}", [seat.person_id], key=key, by=None, thing=about, address=path, title=title)
