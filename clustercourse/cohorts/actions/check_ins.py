"""Checking in with the code on the wall, asking to be let in, and deciding about those who ask."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, select

from clustercourse.cohorts.actions.attendance import locked_session, mark_arrived, mark_checked_in
from clustercourse.cohorts.actions.seats import cover, seat_somebody
from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.meetings import Meeting, meeting_of
from clustercourse.cohorts.queries.check_ins import standing_of
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.language import _
from clustercourse.models.accounts import Address, Person
from clustercourse.models.attendance import CheckIn, CheckInRequest
from clustercourse.models.seats import Seat
from clustercourse.notifications.actions import send_letter

LONGEST_MESSAGE = 500
DECISIONS = ("accepted", "declined")


@dataclass(frozen=True)
class Device:
    """Where a check-in came from: a digest of the browser's name for this session, and its network, shortened."""

    digest: str
    network: str


def check_in(session_id: int, device: Device, *, by: int) -> CheckIn:
    """Note that a person who holds the code is here, and mark them present from now. Twice is once: the first time stands.
    What a coordinator marked stays, and the check-in stands beside it.

    Refused: a cancelled session, outside the window, a locked register, and whoever has no confirmed seat that covers the day.
    The caller has looked at the code or the claim.
    """
    locked_session(session_id)
    meeting = _open_meeting(session_id)
    standing = standing_of(meeting, by)
    if standing.seat_id is None:
        raise Refused(_("You are not on the list of this session. Ask the coordinator to let you in."))
    statement = select(CheckIn).where(CheckIn.session_id == session_id, CheckIn.seat_id == standing.seat_id)
    earlier = db.session.scalar(statement)
    if earlier is not None:
        return earlier
    values = {"device_digest": device.digest, "network": device.network, "at": now()}
    done = CheckIn(session_id=session_id, seat_id=standing.seat_id, **values)
    db.session.add(done)
    db.session.flush()
    mark_checked_in(session_id, standing.seat_id, by=by)
    record("cohorts.checked_in", by=by, person=by, thing=("training_session", session_id), detail={"seat": standing.seat_id})
    return done


def ask_to_be_let_in(session_id: int, *, message: str = "", by: int) -> CheckInRequest:
    """Ask the coordinator of a session one is not on the list of. Asked twice, the first request stands with its words.

    Refused: outside the window, whoever is on the list, and whoever was declined at this session.
    """
    meeting = _open_meeting(session_id)
    db.session.scalars(select(Person.id).where(Person.id == by).with_for_update(key_share=True)).one()
    standing = standing_of(meeting, by)
    if standing.seat_id is not None:
        raise Refused(_("You are on the list of this session. Go back and check in."))
    if standing.decision == "declined":
        raise Refused(_("The coordinator has decided about this already. Speak to them in the room."))
    statement = select(CheckInRequest).where(
        CheckInRequest.session_id == session_id, CheckInRequest.person_id == by, CheckInRequest.decided_at.is_(None)
    )
    earlier = db.session.scalar(statement)
    if earlier is not None:
        return earlier
    asked = CheckInRequest(session_id=session_id, person_id=by, message=message.strip()[:LONGEST_MESSAGE], created_at=now())
    db.session.add(asked)
    db.session.flush()
    record("cohorts.check_in_asked", by=by, person=by, thing=("training_session", session_id), detail={"request": asked.id})
    return asked


def decide_check_in_request(request_id: int, *, decision: str, by: int, words: str = "", reason: str = "") -> CheckInRequest:
    """Let somebody in, who then has a seat and is present from when they asked; or decline, with words. Either way a letter tells them.

    The same decision twice is once; a mark that stands is kept. Refused: another decision than the first, one that is none, a cancelled
    session, a cohort that is over, and letting in to a locked register without a reason.
    """
    if decision not in DECISIONS:
        raise Refused(_("Choose one from the list."), field="decision")
    asked = db.session.scalars(select(CheckInRequest).where(CheckInRequest.id == request_id).with_for_update()).one()
    if asked.decision is not None:
        if asked.decision != decision:
            raise Refused(_("Somebody else has decided about this already. Load the page again to see how."))
        return asked
    meeting = meeting_of(asked.session_id)
    told = decision == "accepted" and _let_in(meeting, asked, by, reason.strip())
    asked.decision, asked.decided_at, asked.by_id = decision, now(), by
    db.session.flush()
    detail = {"request": asked.id, "decision": decision}
    record("cohorts.check_in_decided", by=by, person=asked.person_id, thing=("training_session", asked.session_id), detail=detail)
    if not told:
        _tell(meeting, asked, words.strip())
    return asked


def _open_meeting(session_id: int) -> Meeting:
    meeting = meeting_of(session_id)
    reason = meeting.closed_because(now())
    if reason is not None:
        raise Refused(reason)
    return meeting


def _let_in(meeting: Meeting, asked: CheckInRequest, by: int, reason: str) -> bool:
    """A seat that covers the day, however late this is decided, and a mark from the moment of asking. True: the seat wrote its letter."""
    if meeting.cancelled_at is not None:
        raise Refused(_("This session was cancelled. Nobody can be let in to it."))
    had_seat = db.session.scalar(_confirmed(meeting.cohort_id, asked.person_id)) is not None
    seat = seat_somebody(meeting.cohort_id, person_id=asked.person_id, by=by)
    cover(seat, meeting.on_day)
    if not reason and locked_session(meeting.id).locked_at is None:
        reason = str(_("Asked to be let in at check-in."))
    mark_arrived(meeting.id, seat.id, asked.created_at, by=by, source="check-in", reason=reason)
    return not had_seat


def _confirmed(cohort_id: int, person_id: int) -> Select[int]:
    return select(Seat.id).where(Seat.cohort_id == cohort_id, Seat.person_id == person_id, Seat.state.in_(("confirmed", "finished")))


def _tell(meeting: Meeting, asked: CheckInRequest, words: str) -> None:
    person = db.session.get_one(Person, asked.person_id)
    to = db.session.scalar(
        select(Address.email).where(Address.person_id == person.id, Address.is_primary, Address.confirmed_at.is_not(None))
    )
    if person.erased_at is not None or to is None:
        return
    standing = standing_of(meeting, person.id)
    send_letter(
        f"check_in_{asked.decision}",
        key=f"check-in-request:{asked.id}",
        to=to,
        language=person.language,
        person=person.id,
        cohort=meeting.cohort.title,
        session=meeting.title,
        message=words,
        marked=mark_words(standing.status or "expected", standing.arrived, standing.left, standing.place or "room"),
        link=address_of(f"/cohorts/{meeting.cohort.slug}/"),
    )
