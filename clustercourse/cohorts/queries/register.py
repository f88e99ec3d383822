"""The register of one session: who is expected that day, what stands for them, and who has said beforehand that they cannot come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased

from clustercourse.cohorts.queries.session_people import belongs_on
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.db import rows
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import Apology, AttendanceMark
from clustercourse.models.catalogue import Organisation
from clustercourse.models.seats import Seat
from clustercourse.search.folding import fold_name


@dataclass(frozen=True)
class Line:
    """A person on the register. `number` 0 is no mark yet; `apology` is the text of one that waits or was decided, else None."""

    seat_id: int
    person_id: int
    name: str
    photo_digest: str | None
    organisation: str
    sheet_code: str
    status: str
    place: str
    arrived: int | None
    left: int | None
    minutes: int
    number: int
    source: str
    at: datetime | None
    by_id: int | None
    by_name: str
    apology_id: int | None
    apology: str
    decision: str | None

    @property
    def found_by(self) -> str:
        """What a search compares: the folded name and the code on the printed sheet."""
        return f"{fold_name(self.name)} {self.sheet_code.lower()}"


_marker = aliased(Person)
_covers = belongs_on(bindparam("day"))
_was_there = and_(Seat.state.in_(("withdrawn", "removed", "moved")), Seat.left_on.is_not(None))
_columns = (
    Seat.id,
    Seat.person_id,
    Person.name,
    Person.photo_digest,
    func.coalesce(Organisation.name, ""),
    Seat.sheet_code,
    func.coalesce(AttendanceMark.status, "expected"),
    func.coalesce(AttendanceMark.place, "room"),
    AttendanceMark.arrived,
    AttendanceMark.left,
    func.coalesce(AttendanceMark.minutes, 0),
    func.coalesce(AttendanceMark.number, 0),
    func.coalesce(AttendanceMark.source, ""),
    AttendanceMark.at,
    AttendanceMark.by_id,
    func.coalesce(_marker.name, ""),
    Apology.id,
    func.coalesce(Apology.text, ""),
    Apology.decision,
)
_register = (
    select(*_columns)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .outerjoin(AttendanceMark, and_(AttendanceMark.seat_id == Seat.id, AttendanceMark.session_id == bindparam("session")))
    .outerjoin(_marker, _marker.id == AttendanceMark.by_id)
    .outerjoin(Apology, and_(Apology.seat_id == Seat.id, Apology.session_id == bindparam("session")))
    .where(
        Seat.cohort_id == bindparam("cohort"),
        or_(and_(or_(Seat.state.in_(("confirmed", "finished")), _was_there), _covers), AttendanceMark.id.is_not(None)),
    )
)


def register_of(session: SessionRow) -> tuple[Line, ...]:
    """Everybody expected at a session and everybody marked there, by first name."""
    found = rows(_register, session=session.id, cohort=session.cohort_id, day=session.on_day)
    return tuple(sorted((_line(each) for each in found), key=lambda line: (fold_name(line.name), line.seat_id)))


def _line(found: Row[Any]) -> Line:
    line = Line(*tuple(found))
    return line if line.name else replace(line, name=str(_("former participant")))
