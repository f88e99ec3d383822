"""A cohort with a session that is going on, for the tests of registers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from clustercourse.cohorts.actions.attendance import Change, Mark, Outcome, mark_attendance
from clustercourse.db import rows, value, writing
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.cohorts import Cohort
from tests import make
from tests.cast import Cast, assemble


@dataclass(frozen=True)
class Room:
    """Dan coordinates; Ada and Ben have places; Eve has none. `session` began an hour ago and lasts 90 minutes."""

    cast: Cast
    cohort: int
    session: int
    ada: int
    ben: int

    @property
    def slug(self) -> str:
        return str(value(select(Cohort.slug).where(Cohort.id == self.cohort)))

    @property
    def register(self) -> str:
        return f"/cohorts/{self.slug}/sessions/{self.session}/attendance"

    @property
    def grid(self) -> str:
        return f"/cohorts/{self.slug}/attendance/"

    def mark(self, seat: int, status: str, seen: int | None = None, *, by: int | None = None, **values: Any) -> Outcome:
        """Mark one seat at the session, on the register, as Dan unless said otherwise."""
        reason = values.pop("reason", "")
        change = Change(seat, Mark(status, **values), seen)
        with writing():
            return mark_attendance(self.session, [change], by=by or self.cast.dan, source="register", reason=reason)[0]


def room(**values: Any) -> Room:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan, **values)
    return Room(cast, cohort, make.session(cohort, title="Kick-off"), make.seat(cohort, cast.ada), make.seat(cohort, cast.ben))


def marks() -> list[tuple[Any, ...]]:
    """(seat, status, place, arrived, left, minutes, number, source, by) of every mark, in order."""
    mark = AttendanceMark
    columns = (mark.seat_id, mark.status, mark.place, mark.arrived, mark.left, mark.minutes, mark.number, mark.source, mark.by_id)
    return [tuple(found) for found in rows(select(*columns).order_by(mark.session_id, mark.seat_id))]


def revisions() -> list[tuple[Any, ...]]:
    """(number, status before, status after, source, reason, by) of every revision, in order."""
    found = rows(select(AttendanceRevision).order_by(AttendanceRevision.id))
    return [(each.number, each.was["status"], each.became["status"], each.source, each.reason, each.by_id) for each in found]
