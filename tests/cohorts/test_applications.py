"""Applying, answering an offer, asking again, withdrawing: what each does, refuses, and does when it is done twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.applications import Told, answer_offer, apply, change_told, queue_again, withdraw_seat
from clustercourse.cohorts.actions.seats import offer_place
from clustercourse.db import db, now, rows, writing
from clustercourse.errors import Refused
from clustercourse.jobs import plan_periodic, work_waiting
from clustercourse.models.cohorts import CohortContact, CohortOrganisation
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import assemble
from tests.cohorts.seating import applied, letters, people, state_of, states, steps

pytestmark = pytest.mark.both_databases_when_long


def withdraw(seat: int, by: int) -> None:
    with writing():
        withdraw_seat(seat, by=by)


def answer(seat: int, by: int, *, yes: bool = True) -> str:
    with writing():
        return answer_offer(seat, accept=yes, by=by)


def offer(seat: int, by: int) -> None:
    with writing():
        offer_place(seat, by=by)


def contact(cohort: int, email: str = "places@example.com") -> None:
    with writing():
        db.session.add(CohortContact(cohort_id=cohort, purpose="registration", email=email))


def test_a_free_place_is_given_at_once_and_the_next_one_waits(app: Flask) -> None:
    cohort, (ada, ben) = make.cohort(admission="at_once", external_places=1), people(2)
    first, second = applied(cohort, ada), applied(cohort, ben)
    assert states(cohort) == ["confirmed", "waitlisted"]
    assert steps(first) == [("", "applied", ada, ""), ("applied", "confirmed", ada, "")]
    assert steps(second) == [("", "applied", ben, ""), ("applied", "waitlisted", ben, "")]
    assert letters() == [("seat_confirmed", "p1@example.com"), ("seat_waitlisted", "p2@example.com")]
    assert applied(cohort, ada) == first
    assert states(cohort) == ["confirmed", "waitlisted"]


def test_where_the_coordinator_decides_an_application_waits(app: Flask) -> None:
    cohort, (ada,) = make.cohort(), people(1)
    seat = applied(cohort, ada)
    assert (applied(cohort, ada), steps(seat)) == (seat, [("", "applied", ada, "")])
    assert letters() == [("seat_applied", "p1@example.com")]


def test_what_is_told_is_kept(app: Flask) -> None:
    cast, cohort = assemble(), make.cohort()
    told = Told(cast.organisation_a, " Hello.\n", " no fish ", "a ramp", "nobody")
    with writing():
        seat = apply(cohort, told, by=cast.ada).id
    columns = select(Seat.organisation_id, Seat.message, Seat.diet, Seat.access_needs, Seat.listed, Seat.place)
    assert [tuple(each) for each in rows(columns)] == [(cast.organisation_a, "Hello.", "no fish", "a ramp", "nobody", "external")]
    for _twice in range(2):
        with writing():
            change_told(seat, Told(None, "Hello.", "no fish", "", "public"), by=cast.ada)
    assert [tuple(each) for each in rows(columns)] == [(None, "Hello.", "no fish", "", "public", "external")]
    changed = rows(select(Event.detail).where(Event.verb == "cohorts.seat_details_changed"))
    assert [tuple(each) for each in changed] == [({"fields": ["access_needs", "listed", "organisation_id"]},)]


@pytest.mark.parametrize("told, field", [(Told(listed="everybody"), "listed"), (Told(organisation_id=2), "organisation")])
def test_what_cannot_be_told(app: Flask, told: Told, field: str) -> None:
    cast, cohort = assemble(), make.cohort()
    with pytest.raises(Refused) as refused, writing():
        apply(cohort, told, by=cast.ada)
    assert (refused.value.field, states(cohort)) == (field, [])


@pytest.mark.parametrize("values", [{"state": "planned"}, {"state": "closed"}, {"state": "cancelled"}, {"admission": "by_invitation"}])
def test_where_nobody_can_apply(app: Flask, values: dict[str, str]) -> None:
    cohort, (ada,) = make.cohort(**values), people(1)
    with pytest.raises(Refused) as refused:
        applied(cohort, ada)
    assert (refused.value.sentence, states(cohort), letters()) == ("Nobody can apply here.", [], [])


def test_the_last_day_of_applications_is_a_day_of_the_cohort(app: Flask) -> None:
    cohort = make.cohort(time_zone="America/New_York", apply_until_on=date(2027, 3, 10))
    contact(cohort)
    ada, ben = people(2)
    with time_machine.travel(datetime(2027, 3, 11, 4, 59, tzinfo=UTC), tick=False):
        applied(cohort, ada)
    with time_machine.travel(datetime(2027, 3, 11, 5, 0, tzinfo=UTC), tick=False), pytest.raises(Refused) as refused:
        applied(cohort, ben)
    assert refused.value.sentence == "Applications closed on 10 March 2027. Write to places@example.com."
    assert states(cohort) == ["applied"]


@pytest.mark.parametrize("state", ["refused", "declined", "expired", "withdrawn"])
def test_who_is_out_can_apply_again_and_stands_at_the_end(app: Flask, state: str) -> None:
    cohort, (ada, ben) = make.cohort(admission="at_once", external_places=0), people(2)
    make.seat(cohort, ada, state)
    applied(cohort, ben)
    applied(cohort, ada)
    queue = rows(select(Seat.person_id, Seat.queue_number).where(Seat.state == "waitlisted").order_by(Seat.queue_number))
    assert [tuple(each) for each in queue] == [(ben, 1), (ada, 2)]


@pytest.mark.parametrize("state", ["removed", "moved"])
def test_who_was_taken_off_cannot_apply_again(app: Flask, state: str) -> None:
    cohort, (ada,) = make.cohort(), people(1)
    make.seat(cohort, ada, state)
    with pytest.raises(Refused) as refused:
        applied(cohort, ada)
    assert refused.value.sentence == "A coordinator changed your place before. Write to the people who run this cohort."
    assert states(cohort) == [state]


def test_saying_yes_and_saying_no(app: Flask) -> None:
    cohort, (ada, ben, dan) = make.cohort(), people(3)
    yes, no = applied(cohort, ada), applied(cohort, ben)
    offer(yes, dan)
    offer(no, dan)
    assert [answer(yes, ada), answer(yes, ada)] == ["confirmed", "confirmed"]
    assert [answer(no, ben, yes=False), answer(no, ben, yes=False)] == ["declined", "declined"]
    assert [each[:2] for each in steps(yes)] == [("", "applied"), ("applied", "offered"), ("offered", "confirmed")]
    assert [each[:2] for each in steps(no)] == [("", "applied"), ("applied", "offered"), ("offered", "declined")]
    with pytest.raises(Refused):
        answer(yes, ada, yes=False)
    with pytest.raises(Refused):
        answer(no, ben)
    assert states(cohort) == ["confirmed", "declined"]


def test_an_offer_that_ran_out_is_not_taken_and_passes_on(app: Flask) -> None:
    cohort, (ada, ben, dan) = make.cohort(external_places=1), people(3)
    first = applied(cohort, ada)
    offer(first, dan)
    second = make.seat(cohort, ben, "waitlisted", queue_number=1)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        assert [answer(first, ada), answer(first, ada)] == ["expired", "expired"]
        assert states(cohort) == ["expired", "offered"]
        assert answer(second, ben) == "confirmed"
    assert letters() == [
        ("seat_applied", "p1@example.com"),
        ("seat_offered", "p1@example.com"),
        ("seat_expired", "p1@example.com"),
        ("seat_offered", "p2@example.com"),
        ("seat_confirmed", "p2@example.com"),
    ]


def test_after_an_offer_ran_out_one_goes_to_the_end_of_the_list(app: Flask) -> None:
    cohort, (ada, ben, eve, dan) = make.cohort(external_places=1), people(4)
    first = applied(cohort, ada)
    offer(first, dan)
    make.seat(cohort, ben, "waitlisted", queue_number=1)
    make.seat(cohort, eve, "waitlisted", queue_number=2)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        for _twice in range(2):
            with writing():
                assert queue_again(first, by=ada) == "waitlisted"
    queue = rows(select(Seat.person_id, Seat.state).order_by(Seat.queue_number.is_not(None), Seat.queue_number))
    assert [tuple(each) for each in queue] == [(ben, "offered"), (eve, "waitlisted"), (ada, "waitlisted")]


def test_asking_again_gives_a_place_that_is_free(app: Flask) -> None:
    cohort, (ada,) = make.cohort(), people(1)
    seat = make.seat(cohort, ada, "expired")
    with writing():
        assert queue_again(seat, by=ada) == "offered"
    assert letters() == [("seat_offered", "p1@example.com")]


@pytest.mark.parametrize("state", ["refused", "declined", "withdrawn", "removed", "moved"])
def test_only_who_let_an_offer_run_out_asks_again(app: Flask, state: str) -> None:
    cohort, (ada,) = make.cohort(), people(1)
    seat = make.seat(cohort, ada, state)
    with pytest.raises(Refused), writing():
        queue_again(seat, by=ada)
    assert state_of(seat) == state


@pytest.mark.parametrize(
    "before, after", [("applied", "withdrawn"), ("waitlisted", "withdrawn"), ("confirmed", "withdrawn"), ("offered", "declined")]
)
def test_withdrawing(app: Flask, before: str, after: str) -> None:
    cohort, (ada, ben) = make.cohort(external_places=1 if before in ("offered", "confirmed") else 0), people(2)
    seat = make.seat(cohort, ada, before, offered_until=now() + timedelta(days=1) if before == "offered" else None)
    make.seat(cohort, ben, "waitlisted", queue_number=9)
    withdraw(seat, ada)
    withdraw(seat, ada)
    assert [each[:3] for each in steps(seat)] == [(before, after, ada)]
    assert states(cohort) == [after, "offered" if before in ("offered", "confirmed") else "waitlisted"]


def test_giving_up_a_place_is_possible_until_a_day(app: Flask) -> None:
    cohort, (ada, ben) = make.cohort(withdraw_until_on=date(2027, 3, 10), external_places=2), people(2)
    contact(cohort)
    first, second = make.seat(cohort, ada), make.seat(cohort, ben)
    with time_machine.travel(datetime(2027, 3, 10, 22, 59, tzinfo=UTC), tick=False):
        withdraw(first, ada)
    with time_machine.travel(datetime(2027, 3, 10, 23, 0, tzinfo=UTC), tick=False), pytest.raises(Refused) as refused:
        withdraw(second, ben)
    assert refused.value.sentence == "You could withdraw yourself until 10 March 2027. Write to places@example.com."
    assert states(cohort) == ["withdrawn", "confirmed"]


@pytest.mark.parametrize("state", ["refused", "expired", "removed", "moved", "finished"])
def test_there_is_nothing_to_withdraw(app: Flask, state: str) -> None:
    cohort, (ada,) = make.cohort(), people(1)
    seat = make.seat(cohort, ada, state)
    with pytest.raises(Refused):
        withdraw(seat, ada)
    assert state_of(seat) == state


def test_people_of_partners_take_partner_places(app: Flask) -> None:
    cast, cohort = assemble(), make.cohort(admission="at_once", partner_places=1, external_places=1)
    with writing():
        db.session.add(CohortOrganisation(cohort_id=cohort, organisation_id=cast.organisation_a, role="partner"))
    ada = applied(cohort, cast.ada, cast.organisation_a)
    greta = applied(cohort, cast.greta, cast.organisation_a)
    ben = applied(cohort, cast.ben, cast.organisation_b)
    found = rows(select(Seat.id, Seat.place, Seat.state).order_by(Seat.id))
    assert [tuple(each) for each in found] == [
        (ada, "partner", "confirmed"),
        (greta, "partner", "waitlisted"),
        (ben, "external", "confirmed"),
    ]


def test_the_worker_passes_offers_on(app: Flask) -> None:
    """Two cohorts, one of them with an offer that still holds: only what ran out ends."""
    cohort, other, (ada, ben, dan) = make.cohort(external_places=1), make.cohort(external_places=1), people(3)
    first = applied(cohort, ada)
    offer(first, dan)
    second = make.seat(cohort, ben, "waitlisted", queue_number=1)
    with time_machine.travel(now() + timedelta(days=8), tick=False):
        there = applied(other, ada)
        offer(there, dan)
        for _twice in range(2):
            plan_periodic()
            work_waiting()
        assert (states(cohort), state_of(second), states(other)) == (["expired", "offered"], "offered", ["offered"])
    assert steps(first)[-1] == ("offered", "expired", None, "")
