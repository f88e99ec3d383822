"""The pages: one's own place from applying to withdrawing, the list of people, deciding about several, writing to them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import insert, select

from clustercourse.db import db, now, rows, value, writing
from clustercourse.models.accounts import Address, Person
from clustercourse.models.catalogue import OrganisationRegion, OrganisationSector
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.seating import letters, state_of, states
from tests.page import Browser, Page


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def home(cohort: int) -> str:
    return f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}"


def test_from_applying_to_withdrawing(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(admission="at_once", external_places=1)
    make.seat(cohort, cast.ben)
    place = f"{home(cohort)}/application"
    assert browser.get(place).headers["Location"].startswith("/sign-in?next=")
    browser.sign_in(cast.ada)
    assert browser.get(place).headers["Location"] == f"{place}/new"
    page = browser.visit(f"{place}/new")
    assert page.heading == "Apply for a place in “Master Class 2027”"
    assert "Letters go to ada@example.com." in page.text
    assert page.texts("option") == ["Cluster A", "No organisation"]
    page = browser.send(f"{place}/new", message="Hello", diet="no fish", access_needs="", listed="public")
    assert page.texts("div", "flash") == ["Your application is in. A letter is on its way to you."]
    assert page.texts("p", "lead") == ["You are number 1 on the waiting list for external places."]
    assert page.texts("dd") == ["Cluster A", "Hello", "no fish", "Nothing said", "My name may stand on the public page"]
    page = browser.send(f"{place}/edit", message="", organisation="", listed="nobody")
    assert page.texts("dd") == ["No organisation", "Nothing said", "no fish", "Nothing said", "Only those who run it see my name"]
    page = browser.send(place, f"{place}/delete")
    assert page.texts("p", "lead") == ["You do not take part."]
    assert f"{place}/new" in page.links()
    assert states(cohort) == ["confirmed", "withdrawn"]


def test_the_same_form_twice_is_one_application(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort()
    path = f"{home(cohort)}/application/new"
    browser.sign_in(cast.ada)
    form = {**browser.csrf(), "organisation": "", "listed": "cohort", "once": "the same"}
    assert [browser.post(path, data=form).status_code for _twice in range(2)] == [303, 303]
    assert browser.post(path, data={**form, "message": "other"}).status_code == 409
    assert (states(cohort), letters()) == (["applied"], [("seat_applied", "ada@example.com")])


def test_answering_an_offer(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(external_places=1)
    make.seat(cohort, cast.ada, "offered", offered_until=now() + timedelta(days=2))
    make.seat(cohort, cast.ben, "waitlisted", queue_number=1)
    place = f"{home(cohort)}/application"
    browser.sign_in(cast.ada)
    assert [button for button in browser.visit(place).texts("button") if "," in button] == ["Yes, I take the place", "No, thank you"]
    with time_machine.travel(now() + timedelta(days=3), tick=False):
        browser.sign_in(cast.ada)
        page = browser.visit(place)
        assert page.texts("p", "lead") == ["The offer ran out before you answered, and the place passed on."]
        page = browser.send(place, f"{place}/offer/new")
        assert page.texts("div", "flash") == ["You are on the waiting list again, at its end."]
        assert states(cohort) == ["waitlisted", "offered"]
        browser.sign_in(cast.ben)
        page = browser.send(place, f"{place}/offer", answer="yes")
    assert (page.texts("p", "lead"), states(cohort)) == (["The place is yours."], ["waitlisted", "confirmed"])


def test_saying_no(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(external_places=1)
    make.seat(cohort, cast.ada, "offered", offered_until=now() + timedelta(days=2))
    place = f"{home(cohort)}/application"
    browser.sign_in(cast.ada)
    page = browser.send(place, f"{place}/offer", answer="no")
    assert page.texts("div", "flash") == ["You have declined. The place passes on to the next."]
    assert states(cohort) == ["declined"]


def test_where_no_application_is_possible(cast: Cast, browser: Browser) -> None:
    planned, invited = make.cohort("Planned", state="planned"), make.cohort("Invited", admission="by_invitation")
    late = make.cohort("Late", apply_until_on=(now() - timedelta(days=3)).date())
    browser.sign_in(cast.ada)
    for cohort in (planned, invited):
        browser.visit(f"{home(cohort)}/application/new", 404)
    page = browser.visit(f"{home(late)}/application/new")
    assert page.texts("h2", "empty-title") == ["Applications are closed"]
    assert [form for form in page.forms() if (form.get("action") or "").startswith("/cohorts/")] == []


def test_another_persons_seat_is_not_changed(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort()
    seat = make.seat(cohort, cast.ben, "offered", offered_until=now() + timedelta(days=2))
    browser.sign_in(cast.ada)
    for path in ("application/offer", "application/offer/new", "application/delete", "application/edit"):
        assert browser.post(f"{home(cohort)}/{path}", data=browser.csrf()).status_code == 404
    assert state_of(seat) == "offered"


def many(cohort: int, number: int) -> None:
    """Confirmed people, written quickly."""
    with writing() as session:
        first = (value(select(Person.id).order_by(Person.id.desc())) or 0) + 1
        ids = range(first, first + number)
        session.execute(insert(Person), [{"id": each, "name": f"Person {each}", "created_at": now()} for each in ids])
        addresses = [(each, f"n{each}@example.com") for each in ids]
        session.execute(
            insert(Address),
            [
                {"person_id": who, "email": to, "key": to, "is_primary": True, "confirmed_at": now(), "created_at": now()}
                for who, to in addresses
            ],
        )
        seats = [
            {"cohort_id": cohort, "person_id": each, "state": "confirmed", "sheet_code": str(each), "created_at": now()} for each in ids
        ]
        session.execute(insert(Seat), seats)


def test_three_hundred_people_are_as_many_statements_as_one(cast: Cast, browser: Browser, statements: Callable[[], Any]) -> None:
    cohort = make.cohort(coordinator=cast.dan, external_places=300)
    browser.sign_in(cast.dan)
    path = f"{home(cohort)}/seats/"
    assert browser.visit(path).texts("h2", "empty-title") == ["Nobody is here yet"]
    counts = []
    for number in (1, 299):
        many(cohort, number)
        with statements() as seen:
            page = browser.visit(path)
        counts.append((len(page.texts("li", "seat-row")), len(seen)))
    assert counts == [(1, 5), (300, 5)]


def test_the_list_of_people(cast: Cast, browser: Browser) -> None:
    """Groups in order, counts of those who have a place, the waiting list in its order, search, and a hint about a name."""
    cohort = make.cohort(coordinator=cast.dan, partner_places=2, external_places=3)
    with writing():
        db.session.add_all([OrganisationRegion(organisation_id=cast.organisation_a, code=code) for code in ("DK04", "DK05")])
        db.session.add(OrganisationRegion(organisation_id=cast.organisation_b, code="SE23"))
        db.session.add(OrganisationSector(organisation_id=cast.organisation_a, name="ports"))
    make.seat(cohort, cast.ada, organisation_id=cast.organisation_a)
    make.seat(cohort, cast.greta, organisation_id=cast.organisation_a, place="partner")
    make.seat(cohort, cast.ben, "waitlisted", queue_number=2, organisation_id=cast.organisation_b)
    make.seat(cohort, cast.eve, "waitlisted", queue_number=1)
    make.seat(cohort, make.person("ADA HÖLM", email="ada.holm@example.com"), "applied")
    make.seat(cohort, make.person("Ada Hólm", email="hidden@example.com"), "offered", offered_until=now() - timedelta(days=1))
    browser.sign_in(cast.dan)
    page = browser.visit(f"{home(cohort)}/seats/")
    assert page.texts("span", "stat-value") == ["1 of 2", "1 of 3", "2", "1"]
    headings = [each for each in page.texts("h2") if each[-1].isdecimal()]
    assert headings == ["Applied 1", "Has a place 2", "Waiting list, external places 2", "Offer ran out 1"]
    assert page.texts("a", "seat-name") == ["ADA HÖLM", "Ada Holm", "Greta Dahl", "1. Eve Friis", "2. Ben Berg", "Ada Hólm"]
    assert page.texts("span", "seat-about")[1] == "Cluster A · DK04, DK05 · ports"
    alike = [each for each in page.texts("li") if "ada@example.com" in each]
    assert alike == ["Ada Holm (ada@example.com) · Ada Hólm (hidden@example.com) · ADA HÖLM (ada.holm@example.com)"]
    assert browser.visit(f"{home(cohort)}/seats/?text=hólm").texts("a", "seat-name") == ["ADA HÖLM", "Ada Holm", "Ada Hólm"]
    assert browser.visit(f"{home(cohort)}/seats/?text=cluster b").texts("a", "seat-name") == ["2. Ben Berg"]
    assert browser.visit(f"{home(cohort)}/seats/?state=applied").texts("a", "seat-name") == ["ADA HÖLM"]
    assert browser.visit(f"{home(cohort)}/seats/?text=nobody").texts("h2", "empty-title") == ["Nobody fits"]


def test_names_spelled_two_ways_are_two_people(cast: Cast, browser: Browser) -> None:
    """N-18: the seed spells two people in two ways; only equal names are even a hint, and nobody is joined."""
    cohort = make.cohort(coordinator=cast.dan)
    for name in ("Lise Kjær", "Lisa Kjær", "Per Nilsson", "Per Nielsson"):
        make.seat(cohort, make.person(name))
    browser.sign_in(cast.dan)
    page = browser.visit(f"{home(cohort)}/seats/")
    assert page.texts("a", "seat-name") == ["Lisa Kjær", "Lise Kjær", "Per Nielsson", "Per Nilsson"]
    assert "Perhaps the same person" not in page.text


def test_who_may_open_the_people(cast: Cast, new_browser: Callable[[], Browser]) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    seat = make.seat(cohort, cast.ada, "applied")
    with writing():
        db.session.add(CohortTeam(cohort_id=cohort, person_id=cast.cleo, role="trainer", created_at=now()))
    base = home(cohort)
    paths = [f"{base}/seats/", f"{base}/seats/{seat}/", f"{base}/seats/steps?seat={seat}&step=offer", f"{base}/messages/new"]
    paths += [f"{base}/seats/import", f"{base}/invitations/"]
    found = {
        name: [new_browser().sign_in(getattr(cast, name)).get(path).status_code for path in paths]
        for name in ("dan", "root", "cleo", "ada")
    }
    assert found == {"dan": [200] * 6, "root": [200] * 6, "cleo": [200, 200, 403, 403, 403, 403], "ada": [404] * 6}
    page = new_browser().sign_in(cast.cleo).visit(f"{base}/seats/")
    assert (page.texts("button", "button")[1:], [each for each in page.tree.iter("input") if each.get("name") == "seat"]) == ([], [])


def test_deciding_about_those_ticked(cast: Cast, browser: Browser) -> None:
    cohort, target = make.cohort(coordinator=cast.dan, external_places=2), make.cohort("The next one", coordinator=cast.dan)
    make.cohort("Not mine")
    seats = [make.seat(cohort, person, "applied") for person in (cast.ada, cast.ben, cast.greta)]
    browser.sign_in(cast.dan)
    steps, people = f"{home(cohort)}/seats/steps", f"{home(cohort)}/seats/"
    assert browser.get(f"{steps}?step=offer").headers["Location"] == people
    asked = f"{steps}?step=offer&seat={seats[0]}&seat={seats[1]}&seat={seats[2]}"
    page = browser.send(asked, steps)
    assert page.status == 422
    assert "Greta Dahl: All 2 external places are taken or offered." in page.texts("div", "error-summary")[0]
    page = browser.send(f"{steps}?step=offer&seat={seats[0]}&seat={seats[1]}", steps)
    assert page.texts("div", "flash") == ["The places are offered. The letters are on their way."]
    assert browser.send(f"{steps}?step=refuse&seat={seats[2]}", steps).errors == [
        "Error: Say why, in a sentence. It stands in the letter to them."
    ]
    browser.send(f"{steps}?step=refuse&seat={seats[2]}", steps, reason="It is full.")
    browser.send(f"{steps}?step=confirm&seat={seats[0]}", steps)
    assert states(cohort) == ["confirmed", "offered", "refused"]
    page = browser.visit(f"{steps}?step=move&seat={seats[0]}")
    assert page.texts("option") == ["Choose a cohort", "The next one"]
    browser.send(f"{steps}?step=move&seat={seats[0]}", steps, reason="You asked.", target=str(target))
    assert (states(cohort), states(target)) == (["moved", "offered", "refused"], ["confirmed"])


def test_nobody_is_moved_to_a_cohort_of_others(cast: Cast, browser: Browser) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort("Not mine")
    make.cohort("The next one", coordinator=cast.dan)
    seat = make.seat(cohort, cast.ada)
    browser.sign_in(cast.dan)
    steps = f"{home(cohort)}/seats/steps"
    page = browser.send(f"{steps}?step=move&seat={seat}", steps, target=str(other))
    assert page.errors == ["Error: Choose another cohort that is still going on."]
    assert (states(cohort), states(other)) == (["confirmed"], [])


def test_one_seat_with_its_history(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    seat = make.seat(cohort, cast.ada, "applied", diet="no fish", access_needs="a ramp")
    browser.sign_in(cast.dan)
    path, steps = f"{home(cohort)}/seats/{seat}/", f"{home(cohort)}/seats/steps"
    page = browser.visit(path)
    assert (page.heading, page.texts("span", "badge")) == ("Ada Holm", ["Applied"])
    assert page.texts("dd") == [
        "ada@example.com", "No organisation", "Not said", "Not said", "External place", "Nothing said", "no fish", "a ramp",
        "The people of this cohort see my name",
    ]  # fmt: skip
    browser.send(f"{steps}?step=refuse&seat={seat}", steps, reason="It is full.")
    assert browser.visit(path).texts("ul", "stack")[0].endswith(": Not accepted · Dan Krogh · It is full.")
    page = browser.send(path, joined_on="2027-03-02", left_on="2027-03-01")
    assert page.errors == ["Error: The last day comes before the first one."]
    page = browser.send(path, joined_on="2027-03-02", left_on="")
    assert page.texts("div", "flash") == ["The dates are saved."]
    assert browser.visit(f"{home(make.cohort('Another', coordinator=cast.dan))}/seats/{seat}/", 404).status == 404


def test_a_letter_to_some_people(cast: Cast, browser: Browser) -> None:
    """Chosen by state or by ticks, looked at, changed, sent once."""
    cohort = make.cohort(coordinator=cast.dan)
    ada, ben = make.seat(cohort, cast.ada), make.seat(cohort, cast.ben, "waitlisted", queue_number=1)
    make.seat(cohort, cast.greta, "refused")
    browser.sign_in(cast.dan)
    new = f"{home(cohort)}/messages/new"
    states = [each.get("value") for each in browser.visit(new).form(new).iter("input") if each.get("name") == "state"]
    assert states == ["waitlisted", "refused", "confirmed"]
    assert "Nobody was ticked on the list." in browser.visit(f"{new}?ticked=yes", 422).text
    page = browser.send(new, state=[], subject="Monday", message="Bring a map.")
    assert page.errors == ["Error: Choose at least one person."]
    assert "Bring a map." in page.text
    page = browser.send(new, state=["confirmed", "waitlisted"], subject="Monday", message="Bring a map.")
    assert (page.heading, page.texts("p", "lead")) == ("Look at your letter", ["A letter each to 2 people."])
    hidden = [(each.get("name"), each.get("value")) for each in page.form(new).iter("input")]
    sent = {name: [value for named, value in hidden if named == name] for name, _value in hidden}
    back = Page(browser.post(new, data={**sent, "change": "yes"}))
    assert {each.get("value") for each in back.form(new).iter("input") if each.get("checked") is not None} == {"confirmed", "waitlisted"}
    assert "Bring a map." in back.text
    answer = browser.get(f"{home(cohort)}/seats/steps?step=write&seat={ada}&seat={ben}")
    assert answer.headers["Location"] == f"{new}?seat={ada}&seat={ben}"
    assert browser.send(answer.headers["Location"], new, subject="", message="").errors == [
        "Error: Enter a subject.",
        "Error: Write a message.",
    ]
    page = browser.send(answer.headers["Location"], new, subject="Monday", message="Bring a map.\r\n\r\nDan")
    assert (page.heading, letters()) == ("Look at your letter", [])
    values = {(each.get("name"), each.get("value")) for each in page.form(new).iter("input")}
    form = {"seat": [str(ada), str(ben)], **{name: text for name, text in values if name != "seat"}}
    changed = browser.post(new, data={**form, "change": "yes"})
    assert (changed.status_code, letters()) == (200, [])
    for _twice in range(2):
        assert browser.post(new, data={**form, "is_seen": "yes"}).headers["Location"] == f"{home(cohort)}/seats/"
    assert letters() == [("cohort_message", "ada@example.com"), ("cohort_message", "ben@example.com")]
    assert [each[0] for each in rows(select(Letter.subject))] == ["Monday", "Monday"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Jörn Hansen", "Joern Hansen"), ("Elin Lindqvist", "Elin Lindkvist"), ("Åse Bech", "Aase Bech"), ("Christina Roth", "Kristina Rot")],
)
def test_names_that_sound_alike_are_shown_together(cast: Cast, browser: Browser, one: str, other: str) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    for name in (one, other, "Jan Hansson"):
        make.seat(cohort, make.person(name))
    page = browser.sign_in(cast.dan).visit(f"{home(cohort)}/seats/")
    assert [one in each and other in each and "Hansson" not in each for each in page.texts("li") if " · " in each and "@" in each] == [True]


def test_nobody_is_moved_to_a_cohort_that_was_not_chosen(cast: Cast, browser: Browser) -> None:
    cohort, next_one, past = (make.cohort(title, coordinator=cast.dan) for title in ("Now", "Next", "Past"))
    make.session(past, now() - timedelta(days=3))
    seat = make.seat(cohort, cast.ada)
    browser.sign_in(cast.dan)
    path = f"{home(cohort)}/seats/steps?seat={seat}&step=move"
    page = browser.visit(path)
    assert [each.text for each in page.form(f"{home(cohort)}/seats/steps").iter("option")] == ["Choose a cohort", "Next"]
    assert browser.send(path, f"{home(cohort)}/seats/steps").errors == ["Error: Choose another cohort that is still going on."]
    browser.send(path, f"{home(cohort)}/seats/steps", target=str(next_one))
    slug = value(select(Cohort.slug).where(Cohort.id == next_one))
    assert f"/cohorts/{slug}/application" in value(select(Letter.text).where(Letter.kind == "seat_moved"))


def test_applications_that_are_over_are_not_asked_for(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(apply_until_on=date(2020, 3, 1))
    browser.sign_in(cast.ada)
    page = browser.visit(f"{home(cohort)}/")
    assert "Applications closed on 1 March 2020." in page.text
    assert "Apply for a place" not in page.text


def test_today_says_who_waits_for_an_answer(cast: Cast, browser: Browser) -> None:
    cohort = make.cohort("Harbour", coordinator=cast.dan)
    for name in ("Ada Holm", "Ben Berg"):
        make.seat(cohort, make.person(name), "applied")
    assert "2 applications wait for your answer" in browser.sign_in(cast.dan).visit("/").text
    assert "wait for your answer" not in browser.sign_in(cast.ada).visit("/").text
