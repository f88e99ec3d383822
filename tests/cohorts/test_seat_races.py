"""Fifty at once for the last place: exactly one gets it, nobody is forgotten, and there is never one too many."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from multiprocessing import get_context
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cohorts.actions.applications import Told, apply, withdraw_seat
from clustercourse.cohorts.queries.waiting import HELD
from clustercourse.db import end_reading, rows, value, writing
from clustercourse.models.cohorts import Cohort
from clustercourse.models.seats import Seat, SeatStep
from tests import make
from tests.cohorts.seating import applied, letters, people, states
from tests.conftest import LONG
from tests.page import Browser
from tests.processes import start_apart, wait_for

pytestmark = pytest.mark.both_databases
MANY = 50
PROCESSES = 10
ROUNDS = 20 if LONG else 1


def taken_over_time(cohort: int) -> list[int]:
    """How many places were offered or taken after each step, in the order in which the steps were written."""
    found = rows(select(SeatStep.from_state, SeatStep.to_state).join(Seat).where(Seat.cohort_id == cohort).order_by(SeatStep.id))
    number, counts = 0, []
    for before, after in found:
        number += (after in HELD) - (before in HELD)
        counts.append(number)
    return counts


def queue_of(cohort: int) -> list[int]:
    """The numbers of those who wait, in the order in which they came."""
    waits = select(Seat.queue_number).where(Seat.cohort_id == cohort, Seat.state == "waitlisted")
    came = select(SeatStep.id).where(SeatStep.seat_id == Seat.id, SeatStep.to_state == "waitlisted").scalar_subquery()
    return [found[0] for found in rows(waits.order_by(came))]


def watch(app: Flask, cohort: int, going_on: Callable[[], bool]) -> list[tuple[int, int]]:
    """(places, how many are offered or taken) as anybody would have seen it meanwhile, again and again."""
    taken = select(func.count()).where(Seat.cohort_id == cohort, Seat.state.in_(HELD)).scalar_subquery()
    seen = []
    with app.app_context():
        while going_on():
            seen.append(tuple(rows(select(Cohort.external_places, taken).where(Cohort.id == cohort))[0]))
            end_reading()
            time.sleep(0.002)
    return seen  # type: ignore[return-value]


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_fifty_people_apply_for_the_last_place(app: Flask, round_: int, figure: Callable[[str, object], None]) -> None:
    """In ten processes with connections of their own, all let go at the same moment.

    The processes have served before, as a site's have: the first application of a process compiles statements and letters.
    """
    earlier = make.cohort("Earlier", admission="at_once", external_places=1)
    for person in (make.person("Early Bird"), make.person("Second Bird")):
        with writing():
            apply(earlier, Told(), by=person)
    before = len(letters())
    cohort, persons = make.cohort(admission="at_once", external_places=1), people(MANY)
    barrier = get_context("fork").Barrier(PROCESSES)

    def some(applicants: list[int]) -> None:
        barrier.wait(60)
        for person in applicants:
            with writing():
                apply(cohort, Told(), by=person)

    shares = [persons[first::PROCESSES] for first in range(PROCESSES)]
    children = [start_apart(lambda share=share: some(share)) for share in shares]  # type: ignore[misc]
    assert Counter(wait_for(child) for child in children) == {0: PROCESSES}
    figure("people at once", MANY)
    assert Counter(states(cohort)) == {"confirmed": 1, "waitlisted": MANY - 1}
    assert (max(taken_over_time(cohort)), queue_of(cohort)) == (1, list(range(1, MANY)))
    assert Counter(kind for kind, _to in letters()[before:]) == {"seat_confirmed": 1, "seat_waitlisted": MANY - 1}


@pytest.mark.parametrize("round_", range(ROUNDS))
def test_fifty_forms_for_five_places_and_three_who_give_theirs_back(
    app: Flask, new_browser: Callable[[], Browser], round_: int, figure: Callable[[str, object], None]
) -> None:
    """Browsers of fifty people, while three of those who were in already withdraw: five places at every instant."""
    cohort = make.cohort(admission="at_once", external_places=5)
    slug = value(select(Cohort.slug).where(Cohort.id == cohort))
    persons = people(MANY + 3)
    early, late = persons[:3], persons[3:]
    for person in early:
        applied(cohort, person)
    browsers = {person: new_browser().sign_in(person) for person in persons}
    tokens = {person: browser.csrf() for person, browser in browsers.items()}
    barrier, answers, running = Barrier(len(persons)), list[tuple[int, float]](), [True]

    def one(person: int) -> None:
        path = f"/cohorts/{slug}/application/{'delete' if person in early else 'new'}"
        form = {**tokens[person], "listed": "cohort", "organisation": "", "once": f"once-{person}"}
        barrier.wait()
        begun = time.monotonic()
        browsers[person].checks = False
        status = browsers[person].post(path, data=form).status_code
        answers.append((status, time.monotonic() - begun))

    seen: list[tuple[int, int]] = []
    watcher = Thread(target=lambda: seen.extend(watch(app, cohort, lambda: running[0])))
    threads = [Thread(target=one, args=(person,)) for person in persons]
    end_reading()
    watcher.start()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    running[0] = False
    watcher.join()
    figure("looks at the places", len(seen))
    figure("slowest answer, s", round(max(seconds for _status, seconds in answers), 1))
    assert Counter(status for status, _seconds in answers) == {303: MANY + 3}
    assert max(seconds for _status, seconds in answers) < 25
    # Three had a place before; all three may be gone before the first form of the others is read.
    assert {taken for _places, taken in seen} <= set(range(6))
    assert max(taken_over_time(cohort)) == 5
    found = Counter(states(cohort))
    assert found["withdrawn"] == 3
    assert found["confirmed"] + found["offered"] == 5
    assert found["waitlisted"] == MANY - 5
    assert queue_of(cohort) == sorted(queue_of(cohort))
    assert Counter(letters()).most_common(1)[0][1] == 1
    late_seats = rows(select(Seat.person_id).where(Seat.person_id.in_(late)))
    assert sorted(each[0] for each in late_seats) == sorted(late)


def test_many_withdraw_at_once_and_each_place_passes_on_once(app: Flask) -> None:
    number = 10
    cohort, persons = make.cohort(admission="at_once", external_places=number), people(number * 2 + 3)
    seats = [applied(cohort, person) for person in persons]
    barrier = Barrier(number)

    def one(at: int) -> None:
        barrier.wait()
        with app.app_context(), writing():
            withdraw_seat(seats[at], by=persons[at])

    threads = [Thread(target=one, args=(at,)) for at in range(number)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert states(cohort) == ["withdrawn"] * number + ["offered"] * number + ["waitlisted"] * 3
    assert max(taken_over_time(cohort)) == number
    offers: Any = [to for kind, to in letters() if kind == "seat_offered"]
    assert offers == [f"p{each}@example.com" for each in range(number + 1, number * 2 + 1)]
