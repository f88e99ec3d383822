"""A question that begins with the worksheets of the course on labs: offered, taken over once, and by whom."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import end_reading, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.labs import propose_lab
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.queries.practice import practice_of
from clustercourse.models.hypotheses import Hypothesis
from clustercourse.models.labs import Lab
from tests import make
from tests.cast import as_seen
from tests.labs.house import FACTS, House, furnished
from tests.labs.practised import CARD, PROPOSAL, course, filled, workbook_of
from tests.labs.reading import heard
from tests.page import Browser, Page, fields_of
from tests.workbook import books

TAKEN = "This worksheet became a proposal before. What you wrote is kept: send it again, and it is proposed as a question of its own."


@pytest.fixture
def house(app: Flask) -> House:
    made = furnished()
    course()
    return made


def proposal(house: House, *, edition: str = "", **changes: str) -> int:
    return filled(house.cast.ada, house.cast.organisation_a, "lab-proposal", {**PROPOSAL, **changes}, edition=edition)


def card(house: House, *, edition: str = "", **changes: str) -> int:
    return filled(house.cast.ada, house.cast.organisation_a, "test-card", {**CARD, **changes}, edition=edition)


def offers(page: Page) -> list[str]:
    return [link for link in page.links() if link.startswith("/labs/new?sheet=")]


def lab_of(sheet: int) -> int:
    end_reading()
    found = int(value(select(Lab.id).where(Lab.sheet_id == sheet)))
    end_reading()
    return found


@pytest.mark.both_databases_when_long
def test_a_filled_sheet_is_offered_and_the_form_begins_with_it(house: House, browser: Browser) -> None:
    sheet = proposal(house)
    page = browser.sign_in(house.cast.greta).visit("/labs/new")
    assert offers(page) == [f"/labs/new?sheet={sheet}"]
    assert "Take over the lab proposal of Cluster A" in heard(page.tree)
    page = browser.visit(f"/labs/new?sheet={sheet}")
    assert "This is a copy of the worksheet in the workbook of Cluster A." in page.text
    filled_in = fields_of(page.form("/labs/new"))
    said = {name: filled_in[name] for name in ("title", "organisation", "asker", "theme", "target", "audience", "scale", "sheet")}
    assert said == {
        "title": PROPOSAL["question"],
        "organisation": str(house.cast.organisation_a),
        "asker": "region",
        "theme": "Digital tools",
        "target": "administrative-routine",
        "audience": "All offices of the country",
        "scale": "6",
        "sheet": str(sheet),
    }
    assert filled_in["need"] == f"{PROPOSAL['question']}\n\n{PROPOSAL['why-lab']}"


@pytest.mark.both_databases_when_long
def test_it_is_taken_over_once_with_the_test_card_beside_it(house: House, browser: Browser) -> None:
    sheet = proposal(house)
    card(house)
    address = f"/labs/new?sheet={sheet}"
    waiting = fields_of(browser.sign_in(house.cast.greta).visit(address).form("/labs/new"))
    page = browser.sign_in(house.cast.ada).send(address, "/labs/new", title="Figures in one system")
    assert page.heading == "Figures in one system"
    assert "Today it is Two hours" in heard(page.tree)
    end_reading()
    assert hypothesis_of(lab_of(sheet)).parts == {
        "belief": CARD["belief"],
        "test": CARD["test"],
        "metric": CARD["measure"],
        "baseline": CARD["baseline"],
        "threshold": 60,
        "counts": CARD["success"],
        "missing_rule": "bounds",
        "product_kind": "handbook",
        "product_about": CARD["product"],
        "product_owner": CARD["product-owner"],
    }
    assert offers(browser.visit("/labs/new")) == []
    browser.visit(address, status=404)
    browser.sign_in(house.cast.greta)
    late = browser.post("/labs/new", data={**waiting, **browser.csrf(), "title": "The same by Greta"})
    assert late.status_code == 422
    kept = Page(late)
    assert TAKEN in kept.text
    again = fields_of(kept.form("/labs/new"))
    assert (again["title"], again["sheet"]) == ("The same by Greta", "")
    assert len(rows(select(Lab.id).where(Lab.sheet_id == sheet))) == 1
    assert browser.post("/labs/new", data={**again, **browser.csrf()}).status_code == 303
    end_reading()
    assert rows(select(Lab.sheet_id).where(Lab.title == "The same by Greta")) == [(None,)]


@pytest.mark.both_databases
def test_two_at_the_same_moment_make_one(house: House) -> None:
    sheet = proposal(house)
    with writing():
        propose_lab(FACTS, organisation_id=house.cast.organisation_a, by=house.cast.ada, sheet_id=sheet)
    with pytest.raises(Refused, match="became a proposal before"), writing():
        propose_lab(FACTS, organisation_id=house.cast.organisation_a, by=house.cast.greta, sheet_id=sheet)


@pytest.mark.parametrize(("typed", "threshold"), [("12.5", None), ("0", None), ("100", 100), ("", None)])
def test_only_a_whole_threshold_is_taken_over(house: House, browser: Browser, typed: str, threshold: int | None) -> None:
    sheet = proposal(house)
    card(house, threshold=typed)
    browser.sign_in(house.cast.ada).send(f"/labs/new?sheet={sheet}", "/labs/new")
    text = hypothesis_of(lab_of(sheet))
    assert (text.threshold, text.belief) == (threshold, CARD["belief"])


def test_without_a_test_card_of_the_same_edition_no_hypothesis_begins(house: House, browser: Browser) -> None:
    sheet = proposal(house, edition="2027")
    card(house)
    page = browser.sign_in(house.cast.ada).visit("/labs/new")
    assert "Take over the lab proposal of Cluster A (2027)" in heard(page.tree)
    browser.send(f"/labs/new?sheet={sheet}", "/labs/new")
    assert rows(select(Hypothesis.id).where(Hypothesis.lab_id == lab_of(sheet))) == []


def test_a_long_question_and_an_empty_sheet_still_make_a_form(house: House, browser: Browser) -> None:
    long = "Can it be kept in one system by an office of two? " * 9
    sheet = proposal(house, question=long, asks="", becomes="", testers="")
    form = fields_of(browser.sign_in(house.cast.ada).visit(f"/labs/new?sheet={sheet}").form("/labs/new"))
    assert (len(form["title"]) <= 120, form["title"].endswith("…"), form["scale"], form["target"]) == (True, True, "", "")
    assert "asker" not in form
    page = browser.send(f"/labs/new?sheet={sheet}", "/labs/new")
    assert (page.status, page.errors) == (422, ["Error: Choose one."])


def test_sheets_of_others_and_numbers_of_none_are_not_there(house: House, browser: Browser) -> None:
    sheet = proposal(house)
    with writing():
        make.membership(house.cast.eve, make.organisation("Cluster E"))
    for person in (house.cast.ben, house.cast.eve):
        assert offers(browser.sign_in(person).visit("/labs/new")) == []
        browser.visit(f"/labs/new?sheet={sheet}", status=404)
        before = fields_of(browser.visit("/labs/new").form("/labs/new"))
        said = {"title": "Theirs", "asker": "secretariat", "theme": "Tools", "need": "To know.", "sheet": str(sheet)}
        assert browser.post("/labs/new", data={**before, **said}).status_code == 422
    for number in (0, sheet + 1, 99999999999999999999):
        browser.sign_in(house.cast.ada).visit(f"/labs/new?sheet={number}", status=404)
    assert rows(select(Lab.id).where(Lab.title == "Theirs")) == []


def test_only_proposals_in_workbooks_of_organisations_are_offered(house: House, browser: Browser) -> None:
    """Neither a private sheet, nor a sheet of another kind, nor one in which nothing was ever written."""
    card(house)
    books.write(house.cast.ada, "mine", "lab-proposal", {"theme": "My own", "question": "Mine?"})
    books.write(house.cast.ada, workbook_of(house.cast.organisation_a), "lab-proposal", {})
    assert practice_of(as_seen(house.cast.ada)) == ()
