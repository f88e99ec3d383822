"""The first page, signed in and not, and the record."""

from __future__ import annotations

from typing import Any

from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import now, value, writing
from clustercourse.learning import actions
from clustercourse.models.content import Item
from clustercourse.models.exercises import Draft
from clustercourse.models.learning import PracticeQuestion
from tests import make
from tests.page import Browser

HOME = "/courses/small-course/"


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key, Item.course_id == 1))
    return found


def join(person: int, *courses: int) -> list[int]:
    with writing():
        return [actions.enrol(person, course, by=person, language="en") for course in courses]


def test_nothing_yet(app: Flask, browser: Browser) -> None:
    make.published_course()
    page = browser.sign_in(make.person()).visit("/")
    assert page.heading == "Today"
    assert page.texts("h2", "empty-title") == ["Nothing is waiting for you"]
    assert page.texts("article") == []


def test_the_front_page_shows_courses_and_the_inside_of_one(app: Flask, browser: Browser) -> None:
    assert browser.visit("/").texts("article") == []
    make.published_course(key="closed-course", access="invited")
    make.published_course()
    page = browser.visit("/")
    assert page.texts("h3", "card-title") == ["A small course"]
    assert len(page.texts("div", "glimpse")) == 1
    assert f"{HOME}words/" in page.links()
    assert "/courses/closed-course/" not in page.links()


def test_going_on_names_the_lesson_and_its_minutes(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = make.person()
    (mine,) = join(person, 1)
    browser.sign_in(person)
    assert browser.visit("/").texts("article") == ["A small course 0% done0 of 3 steps Next: Words 15 min left Continue"]
    with writing():
        actions.visit(mine, item("words"), by=person, place=40)
    assert browser.visit("/").texts("article") == ["A small course 0% done0 of 3 steps Next: Words 9 min left Continue"]
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
    assert browser.visit("/").texts("article") == ["A small course 33% done1 of 3 steps Next: Bridges 15 min left Continue"]


def test_what_waits(app: Flask, browser: Browser) -> None:
    make.published_course()
    person, other = make.person(), make.person("Ben Berg")
    (mine,), (theirs,) = join(person, 1), join(other, 1)
    with writing() as session:
        session.add(Draft(enrolment_id=mine, item_id=item("recall-words"), answers={}, saved_at=now()))
        session.add(Draft(enrolment_id=theirs, item_id=item("check-first"), answers={}, saved_at=now()))
        actions.note_evidence(mine, item("check-first"), "pass", {"passed": False, "percent": 0}, version_id=1, by=person)
    page = browser.sign_in(person).visit("/")
    lines = [text for text in page.texts("li") if text.endswith("yet.")]
    assert lines == ["Recall: words Your answers are not sent yet.", "Check: first module Not passed yet."]
    assert [link for link in page.links() if "exercise" in link] == [f"{HOME}words/#exercise-recall-words", f"{HOME}exercises/check-first/"]


def test_a_withdrawn_course_is_not_here_and_is_in_the_record(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = make.person()
    (mine,) = join(person, 1)
    with writing():
        actions.keep_note(mine, item("words"), by=person, text="Kept " * 60, number_seen=0)
        actions.withdraw(mine, by=person)
    browser.sign_in(person)
    assert browser.visit("/").texts("h2", "empty-title") == ["Nothing is waiting for you"]
    record = browser.visit("/me/record/")
    assert [text.split(",")[0] for text in record.texts("tr")][1:] == [record.texts("tr")[1]]
    assert "Left on" in record.texts("tr")[1]
    assert [text.endswith("Kept …") for text in record.texts("li") if "Kept" in text] == [True]


def test_the_record_of_somebody_new(app: Flask, browser: Browser) -> None:
    page = browser.sign_in(make.person()).visit("/me/record/")
    assert page.texts("h2", "empty-title") == ["No courses yet"]
    assert Browser(app).get("/me/record/").status_code == 303


def test_counts_at_one_and_at_three_courses(app: Flask, browser: Browser, statements: Any) -> None:
    for key in ("small-course", "second-course", "third-course"):
        make.published_course(key=key)
    one, three = make.person(), make.person("Ben Berg")
    join(one, 1), join(three, 1, 2, 3)
    with writing() as session:
        for enrolment in (1, 2, 3, 4):
            actions.plan_practice(enrolment, item("recall-words"), {"q1": True}, version_id=1)
        session.execute(update(PracticeQuestion).values(due_on=now().date()))
    counts = []
    for person in (one, three):
        browser.sign_in(person)
        for address in ("/", "/me/record/", "/courses/"):
            browser.visit(address)
            with statements() as seen:
                browser.visit(address)
            counts.append(len(seen))
    assert counts == [3, 3, 2] * 2
    signed_out = Browser(app)
    for address, count in (("/", 1), ("/courses/", 1), (HOME, 2)):
        signed_out.visit(address)
        with statements() as seen:
            signed_out.visit(address)
        assert (address, len(seen)) == (address, count)
