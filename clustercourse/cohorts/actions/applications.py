"""What people do about their own seat: apply, answer an offer, ask for another one, withdraw, change what they said."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.promotion import free_places, promote
from clustercourse.cohorts.actions.seat_states import change_state, locked_seat, new_seat, place_for, seat_of
from clustercourse.cohorts.queries.cohorts import CohortRow, contacts_of, takes_applications
from clustercourse.cohorts.words import LISTED_WORDS
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _, day, today
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat

GOING_ON = ("applied", "offered", "waitlisted", "confirmed", "finished")
_BY_COORDINATOR = ("removed", "moved")


@dataclass(frozen=True)
class Told:
    """What somebody says with an application."""

    organisation_id: int | None = None
    message: str = ""
    diet: str = ""
    access_needs: str = ""
    listed: str = "cohort"


def apply(cohort_id: int, told: Told, *, by: int) -> Seat:
    """Apply for a place, for the first time or again; returns the seat with its new state and writes the letter about it.

    Where places are given at once, a free one is confirmed here and now, else the application goes to the end of the waiting list;
    otherwise it waits for the coordinator. Who has a seat that goes on keeps it: twice is once. Refused: while applications are not
    open, after the last day, an organisation one does not belong to, and who was taken off or moved by a coordinator.
    """
    cohort = locked(cohort_id)
    promote(cohort_id)
    seat = seat_of(cohort_id, by)
    if seat is not None and seat.state in GOING_ON:
        return seat
    _refuse_closed(cohort)
    if seat is not None and seat.state in _BY_COORDINATOR:
        raise Refused(_("A coordinator changed your place before. Write to {contact}."), contact=_contact(cohort))
    seat = seat or new_seat(cohort_id, by)
    _note(seat, told)
    seat.place = place_for(cohort, told.organisation_id)
    at_once = cohort.admission == "at_once"
    change_state(seat, "applied", by=by, quiet=at_once)
    if at_once:
        change_state(seat, "confirmed" if free_places(cohort)[seat.place] > 0 else "waitlisted", by=by)
    return seat


def answer_offer(seat_id: int, *, accept: bool, by: int) -> str:
    """Take the place that was offered or decline it; returns the state it led to.

    An offer that has run out is not taken any more: it ends, passes on to the next, and the answer is `expired`. A place that is
    declined passes on too. The same answer twice is once. Refused: when nothing was offered.
    """
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    wanted = "confirmed" if accept else "declined"
    if seat.state in (wanted, "expired"):
        return seat.state
    if seat.state != "offered":
        raise Refused(_("No place is offered to you now."))
    change_state(seat, wanted, by=by)
    promote(cohort.id)
    return wanted


def queue_again(seat_id: int, *, by: int) -> str:
    """After an offer ran out: ask to stand at the end of the waiting list, where a free place is offered at once. Twice is once.

    Refused: from any other state, and once the cohort takes nobody any more.
    """
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state in GOING_ON:
        return seat.state
    if seat.state != "expired" or cohort.state != "published":
        raise Refused(_("You cannot go on the waiting list from here. Write to {contact}."), contact=_contact(cohort))
    change_state(seat, "waitlisted", by=by, quiet=True)
    promote(cohort.id)
    return seat.state


def withdraw_seat(seat_id: int, *, by: int, reason: str = "") -> None:
    """Take back an application or give up a place, which passes on to the next. An offer is declined. Twice is once.

    Refused: giving up a place after the day until which people may do so themselves, and when there is nothing to withdraw.
    """
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state in ("withdrawn", "declined"):
        return
    if seat.state == "confirmed" and is_too_late(cohort):
        raise Refused(_("You could withdraw yourself until {day}. Write to {contact}."), day=_last_day(cohort), contact=_contact(cohort))
    if seat.state not in ("applied", "waitlisted", "offered", "confirmed"):
        raise Refused(_("There is nothing to withdraw."))
    change_state(seat, "declined" if seat.state == "offered" else "withdrawn", by=by, reason=reason.strip())
    promote(cohort.id)


def change_told(seat_id: int, told: Told, *, by: int) -> None:
    """Change what one said: organisation, diet, access, how one is listed. The kind of place stays. Saying the same again is nothing.

    Refused: an organisation one does not belong to.
    """
    _cohort, seat = locked_seat(seat_id)
    before = Told(seat.organisation_id, seat.message, seat.diet, seat.access_needs, seat.listed)
    _note(seat, told)
    after = Told(seat.organisation_id, seat.message, seat.diet, seat.access_needs, seat.listed)
    if after != before:
        db.session.flush()
        detail = {"fields": sorted(name for name in vars(after) if getattr(after, name) != getattr(before, name))}
        record("cohorts.seat_details_changed", by=by, person=seat.person_id, thing=("seat", seat.id), detail=detail)


def is_too_late(cohort: Cohort | CohortRow) -> bool:
    """Whether people cannot give up a confirmed place themselves any more."""
    last = cohort.withdraw_until_on
    return last is not None and today(now(), cohort.time_zone) > last


def _note(seat: Seat, told: Told) -> None:
    if told.listed not in LISTED_WORDS:
        raise Refused(_("Choose one from the list."), field="listed")
    if told.organisation_id is not None and told.organisation_id != seat.organisation_id:
        open_one = select(Membership.id).where(
            Membership.person_id == seat.person_id, Membership.organisation_id == told.organisation_id, Membership.ended_at.is_(None)
        )
        if db.session.scalar(open_one) is None:
            raise Refused(_("You do not belong to this organisation here."), field="organisation")
    seat.organisation_id, seat.listed = told.organisation_id, told.listed
    seat.message, seat.diet, seat.access_needs = (text.strip() for text in (told.message, told.diet, told.access_needs))


def _refuse_closed(cohort: Cohort) -> None:
    if cohort.state != "published" or cohort.admission == "by_invitation":
        raise Refused(_("Nobody can apply here."))
    if cohort.apply_until_on is not None and not takes_applications(cohort):
        raise Refused(_("Applications closed on {day}. Write to {contact}."), day=day(cohort.apply_until_on), contact=_contact(cohort))


def _last_day(cohort: Cohort) -> str:
    return day(cohort.withdraw_until_on) if cohort.withdraw_until_on else ""


def _contact(cohort: Cohort) -> str:
    contacts = contacts_of(cohort.id)
    found = contacts.get("registration") or contacts.get("information")
    return found.email if found and found.email else str(_("the people who run this cohort"))
