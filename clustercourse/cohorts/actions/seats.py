"""What coordinators do with the seats of others: give, refuse and take places, move people, put dates and kinds right."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.promotion import free_places, promote
from clustercourse.cohorts.actions.seat_letters import tell_longer
from clustercourse.cohorts.actions.seat_states import change_state, is_erased, locked_seat, new_seat, offer_ends, place_for, seat_of
from clustercourse.cohorts.queries.waiting import HELD, PLACES
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Membership
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat

_FULL = {
    "partner": _("All {n} partner places are taken or offered. Raise the number, or put people on the waiting list."),
    "external": _("All {n} external places are taken or offered. Raise the number, or put people on the waiting list."),
}


def offer_place(seat_id: int, *, by: int) -> None:
    """Offer a free place, with a letter; the offer ends by itself. Twice is once. Refused: when no place of the kind is free."""
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state != "offered":
        _refuse_full(cohort, seat)
        change_state(seat, "offered", by=by)


def confirm_place(seat_id: int, *, by: int) -> None:
    """Say yes for somebody who told us otherwise, without an offer. Twice is once. Refused: when no place of the kind is free."""
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state != "confirmed":
        _refuse_full(cohort, seat)
        change_state(seat, "confirmed", by=by)


def put_on_waiting_list(seat_id: int, *, by: int) -> None:
    """At the end of the list of its kind; a place that is free is offered at once. Twice is once, while they wait."""
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state != "waitlisted":
        change_state(seat, "waitlisted", by=by, quiet=free_places(cohort)[seat.place] > 0)
        promote(cohort.id)


def refuse_application(seat_id: int, *, by: int, reason: str) -> None:
    """Say no, with a reason that stands in the letter. Twice is once. Refused: without a reason, or what is no application."""
    _cohort, seat = locked_seat(seat_id)
    if seat.state != "refused":
        change_state(seat, "refused", by=by, reason=_needed(reason))


def remove_from_cohort(seat_id: int, *, by: int, reason: str) -> None:
    """Take somebody's place or offer away, with a reason that stands in the letter; the place passes on. Twice is once."""
    cohort, seat = locked_seat(seat_id)
    if seat.state != "removed":
        change_state(seat, "removed", by=by, reason=_needed(reason))
        promote(cohort.id)


def move_seat(seat_id: int, to_cohort_id: int, *, by: int, reason: str = "") -> Seat:
    """Give somebody a confirmed place in another cohort in exchange for this one, which passes on; returns the new seat.

    Twice is once. Refused: to the same cohort, to one that is over or full, to one where they have a place already.
    """
    cohort, target = _locked_both(seat_id, to_cohort_id)
    seat = db.session.get_one(Seat, seat_id, populate_existing=True)
    there = seat_of(target.id, seat.person_id)
    if seat.state == "moved" and there is not None and seat.moved_to_id == there.id:
        return there
    if cohort.id == target.id or target.is_over:
        raise Refused(_("Choose another cohort that is still going on."), field="target")
    if there is not None and there.state in HELD:
        raise Refused(_("They have a place in “{cohort}” already."), field="target", cohort=target.title)
    there = there or new_seat(target.id, seat.person_id)
    there.place = place_for(target, seat.organisation_id)
    for name in ("organisation_id", "diet", "access_needs", "listed"):
        setattr(there, name, getattr(seat, name))
    promote(target.id)
    _refuse_full(target, there, field="target")
    seat.moved_to_id = there.id
    change_state(seat, "moved", by=by, reason=reason.strip())
    change_state(there, "confirmed", by=by)
    promote(cohort.id)
    return there


def change_place(seat_id: int, place: str, *, by: int) -> None:
    """Make it a partner place or an external one; a place that this frees passes on. The number in the queue stays. Twice is once.

    Refused: an offered or confirmed seat when no place of the other kind is free.
    """
    cohort, seat = locked_seat(seat_id)
    if place not in PLACES:
        raise Refused(_("Choose one from the list."), field="place")
    if seat.place == place:
        return
    promote(cohort.id)
    if seat.state in HELD and free_places(cohort)[place] < 1:
        raise Refused(_FULL[place], field="place", n=_number(cohort, place))
    seat.place = place
    db.session.flush()
    record("cohorts.seat_details_changed", by=by, person=seat.person_id, thing=("seat", seat.id), detail={"place": place})
    promote(cohort.id)


def prolong_offer(seat_id: int, *, by: int) -> None:
    """Let an offer hold as long as if it were made now, with a letter. Twice on one day is once.

    One that ran out is made again, if a place is free. Refused: when nothing is or was offered, when all places are taken by then, and
    once the cohort is over.
    """
    cohort, seat = locked_seat(seat_id)
    promote(cohort.id)
    if seat.state == "expired":
        offer_place(seat_id, by=by)
        return
    if seat.state != "offered":
        raise Refused(_("No place is offered to them now."))
    if cohort.is_over:
        raise Refused(_("This cohort is over."))
    until = offer_ends(cohort, now())
    if seat.offered_until != until:
        seat.offered_until = until
        db.session.flush()
        detail = {"offered_until": until.isoformat()}
        record("cohorts.seat_details_changed", by=by, person=seat.person_id, thing=("seat", seat.id), detail=detail)
        tell_longer(seat, key=f"seat-longer:{seat.id}:{until.isoformat()}")


def set_membership_dates(seat_id: int, *, joined_on: date | None, left_on: date | None, by: int) -> None:
    """From when to when somebody is expected at sessions; None means from the first and to the last. The same again is nothing.

    Refused: an end before the beginning.
    """
    _cohort, seat = locked_seat(seat_id)
    if joined_on is not None and left_on is not None and left_on < joined_on:
        raise Refused(_("The last day comes before the first one."), field="left_on")
    if (seat.joined_on, seat.left_on) != (joined_on, left_on):
        seat.joined_on, seat.left_on = joined_on, left_on
        db.session.flush()
        detail = {"fields": ["joined_on", "left_on"]}
        record("cohorts.seat_details_changed", by=by, person=seat.person_id, thing=("seat", seat.id), detail=detail)


def seat_somebody(cohort_id: int, *, person_id: int, by: int, reason: str = "") -> Seat:
    """Give a person a confirmed place at once, even above the number of places: a walk-in at the door. Twice is once.

    Refused: a person who is not here any more, and a cohort that is over.
    """
    cohort = locked(cohort_id)
    if cohort.is_over:
        raise Refused(_("This cohort is over."))
    seat = ready_seat(cohort, person_id)
    if seat.state not in ("confirmed", "finished"):
        change_state(seat, "confirmed", by=by, reason=reason.strip())
    return seat


def cover(seat: Seat, day: date) -> None:
    """Let the days on which somebody is expected reach to this one, as when they are let in to its session."""
    if seat.joined_on is not None:
        seat.joined_on = min(seat.joined_on, day)
    if seat.left_on is not None:
        seat.left_on = max(seat.left_on, day)
    db.session.flush()


def ready_seat(cohort: Cohort, person_id: int, *, place: str | None = None) -> Seat:
    """The seat of a person, made when there is none: with their organisation if they have just one, and the kind of place it brings.

    Refused: a person who is not here any more.
    """
    if db.session.get(Person, person_id) is None:
        raise NotHere
    if is_erased(person_id):
        raise Refused(_("This person is not here any more."))
    seat = seat_of(cohort.id, person_id)
    if seat is None:
        seat = new_seat(cohort.id, person_id)
        belongs = select(Membership.organisation_id).where(Membership.person_id == person_id, Membership.ended_at.is_(None))
        organisations = list(db.session.scalars(belongs))
        seat.organisation_id = organisations[0] if len(organisations) == 1 else None
        seat.place = place or place_for(cohort, seat.organisation_id)
    elif place is not None and seat.state not in HELD:
        seat.place = place
    return seat


def _refuse_full(cohort: Cohort, seat: Seat, *, field: str | None = None) -> None:
    if seat.state not in HELD and free_places(cohort)[seat.place] < 1:
        raise Refused(_FULL[seat.place], field=field, n=_number(cohort, seat.place))


def _number(cohort: Cohort, place: str) -> int:
    return cohort.partner_places if place == "partner" else cohort.external_places


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why, in a sentence. It stands in the letter to them."), field="reason")
    return reason.strip()


def _locked_both(seat_id: int, to_cohort_id: int) -> tuple[Cohort, Cohort]:
    """Both cohorts, locked in the order of their ids: two moves against each other do not wait for ever."""
    cohort_id = db.session.scalar(select(Seat.cohort_id).where(Seat.id == seat_id))
    if cohort_id is None:
        raise NotHere
    held = {each: locked(each) for each in sorted({cohort_id, to_cohort_id})}
    return held[cohort_id], held[to_cohort_id]
