"""The one way a seat changes its state, and the table of what may follow what."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.seat_letters import tell
from clustercourse.cohorts.words import SEAT_WORDS
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _, today
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort, CohortOrganisation
from clustercourse.models.seats import Seat, SeatStep
from clustercourse.models.training_sessions import TrainingSession

_IN_AGAIN = frozenset({"applied", "offered", "waitlisted", "confirmed"})
_BY_COORDINATOR = frozenset({"offered", "waitlisted", "confirmed"})

ALLOWED: dict[str, frozenset[str]] = {
    "": _IN_AGAIN,
    "applied": frozenset({"offered", "waitlisted", "refused", "confirmed", "withdrawn"}),
    "waitlisted": frozenset({"offered", "refused", "confirmed", "withdrawn"}),
    "offered": frozenset({"confirmed", "declined", "expired", "removed"}),
    "confirmed": frozenset({"finished", "withdrawn", "removed", "moved"}),
    "finished": frozenset({"confirmed"}),
    "refused": _IN_AGAIN,
    "declined": _IN_AGAIN,
    "expired": _IN_AGAIN,
    "withdrawn": _IN_AGAIN,
    "removed": _BY_COORDINATOR,
    "moved": _BY_COORDINATOR,
}
"""From each state, where a step may lead. `""` is a seat that was made a moment ago; `confirmed` from anywhere is a coordinator's word,
`finished → confirmed` a cohort that was closed too early. Who was taken off or moved comes back only by a coordinator."""

_SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


def change_state(seat: Seat, to: str, *, by: int | None, reason: str = "", quiet: bool = False) -> SeatStep:
    """Take one step: the state, what goes with it, the row of history, the event, and the letter unless `quiet`.

    Only with the cohort's row locked. Refused: a step that is not in the table, and one that lets somebody in to a cohort that is over.
    """
    came_from, cohort = seat.state, db.session.get_one(Cohort, seat.cohort_id)
    if to not in ALLOWED[came_from]:
        raise Refused(_("“{before}” cannot become “{after}”."), before=SEAT_WORDS.get(came_from, ""), after=SEAT_WORDS[to])
    if to in _IN_AGAIN and cohort.is_over:
        raise Refused(_("This cohort is over."))
    _settle(cohort, seat, to)
    seat.state = to
    step = SeatStep(seat_id=seat.id, from_state=came_from, to_state=to, at=now(), by_id=by, reason=reason)
    db.session.add(step)
    db.session.flush()
    detail = {"cohort": seat.cohort_id, "from": came_from, "to": to}
    record("cohorts.seat_changed", by=by, person=seat.person_id, thing=("seat", seat.id), detail=detail)
    if not quiet:
        tell(seat, step)
    return step


def new_seat(cohort_id: int, person_id: int) -> Seat:
    """A seat without a state, which the next line must give it."""
    seat = Seat(cohort_id=cohort_id, person_id=person_id, state="", sheet_code=_free_code(cohort_id), created_at=now())
    db.session.add(seat)
    db.session.flush()
    return seat


def seat_of(cohort_id: int, person_id: int) -> Seat | None:
    """The seat of a person in a cohort, whatever its state, as it is now."""
    statement = select(Seat).where(Seat.cohort_id == cohort_id, Seat.person_id == person_id)
    return db.session.scalar(statement.execution_options(populate_existing=True))


def locked_seat(seat_id: int) -> tuple[Cohort, Seat]:
    """A seat and its cohort, whose row is held until the end of the transaction. Raises NotHere."""
    cohort_id = db.session.scalar(select(Seat.cohort_id).where(Seat.id == seat_id))
    if cohort_id is None:
        raise NotHere
    cohort = locked(cohort_id)
    return cohort, db.session.get_one(Seat, seat_id, populate_existing=True)


def place_for(cohort: Cohort, organisation_id: int | None) -> str:
    """Which kind of place somebody of this organisation takes: a partner place where there are some and it stands behind the cohort."""
    if organisation_id is None or cohort.partner_places == 0:
        return "external"
    behind = select(CohortOrganisation.id).where(
        CohortOrganisation.cohort_id == cohort.id, CohortOrganisation.organisation_id == organisation_id
    )
    return "external" if db.session.scalar(behind) is None else "partner"


def is_erased(person_id: int) -> bool:
    """Whether only the empty row of a person is left."""
    return db.session.get_one(Person, person_id).erased_at is not None


def offer_ends(cohort: Cohort, moment: datetime) -> datetime:
    """Until when an offer made now holds: the last minute of a day, by the clock of the cohort."""
    last_day = today(moment, cohort.time_zone) + timedelta(days=cohort.offer_days)
    return datetime.combine(last_day, time(23, 59), ZoneInfo(cohort.time_zone))


def _settle(cohort: Cohort, seat: Seat, to: str) -> None:
    """What goes with a state: the number in the queue, the end of the offer, from when to when the person is in the cohort."""
    moment = now()
    is_in = seat.state in ("confirmed", "finished")
    seat.queue_number = _next_number(seat.cohort_id) if to == "waitlisted" else None
    seat.offered_until = offer_ends(cohort, moment) if to == "offered" else None
    seat.moved_to_id = seat.moved_to_id if to == "moved" else None
    if to == "confirmed" and not is_in:
        seat.joined_on = today(moment, cohort.time_zone) if _has_begun(cohort.id, moment) else None
        seat.left_on = None
    elif is_in and to not in ("confirmed", "finished"):
        seat.left_on = today(moment, cohort.time_zone)


def _has_begun(cohort_id: int, moment: datetime) -> bool:
    held = (TrainingSession.cohort_id == cohort_id, TrainingSession.cancelled_at.is_(None), TrainingSession.ends_at <= moment)
    return db.session.scalar(select(TrainingSession.id).where(*held).limit(1)) is not None


def _next_number(cohort_id: int) -> int:
    return (db.session.scalar(select(func.max(Seat.queue_number)).where(Seat.cohort_id == cohort_id)) or 0) + 1


def _free_code(cohort_id: int) -> str:
    """The code of a seat on a printed list: six signs that no other seat of the cohort has."""
    taken = set(db.session.scalars(select(Seat.sheet_code).where(Seat.cohort_id == cohort_id)))
    while True:
        code = "".join(secrets.choice(_SIGNS) for _sign in range(6))
        if code not in taken:
            return code
