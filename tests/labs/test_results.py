"""Which methods a lab tested: who says it, when, and what is recorded."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts.actions.roles import give_role
from clustercourse.db import rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.methods import (
    MethodFacts,
    ResultFacts,
    add_method,
    change_method,
    change_result,
    remove_result,
    say_result,
)
from clustercourse.models.events import Event
from clustercourse.models.methods import Method, MethodResult
from tests.labs.house import furnished, running
from tests.labs.tested import BAD, CRM, GOOD, plain_lab, result_id, said, with_verdict
from tests.page import Browser

both = pytest.mark.both_databases_when_long


def recorded(verb: str) -> list[dict[str, object]]:
    return [found[0] for found in rows(select(Event.detail).where(Event.verb == verb).order_by(Event.id))]


@both
def test_a_lab_says_what_came_out_once_a_method(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    assert tuple(rows(select(MethodResult.method_id, MethodResult.lab_id, MethodResult.result))[0]) == (method, house.lab, "not-usable")
    assert recorded("labs.method_tested") == [{"lab": house.lab, "result": "not-usable"}]
    with pytest.raises(Refused, match="said something of this method already"), writing():
        say_result(house.lab, method, GOOD, by=house.finn)


@both
def test_nothing_is_said_before_the_trial_is_over(app: Flask) -> None:
    house = furnished()
    running(house)
    with writing():
        method = add_method(CRM, by=house.finn).id
    with pytest.raises(Refused, match="follow from the verdict"), writing():
        say_result(house.lab, method, BAD, by=house.finn)
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    with pytest.raises(Refused, match="follow from the verdict"), writing():
        say_result(house.lab, method, BAD, by=house.finn)


@both
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ResultFacts("good", "It went well."), "result"),
        (ResultFacts("usable", " "), "why"),
        (ResultFacts("conditions", "It went well.", " "), "conditions"),
    ],
)
def test_a_result_says_why_and_under_which_conditions(app: Flask, facts: ResultFacts, field: str) -> None:
    house = with_verdict()
    with pytest.raises(Refused) as refused, writing():
        say_result(house.lab, add_method(CRM, by=house.finn).id, facts, by=house.finn)
    assert refused.value.field == field
    assert value(select(Method.id)) is None


@both
def test_a_name_is_there_once_in_any_case(app: Flask) -> None:
    house = with_verdict()
    said(house)
    for name in ("System B", "SYSTEM b"):
        with pytest.raises(Refused, match="has a method of this name") as refused, writing():
            add_method(MethodFacts(name, "Tools", "Another one."), by=house.finn)
        assert refused.value.field == "name"
    with pytest.raises(Refused), writing():
        add_method(MethodFacts("Other", " ", "Another one."), by=house.finn)


def test_a_page_of_the_site_is_no_address_of_a_method(app: Flask) -> None:
    house = with_verdict()
    with writing():
        slugs = [add_method(MethodFacts(name, "Tools", "One."), by=house.finn).slug for name in ("Adoptions", "New", "Væg")]
    assert slugs == ["adoptions-2", "new-2", "vaeg"]


@both
def test_a_change_is_recorded_with_what_was_said_before(app: Flask) -> None:
    house = with_verdict()
    result = result_id(said(house))
    with writing():
        change_result(result, BAD, by=house.finn)
    assert recorded("labs.result_changed") == []
    with writing():
        change_result(result, GOOD, by=house.finn)
    assert recorded("labs.result_changed") == [{"lab": house.lab, "from": "not-usable", "to": "usable", "fields": ["result", "why"]}]
    with pytest.raises(Refused), writing():
        change_result(result, ResultFacts("conditions", "Only then."), by=house.finn)
    with pytest.raises(NotHere), writing():
        change_result(result + 1, GOOD, by=house.finn)


@both
def test_taking_back_is_recorded_and_twice_is_once(app: Flask) -> None:
    house = with_verdict()
    result = result_id(said(house))
    for _time in range(2):
        with writing():
            remove_result(result, by=house.finn)
    assert recorded("labs.result_removed") == [{"lab": house.lab, "result": "not-usable"}]
    assert rows(select(MethodResult.id)) == []


@both
def test_what_a_method_is_can_be_said_better(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    with writing():
        other = add_method(MethodFacts("Other", "Tools", "Another one."), by=house.finn).id
        change_method(method, MethodFacts("System C", "Digital tools", CRM.summary), by=house.finn)
        change_method(method, MethodFacts("System C", "Digital tools", CRM.summary), by=house.finn)
    assert [tuple(found) for found in rows(select(Method.slug, Method.name).order_by(Method.id))] == [
        ("system-b", "System C"),
        ("other", "Other"),
    ]
    assert recorded("labs.method_changed") == [{"fields": ["name"]}]
    with pytest.raises(Refused), writing():
        change_method(other, MethodFacts("system c", "Tools", "Another one."), by=house.finn)
    with pytest.raises(NotHere), writing():
        change_method(other + 1, CRM, by=house.finn)


def test_by_the_page(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    address = f"/labs/{house.slug}/methods/"
    browser.sign_in(house.finn)
    assert address in browser.visit(f"/labs/{house.slug}/").links()
    words = {"name": "System B", "theme": "Digital tools", "summary": "A contact system.", "why": "Nobody kept it up."}
    page = browser.send(address, **words, result="conditions")
    assert (page.status, "Say under which conditions it is usable." in page.text) == (422, True)
    assert "Nobody kept it up." in page.tree.find(".//textarea[@name='why']").text
    page = browser.send(address, **words, result="not-usable")
    assert "It stands in the catalogue." in page.text
    number = result_id(int(value(select(Method.id))))
    page = browser.send(f"{address}{number}/edit", result="conditions", conditions="Offices of up to four.")
    assert "Usable under conditions" in page.texts("span", "method-result")
    assert browser.visit(f"/labs/{house.slug}/").texts("span", "method-result") == ["Usable under conditions"]
    page = browser.send(address, f"{address}{number}/delete")
    assert "The lab says nothing of System B any more." in page.text
    assert browser.get("/methods/system-b/").status_code == 404
    page = browser.send(address, method=str(value(select(Method.id))), result="usable", why="It went better.")
    assert page.texts("span", "method-result") == ["Usable"]


def test_the_form_sent_twice_makes_one(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    address = f"/labs/{house.slug}/methods/"
    form = {"name": "B", "theme": "T", "summary": "S.", "why": "It went.", "result": "usable", "method": "", "conditions": "", "once": "o1"}
    form |= {"name": "System B", "theme": "Tools", "summary": "A system."}
    browser.sign_in(house.finn)
    for _time in range(2):
        assert browser.post(address, data={**form, **browser.csrf()}).status_code == 303
    assert len(rows(select(MethodResult.id))) == 1


def test_who_may_say_it(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    number = result_id(said(house))
    plain_lab(house, [])
    address = f"/labs/{house.slug}/methods/"
    with writing():
        give_role(house.cast.cleo, "facilitator", by=house.cast.root)
    for person, status in ((house.cast.ada, 404), (house.cast.eve, 404), (house.cast.cleo, 403)):
        browser.sign_in(person)
        assert browser.get(address).status_code == status
        assert browser.post(f"{address}{number}/delete", data=browser.csrf()).status_code == status
    browser.sign_in(house.cast.root).visit(address)
    assert browser.get(f"/labs/other/methods/{number}/edit").status_code == 404
    assert len(rows(select(MethodResult.id))) == 1


def test_before_the_trial_is_over_the_page_is_not_there(app: Flask, browser: Browser) -> None:
    house = furnished()
    running(house)
    browser.sign_in(house.finn).visit(f"/labs/{house.slug}/methods/", status=404)


def test_a_method_that_was_only_compared_has_no_tally(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house, CRM, replace(BAD, is_tried=False))
    page = browser.visit("/methods/")
    assert "Compared in a lab, not tried by each" in page.text
    assert "Worked in" not in page.text
