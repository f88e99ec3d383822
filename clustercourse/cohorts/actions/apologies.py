"""Saying beforehand that one cannot come, taking it back, and what the coordinator decides."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute

from clustercourse.cohorts.actions.attendance import Change, Mark, locked_session, mark_attendance
from clustercourse.cohorts.queries.attendance_rule import Belonging
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.language import _
from clustercourse.models.accounts import Address, Person
from clustercourse.models.attendance import Apology, AttendanceMark
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import send_letter


def send_apology(session_id: int, *, person_id: int, text: str, by: int) -> Apology:
    """Say that a person cannot come. Sending again before a decision changes the words.

    Refused: without words, after the session has begun or when it is cancelled, for people without a seat that day, and once it is
    decided.
    """
    session = locked_session(session_id)
    _refuse_late(session)
    seat = _seat_of(session, person_id)
    if not text.strip():
        raise Refused(_("Write a word about why you cannot come."), field="text")
    apology = _apology_of(session_id, seat.id)
    if apology is not None and apology.decided_at is not None:
        raise Refused(_("Your apology was decided already."))
    if apology is None:
        apology = Apology(session_id=session_id, seat_id=seat.id, text=text.strip(), created_at=now())
        db.session.add(apology)
        db.session.flush()
        record("cohorts.apology_sent", by=by, person=person_id, thing=("training_session", session_id), detail={"seat": seat.id})
    apology.text = text.strip()
    db.session.flush()
    return apology


def withdraw_apology(session_id: int, *, person_id: int, by: int) -> bool:
    """Take an apology back before the session begins; an excuse given for it is taken off the register. Twice is once.

    Refused: after the session has begun.
    """
    session = locked_session(session_id)
    seat = _seat_of(session, person_id)
    apology = _apology_of(session_id, seat.id)
    if apology is None:
        return False
    _refuse_late(session)
    if apology.decision == "excused" and _is_by_apology(session_id, seat.id):
        mark_attendance(session_id, [Change(seat.id, Mark("expected"), None)], by=by, source="apology")
    db.session.delete(apology)
    db.session.flush()
    record("cohorts.apology_withdrawn", by=by, person=person_id, thing=("training_session", session_id), detail={"seat": seat.id})
    return True


def decide_apology(apology_id: int, *, excuse: bool, words: str, by: int) -> Apology:
    """Excuse somebody, or decline with words; a letter tells them. A second decision changes nothing.

    Excusing marks them excused, unless they came after all and are marked present already.

    Refused: declining without words; a register that is locked or whose session is cancelled.
    """
    session_id = db.session.scalars(select(Apology.session_id).where(Apology.id == apology_id)).one()
    session = locked_session(session_id)
    apology = db.session.get_one(Apology, apology_id, populate_existing=True)
    if apology.decided_at is not None:
        return apology
    if not excuse and not words.strip():
        raise Refused(_("Write a word about why this is not excused."), field="words")
    if session.is_cancelled or session.locked_at is not None:
        raise Refused(_("The register of this session is closed. Open it again before you decide."))
    apology.decision, apology.decided_at, apology.by_id = "excused" if excuse else "declined", now(), by
    db.session.flush()
    seat = db.session.get_one(Seat, apology.seat_id)
    if excuse and not _was_there(session.id, seat.id):
        mark_attendance(session.id, [Change(seat.id, Mark("excused"), None)], by=by, source="apology")
    detail = {"seat": seat.id, "decision": apology.decision}
    event = record("cohorts.apology_decided", by=by, person=seat.person_id, thing=("training_session", session.id), detail=detail)
    _write(apology, seat.person_id, session, words.strip(), event.id)
    return apology


def _refuse_late(session: TrainingSession) -> None:
    if session.is_cancelled:
        raise Refused(_("This session is cancelled."))
    if session.starts_at <= now():
        raise Refused(_("This session has begun. Write to the coordinator instead."))


def _seat_of(session: TrainingSession, person_id: int) -> Seat:
    held = select(Seat).where(Seat.cohort_id == session.cohort_id, Seat.person_id == person_id, Seat.state.in_(("confirmed", "finished")))
    seat = db.session.scalar(held)
    if seat is None or not Belonging(seat.joined_on, seat.left_on).covers(session.on_day):
        raise Refused(_("You are not expected at this session."))
    return seat


def _apology_of(session_id: int, seat_id: int) -> Apology | None:
    return db.session.scalar(select(Apology).where(Apology.session_id == session_id, Apology.seat_id == seat_id))


def _is_by_apology(session_id: int, seat_id: int) -> bool:
    return db.session.scalar(_of_mark(AttendanceMark.source, session_id, seat_id)) == "apology"


def _was_there(session_id: int, seat_id: int) -> bool:
    return db.session.scalar(_of_mark(AttendanceMark.status, session_id, seat_id)) == "present"


def _of_mark(column: InstrumentedAttribute[str], session_id: int, seat_id: int) -> Select[str]:
    return select(column).where(AttendanceMark.session_id == session_id, AttendanceMark.seat_id == seat_id)


def _write(apology: Apology, person_id: int, session: TrainingSession, words: str, event_id: int) -> None:
    person = db.session.get_one(Person, person_id)
    mailbox = select(Address.email).where(Address.person_id == person_id, Address.is_primary, Address.confirmed_at.is_not(None))
    to = db.session.scalar(mailbox)
    if person.is_erased or to is None:
        return
    cohort = db.session.get_one(Cohort, session.cohort_id)
    values: dict[str, Any] = {"decision": apology.decision, "message": words, "session": session.title, "cohort": cohort.title}
    send_letter(
        "apology_decided",
        key=f"apology_decided:{event_id}",
        to=to,
        language=person.language,
        person=person_id,
        day=session.on_day,
        link=address_of(f"/cohorts/{cohort.slug}/attendance/mine"),
        **values,
    )
