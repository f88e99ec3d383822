"""Who is next: strict order, two kinds of places, one of each organisation first; and every path that frees a place."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from clustercourse.accounts.actions import erase
from clustercourse.cohorts.actions.applications import answer_offer, withdraw_seat
from clustercourse.cohorts.actions.cohorts import CohortFacts, change_cohort
from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.seats import change_place, move_seat, remove_from_cohort
from clustercourse.cohorts.queries.waiting import Waiting, promotion_order, waiting_lists
from clustercourse.db import now, rows, writing
from clustercourse.models.seats import Seat
from tests import make
from tests.cohorts.seating import letters, people, states

_queue = st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=12)


def waiting(organisations: list[int | None]) -> list[Waiting]:
    return [Waiting(number, "external", organisation, number) for number, organisation in enumerate(organisations)]


def order(organisations: list[int | None], represented: set[int], *, one_each_first: bool = True) -> list[int]:
    return [each.seat_id for each in promotion_order(waiting(organisations), represented, one_each_first=one_each_first)]


@pytest.mark.parametrize("organisations, represented, wanted", [
    ([], set(), []),
    ([1, 1, 2], set(), [0, 2, 1]),
    ([1, 1, 2], {1}, [2, 0, 1]),
    ([1, 2, 1, 2], {1, 2}, [0, 1, 2, 3]),
    ([1, None, None, 1, 2], {1}, [1, 2, 4, 0, 3]),
    ([3, 3, None, 2, 3], {2}, [0, 2, 1, 3, 4]),
])  # fmt: skip
def test_one_of_each_organisation_first(organisations: list[int | None], represented: set[int], wanted: list[int]) -> None:
    assert order(organisations, represented) == wanted


@given(_queue, st.sets(st.integers(1, 4)))
def test_everybody_is_in_the_order_once(organisations: list[int | None], represented: set[int]) -> None:
    assert order(organisations, represented, one_each_first=False) == list(range(len(organisations)))
    found = order(organisations, represented)
    assert sorted(found) == list(range(len(organisations)))
    for organisation in {*organisations}:
        mine = [seat for seat in found if organisations[seat] == organisation]
        assert mine == sorted(mine)
    firsts = {organisations.index(each) for each in {*organisations} - represented - {None}}
    firsts |= {seat for seat, each in enumerate(organisations) if each is None}
    assert set(found[: len(firsts)]) == firsts


def fill(cohort: int, wanted: list[tuple[str, str]]) -> list[int]:
    """Seats in these (state, place), waiting in this order; returns their ids."""
    numbers = count(1)
    made = []
    for (state, place), person in zip(wanted, people(len(wanted)), strict=True):
        more = {"queue_number": next(numbers)} if state == "waitlisted" else {}
        if state == "offered":
            more["offered_until"] = now() + timedelta(days=1)  # type: ignore[assignment]
        made.append(make.seat(cohort, person, state, place=place, **more))
    return made


@pytest.mark.both_databases_when_long
def test_each_kind_of_place_has_its_own_list(app: Flask) -> None:
    cohort = make.cohort(partner_places=2, external_places=1)
    seats = fill(cohort, [("waitlisted", "external")] * 2 + [("waitlisted", "partner")] * 3 + [("applied", "partner")])
    with writing():
        assert promote(cohort) == (seats[2], seats[3], seats[0])
    with writing():
        assert promote(cohort) == ()
    assert states(cohort) == ["offered", "waitlisted", "offered", "offered", "waitlisted", "applied"]
    assert waiting_lists(cohort, one_each_first=False) == {"partner": (seats[4],), "external": (seats[1],)}
    assert sorted(to for _kind, to in letters()) == ["p1@example.com", "p3@example.com", "p4@example.com"]


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_nothing_is_offered_once_it_is_over(app: Flask, state: str) -> None:
    cohort = make.cohort(state=state)
    fill(cohort, [("waitlisted", "external")])
    with writing():
        assert promote(cohort) == ()
    assert states(cohort) == ["waitlisted"]


def facts(cohort: int, external_places: int) -> CohortFacts:
    return CohortFacts(title="Master Class 2027", external_places=external_places)


PATHS = {
    "withdrawal": lambda cohort, seats, dan: withdraw_seat(seats[0], by=dan),
    "decline": lambda cohort, seats, dan: answer_offer(seats[1], accept=False, by=dan),
    "removal": lambda cohort, seats, dan: remove_from_cohort(seats[0], by=dan, reason="It is full."),
    "taking back an offer": lambda cohort, seats, dan: remove_from_cohort(seats[1], by=dan, reason="A mistake."),
    "moving": lambda cohort, seats, dan: move_seat(seats[0], make.cohort("The next one"), by=dan),
    "another kind": lambda cohort, seats, dan: change_place(seats[0], "partner", by=dan),
    "more places": lambda cohort, seats, dan: change_cohort(cohort, facts(cohort, 3), by=dan),
    "erasure": lambda cohort, seats, dan: erase(rows(select(Seat.person_id).where(Seat.id == seats[0]))[0][0], by=dan),
}


@pytest.mark.postgresql_first
@pytest.mark.parametrize("path", PATHS)
def test_every_path_that_frees_a_place_passes_it_on(app: Flask, path: str) -> None:
    """One place is free, so the first of the list gets an offer and the second waits on."""
    dan, cohort = make.person("Dan Krogh"), make.cohort(external_places=2, partner_places=1)
    seats = fill(cohort, [("confirmed", "external"), ("offered", "external"), ("waitlisted", "external"), ("waitlisted", "external")])
    with writing():
        PATHS[path](cohort, seats, dan)
    assert states(cohort)[2:4] == ["offered", "waitlisted"]
    taken = [tuple(each) for each in rows(select(Seat.place).where(Seat.cohort_id == cohort, Seat.state.in_(("offered", "confirmed"))))]
    assert taken.count(("external",)) == (3 if path == "more places" else 2)


def test_fewer_places_take_nothing_away(app: Flask) -> None:
    dan, cohort = make.person("Dan Krogh"), make.cohort(external_places=2)
    fill(cohort, [("confirmed", "external"), ("waitlisted", "external"), ("waitlisted", "external")])
    with writing():
        change_cohort(cohort, facts(cohort, 1), by=dan)
    assert states(cohort) == ["confirmed", "waitlisted", "waitlisted"]
