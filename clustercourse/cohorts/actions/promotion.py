"""Giving free places to those who wait. Every path that frees a place calls `promote`."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.seat_states import change_state
from clustercourse.cohorts.queries.enrolled import elsewhere
from clustercourse.cohorts.queries.waiting import PLACES, places_taken, waiting_lists
from clustercourse.db import db, now
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat


def promote(cohort_id: int) -> tuple[int, ...]:
    """End the offers that ran out, then offer each free place to whoever is next on its waiting list; returns the seats offered to.

    In strict order under a lock on the cohort, so that no place is given twice. Each offer is a letter. Who takes a course of this
    cohort with another one that is going on is passed over and keeps their place in the list. Once a cohort is over nothing is
    offered any more. Twice is once.
    """
    cohort = locked(cohort_id)
    _end_offers(cohort)
    if cohort.is_over:
        return ()
    offered: list[int] = []
    for place in PLACES:
        free = free_places(cohort)[place]
        if free > 0:
            waiting = _free_to_come(cohort_id, waiting_lists(cohort_id, one_each_first=cohort.one_per_organisation_first)[place])
            offered += [_offer(seat_id) for seat_id in waiting[:free]]
    return tuple(offered)


def free_places(cohort: Cohort) -> dict[str, int]:
    """Kind of place → how many are free; below zero when a coordinator let in more than there are."""
    taken = places_taken(cohort.id)
    return {"partner": cohort.partner_places - taken["partner"], "external": cohort.external_places - taken["external"]}


def cohorts_with_ended_offers() -> list[int]:
    """Where offers ran out that nobody has ended yet."""
    ended = select(Seat.cohort_id).where(Seat.state == "offered", Seat.offered_until <= now())
    return list(db.session.scalars(ended.distinct().order_by(Seat.cohort_id)))


def _free_to_come(cohort_id: int, waiting: Sequence[int]) -> list[int]:
    """Those of these seats whose people take none of the cohort's courses with another one, in the same order."""
    people = {found.id: found.person_id for found in db.session.execute(select(Seat.id, Seat.person_id).where(Seat.id.in_(waiting)))}
    held_back = {each.person_id for each in elsewhere(cohort_id, list(people.values()))} if people else set()
    return [seat_id for seat_id in waiting if people[seat_id] not in held_back]


def _end_offers(cohort: Cohort) -> None:
    ended = select(Seat).where(Seat.cohort_id == cohort.id, Seat.state == "offered", Seat.offered_until <= now())
    for seat in db.session.scalars(ended.order_by(Seat.offered_until, Seat.id).execution_options(populate_existing=True)):
        change_state(seat, "expired", by=None, quiet=cohort.is_over)


def _offer(seat_id: int) -> int:
    change_state(db.session.get_one(Seat, seat_id, populate_existing=True), "offered", by=None)
    return seat_id
