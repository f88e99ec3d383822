"""Which learning outcomes a lab serves: chosen, changed, kept where the writer may not look, and told to those who see both."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import end_reading, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.competences import serve
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.labs import LabCompetence
from tests import make
from tests.labs.house import House, furnished, selected
from tests.labs.reading import at, heard_in
from tests.page import Browser, words

OUTCOMES = ("  - {id: tell-apart, text: Tell two things apart.}", "  - {id: build, text: Build a bridge.}")
IN_DANISH = ("outcomes: {tell-apart: Skelne mellem to ting.}", "outcomes: {tell-apart: Skelne mellem to ting., build: Bygge en bro.}")
both = pytest.mark.both_databases_when_long


def course(key: str = "small-course", access: str = "open") -> int:
    """With two outcomes, of which it says what one learns; its id."""
    changes = {"course.yaml": (OUTCOMES[0], "\n".join(OUTCOMES)), "course.da.yaml": IN_DANISH}
    make.published_course(key=key, files=make.course_files(key=key, access=access, changes=changes))
    found = int(value(select(Course.id).where(Course.key == key)))
    end_reading()
    return found


def served(house: House, *chosen: tuple[int, str], offered: set[tuple[int, str]]) -> None:
    with writing():
        serve(house.lab, set(chosen), offered=offered, by=house.finn)


def kept(house: House) -> set[tuple[int, str]]:
    end_reading()
    return {(line.course_id, line.outcome) for line in rows(select(LabCompetence.course_id, LabCompetence.outcome))}


def told() -> list[dict[str, int]]:
    return [line[0] for line in rows(select(Event.detail).where(Event.verb == "labs.competences_said").order_by(Event.id))]


@both
def test_what_is_chosen_stands_and_the_same_again_changes_nothing(app: Flask) -> None:
    house, small = furnished(), course()
    offered = {(small, "tell-apart"), (small, "build")}
    for _time in range(2):
        served(house, (small, "tell-apart"), offered=offered)
    assert kept(house) == {(small, "tell-apart")}
    served(house, (small, "build"), offered=offered)
    served(house, offered=offered)
    assert kept(house) == set()
    assert told() == [{"added": 1, "removed": 0}, {"added": 1, "removed": 1}, {"added": 0, "removed": 1}]


@both
def test_only_what_was_offered_is_chosen(app: Flask) -> None:
    house, small = furnished(), course()
    for chosen in ((small, "build"), (small + 1, "tell-apart")):
        with pytest.raises(Refused) as refused:
            served(house, chosen, offered={(small, "tell-apart")})
        assert refused.value.field == "outcomes"
    with pytest.raises(Refused):
        served(house, (small + 1, "tell-apart"), offered={(small + 1, "tell-apart")})
    assert kept(house) == set()


@both
def test_an_outcome_of_a_course_that_the_writer_may_not_see_stays(app: Flask, browser: Browser) -> None:
    house, small, closed = furnished(), course(), course("closed-course", "invited")
    selected(house)
    served(house, (closed, "build"), offered={(closed, "build")})
    page = browser.sign_in(house.finn).visit(at(house, "competences"))
    assert [field.get("value") for field in page.tree.xpath("//input[@name='outcomes']")] == [f"{small}:tell-apart", f"{small}:build"]
    assert heard_in(browser.visit(at(house)), "serves") == "Learning outcomes it serves Choose them : Learning outcomes it serves"
    browser.send(at(house, "competences"), outcomes=[f"{small}:build"])
    assert kept(house) == {(closed, "build"), (small, "build")}
    answer = browser.post(at(house, "competences"), data={**browser.csrf(), "outcomes": f"{closed}:tell-apart"})
    assert (answer.status_code, len(kept(house))) == (422, 2)


def test_chosen_changed_and_removed_by_the_page(app: Flask, browser: Browser) -> None:
    house, small = furnished(), course()
    selected(house)
    browser.sign_in(house.finn).send(at(house, "competences"), outcomes=[f"{small}:tell-apart", f"{small}:build"])
    assert "Tell two things apart. Build a bridge. Change" in heard_in(browser.visit(at(house)), "serves")
    checked = [
        field.get("checked") is not None for field in browser.visit(at(house, "competences")).tree.xpath("//input[@name='outcomes']")
    ]
    assert checked == [True, True]
    browser.send(at(house, "competences"), outcomes=[f"{small}:build"])
    [said] = browser.visit("/courses/small-course/").tree.xpath("//section[@aria-labelledby='labs-serving']//li")
    assert words(said) == "Build a bridge.: Which CRM system fits?"
    browser.send(at(house, "competences"), outcomes=[])
    assert heard_in(browser.visit("/courses/small-course/"), "labs-serving") == ""
    assert heard_in(browser.sign_in(house.cast.eve).visit(at(house)), "serves") == ""


@pytest.mark.parametrize(
    "odd", ["", "x", ":", "tell-apart", "0:tell-apart", "99999999999999999999:tell-apart", "{small}:nothing", "{small}"]
)
def test_odd_values_are_refused_and_what_was_chosen_is_kept(app: Flask, browser: Browser, odd: str) -> None:
    house, small = furnished(), course()
    selected(house)
    page = browser.sign_in(house.finn).send(at(house, "competences"), outcomes=[f"{small}:build", odd.format(small=small)])
    assert page.status == 422
    assert page.tree.xpath("//*[@role='alert' or contains(@class, 'error-summary')]") != []
    assert [field.get("value") for field in page.tree.xpath("//input[@name='outcomes'][@checked]")] == [f"{small}:build"]
    assert kept(house) == set()


def test_who_does_not_facilitate_says_nothing(app: Flask, browser: Browser) -> None:
    house, small = furnished(), course()
    selected(house)
    for person in (house.cast.ada, house.cast.eve, house.iris):
        browser.sign_in(person).visit(at(house, "competences"), status=404)
        answer = browser.post(at(house, "competences"), data={**browser.csrf(), "outcomes": f"{small}:build"})
        assert answer.status_code == 404
    assert kept(house) == set()


def test_a_lab_that_the_reader_may_not_see_is_not_named_on_the_course_page(app: Flask, browser: Browser) -> None:
    """Before it is selected it stands on no page of a course, not even for those who are heard."""
    house, small = furnished(), course()
    served(house, (small, "build"), offered={(small, "build")})
    page = browser.sign_in(house.cast.eve).visit("/courses/small-course/")
    assert ("Which CRM system fits?" in page.text, heard_in(page, "labs-serving")) == (False, "")
    assert heard_in(browser.sign_in(house.cast.ben).visit("/courses/small-course/"), "labs-serving") == ""
    selected(house)
    assert "Which CRM system fits?" in heard_in(browser.sign_in(house.cast.eve).visit("/courses/small-course/"), "labs-serving")


def test_an_outcome_that_its_course_has_no_more_is_not_told(app: Flask, browser: Browser) -> None:
    house, small = furnished(), course()
    selected(house)
    served(house, (small, "build"), (small, "tell-apart"), offered={(small, "build"), (small, "tell-apart")})
    make.published_course(files=make.course_files())
    assert heard_in(browser.visit(at(house)), "serves").endswith("A small course Tell two things apart.")
    assert "Build" not in heard_in(browser.visit("/courses/small-course/"), "labs-serving")
    assert browser.sign_in(house.finn).send(at(house, "competences")).status == 200
