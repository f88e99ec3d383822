"""The whole table of steps: what is allowed, what is refused, what goes with a step."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.seat_states import ALLOWED, change_state, offer_ends
from clustercourse.cohorts.actions.seats import prolong_offer
from clustercourse.cohorts.words import SEAT_WORDS
from clustercourse.db import db, now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat, SeatStep
from tests import make
from tests.cohorts.seating import letters
from tests.page import Browser

TABLE = {
    "": "applied confirmed offered waitlisted",
    "applied": "confirmed offered refused waitlisted withdrawn",
    "waitlisted": "confirmed offered refused withdrawn",
    "offered": "confirmed declined expired removed",
    "confirmed": "finished moved removed withdrawn",
    "finished": "confirmed",
    "refused": "applied confirmed offered waitlisted",
    "declined": "applied confirmed offered waitlisted",
    "expired": "applied confirmed offered waitlisted",
    "withdrawn": "applied confirmed offered waitlisted",
    "removed": "confirmed offered waitlisted",
    "moved": "confirmed offered waitlisted",
}
EVERY = [(before, after) for before in TABLE for after in SEAT_WORDS]


def step(seat: int, to: str, by: int | None = None) -> None:
    with writing():
        change_state(db.session.get_one(Seat, seat), to, by=by, reason="because")


def test_the_table_is_the_one_written_here() -> None:
    assert {before: " ".join(sorted(after)) for before, after in ALLOWED.items()} == TABLE
    assert set(TABLE) == {"", *SEAT_WORDS}


def test_every_step(app: Flask) -> None:
    """All pairs of states: one step, one row of history and one event, or a refusal and nothing at all."""
    cohort, dan = make.cohort(), make.person("Dan Krogh")
    for number, (before, after) in enumerate(EVERY):
        person = make.person(f"Number {number}")
        seat = make.seat(cohort, person, before)
        if after not in TABLE[before].split():
            with pytest.raises(Refused) as refused:
                step(seat, after)
            names = {name: str(SEAT_WORDS[name]) for name in SEAT_WORDS} | {"": ""}
            assert before == "" or refused.value.sentence == f"“{names[before]}” cannot become “{names[after]}”."
            assert rows(select(SeatStep.id).where(SeatStep.seat_id == seat)) == []
            assert value(select(Seat.state).where(Seat.id == seat)) == before
            continue
        step(seat, after, by=dan)
        made = rows(select(SeatStep.from_state, SeatStep.to_state, SeatStep.by_id, SeatStep.reason).where(SeatStep.seat_id == seat))
        assert [tuple(each) for each in made] == [(before, after, dan, "because")]
        events = rows(select(Event.verb, Event.by_id, Event.person_id, Event.detail).where(Event.thing == "seat", Event.thing_id == seat))
        detail = {"cohort": cohort, "from": before, "to": after}
        assert [tuple(each) for each in events] == [("cohorts.seat_changed", dan, person, detail)]


def test_which_steps_write_a_letter(app: Flask) -> None:
    cohort = make.cohort()
    kinds = {}
    for before, after in (pair for pair in EVERY if pair[1] in TABLE[pair[0]].split()):
        seat = make.seat(cohort, make.person(f"{before or 'new'} {after}", email=f"{before}-{after}@example.com"), before)
        earlier = len(letters())
        step(seat, after)
        kinds.setdefault(after, set()).add(tuple(kind for kind, _to in letters()[earlier:]))
    assert kinds == {
        "applied": {("seat_applied",)},
        "offered": {("seat_offered",)},
        "waitlisted": {("seat_waitlisted",)},
        "refused": {("seat_refused",)},
        "confirmed": {("seat_confirmed",)},
        "declined": {()},
        "expired": {("seat_expired",)},
        "finished": {()},
        "withdrawn": {("seat_withdrawn",)},
        "removed": {("seat_removed",)},
        "moved": {("seat_moved",)},
    }


def test_nobody_is_written_to_who_has_no_confirmed_address(app: Flask) -> None:
    seat = make.seat(make.cohort(), make.person("Ada Holm", confirmed=False), "applied")
    step(seat, "offered")
    assert letters() == []


def test_a_letter_speaks_the_language_of_its_reader_and_the_clock_of_the_cohort(app: Flask) -> None:
    cohort = make.cohort(time_zone="America/New_York", offer_days=3)
    seat = make.seat(cohort, make.person("Ada Holm", email="ada@example.com"), "applied")
    with time_machine.travel(datetime(2027, 3, 1, 3, 0, tzinfo=UTC), tick=False):
        step(seat, "offered")
    text = value(select(db.metadata.tables["letter"].c.text))
    assert "It is kept for you until 3 March 2027, 23:59, New York time." in text


@pytest.mark.parametrize("zone, moment, ends", [
    ("Europe/Copenhagen", datetime(2027, 3, 25, 22, 30, tzinfo=UTC), datetime(2027, 4, 1, 21, 59, tzinfo=UTC)),
    ("Europe/Copenhagen", datetime(2027, 3, 25, 23, 30, tzinfo=UTC), datetime(2027, 4, 2, 21, 59, tzinfo=UTC)),
    ("America/New_York", datetime(2027, 11, 1, 3, 0, tzinfo=UTC), datetime(2027, 11, 8, 4, 59, tzinfo=UTC)),
])  # fmt: skip
def test_an_offer_ends_with_a_day_of_the_cohort(app: Flask, zone: str, moment: datetime, ends: datetime) -> None:
    with writing():
        cohort = db.session.get_one(Cohort, make.cohort(time_zone=zone, offer_days=7))
        assert offer_ends(cohort, moment).astimezone(UTC) == ends


def test_what_goes_with_a_state(app: Flask) -> None:
    cohort = make.cohort()
    seat = make.seat(cohort, make.person("Ada Holm"), "applied")

    def row() -> tuple[int | None, bool, date | None, date | None]:
        found = rows(select(Seat.queue_number, Seat.offered_until, Seat.joined_on, Seat.left_on).where(Seat.id == seat))[0]
        return found.queue_number, found.offered_until is not None, found.joined_on, found.left_on

    with time_machine.travel(datetime(2027, 5, 3, 8, 0, tzinfo=UTC), tick=False):
        today = date(2027, 5, 3)
        step(seat, "waitlisted")
        assert row() == (1, False, None, None)
        step(seat, "offered")
        assert row() == (None, True, None, None)
        step(seat, "confirmed")
        assert row() == (None, False, None, None)
        make.session(cohort, now() - timedelta(days=1))
        step(seat, "withdrawn")
        assert row() == (None, False, None, today)
        step(seat, "confirmed")
        assert row() == (None, False, today, None)
        step(seat, "finished")
        step(seat, "confirmed")
        assert row() == (None, False, today, None)


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_nobody_is_let_in_to_a_cohort_that_is_over(app: Flask, state: str) -> None:
    """Whatever the path: people can only be turned away, or leave."""
    cohort, before = make.cohort(state=state), ("applied", "waitlisted", "offered", "expired", "finished")
    seats = {state_before: make.seat(cohort, make.person(state_before), state_before) for state_before in before}
    for state_before, seat in seats.items():
        for after in {"applied", "offered", "waitlisted", "confirmed"} & set(TABLE[state_before].split()):
            with pytest.raises(Refused, match=r"This cohort is over\."):
                step(seat, after)
    with pytest.raises(Refused, match=r"This cohort is over\."), writing():
        prolong_offer(seats["offered"], by=1)
    assert (rows(select(SeatStep.id)), letters()) == ([], [])
    step(seats["applied"], "withdrawn")


def test_an_offer_that_runs_out_after_the_end_is_nobodys_news(app: Flask) -> None:
    cohort = make.cohort(state="closed")
    seat = make.seat(cohort, make.person(), "offered", offered_until=now() - timedelta(minutes=1))
    with writing():
        promote(cohort)
    assert (value(select(Seat.state).where(Seat.id == seat)), letters()) == ("expired", [])


def test_the_pages_of_a_cohort_that_is_over_offer_nothing(app: Flask, browser: Browser) -> None:
    dan, ada = make.person("Dan Krogh"), make.person()
    cohort = make.cohort(state="closed", coordinator=dan)
    seat = make.seat(cohort, ada, "offered", offered_until=now() + timedelta(days=2))
    home = f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/"
    mine = browser.sign_in(ada).visit(f"{home}application")
    assert "This cohort is over, and the offer with it." in mine.text
    assert "Yes, I take the place" not in mine.text
    assert browser.post(f"{home}offer", data={**browser.csrf(), "answer": "yes"}, follow_redirects=True).status_code < 500
    theirs = browser.sign_in(dan).visit(f"{home}seats/{seat}/")
    assert "Take off the cohort" in theirs.text or theirs.texts("button")
    assert not {"Offer a place", "Give a place without an offer"} & set(theirs.texts("button"))
    assert value(select(Seat.state).where(Seat.id == seat)) == "offered"
