"""What was changed in a register, by whom and why; and the marks others changed after a page was made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision, RegisterStep
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class ChangeLine:
    """One revision of one mark. An empty name is a former participant, `by_name` None the site itself."""

    id: int
    name: str
    was: dict[str, Any]
    became: dict[str, Any]
    source: str
    reason: str
    at: datetime
    by_name: str | None


@dataclass(frozen=True)
class StepLine:
    """The register was locked or opened."""

    to_state: str
    at: datetime
    reason: str
    by_name: str | None


_marker = aliased(Person)
_changes = (
    select(
        AttendanceRevision.id,
        Person.name,
        AttendanceRevision.was,
        AttendanceRevision.became,
        AttendanceRevision.source,
        AttendanceRevision.reason,
        AttendanceRevision.at,
        _marker.name.label("by_name"),
    )
    .join(AttendanceMark, AttendanceMark.id == AttendanceRevision.mark_id)
    .join(Seat, Seat.id == AttendanceMark.seat_id)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(_marker, _marker.id == AttendanceRevision.by_id)
    .where(AttendanceMark.session_id == bindparam("session"))
    .order_by(AttendanceRevision.id.desc())
)
_steps = (
    select(RegisterStep.to_state, RegisterStep.at, RegisterStep.reason, Person.name)
    .outerjoin(Person, Person.id == RegisterStep.by_id)
    .where(RegisterStep.session_id == bindparam("session"))
    .order_by(RegisterStep.id.desc())
)
_numbers = (
    select(AttendanceMark.session_id, AttendanceMark.seat_id, AttendanceMark.number, func.max(AttendanceRevision.id))
    .join(AttendanceRevision, AttendanceRevision.mark_id == AttendanceMark.id)
    .where(AttendanceMark.session_id.in_(bindparam("sessions", expanding=True)))
    .group_by(AttendanceMark.session_id, AttendanceMark.seat_id, AttendanceMark.number)
)


def changes_of(session_id: int, number: int) -> Listing[ChangeLine]:
    """The newest first."""
    return listing(_changes, lambda found: ChangeLine(*found), number, session=session_id)


def steps_of(session_id: int) -> tuple[StepLine, ...]:
    return tuple(StepLine(*found) for found in rows(_steps, session=session_id))


def numbers_seen(session_ids: list[int], *, seen: int) -> dict[tuple[int, int], int]:
    """(session, seat) → the number of the mark that a page made at revision `seen` showed; -1 where it was changed since."""
    return {_key(found): found.number if found[3] <= seen else -1 for found in rows(_numbers, sessions=session_ids)}


def _key(found: Row[Any]) -> tuple[int, int]:
    return found.session_id, found.seat_id
