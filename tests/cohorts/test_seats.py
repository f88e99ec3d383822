"""What coordinators do with seats: each verb once, twice, and refused; and one decision about several."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cohorts.actions.cohorts import close_cohort, reopen_cohort
from clustercourse.cohorts.actions.messages import send_message
from clustercourse.cohorts.actions.seat_steps import Decision, decide
from clustercourse.cohorts.actions.seats import (
    change_place,
    confirm_place,
    move_seat,
    offer_place,
    prolong_offer,
    put_on_waiting_list,
    refuse_application,
    remove_from_cohort,
    seat_somebody,
    set_membership_dates,
)
from clustercourse.db import db, now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import CohortOrganisation
from clustercourse.models.events import Event
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.seating import letters, people, state_of, states, steps

SOON = timedelta(days=1)


def do(work: Callable[..., Any], *given: Any, **named: Any) -> Any:
    with writing():
        return work(*given, **named)


def refusal(work: Callable[..., Any], *given: Any, **named: Any) -> tuple[str, str | None]:
    with pytest.raises(Refused) as refused:
        do(work, *given, **named)
    return refused.value.sentence, refused.value.field


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.mark.parametrize("verb, after, more", [
    (offer_place, "offered", {}),
    (confirm_place, "confirmed", {}),
    (refuse_application, "refused", {"reason": " Too late.\n"}),
])  # fmt: skip
def test_deciding_about_an_application(cast: Cast, verb: Any, after: str, more: dict[str, str]) -> None:
    cohort = make.cohort()
    seat = make.seat(cohort, cast.ada, "applied")
    do(verb, seat, by=cast.dan, **more)
    do(verb, seat, by=cast.dan, **more)
    assert steps(seat) == [("applied", after, cast.dan, more.get("reason", "").strip())]
    assert letters() == [(f"seat_{after}", "ada@example.com")]


@pytest.mark.parametrize("places, after", [(0, ["waitlisted"]), (1, ["waitlisted", "offered"])])
def test_the_waiting_list_gives_what_is_free(cast: Cast, places: int, after: list[str]) -> None:
    seat = make.seat(make.cohort(external_places=places), cast.ada, "applied")
    do(put_on_waiting_list, seat, by=cast.dan)
    if not places:
        do(put_on_waiting_list, seat, by=cast.dan)
    assert [to for _from, to, _by, _why in steps(seat)][: len(after)] == after
    assert letters()[-1] == (f"seat_{after[-1]}", "ada@example.com")


@pytest.mark.parametrize("verb", [offer_place, confirm_place])
@pytest.mark.parametrize("place", ["partner", "external"])
def test_nobody_is_let_in_where_all_places_are_taken(cast: Cast, verb: Any, place: str) -> None:
    cohort = make.cohort(partner_places=1, external_places=1)
    make.seat(cohort, cast.ben, "offered", place="partner", offered_until=now() + SOON)
    make.seat(cohort, cast.greta, "confirmed")
    seat = make.seat(cohort, cast.ada, "applied", place=place)
    said = f"All 1 {place} places are taken or offered. Raise the number, or put people on the waiting list."
    assert refusal(verb, seat, by=cast.dan) == (said, None)
    assert (state_of(seat), letters()) == ("applied", [])


@pytest.mark.parametrize("verb", [refuse_application, remove_from_cohort])
def test_a_no_needs_a_reason(cast: Cast, verb: Any) -> None:
    seat = make.seat(make.cohort(), cast.ada, "applied" if verb is refuse_application else "confirmed")
    assert refusal(verb, seat, by=cast.dan, reason=" \n") == ("Say why, in a sentence. It stands in the letter to them.", "reason")


def test_removing_tells_the_reason(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada)
    for _twice in range(2):
        do(remove_from_cohort, seat, by=cast.dan, reason="You\nasked for it.")
    assert steps(seat) == [("confirmed", "removed", cast.dan, "You\nasked for it.")]
    assert letters() == [("seat_removed", "ada@example.com")]
    assert "The coordinator writes: You asked for it." in value(select(Letter.text))


def test_what_is_no_application_is_not_refused(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada, "confirmed")
    assert refusal(refuse_application, seat, by=cast.dan, reason="No.") == ("“Has a place” cannot become “Not accepted”.", None)


def test_moving_exchanges_one_place_for_another(cast: Cast) -> None:
    here, there = make.cohort(external_places=1), make.cohort("The next one", external_places=1)
    seat, waits = make.seat(here, cast.ada, diet="no fish"), make.seat(here, cast.ben, "waitlisted", queue_number=1)
    new = do(lambda: move_seat(seat, there, by=cast.dan, reason="She asked.").id)
    again = do(lambda: move_seat(seat, there, by=cast.dan, reason="She asked.").id)
    assert (again, state_of(seat), state_of(new), state_of(waits)) == (new, "moved", "confirmed", "offered")
    found = rows(select(Seat.cohort_id, Seat.person_id, Seat.diet, Seat.moved_to_id).where(Seat.id.in_((seat, new))).order_by(Seat.id))
    assert [tuple(each) for each in found] == [(here, cast.ada, "no fish", new), (there, cast.ada, "no fish", None)]
    assert letters() == [("seat_moved", "ada@example.com"), ("seat_confirmed", "ada@example.com"), ("seat_offered", "ben@example.com")]


def test_where_nobody_is_moved_to(cast: Cast) -> None:
    here, full, over = make.cohort(), make.cohort("Full", external_places=1), make.cohort("Over", state="closed")
    seat = make.seat(here, cast.ada)
    make.seat(full, cast.ben)
    known = make.cohort("Known")
    make.seat(known, cast.ada)
    other = "Choose another cohort that is still going on."
    assert refusal(move_seat, seat, here, by=cast.dan) == (other, "target")
    assert refusal(move_seat, seat, over, by=cast.dan) == (other, "target")
    assert refusal(move_seat, seat, known, by=cast.dan) == ("They have a place in “Known” already.", "target")
    assert refusal(move_seat, seat, full, by=cast.dan)[1] == "target"
    assert (states(here), states(full), states(over)) == (["confirmed"], ["confirmed"], [])


def test_only_who_has_a_place_is_moved(cast: Cast) -> None:
    here, there = make.cohort(), make.cohort("The next one")
    seat = make.seat(here, cast.ada, "applied")
    assert refusal(move_seat, seat, there, by=cast.dan) == ("“Applied” cannot become “Moved to another cohort”.", None)
    assert (states(here), states(there)) == (["applied"], [])


def test_changing_the_kind_of_place(cast: Cast) -> None:
    cohort = make.cohort(partner_places=1, external_places=1)
    seat = make.seat(cohort, cast.ada)
    other = make.seat(cohort, cast.ben, "waitlisted", queue_number=1)
    for _twice in range(2):
        do(change_place, seat, "partner", by=cast.dan)
    assert (value(select(Seat.place).where(Seat.id == seat)), state_of(other)) == ("partner", "offered")
    events = rows(select(Event.detail).where(Event.verb == "cohorts.seat_details_changed"))
    assert [tuple(each) for each in events] == [({"place": "partner"},)]
    assert refusal(change_place, other, "partner", by=cast.dan)[1] == "place"
    assert refusal(change_place, other, "royal", by=cast.dan) == ("Choose one from the list.", "place")


def test_an_offer_can_hold_longer(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada, "applied")
    do(offer_place, seat, by=cast.dan)
    first = value(select(Seat.offered_until).where(Seat.id == seat))
    do(prolong_offer, seat, by=cast.dan)
    assert value(select(Seat.offered_until).where(Seat.id == seat)) == first
    with time_machine.travel(now() + timedelta(days=5), tick=False):
        do(prolong_offer, seat, by=cast.dan)
        do(prolong_offer, seat, by=cast.dan)
    assert value(select(Seat.offered_until).where(Seat.id == seat)).date() == first.date() + timedelta(days=5)
    assert letters() == [("seat_offered", "ada@example.com")] * 2
    assert [to for _from, to, _by, _why in steps(seat)] == ["offered"]


def test_an_offer_that_ran_out_is_made_again(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada, "offered", offered_until=now() - SOON)
    do(prolong_offer, seat, by=cast.dan)
    assert [to for _from, to, _by, _why in steps(seat)] == ["expired", "offered"]


def test_only_an_offer_can_hold_longer(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada, "applied")
    assert refusal(prolong_offer, seat, by=cast.dan) == ("No place is offered to them now.", None)


def test_from_when_to_when(cast: Cast) -> None:
    seat = make.seat(make.cohort(), cast.ada)
    for _twice in range(2):
        do(set_membership_dates, seat, joined_on=date(2027, 3, 1), left_on=date(2027, 3, 1), by=cast.dan)
    found = rows(select(Seat.joined_on, Seat.left_on))
    assert [tuple(each) for each in found] == [(date(2027, 3, 1), date(2027, 3, 1))]
    assert value(select(func.count()).select_from(Event).where(Event.verb == "cohorts.seat_details_changed")) == 1
    said = refusal(set_membership_dates, seat, joined_on=date(2027, 3, 2), left_on=date(2027, 3, 1), by=cast.dan)
    assert said == ("The last day comes before the first one.", "left_on")


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    "before", ["", "applied", "offered", "waitlisted", "refused", "declined", "expired", "withdrawn", "removed", "moved"]
)
def test_a_walk_in_gets_a_place_even_when_all_are_taken(app: Flask, before: str) -> None:
    cast, cohort = assemble(), make.cohort(external_places=0)
    if before:
        make.seat(cohort, cast.ada, before, offered_until=now() + SOON if before == "offered" else None)
    made = do(lambda: seat_somebody(cohort, person_id=cast.ada, by=cast.dan, reason="At the door").id)
    assert do(lambda: seat_somebody(cohort, person_id=cast.ada, by=cast.dan).id) == made
    assert steps(made) == [(before, "confirmed", cast.dan, "At the door")]
    assert states(cohort) == ["confirmed"]


def test_a_walk_in_brings_their_organisation(cast: Cast) -> None:
    cohort = make.cohort(partner_places=1)
    with writing():
        db.session.add(CohortOrganisation(cohort_id=cohort, organisation_id=cast.organisation_b, role="partner"))
    make.membership(cast.ada, cast.organisation_b)
    for person in (cast.ada, cast.ben, cast.eve):
        do(seat_somebody, cohort, person_id=person, by=cast.dan)
    found = rows(select(Seat.organisation_id, Seat.place).order_by(Seat.id))
    assert [tuple(each) for each in found] == [(None, "external"), (cast.organisation_b, "partner"), (None, "external")]


def test_who_cannot_be_seated(cast: Cast) -> None:
    over, cohort = make.cohort(state="closed"), make.cohort()
    assert refusal(seat_somebody, over, person_id=cast.ada, by=cast.dan) == ("This cohort is over.", None)
    with pytest.raises(NotHere):
        do(seat_somebody, cohort, person_id=10_000, by=cast.dan)
    with writing():
        db.session.get_one(Person, cast.eve).erased_at = now()
    assert refusal(seat_somebody, cohort, person_id=cast.eve, by=cast.dan) == ("This person is not here any more.", None)


def test_each_seat_has_a_code_of_its_own(app: Flask) -> None:
    cohort = make.cohort()
    for person in people(30):
        do(seat_somebody, cohort, person_id=person, by=person)
    codes = [found[0] for found in rows(select(Seat.sheet_code))]
    assert len(set(codes)) == 30
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("01IO")


def test_one_decision_about_several(cast: Cast) -> None:
    cohort = make.cohort(external_places=2)
    seats = [make.seat(cohort, person, "applied") for person in (cast.ada, cast.ben, cast.greta)]
    said = refusal(decide, cohort, seats, Decision("offer"), by=cast.dan)
    assert said[0].startswith("Greta Dahl: All 2 external places are taken or offered.")
    assert said[0].endswith("Nothing was changed.")
    assert (states(cohort), letters()) == (["applied"] * 3, [])
    assert do(decide, cohort, seats[:2], Decision("offer"), by=cast.dan) == 2
    assert do(decide, cohort, seats[2:], Decision("refuse", "It is full."), by=cast.dan) == 1
    assert states(cohort) == ["offered", "offered", "refused"]


def test_what_is_no_decision(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Another")
    seat, elsewhere = make.seat(cohort, cast.ada, "applied"), make.seat(other, cast.ada, "applied")
    assert refusal(decide, cohort, [seat], Decision("crown"), by=cast.dan) == ("Choose what to do.", "step")
    assert refusal(decide, cohort, [], Decision("offer"), by=cast.dan) == ("Choose at least one person.", "seat")
    assert refusal(decide, cohort, [seat], Decision("move"), by=cast.dan)[1] == "target"
    with pytest.raises(NotHere):
        do(decide, cohort, [seat, elsewhere], Decision("offer"), by=cast.dan)
    assert (states(cohort), states(other)) == (["applied"], ["applied"])


def test_closing_finishes_seats_and_opening_again_undoes_it(cast: Cast) -> None:
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "waitlisted", queue_number=1)
    do(close_cohort, cohort, by=cast.dan)
    assert states(cohort) == ["finished", "waitlisted"]
    do(reopen_cohort, cohort, by=cast.dan)
    assert (states(cohort), letters()) == (["confirmed", "offered"], [("seat_offered", "ben@example.com")])


def test_a_message_is_one_letter_each(cast: Cast) -> None:
    cohort = make.cohort()
    seats = [make.seat(cohort, cast.ada), make.seat(cohort, cast.ben), make.seat(cohort, make.person("No One", confirmed=False))]
    make.seat(cohort, cast.eve)
    said = {"subject": "About Monday", "message": "Dear all,\r\n\r\n<b>bring</b> a map.\r\nDan", "by": cast.dan}
    assert do(send_message, cohort, seats, **said) == 2
    assert letters() == [("cohort_message", "ada@example.com"), ("cohort_message", "ben@example.com")]
    letter = rows(select(Letter).order_by(Letter.id))[0]
    assert letter.subject == "About Monday"
    assert letter.text.startswith("Dear all,\n\n<b>bring</b> a map.\nDan\n\nDan Krogh writes to you because of your place in")
    assert "<p>&lt;b&gt;bring&lt;/b&gt; a map.<br>Dan</p>" in letter.html
    events = rows(select(Event.by_id, Event.detail).where(Event.verb == "cohorts.message_sent"))
    assert [tuple(each) for each in events] == [(cast.dan, {"seats": 3})]


@pytest.mark.parametrize("subject, message, field", [
    ("", "Hello", "subject"),
    ("Hello", " \n ", "message"),
    ("One\nBcc: two@example.com", "Hello", "subject"),
    ("One\x00", "Hello", "subject"),
    ("One\u2028two", "Hello", "subject"),
    ("Hello", "A\x0bB", "message"),
    ("x" * 121, "Hello", "subject"),
    ("Hello", "x" * 5001, "message"),
])  # fmt: skip
def test_what_no_message_may_hold(cast: Cast, subject: str, message: str, field: str) -> None:
    cohort = make.cohort()
    seats = [make.seat(cohort, cast.ada)]
    assert refusal(send_message, cohort, seats, subject=subject, message=message, by=cast.dan)[1] == field
    assert letters() == []


def test_a_message_to_nobody(cast: Cast) -> None:
    cohort, other = make.cohort(), make.cohort("Another")
    elsewhere = make.seat(other, cast.ada)
    assert refusal(send_message, cohort, [elsewhere], subject="Hello", message="Hello", by=cast.dan)[1] == "seat"
