"""Letting somebody in at the door: a place in the cohort and a mark, in one step."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.accounts.actions import person_with_address
from clustercourse.cohorts.actions.attendance import Mark, mark_arrived
from clustercourse.cohorts.actions.seats import cover, seat_somebody
from clustercourse.db import db, now
from clustercourse.models.accounts import Person
from clustercourse.models.training_sessions import TrainingSession


@dataclass(frozen=True)
class WalkIn:
    """Who came, and what the register says of them now. `is_kept`: it said so already, and nothing was changed."""

    name: str
    mark: Mark
    is_kept: bool


def let_in(session_id: int, *, email: str, by: int, reason: str = "") -> WalkIn | None:
    """Give the person with this address a place, even above the number of places, and mark them present from now on: late, as
    somebody who checks in now. After the end nobody comes late any more: then they were there all along.

    None: nobody here has confirmed this address. Who is marked already keeps that mark, and who has a place is only marked.
    Refused: what a register refuses.
    """
    person = person_with_address(email.strip().casefold())
    if person is None:
        return None
    session = db.session.get_one(TrainingSession, session_id)
    seat = seat_somebody(session.cohort_id, person_id=person.id, by=by, reason=reason)
    cover(seat, session.on_day)
    moment = now() if now() < session.ends_at else None
    outcome = mark_arrived(session_id, seat.id, moment, by=by, source="register", reason=reason)
    return WalkIn(db.session.get_one(Person, person.id).name, outcome.standing.mark, outcome.kind == "kept")
