"""What is known of people at the door of a session, and what those who run it see of its check-ins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, bindparam, case, func, or_, select

from clustercourse.cohorts.queries.session_people import belongs_on
from clustercourse.db import row, rows, value
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark, CheckIn, CheckInRequest
from clustercourse.models.seats import Seat

TOGETHER = timedelta(minutes=10)
"""Check-ins from one device this close together are worth a look."""


AWAY = ("absent", "excused", "not_expected")
"""What the register says of people who are not there."""


class Door(Protocol):
    """A session, as much of it as these reads need."""

    @property
    def id(self) -> int: ...

    @property
    def cohort_id(self) -> int: ...

    @property
    def on_day(self) -> date: ...


@dataclass(frozen=True)
class Standing:
    """What is known of a person at a session. `seat_id` is None without a confirmed seat that covers the day, `status` without a mark."""

    seat_id: int | None = None
    checked_in_at: datetime | None = None
    status: str | None = None
    arrived: int | None = None
    left: int | None = None
    place: str | None = None
    asked_at: datetime | None = None
    decision: str | None = None

    @property
    def is_settled(self) -> bool:
        """Checked in, let in by the coordinator, or waiting for the answer: no code changes anything any more."""
        return self.is_in or (self.seat_id is None and self.asked_at is not None)

    @property
    def is_in(self) -> bool:
        return self.checked_in_at is not None or self.decision == "accepted"

    @property
    def is_marked(self) -> bool:
        return self.status not in (None, "expected")

    @property
    def is_against_register(self) -> bool:
        """Checked in, while the register says that they were not there."""
        return self.checked_in_at is not None and self.status in AWAY


@dataclass(frozen=True)
class Asking:
    """Somebody who is not on the list and asked to be let in."""

    id: int
    person_id: int
    name: str
    message: str
    created_at: datetime
    decision: str | None
    decided_at: datetime | None


@dataclass(frozen=True)
class Together:
    """Several people who checked in from one device within ten minutes of each other."""

    people: tuple[tuple[str, datetime], ...]


@dataclass(frozen=True)
class Otherwise:
    """Somebody who checked in and is marked as one who was not there."""

    name: str
    at: datetime
    status: str


@dataclass(frozen=True)
class Oddities:
    """What stands out among the check-ins of a session: `on_one_network` of `checked_in` came over the most used network."""

    checked_in: int
    on_one_network: int
    groups: tuple[Together, ...]
    otherwise: tuple[Otherwise, ...]


_covers = and_(Seat.state.in_(("confirmed", "finished")), belongs_on(bindparam("day")))
_seat = (
    select(Seat.id, CheckIn.at, AttendanceMark.status, AttendanceMark.arrived, AttendanceMark.left, AttendanceMark.place)
    .outerjoin(CheckIn, and_(CheckIn.seat_id == Seat.id, CheckIn.session_id == bindparam("session")))
    .outerjoin(AttendanceMark, and_(AttendanceMark.seat_id == Seat.id, AttendanceMark.session_id == bindparam("session")))
    .where(Seat.cohort_id == bindparam("cohort"), Seat.person_id == bindparam("person"), _covers)
)
_request = (
    select(CheckInRequest.created_at, CheckInRequest.decision)
    .where(CheckInRequest.session_id == bindparam("session"), CheckInRequest.person_id == bindparam("person"))
    .order_by(CheckInRequest.id.desc())
    .limit(1)
)
_is_expected = or_(AttendanceMark.status.is_(None), AttendanceMark.status != "not_expected")
_counts = (
    select(func.count(case((AttendanceMark.status == "present", 1))), func.count(case((_is_expected, 1))))
    .select_from(Seat)
    .outerjoin(AttendanceMark, and_(AttendanceMark.seat_id == Seat.id, AttendanceMark.session_id == bindparam("session")))
    .where(Seat.cohort_id == bindparam("cohort"), _covers)
)
_asking = (
    select(
        CheckInRequest.id,
        CheckInRequest.person_id,
        Person.name,
        CheckInRequest.message,
        CheckInRequest.created_at,
        CheckInRequest.decision,
        CheckInRequest.decided_at,
    )
    .join(Person, Person.id == CheckInRequest.person_id)
    .where(CheckInRequest.session_id == bindparam("session"))
    .order_by(CheckInRequest.decided_at.isnot(None), CheckInRequest.id)
)
_devices = (
    select(CheckIn.device_digest, CheckIn.network, Person.name, CheckIn.at, AttendanceMark.status)
    .join(Seat, Seat.id == CheckIn.seat_id)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(AttendanceMark, and_(AttendanceMark.seat_id == Seat.id, AttendanceMark.session_id == CheckIn.session_id))
    .where(CheckIn.session_id == bindparam("session"))
    .order_by(CheckIn.device_digest, CheckIn.at, CheckIn.id)
)


_number_asking = (
    select(func.count())
    .select_from(CheckInRequest)
    .where(CheckInRequest.session_id == bindparam("session"), CheckInRequest.decided_at.is_(None))
)


def standing_of(door: Door, person_id: int) -> Standing:
    seat = row(_seat, session=door.id, cohort=door.cohort_id, person=person_id, day=door.on_day)
    asked = row(_request, session=door.id, person=person_id)
    return Standing(*(seat or (None,) * 6), *(asked or (None, None)))


def here_of(door: Door) -> tuple[int, int]:
    """(present, expected): how many are marked present, of the people on the list of the day."""
    found = row(_counts, session=door.id, cohort=door.cohort_id, day=door.on_day)
    return found[0], found[1]


def asking_at(door: Door) -> tuple[Asking, ...]:
    """Everybody who asked to be let in to this session; the undecided first."""
    return tuple(Asking(*found) for found in rows(_asking, session=door.id))


def number_asking(session_id: int) -> int:
    """How many wait to be let in."""
    return int(value(_number_asking, session=session_id))


def oddities_of(session_id: int) -> Oddities:
    """What stands out; never a proof of anything."""
    found = rows(_devices, session=session_id)
    networks = [each.network for each in found if each.network]
    most = max((networks.count(network) for network in set(networks)), default=0)
    groups: list[list[Any]] = []
    for each in found:
        before = groups[-1][-1] if groups else None
        if before is not None and before.device_digest == each.device_digest and each.at - before.at <= TOGETHER:
            groups[-1].append(each)
        else:
            groups.append([each])
    odd = (Together(tuple((each.name, each.at) for each in group)) for group in groups if len(group) > 1)
    otherwise = sorted((each.at, each.name, each.status) for each in found if each.status in AWAY)
    return Oddities(
        len(found),
        most,
        tuple(sorted(odd, key=lambda group: group.people[0][1])),
        tuple(Otherwise(name, at, status) for at, name, status in otherwise),
    )
