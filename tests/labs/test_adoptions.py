"""We used this too: who reports, who lets it stand, what becomes of it."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.erasing import erase_person
from clustercourse.db import now, row, rows, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.labs.actions.adoptions import AdoptionFacts, refuse_adoption, report_adoption, show_adoption, withdraw_adoption
from clustercourse.labs.actions.methods import remove_result
from clustercourse.labs.queries.adoptions import shown_adoptions, still_decided, still_waiting, waiting_adoptions
from clustercourse.models.catalogue import Organisation
from clustercourse.models.events import Event
from clustercourse.models.methods import Adoption
from clustercourse.models.notifications import Notification
from tests import make
from tests.labs.tested import adopted, result_id, said, states, with_verdict
from tests.page import Browser

both = pytest.mark.both_databases_when_long
WHY = "It tells of another system."


def told(person: int) -> list[tuple[str, str, str]]:
    """What a person was told: kind, title, words."""
    statement = select(Notification.kind, Notification.title, Notification.excerpt).where(Notification.person_id == person)
    return [tuple(found) for found in rows(statement.order_by(Notification.id))]


@both
def test_a_report_waits_and_a_newer_one_takes_its_place(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    first, second = adopted(house, method), adopted(house, method)
    other = adopted(house, method, organisation=house.cast.organisation_a, by=house.cast.ada)
    assert states() == ["replaced", "waiting", "waiting"]
    assert [each.id for each in waiting_adoptions().rows] == [second, other]
    assert shown_adoptions(method).rows == ()
    with pytest.raises(Refused, match="took this report back"), writing():
        show_adoption(first, by=house.finn)


@both
def test_what_is_shown_stays_beside_a_newer_one_that_waits(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    for _time in range(2):
        shown = adopted(house, method)
        with writing():
            show_adoption(shown, by=house.finn)
            show_adoption(shown, by=house.finn)
    adopted(house, method)
    assert states() == ["shown", "shown", "waiting"]
    assert len(rows(select(Event.id).where(Event.verb == "labs.adoption_decided"))) == 2


@both
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (AdoptionFacts(" ", "worked", "It went well."), "context"),
        (AdoptionFacts("Office", "inconclusive", "It went well."), "result"),
        (AdoptionFacts("Office", "worked", " "), "text"),
    ],
)
def test_a_report_says_where_with_which_result_and_how(app: Flask, facts: AdoptionFacts, field: str) -> None:
    house = with_verdict()
    method = said(house)
    with pytest.raises(Refused) as refused, writing():
        report_adoption(method, facts, organisation_id=house.cast.organisation_b, by=house.cast.ben)
    assert refused.value.field == field


@both
def test_a_closed_organisation_and_a_method_nobody_tests_any_more(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    with writing() as session:
        session.execute(update(Organisation).where(Organisation.id == house.cast.organisation_b).values(closed_at=now()))
    with pytest.raises(Refused) as refused:
        adopted(house, method)
    assert refused.value.field == "organisation"
    with writing():
        remove_result(result_id(method), by=house.finn)
    for number in (method, method + 1):
        with pytest.raises(NotHere):
            adopted(house, number, organisation=house.cast.organisation_a, by=house.cast.ada)


@both
def test_a_refusal_has_a_reason_that_the_author_is_told(app: Flask) -> None:
    house = with_verdict()
    report = adopted(house, said(house))
    assert told(house.finn) == [("labs.adoption_waiting", "System B", "")]
    with pytest.raises(Refused, match="The author reads it"), writing():
        refuse_adoption(report, " no ", by=house.finn)
    for _time in range(2):
        with writing():
            refuse_adoption(report, WHY, by=house.finn)
    assert states() == ["refused"]
    assert told(house.cast.ben) == [("labs.adoption_refused", "System B", WHY)]
    with writing():
        show_adoption(report, by=house.finn)
        refuse_adoption(report, WHY, by=house.finn)
    assert [kind for kind, _title, _words in told(house.cast.ben)] == [
        "labs.adoption_refused",
        "labs.adoption_shown",
        "labs.adoption_refused",
    ]


@both
def test_the_author_takes_it_back_and_nobody_else(app: Flask) -> None:
    house = with_verdict()
    report = adopted(house, said(house))
    with pytest.raises(NotHere), writing():
        withdraw_adoption(report, by=house.finn)
    for _time in range(2):
        with writing():
            withdraw_adoption(report, by=house.cast.ben)
    assert (states(), len(rows(select(Event.id).where(Event.verb == "labs.adoption_withdrawn")))) == (["withdrawn"], 1)
    with pytest.raises(Refused, match="took this report back"), writing():
        refuse_adoption(report, WHY, by=house.finn)
    with pytest.raises(NotHere), writing():
        withdraw_adoption(report + 1, by=house.cast.ben)


@both
def test_whom_a_letter_still_concerns(app: Flask) -> None:
    house = with_verdict()
    report = adopted(house, said(house))
    everybody = {house.finn, house.cast.ben, house.cast.ada}
    assert (still_waiting(everybody, report), still_decided(everybody, report)) == ({house.finn}, set())
    with writing():
        show_adoption(report, by=house.finn)
    assert (still_waiting(everybody, report), still_decided(everybody, report)) == (set(), {house.cast.ben})


@both
def test_of_an_erased_author_the_result_stays(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    method = said(house)
    report = adopted(house, method)
    with writing():
        show_adoption(report, by=house.finn)
    assert "Ben Berg, Cluster B" in browser.visit("/methods/system-b/").text
    erase_person(house.cast.ben, by=house.cast.ben)
    assert tuple(row(select(Adoption.state, Adoption.result, Adoption.context, Adoption.text))) == ("shown", "did-not", "", "")
    page = browser.visit("/methods/system-b/")
    assert "Former participant, Cluster B" in page.text
    assert "We stopped after two weeks." not in page.text
    assert page.texts("span", "method-result") == ["Not usable", "It did not work"]


def test_by_the_pages(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house)
    address = "/methods/system-b/adoptions/new"
    assert address in browser.visit("/methods/system-b/").links()
    assert browser.get(address).location == f"/sign-in?next={address}"
    browser.sign_in(house.cast.ben)
    page = browser.send(address, context="Office of three", text="We stopped.")
    assert (page.status, page.errors, page.tree.find(".//textarea").text.strip()) == (422, ["Error: Choose one."], "We stopped.")
    page = browser.send(address, context="Office of three", text="We stopped.", result="did-not")
    assert "Waits for a facilitator to look at it" in page.text
    report = "/methods/adoptions/1/"
    assert "A report of your organisation waits already." in browser.visit(address).text
    assert "We stopped." not in browser.visit("/methods/system-b/").text
    browser.sign_in(house.cast.ada).visit(report, status=404)
    browser.sign_in(house.finn)
    assert report in browser.visit("/methods/adoptions/").links()
    page = browser.send(report, f"{report}refusal", reason=WHY)
    assert "No report waits" in page.text
    assert WHY in browser.sign_in(house.cast.ben).visit(report).text
    browser.sign_in(house.finn).send(report, f"{report}showing")
    assert "We stopped." in browser.sign_in(house.cast.eve).visit("/methods/system-b/").text
    page = browser.sign_in(house.cast.ben).send(report, f"{report}delete")
    assert "Taken back" in page.text
    assert "We stopped." not in browser.visit("/methods/system-b/").text


def test_the_form_sent_twice_makes_one_report(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house)
    browser.sign_in(house.cast.ben)
    form = {"organisation": str(house.cast.organisation_b), "context": "Office", "result": "worked", "text": "It went.", "once": "o1"}
    answers = [browser.post("/methods/system-b/adoptions/new", data={**form, **browser.csrf()}) for _time in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/methods/adoptions/1/")] * 2
    assert states() == ["waiting"]


def test_who_opens_what(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    report = f"/methods/adoptions/{adopted(house, said(house))}/"
    colleague = make.person("Bea Berg")
    make.membership(colleague, house.cast.organisation_b)
    browser.sign_in(house.cast.eve)
    assert [browser.get(path).status_code for path in ("/methods/system-b/adoptions/new", "/methods/adoptions/", report)] == [403, 404, 404]
    assert "Join yours to tell of it" in browser.visit("/methods/system-b/").text
    browser.sign_in(colleague).visit(report)
    posts = [browser.post(f"{report}{name}", data=browser.csrf()).status_code for name in ("showing", "refusal", "delete")]
    assert (posts, states()) == ([404, 404, 403], ["waiting"])
    page = browser.sign_in(house.cast.ben).send("/methods/system-b/adoptions/new", result="worked", context="c", text="t")
    assert page.status == 422
    answer = browser.post(
        "/methods/system-b/adoptions/new",
        data={
            "organisation": str(house.cast.organisation_a),
            "context": "Office",
            "result": "worked",
            "text": "It went.",
            **browser.csrf(),
        },
    )
    assert (answer.status_code, states()) == (422, ["waiting"])


def test_the_queue_costs_the_same(app: Flask, browser: Browser, statements: Any) -> None:
    house = with_verdict()
    method, counts = said(house), []
    browser.sign_in(house.finn)
    for number in (1, 2, 3):
        place = make.organisation(f"Place {number}")
        adopted(house, method, organisation=place, by=house.cast.ben)
        for address in ("/methods/adoptions/", "/methods/system-b/"):
            browser.visit(address)
            with statements() as seen:
                browser.visit(address)
            counts.append(len(seen))
        with writing():
            show_adoption(number, by=house.finn)
    assert counts == [3, 6] * 3
