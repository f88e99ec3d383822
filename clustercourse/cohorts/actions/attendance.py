"""Marking who was there. One function for the register, the grid, imports and apologies; one for people who check in themselves.

Every change is a revision. Nobody overwrites what they have not seen: each mark has a number that grows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select

from clustercourse.cohorts.queries.attendance_rule import minutes_present
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import Message, _
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession

STATUSES = ("expected", "present", "excused", "absent", "not_expected")
PLACES = ("room", "online")
EARLY = timedelta(minutes=30)
"""How long before its start a register takes who is there: the first come before the hour."""
NOT_BEGUN = _("This session has not begun. Before it begins you can only mark who is excused or not expected.")
Kind = Literal["changed", "same", "clash", "kept", "refused"]


@dataclass(frozen=True)
class Mark:
    """What is said of a seat at a session. `arrived` and `left` are minutes after the start; None is the whole way."""

    status: str
    place: str = "room"
    arrived: int | None = None
    left: int | None = None


@dataclass(frozen=True)
class Change:
    """A wanted mark. `number_seen` is the number of the mark it was decided on (0: there was none); None: whatever stands there."""

    seat_id: int
    mark: Mark
    number_seen: int | None


@dataclass(frozen=True)
class Standing:
    """What stands after the change was looked at, and who put it there. `number` 0 is no mark."""

    mark: Mark
    minutes: int = 0
    number: int = 0
    source: str = ""
    at: datetime | None = None
    by_id: int | None = None
    by_name: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of one change: changed, same (it stood like this already), clash (somebody else changed it meanwhile),
    kept (a check-in that leaves a coordinator's mark) or refused (with `why`). `standing` is what the register says now."""

    seat_id: int
    kind: Kind
    standing: Standing
    why: Message | None = None


def mark_attendance(session_id: int, changes: Sequence[Change], *, by: int, source: str, reason: str = "") -> list[Outcome]:
    """Mark many seats of a session at once; an outcome for each, in the same order. Disjoint changes of two people merge.

    A change whose mark was changed by somebody else since it was seen is a clash and changes nothing; wanting what stands already
    changes nothing either. Every change is a revision and is recorded. `source` is register, grid, import or apology.
    Refused as a whole: a cancelled session; a locked one without a reason. Refused one by one: seats of other cohorts, minutes
    that are not in the session, and present or absent while it begins in more than half an hour.
    """
    session = locked_session(session_id)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled. There is nothing to mark."))
    if session.locked_at is not None and not reason.strip():
        raise Refused(_("The register of this session is locked. Say why you change it now."), field="reason")
    sheet = _Sheet(session, [change.seat_id for change in changes])
    outcomes = [sheet.apply(change, by=by, source=source, reason=reason.strip()) for change in changes]
    return sheet.with_names(outcomes)


def mark_checked_in(session_id: int, seat_id: int, *, by: int) -> Outcome:
    """Present from now on, as a person says who checks in. Minutes count from this moment; after the end one minute is left.

    What a coordinator marked is kept; an accepted apology gives way, for the person came after all. Twice is once.
    Refused: a cancelled or locked session.
    """
    session = locked_session(session_id)
    if session.is_cancelled or session.locked_at is not None:
        raise Refused(_("The register of this session is closed. Ask the coordinator."))
    sheet = _Sheet(session, [seat_id])
    stands = sheet.standing(seat_id)
    if stands.mark.status != "expected" and stands.source not in ("apology", ""):
        kind: Kind = "same" if stands.source == "check-in" else "kept"
        return sheet.with_names([Outcome(seat_id, kind, stands)])[0]
    change = Change(seat_id, Mark("present", "room", minutes_after_start(session, now())), None)
    return sheet.with_names([sheet.apply(change, by=by, source="check-in", reason="")])[0]


def mark_arrived(session_id: int, seat_id: int, moment: datetime | None, *, by: int, source: str, reason: str = "") -> Outcome:
    """Present from a moment on, or all along (None), as somebody is marked who is let in at the door. Any mark that stands is kept.

    Refused: what `mark_attendance` refuses, as a whole or of this seat.
    """
    session = locked_session(session_id)
    stands = _Sheet(session, [seat_id]).standing(seat_id)
    if stands.mark.status != "expected":
        return Outcome(seat_id, "kept", stands)
    arrived = None if moment is None else minutes_after_start(session, moment)
    change = Change(seat_id, Mark("present", "room", arrived), None)
    outcome = mark_attendance(session_id, [change], by=by, source=source, reason=reason)[0]
    if outcome.why is not None:
        raise Refused(outcome.why)
    return outcome


def too_early(starts_at: datetime, status: str) -> Message | None:
    """Why this cannot be said of somebody yet: who was there is known when a session begins. Apologies can be marked at any time."""
    return NOT_BEGUN if status in ("present", "absent") and starts_at - now() > EARLY else None


def locked_session(session_id: int) -> TrainingSession:
    """The session, held until the end of the transaction, so that marks, locks and moves wait for each other."""
    return db.session.get_one(TrainingSession, session_id, with_for_update=True, populate_existing=True)


def minutes_after_start(session: TrainingSession, moment: datetime) -> int | None:
    """None for somebody who was there at the start; at most the last minute, so that coming late is still having been there."""
    late = int((moment - session.starts_at).total_seconds() // 60)
    return min(max(late, 0), session.minutes - 1) or None


class _Sheet:
    """The marks of a session at hand while changes are laid on them."""

    def __init__(self, session: TrainingSession, seat_ids: Sequence[int]) -> None:
        self.session = session
        seats = select(Seat.id, Seat.person_id).where(Seat.cohort_id == session.cohort_id, Seat.id.in_(seat_ids))
        self.people: dict[int, int] = {found.id: found.person_id for found in db.session.execute(seats)}
        found = select(AttendanceMark).where(AttendanceMark.session_id == session.id, AttendanceMark.seat_id.in_(seat_ids))
        self.marks = {mark.seat_id: mark for mark in db.session.scalars(found.execution_options(populate_existing=True))}

    def standing(self, seat_id: int) -> Standing:
        """What the register says now."""
        mark = self.marks.get(seat_id)
        if mark is None:
            return Standing(Mark("expected"))
        said = Mark(mark.status, mark.place, mark.arrived, mark.left)
        return Standing(said, mark.minutes, mark.number, mark.source, mark.at, mark.by_id)

    def apply(self, change: Change, *, by: int, source: str, reason: str) -> Outcome:
        """Lay one change on the sheet, or say why not."""
        stands, wanted = self.standing(change.seat_id), _tidied(change.mark, self.session.minutes)
        why = self._wrong(change.seat_id, wanted)
        if why is not None:
            return Outcome(change.seat_id, "refused", stands, why)
        if stands.mark == wanted:
            return Outcome(change.seat_id, "same", stands)
        # A check-in has a window of its own.
        why = None if source == "check-in" else too_early(self.session.starts_at, wanted.status)
        if why is not None:
            return Outcome(change.seat_id, "refused", stands, why)
        if change.number_seen is not None and change.number_seen != stands.number:
            return Outcome(change.seat_id, "clash", stands)
        self._write(change.seat_id, wanted, by=by, source=source, reason=reason)
        return Outcome(change.seat_id, "changed", self.standing(change.seat_id))

    def with_names(self, outcomes: Sequence[Outcome]) -> list[Outcome]:
        """The same with the names of who put there what stands."""
        wanted = {each.standing.by_id for each in outcomes} - {None}
        names: dict[int | None, str] = {}
        if wanted:
            found = db.session.execute(select(Person.id, Person.name).where(Person.id.in_(wanted)))
            names = {each.id: each.name for each in found}
        return [replace(each, standing=replace(each.standing, by_name=names.get(each.standing.by_id, ""))) for each in outcomes]

    def _wrong(self, seat_id: int, wanted: Mark) -> Message | None:
        if seat_id not in self.people:
            return _("This person has no seat in the cohort.")
        if wanted.status not in STATUSES or wanted.place not in PLACES:
            return _("Choose one of the words of the register.")
        if not 0 <= (wanted.arrived or 0) < (self.session.minutes if wanted.left is None else wanted.left) <= self.session.minutes:
            return _("Arriving comes before leaving, and both lie within the {n} minutes of the session.", n=self.session.minutes)
        return None

    def _write(self, seat_id: int, wanted: Mark, *, by: int, source: str, reason: str) -> None:
        minutes = minutes_present(wanted.arrived, wanted.left, minutes=self.session.minutes) if wanted.status == "present" else 0
        mark, was = self.marks.get(seat_id), _said(self.standing(seat_id))
        if mark is None:
            mark = AttendanceMark(session_id=self.session.id, seat_id=seat_id, number=0)
            db.session.add(mark)
            self.marks[seat_id] = mark
        mark.status, mark.place, mark.arrived, mark.left = wanted.status, wanted.place, wanted.arrived, wanted.left
        mark.minutes, mark.number, mark.source, mark.at, mark.by_id = minutes, mark.number + 1, source, now(), by
        db.session.flush()
        became = _said(self.standing(seat_id))
        values: dict[str, Any] = {"number": mark.number, "was": was, "became": became, "source": source, "reason": reason}
        db.session.add(AttendanceRevision(mark_id=mark.id, at=mark.at, by_id=by, **values))
        detail = {"seat": seat_id, "status": wanted.status, "minutes": minutes}
        record("cohorts.attendance_marked", by=by, person=self.people[seat_id], thing=("training_session", self.session.id), detail=detail)


def _tidied(mark: Mark, minutes: int) -> Mark:
    """One way to write each thing: who was not there has no minutes, who came at the start did not arrive late."""
    if mark.status != "present":
        return replace(mark, place="room" if mark.place in PLACES else mark.place, arrived=None, left=None)
    return replace(mark, arrived=mark.arrived or None, left=None if mark.left == minutes else mark.left)


def _said(stands: Standing) -> dict[str, Any]:
    mark = stands.mark
    return {"status": mark.status, "place": mark.place, "arrived": mark.arrived, "left": mark.left, "minutes": stands.minutes}
