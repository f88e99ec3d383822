"""Seats as tests look at them: who stands where, which steps led there, which letters went out."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.cohorts.actions.applications import Told, apply
from clustercourse.db import rows, value, writing
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat, SeatStep
from tests import make


def people(number: int) -> list[int]:
    """So many people with an address each."""
    with writing():
        return [make.person(f"Person {each}", email=f"p{each}@example.com") for each in range(1, number + 1)]


def applied(cohort: int, person: int, organisation: int | None = None) -> int:
    """The seat of somebody who applies now."""
    with writing():
        return apply(cohort, Told(organisation_id=organisation), by=person).id


def state_of(seat: int) -> str:
    found: str = value(select(Seat.state).where(Seat.id == seat))
    return found


def states(cohort: int) -> list[str]:
    """The states of all seats of a cohort, in the order in which they were made."""
    return [found[0] for found in rows(select(Seat.state).where(Seat.cohort_id == cohort).order_by(Seat.id))]


def steps(seat: int) -> list[tuple[str, str, int | None, str]]:
    """(from, to, who, why) of a seat's steps, in order."""
    found = rows(
        select(SeatStep.from_state, SeatStep.to_state, SeatStep.by_id, SeatStep.reason)
        .where(SeatStep.seat_id == seat)
        .order_by(SeatStep.id)
    )
    return [tuple(each) for each in found]


def letters() -> list[tuple[str, str]]:
    """(kind, to) of every letter, in order."""
    return [(kind, to) for kind, to in rows(select(Letter.kind, Letter.to_address).order_by(Letter.id))]
