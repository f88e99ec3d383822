"""The same decision about several seats at once: all of them or none. And what the end of a cohort, or of a person, does to seats."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.seat_states import change_state
from clustercourse.cohorts.actions.seats import (
    change_place,
    confirm_place,
    move_seat,
    offer_place,
    prolong_offer,
    put_on_waiting_list,
    refuse_application,
    remove_from_cohort,
)
from clustercourse.db import db
from clustercourse.errors import NotHere, Refused
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.seats import Seat

STEPS = ("offer", "confirm", "wait", "refuse", "remove", "move", "prolong", "partner", "external")
WITH_REASON = ("refuse", "remove")


@dataclass(frozen=True)
class Decision:
    """What a coordinator decides. `target` is the cohort to move to."""

    step: str
    reason: str = ""
    target: int | None = None


def decide(cohort_id: int, seat_ids: Collection[int], decision: Decision, *, by: int) -> int:
    """Carry out one decision for all these seats of a cohort, in the order of their waiting; returns how many they are.

    Refused, and then nothing at all is changed: a decision that is not one, nobody chosen, or one of them cannot have it; the
    sentence names who.
    """
    if decision.step not in STEPS:
        raise Refused(_("Choose what to do."), field="step")
    locked(cohort_id)
    statement = select(Seat, Person.name).join(Person, Person.id == Seat.person_id)
    chosen = db.session.execute(
        statement.where(Seat.cohort_id == cohort_id, Seat.id.in_(seat_ids)).order_by(Seat.queue_number, Seat.created_at, Seat.id)
    ).all()
    if len(chosen) != len(set(seat_ids)):
        raise NotHere
    if not chosen:
        raise Refused(_("Choose at least one person."), field="seat")
    for seat, name in chosen:
        try:
            _carry_out(seat.id, decision, by=by)
        except Refused as refusal:
            raise _named(refusal, name, alone=len(chosen) == 1) from refusal
    return len(chosen)


def _carry_out(seat_id: int, decision: Decision, *, by: int) -> None:
    plain = {"offer": offer_place, "confirm": confirm_place, "wait": put_on_waiting_list, "prolong": prolong_offer}
    told = {"refuse": refuse_application, "remove": remove_from_cohort}
    if decision.step in plain:
        plain[decision.step](seat_id, by=by)
    elif decision.step in told:
        told[decision.step](seat_id, by=by, reason=decision.reason)
    elif decision.step == "move":
        if decision.target is None:
            raise Refused(_("Choose another cohort that is still going on."), field="target")
        move_seat(seat_id, decision.target, by=by, reason=decision.reason)
    else:
        change_place(seat_id, decision.step, by=by)


def _named(refusal: Refused, name: str, *, alone: bool) -> Refused:
    if alone:
        return refusal
    return Refused(_("{name}: {sentence} Nothing was changed."), field=refusal.field, name=name, sentence=refusal.message)


def finish_seats(cohort_id: int, *, by: int | None) -> None:
    """When a cohort is closed: whoever has a place has finished; nobody waits any more, but their seats say what they were."""
    for seat in _seats_in(cohort_id, "confirmed"):
        change_state(seat, "finished", by=by)


def reopen_seats(cohort_id: int, *, by: int | None) -> None:
    """When a closed cohort is opened again: whoever had finished has a place again, and free ones are offered. No letters to the former."""
    for seat in _seats_in(cohort_id, "finished"):
        change_state(seat, "confirmed", by=by, quiet=True)
    promote(cohort_id)


def leave_all(person_id: int, *, by: int | None) -> None:
    """When a person is erased: what they applied for, wait for, were offered or have in cohorts that go on passes on to others."""
    ends = {"applied": "withdrawn", "waitlisted": "withdrawn", "offered": "declined", "confirmed": "withdrawn"}
    mine = select(Seat.cohort_id).where(Seat.person_id == person_id, Seat.state.in_(ends)).order_by(Seat.cohort_id)
    for cohort_id in list(db.session.scalars(mine)):
        locked(cohort_id)
        for seat in _seats_in(cohort_id, *ends):
            if seat.person_id == person_id:
                change_state(seat, ends[seat.state], by=by, quiet=True)
        promote(cohort_id)


def _seats_in(cohort_id: int, *states: str) -> list[Seat]:
    statement = select(Seat).where(Seat.cohort_id == cohort_id, Seat.state.in_(states)).order_by(Seat.id)
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))
