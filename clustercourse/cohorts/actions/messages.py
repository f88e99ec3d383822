"""A letter of the coordinator's own to some people of a cohort, and the one that says that a cohort does not take place."""

from __future__ import annotations

from collections.abc import Collection
from unicodedata import category

from sqlalchemy import select

from clustercourse.cohorts.actions.seat_letters import write
from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import CohortStep
from clustercourse.models.seats import Seat

LONGEST_SUBJECT = 120
LONGEST_MESSAGE = 5000
GOING_ON = ("applied", "offered", "waitlisted", "confirmed")


def send_message(cohort_id: int, seat_ids: Collection[int], *, subject: str, message: str, by: int) -> int:
    """Write one letter each to the people of these seats; returns how many letters were written.

    Who has no address that can be written to gets none. The event says how many, never what. Refused: nobody chosen, an empty
    subject or message, and texts that are too long or hold signs that letters do not have.
    """
    subject, message = subject.strip(), message.replace("\r\n", "\n").replace("\r", "\n").strip()
    _refuse(subject, LONGEST_SUBJECT, "subject")
    _refuse(message, LONGEST_MESSAGE, "message")
    chosen = select(Seat).where(Seat.cohort_id == cohort_id, Seat.id.in_(seat_ids)).order_by(Seat.id)
    seats = list(db.session.scalars(chosen))
    if not seats:
        raise Refused(_("Choose at least one person."), field="seat")
    sender = db.session.get_one(Person, by).name
    event = record("cohorts.message_sent", by=by, thing=("cohort", cohort_id), detail={"seats": len(seats)})
    values = {"subject_line": subject, "message": message, "by_name": sender}
    return sum(write("cohort_message", seat, key=f"cohort-message:{event.id}:{seat.id}", **values) for seat in seats)


def tell_cancelled(cohort_id: int) -> int:
    """Write to everybody who applied, waits or has a place that the cohort does not take place, with the reason given."""
    reasons = select(CohortStep.reason).where(CohortStep.cohort_id == cohort_id, CohortStep.to_state == "cancelled")
    reason = db.session.scalar(reasons.order_by(CohortStep.id.desc()).limit(1)) or ""
    seats = db.session.scalars(select(Seat).where(Seat.cohort_id == cohort_id, Seat.state.in_(GOING_ON)).order_by(Seat.id))
    said = " ".join(reason.split())
    return sum(write("cohort_cancelled", seat, key=f"cohort-cancelled:{cohort_id}:{seat.id}", reason=said) for seat in list(seats))


def _refuse(text: str, longest: int, field: str) -> None:
    if not text:
        raise Refused(_("Write something here."), field=field)
    if len(text) > longest:
        raise Refused(_("Use at most {n} characters."), field=field, n=longest)
    unwanted, kept = (("Cc", "Zl", "Zp"), "") if field == "subject" else (("Cc",), "\n\t")
    if any(category(sign) in unwanted and sign not in kept for sign in text):
        raise Refused(_("The text holds a sign that letters do not have. Type it again."), field=field)
