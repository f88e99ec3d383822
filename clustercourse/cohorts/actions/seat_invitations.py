"""Inviting people to a cohort: with a letter to an address nobody here has, with an offer to somebody who is here."""

from __future__ import annotations

from clustercourse.accounts.actions import invite, person_with_address, withdraw_invitation
from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.promotion import free_places, promote
from clustercourse.cohorts.actions.seat_states import change_state
from clustercourse.cohorts.actions.seats import ready_seat
from clustercourse.cohorts.queries.waiting import PLACES
from clustercourse.db import db
from clustercourse.errors import NotHere, Refused
from clustercourse.language import _
from clustercourse.models.accounts import Invitation
from clustercourse.models.cohorts import Cohort

GOING_ON = ("offered", "waitlisted", "confirmed", "finished")


def invite_to_cohort(cohort_id: int, email: str, *, place: str, by: int) -> str:
    """Invite the owner of an address to a kind of place; returns `invited`, `offered`, `waitlisted`, or the state they have already.

    Whoever has confirmed the address here gets an offer, or stands on the waiting list when all places are taken. Anybody else gets
    a letter with which they register; an open invitation of the same address to this cohort is replaced. Places are counted when
    it is accepted. Refused: a kind of place that is not one, a cohort that is over, an address no letter can reach.
    """
    cohort = _open_cohort(cohort_id)
    if place not in PLACES:
        raise Refused(_("Choose one from the list."), field="place")
    owner = person_with_address(email.strip().casefold())
    if owner is None:
        invite(email, by=by, cohort=cohort_id, role=place)
        return "invited"
    return offer_to_person(cohort, owner.id, place=place, by=by)


def offer_to_person(cohort: Cohort, person_id: int, *, place: str | None, by: int) -> str:
    """Offer a place to somebody who is here; on the waiting list when there is none. Who was offered one or has it keeps it."""
    promote(cohort.id)
    seat = ready_seat(cohort, person_id, place=place)
    if seat.state not in GOING_ON:
        change_state(seat, "offered" if free_places(cohort)[seat.place] > 0 else "waitlisted", by=by)
        promote(cohort.id)
    return seat.state


def take_invited_seat(cohort_id: int, person_id: int, *, place: str, by: int) -> str:
    """What accepting an invitation to a cohort makes: a confirmed place, or one on the waiting list when all are taken.

    Who has a seat that leads to a place already keeps what is better. Refused: a cohort that is over.
    """
    cohort = _open_cohort(cohort_id)
    promote(cohort_id)
    seat = ready_seat(cohort, person_id, place=place)
    if seat.state == "offered" or (seat.state not in ("confirmed", "finished") and free_places(cohort)[seat.place] > 0):
        change_state(seat, "confirmed", by=by)
    elif seat.state not in ("confirmed", "finished", "waitlisted"):
        change_state(seat, "waitlisted", by=by)
    return seat.state


def withdraw_seat_invitation(cohort_id: int, invitation_id: int, *, by: int) -> str:
    """Make an invitation to this cohort worthless; returns the address it went to. Twice is once. Raises NotHere for any other."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or invitation.cohort_id != cohort_id:
        raise NotHere
    withdraw_invitation(invitation_id, by=by)
    return invitation.email


def _open_cohort(cohort_id: int) -> Cohort:
    cohort = locked(cohort_id)
    if cohort.is_over:
        raise Refused(_("This cohort is over."))
    return cohort
