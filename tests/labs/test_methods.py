"""The public catalogue of methods: what it shows, what it finds, and what it does not tell of those who are not named."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import value, writing
from clustercourse.labs.actions.methods import MethodFacts, ResultFacts, add_method, say_result
from clustercourse.labs.queries.methods import Sought, Tally, catalogue_page, method_at
from clustercourse.labs.queries.testers import countries_told
from clustercourse.labs.words import STAGE_WORDS
from clustercourse.models.catalogue import STAGES
from clustercourse.models.labs import LabParticipant
from clustercourse.models.methods import Method
from clustercourse.models.trials import Trial
from tests.labs.house import House, furnished
from tests.labs.tested import BAD, CRM, GOOD, WALL, organisations, plain_lab, said, with_verdict
from tests.page import Browser

both = pytest.mark.both_databases_when_long


def names(**sought: str) -> list[str]:
    return [shown.method.name for shown in catalogue_page(Sought(**sought)).rows]


def test_every_stage_has_a_word() -> None:
    assert set(STAGE_WORDS) == set(STAGES)


@both
def test_worked_in_n_of_m_names_the_others_beside_it(app: Flask) -> None:
    house = with_verdict(3)
    said(house)
    assert [(shown.method.name, shown.tally) for shown in catalogue_page(Sought()).rows] == [("System B", Tally(3, 1, 0, 1, 0))]
    assert catalogue_page(Sought()).rows[0].tally.missing == 1


@both
def test_two_labs_are_added_up_and_stay_apart_on_the_page(app: Flask) -> None:
    house = with_verdict()
    method = said(house)
    lab = plain_lab(house, [(each, False) for each in organisations(3, country="SE", stage="mature")], trial="partly")
    with writing():
        say_result(lab, method, ResultFacts("conditions", "Half of it.", "Large offices."), by=house.finn)
    shown = method_at("system-b")
    assert [(each.lab_slug, each.result, each.tally) for each in shown.results] == [
        ("other", "conditions", Tally(3, 0, 3)),
        (house.slug, "not-usable", Tally(2, 1, 0, 1)),
    ]
    assert shown.tally == Tally(5, 1, 3, 1)


@both
def test_words_themes_and_results(app: Flask) -> None:
    house = with_verdict()
    said(house), said(house, WALL, GOOD)
    assert names() == ["Kørselsvæg", "System B"]
    assert names(text="korselsvaeg") == names(text="KØRSEL") == names(text="koersel") == names(theme="Meetings") == ["Kørselsvæg"]
    assert names(text="small offices month") == names(result="not-usable") == ["System B"]
    assert names(text="travels offices") == names(theme="Tools") == names(result="conditions") == names(result="%") == []


def some_lab(house: House, *, unnamed: int, named: int = 0, name: str = "other") -> int:
    dutch = organisations(unnamed + named, country="NL", stage="mature")
    return plain_lab(house, [(each, place >= unnamed) for place, each in enumerate(dutch)], name=name)


@both
@pytest.mark.parametrize(
    ("unnamed", "is_named", "is_found"), [(1, False, False), (2, False, False), (3, False, True), (0, True, True), (1, True, True)]
)
def test_a_country_does_not_tell_who_an_unnamed_one_is(app: Flask, unnamed: int, is_named: bool, is_found: bool) -> None:
    house = with_verdict()
    said(house)
    lab = some_lab(house, unnamed=unnamed, named=int(is_named))
    method = value(select(Method.id))
    with writing():
        say_result(lab, method, GOOD, by=house.finn)
    found = ["System B"] if is_found else []
    assert (names(country="NL"), names(stage="mature"), names(country="NL", stage="mature")) == (found, found, found)
    assert countries_told() == (("NL",) if is_found else ())
    assert (names(country="DK"), names(country="NL", stage="growing"), names(country="NL", result="not-usable")) == ([], [], [])


@both
def test_each_combination_is_counted_for_itself(app: Flask) -> None:
    """Three of a country say nothing of the one among them that is of another stage, nor of the lab in which only one of them was."""
    house = furnished()
    three = [*organisations(2, country="NL", stage="mature"), *organisations(1, country="NL", stage="emerging")]
    first = plain_lab(house, [(each, False) for each in three])
    second = plain_lab(house, [(three[0], False)], name="second")
    with writing():
        method = add_method(CRM, by=house.finn).id
        say_result(first, method, GOOD, by=house.finn)
        say_result(second, method, BAD, by=house.finn)
    assert names(country="NL") == names(country="NL", result="usable") == ["System B"]
    assert names(country="NL", result="not-usable") == names(country="NL", stage="emerging") == names(stage="mature") == []


@both
def test_who_never_began_and_who_shows_its_report_with_its_name(app: Flask) -> None:
    house = with_verdict()
    said(house)
    assert (names(country="DK"), countries_told()) == ([], ())
    with writing() as session:
        session.execute(update(Trial).where(Trial.verdict == "did-not").values(shared_with="public"))
    assert (names(country="DK"), countries_told()) == (["System B"], ("DK",))
    with writing() as session:
        session.execute(update(LabParticipant).values(started_on=None))
    assert (names(country="DK"), countries_told()) == ([], ())


@both
def test_one_and_three_methods_cost_the_same(app: Flask, browser: Browser, statements: Any) -> None:
    house = with_verdict()
    counts = []
    for number in (1, 2, 3):
        said(house, MethodFacts(f"Method {number}", "Tools", "One of them."))
        if number != 2:
            browser.visit("/methods/"), browser.visit("/methods/?country=DK")
            with statements() as seen:
                browser.visit("/methods/?country=DK")
                page = browser.visit("/methods/")
            counts.append((len(seen), len(page.texts("article"))))
    assert counts == [(12, 1), (12, 3)]


@both
def test_the_page_of_a_method_costs_the_same(app: Flask, browser: Browser, statements: Any) -> None:
    house = with_verdict()
    method = said(house)
    counts = []
    for number in (1, 2, 3):
        if number > 1:
            lab = plain_lab(house, [], name=f"lab-{number}")
            with writing():
                say_result(lab, method, GOOD, by=house.finn)
        browser.visit("/methods/system-b/")
        with statements() as seen:
            page = browser.visit("/methods/system-b/")
        counts.append((len(seen), len(page.texts("span", "method-result"))))
    assert counts == [(5, 1), (5, 2), (5, 3)]


def test_a_list_of_many_is_in_pages(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    for number in range(51):
        said(house, MethodFacts(f"Method {number:02}", "Tools", "One of them."))
    first, second = browser.visit("/methods/"), browser.visit("/methods/?page=2")
    assert (len(first.texts("article")), second.texts("h2", "card-title")) == (50, ["Method 50"])
    assert browser.visit("/methods/?page=x").texts("article") == first.texts("article")


def test_somebody_from_outside_finds_what_did_not_work_in_three_clicks(app: Flask, browser: Browser) -> None:
    """From the front page by links alone, without an account: through the list of what is not usable, and through the whole list."""
    house = with_verdict()
    said(house), said(house, WALL, GOOD)
    for way in (["/methods/?result=not-usable", "/methods/system-b/"], ["/methods/", "/methods/?result=not-usable", "/methods/system-b/"]):
        page = browser.visit("/")
        for address in way:
            assert address in page.links()
            page = browser.visit(address)
        assert len(way) <= 3
        assert page.texts("span", "method-result") == ["Not usable"]
        assert "Nobody kept it up to date after a month." in page.text
        assert "The import lost notes" in page.text
    assert "/methods/" in browser.visit("/labs/").links()


def test_a_card_and_a_page_hide_nothing(app: Flask, browser: Browser) -> None:
    house = with_verdict(3)
    said(house)
    card = browser.visit("/methods/").texts("article")[0]
    assert card == (
        "System B A contact system for small offices. Not usableWhich CRM system fits? Worked in 1 of 3 · 1 did not · 1 without a report Digital tools"
    )
    page = browser.visit("/methods/system-b/")
    assert page.texts("h3") == ["What did not work", "What worked"]
    assert f"/labs/{house.slug}/" in page.links()
    assert "“System B”, tested in “Which CRM system fits?” (result of" in page.text
    assert "Cluster A" not in page.text


def test_nothing_yet_and_nothing_that_fits(app: Flask, browser: Browser) -> None:
    assert "No method yet" in browser.visit("/methods/").text
    house = with_verdict()
    said(house)
    assert "No method fits" in browser.visit("/methods/?text=zebra").text
    browser.visit("/methods/zebra/", status=404)


def test_who_changes_what_a_method_is(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house)
    for person in (house.cast.ada, house.cast.cleo):
        browser.sign_in(person).visit("/methods/system-b/edit", status=404)
    page = browser.sign_in(house.finn).send("/methods/system-b/edit", summary="  A system for   contacts. ")
    assert "A system for contacts." in page.text
    page = browser.send("/methods/system-b/edit", name="")
    assert (page.status, page.errors) == (422, ["Error: Enter the name of the method."])


@both
def test_odd_words_find_nothing_and_break_nothing(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house)
    for name in ("text", "theme", "result", "stage", "country"):
        for words in ("%00zebra", "%27%20OR%201%3D1", "%25%5C_zebra"):
            assert browser.visit(f"/methods/?{name}={words}").texts("article") == [], (name, words)
