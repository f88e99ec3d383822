"""Letting somebody in at the door: a place in the cohort and a mark, in one step."""

from __future__ import annotations

from clustercourse.accounts.actions import person_with_address
from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance
from clustercourse.cohorts.actions.seats import cover, seat_somebody
from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.training_sessions import TrainingSession


def let_in(session_id: int, *, email: str, by: int, reason: str = "") -> str:
    """Give the person with this confirmed address a place, even above the number of places, and mark them present; returns the name.

    Who has a place already is only marked. Refused: an address that nobody here has confirmed; what a register refuses.
    """
    person = person_with_address(email.strip().casefold())
    if person is None:
        raise Refused(_("Nobody here has this address yet. Invite them from the page of the people, and mark them later."), field="email")
    session = db.session.get_one(TrainingSession, session_id)
    seat = seat_somebody(session.cohort_id, person_id=person.id, by=by, reason=reason)
    cover(seat, session.on_day)
    mark_attendance(session_id, [Change(seat.id, Mark("present"), None)], by=by, source="register", reason=reason)
    return db.session.get_one(Person, person.id).name
