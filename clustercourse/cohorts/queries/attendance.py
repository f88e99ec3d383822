"""Attendance over the sessions of a cohort: the grid of everybody, one person's own, and where each stands by the rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Text, bindparam, cast, func, or_, select

from clustercourse.cohorts.queries.attendance_rule import Belonging, Outcome, stands
from clustercourse.cohorts.queries.sessions import SessionRow, sessions_of
from clustercourse.db import now, rows, value
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat
from clustercourse.search.folding import fold_name


class Said(NamedTuple):
    """A mark as lists show it."""

    status: str
    minutes: int
    arrived: int | None
    left: int | None
    place: str


@dataclass(frozen=True)
class Facts:
    """A session as the rule looks at it, with whether it is over decided once."""

    minutes: int
    counts: bool
    is_cancelled: bool
    is_past: bool
    on_day: date


@dataclass(frozen=True)
class Row:
    """A person with their marks in the order of the sessions, and where they stand."""

    seat_id: int
    person_id: int
    name: str
    organisation: str
    state: str
    belonging: Belonging
    marks: tuple[Said | None, ...]
    outcome: Outcome


@dataclass(frozen=True)
class Grid:
    """All people × all sessions. `seen` is the number of the newest revision in it: what came later was not seen."""

    sessions: tuple[SessionRow, ...]
    rows: tuple[Row, ...]
    seen: int


_SEATED = ("confirmed", "finished")
_WAS_HELD = ("present", "absent")
_seats = (
    select(Seat.id, Seat.person_id, Person.name, Organisation.name.label("organisation"), Seat.state, Seat.joined_on, Seat.left_on)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .where(
        Seat.cohort_id == bindparam("cohort"),
        or_(Seat.state.in_(_SEATED), select(AttendanceMark.id).where(AttendanceMark.seat_id == Seat.id).exists()),
    )
)
_own_seat = _seats.where(Seat.person_id == bindparam("person"))
_what = (AttendanceMark.status, AttendanceMark.minutes, AttendanceMark.arrived, AttendanceMark.left, AttendanceMark.place)
_marks = (
    select(AttendanceMark.session_id, func.aggregate_strings(cast(AttendanceMark.seat_id, Text), " "), *_what)
    .join(Seat, Seat.id == AttendanceMark.seat_id)
    .where(Seat.cohort_id == bindparam("cohort"))
    .group_by(AttendanceMark.session_id, *_what)
)
"""The seats of which the same was said at a session, as one text: thousands of marks are far quicker to read like this than as rows."""
_own_marks = _marks.where(Seat.person_id == bindparam("person"))
_newest = select(func.max(AttendanceRevision.id))
_percent = select(Cohort.attendance_percent).where(Cohort.id == bindparam("cohort"))


def grid_of(cohort_id: int, *, percent_wanted: int) -> Grid:
    """Everybody with a place or a mark, by first name, and every session that is not cancelled. Four statements at any size."""
    seen = int(value(_newest) or 0)
    return Grid(*standings_of(cohort_id, percent_wanted=percent_wanted), seen)


def standings_of(cohort_id: int, *, percent_wanted: int) -> tuple[tuple[SessionRow, ...], tuple[Row, ...]]:
    """The sessions and the people of the grid, for who only looks. Three statements at any size."""
    sessions = tuple(session for session in sessions_of(cohort_id) if not session.is_cancelled)
    people = rows(_seats, cohort=cohort_id)
    made = _rows(sessions, people, rows(_marks, cohort=cohort_id), percent_wanted)
    return sessions, tuple(sorted(made, key=lambda line: (fold_name(line.name), line.seat_id)))


def own_attendance(cohort_id: int, person_id: int, *, percent_wanted: int) -> tuple[tuple[SessionRow, ...], Row] | None:
    """The sessions and one person's marks; None for somebody without a place."""
    people = rows(_own_seat, cohort=cohort_id, person=person_id)
    if not people:
        return None
    sessions = sessions_of(cohort_id)
    made = _rows(sessions, people, rows(_own_marks, cohort=cohort_id, person=person_id), percent_wanted)
    return sessions, next(iter(made))


def outcomes_of(cohort_id: int) -> dict[int, Outcome]:
    """Where everybody with a place or a mark stands, by seat: for boards, reports and certificates. Four statements at any size."""
    wanted = int(value(_percent, cohort=cohort_id))
    made = _rows(sessions_of(cohort_id), rows(_seats, cohort=cohort_id), rows(_marks, cohort=cohort_id), wanted)
    return {line.seat_id: line.outcome for line in made}


def outcome_of(cohort_id: int, person_id: int) -> Outcome | None:
    """Where one person stands; None for somebody without a place."""
    found = own_attendance(cohort_id, person_id, percent_wanted=int(value(_percent, cohort=cohort_id)))
    return None if found is None else found[1].outcome


def _rows(sessions: Sequence[SessionRow], people: Sequence[Any], marks: Iterable[Any], wanted: int) -> list[Row]:
    column = {session.id: number for number, session in enumerate(sessions)}
    facts = [Facts(each.minutes, each.counts, each.is_cancelled, each.is_past, each.on_day) for each in sessions]
    laid: dict[str, list[Said | None]] = {str(each.id): [None] * len(facts) for each in people}
    moment, ahead = now(), set[int]()
    for session, seats, *what in marks:
        if session not in column:
            continue
        said, number = Said(*what), column[session]
        if said.status in _WAS_HELD and sessions[number].starts_at > moment:
            ahead.add(number)
        for line in filter(None, map(laid.get, seats.split(" "))):
            line[number] = said
    return [_row(each, facts, laid[str(each.id)], wanted, ahead) for each in people]


def _row(found: Any, facts: Sequence[Facts], marks: Sequence[Said | None], wanted: int, ahead: set[int]) -> Row:
    """A person's line. What is marked of the sessions `ahead`, which have not begun, is shown and does not count."""
    belonging = Belonging(found.joined_on, found.left_on)
    outcome = stands(facts, _counted(marks, ahead) if ahead else marks, belonging, percent_wanted=wanted)
    name = found.name or str(_("former participant"))
    return Row(found.id, found.person_id, name, found.organisation or "", found.state, belonging, tuple(marks), outcome)


def _counted(marks: Sequence[Said | None], ahead: set[int]) -> list[Said | None]:
    return [None if number in ahead and said and said.status in _WAS_HELD else said for number, said in enumerate(marks)]
