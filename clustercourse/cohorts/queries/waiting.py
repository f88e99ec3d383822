"""Who waits for a place, in which order places are given to them, and how many places are free."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from clustercourse.db import rows
from clustercourse.models.seats import Seat

PLACES = ("partner", "external")
HELD = ("offered", "confirmed", "finished")
"""The states that count against the number of places."""


@dataclass(frozen=True)
class Waiting:
    """A seat on the waiting list."""

    seat_id: int
    place: str
    organisation_id: int | None
    queue_number: int


_waiting = (
    select(Seat.id, Seat.place, Seat.organisation_id, func.coalesce(Seat.queue_number, 0))
    .where(Seat.cohort_id == bindparam("cohort"), Seat.state == "waitlisted")
    .order_by(func.coalesce(Seat.queue_number, 0), Seat.id)
)
_taken = select(Seat.place, func.count()).where(Seat.cohort_id == bindparam("cohort"), Seat.state.in_(HELD)).group_by(Seat.place)
_represented = (
    select(Seat.organisation_id)
    .where(Seat.cohort_id == bindparam("cohort"), Seat.state.in_(HELD), Seat.organisation_id.is_not(None))
    .distinct()
)


def promotion_order(waiting: Sequence[Waiting], represented: Collection[int], *, one_each_first: bool) -> list[Waiting]:
    """The order in which those who wait get a place.

    That of the queue; where organisations that have no place yet come first, the next place goes to the first of the queue whose
    organisation is not among `represented`, else to the first of all. Who comes from no organisation counts as one of their own.
    """
    if not one_each_first:
        return list(waiting)
    left, seen, ordered = list(waiting), set(represented), list[Waiting]()
    while left:
        chosen = next((each for each in left if each.organisation_id is None or each.organisation_id not in seen), left[0])
        left.remove(chosen)
        ordered.append(chosen)
        if chosen.organisation_id is not None:
            seen.add(chosen.organisation_id)
    return ordered


def waiting_lists(cohort_id: int, *, one_each_first: bool) -> dict[str, tuple[int, ...]]:
    """Kind of place → the seats that wait for one, in the order in which they get it."""
    waiting = [Waiting(*found) for found in rows(_waiting, cohort=cohort_id)]
    represented = {found[0] for found in rows(_represented, cohort=cohort_id)} if one_each_first and waiting else set()
    lists = {}
    for place in PLACES:
        ordered = promotion_order([each for each in waiting if each.place == place], represented, one_each_first=one_each_first)
        lists[place] = tuple(each.seat_id for each in ordered)
    return lists


def places_taken(cohort_id: int) -> dict[str, int]:
    """Kind of place → how many are offered, confirmed or finished."""
    found = dict.fromkeys(PLACES, 0)
    return found | {place: int(number) for place, number in rows(_taken, cohort=cohort_id)}
