"""Planning a workshop, a Master Class or a training from the page of a lab."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.accounts.actions.roles import give_role
from clustercourse.cohorts.actions.cohorts import CohortFacts
from clustercourse.db import end_reading, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.participants import open_companion
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.labs import LabLink
from tests.labs.house import House, furnished, selected
from tests.labs.reading import at
from tests.labs.tested import with_verdict
from tests.page import Browser, fields_of

NAMED = {"title": "  Spring   workshop ", "kind": "workshop", "relation": "together", "dates_in_words": "spring 2027"}


def counts() -> tuple[int, int]:
    """Cohorts, links of labs."""
    end_reading()
    return int(value(select(func.count(Cohort.id)))), int(value(select(func.count(LabLink.id))))


def lab(browser: Browser) -> House:
    """Selected; its facilitator at the browser."""
    house = furnished()
    selected(house)
    browser.sign_in(house.finn)
    return house


@pytest.mark.both_databases_when_long
def test_it_is_planned_linked_and_coordinated_by_the_facilitator(app: Flask, browser: Browser) -> None:
    house = lab(browser)
    assert at(house, "companions/new") in browser.visit(at(house, "companions/")).links()
    page = browser.send(at(house, "companions/new"), **NAMED)
    assert "The cohort is planned and linked to the lab. Only its team sees it until you publish it." in page.text
    [made] = rows(select(Cohort.id, Cohort.slug, Cohort.title, Cohort.kind, Cohort.state, Cohort.summary, Cohort.dates_in_words))
    assert tuple(made)[1:] == ("spring-workshop", "Spring workshop", "workshop", "planned", "Digital tools", "spring 2027")
    assert page.response.request.path == "/cohorts/spring-workshop/edit"
    assert rows(select(CohortTeam.cohort_id, CohortTeam.person_id, CohortTeam.role)) == [(made.id, house.finn, "coordinator")]
    assert rows(select(LabLink.lab_id, LabLink.cohort_id, LabLink.relation)) == [(house.lab, made.id, "together")]
    browser.sign_in(house.cast.eve).visit("/cohorts/spring-workshop/", status=404)
    assert "Spring workshop" not in browser.visit(at(house)).text


@pytest.mark.postgresql_first
def test_the_form_sent_twice_makes_one_cohort(app: Flask, browser: Browser) -> None:
    house = lab(browser)
    form = fields_of(browser.visit(at(house, "companions/new")).form(at(house, "companions/new")))
    answers = [browser.post(at(house, "companions/new"), data={**form, **NAMED}) for _time in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/cohorts/spring-workshop/edit")] * 2
    assert counts() == (1, 1)


@pytest.mark.parametrize("wrong", [{"kind": "lab"}, {"kind": "other"}, {"relation": "beside"}, {"title": " "}])
def test_what_the_form_refuses_makes_nothing(app: Flask, browser: Browser, wrong: dict[str, str]) -> None:
    house = lab(browser)
    page = browser.send(at(house, "companions/new"), **{**NAMED, **wrong})
    assert (page.status, len(page.errors)) == (422, 1)
    [dates] = [field for field in page.form(at(house, "companions/new")).iter("input") if field.get("name") == "dates_in_words"]
    assert (dates.get("value"), counts()) == ("spring 2027", (0, 0))


@pytest.mark.both_databases_when_long
def test_a_kind_that_a_lab_is_not_planned_with_is_refused(app: Flask) -> None:
    house = furnished()
    for kind, relation, field in (("lab", "together", "kind"), ("workshop", "beside", "relation")):
        with pytest.raises(Refused) as refused, writing():
            open_companion(house.lab, CohortFacts(title="Group", kind=kind), relation, by=house.finn)
        assert (refused.value.field, counts()) == (field, (0, 0))


def test_who_does_not_facilitate_plans_nothing(app: Flask, browser: Browser) -> None:
    """Those who test and strangers do not learn that the page is there; another facilitator may not."""
    house = lab(browser)
    with writing():
        give_role(house.cast.cleo, "facilitator", by=house.cast.root)
    for person, status in ((house.cast.ada, 404), (house.cast.eve, 404), (house.cast.cleo, 403)):
        browser.sign_in(person)
        assert browser.get(at(house, "companions/new")).status_code == status
        assert browser.post(at(house, "companions/new"), data={**browser.csrf(), **NAMED}).status_code == status
    assert counts() == (0, 0)


def test_before_the_verdict_it_goes_with_the_lab_and_afterwards_it_follows(app: Flask, browser: Browser) -> None:
    """What the form begins with."""
    house = lab(browser)
    first = fields_of(browser.visit(at(house, "companions/new")).form(at(house, "companions/new")))
    assert (first["title"], first["relation"]) == ("Which CRM system fits?", "together")


def test_afterwards_it_follows(app: Flask, browser: Browser) -> None:
    house = with_verdict(1)
    form = fields_of(browser.sign_in(house.finn).visit(at(house, "companions/new")).form(at(house, "companions/new")))
    assert form["relation"] == "after"
