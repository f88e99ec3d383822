"""Joining, leaving, coming back, taking a course again, and its language."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.content.queries import outline
from clustercourse.db import row, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.learning import actions
from clustercourse.models.content import Course
from clustercourse.models.events import Event
from clustercourse.models.learning import Enrolment
from tests import make
from tests.cast import assemble, join_team
from tests.page import Browser

HOME = "/courses/small-course/"


def course_id(key: str = "small-course") -> int:
    found: int = value(select(Course.id).where(Course.key == key))
    return found


def enrolments(person: int) -> list[tuple[int, bool, bool]]:
    """(id, withdrawn, finished) of a person, in order."""
    found = rows(select(Enrolment).where(Enrolment.person_id == person).order_by(Enrolment.id))
    return [(each.id, each.withdrawn_at is not None, each.finished_at is not None) for each in found]


def verbs(person: int) -> list[str]:
    return [verb for (verb,) in rows(select(Event.verb).where(Event.person_id == person).order_by(Event.id))]


@pytest.mark.postgresql_first
def test_joining_twice_is_one_row(app: Flask) -> None:
    make.published_course()
    person = make.person()
    with writing():
        first = actions.enrol(person, course_id(), by=person, language="da")
    with writing():
        again = actions.enrol(person, course_id(), by=person, language="en")
    assert first == again
    assert enrolments(person) == [(first, False, False)]
    assert verbs(person) == ["learning.enrolled"]
    found = row(select(Enrolment.language, Enrolment.person_id, Enrolment.course_id))
    assert tuple(found or ()) == ("da", person, course_id())


def test_a_language_that_is_not_offered_becomes_the_courses_own(app: Flask) -> None:
    make.published_course()
    with writing():
        actions.enrol(make.person(), course_id(), by=None, language="sv")
    assert value(select(Enrolment.language)) == "en"


def test_leaving_and_coming_back_opens_the_same_row(app: Flask) -> None:
    make.published_course()
    person = make.person()
    with writing():
        mine = actions.enrol(person, course_id(), by=person, language="en")
        lesson = outline(1).lessons["words"]
        actions.mark_read(mine, lesson.id, version_id=1, by=person)
        actions.withdraw(mine, by=person)
        actions.withdraw(mine, by=person)
    assert enrolments(person) == [(mine, True, False)]
    with writing():
        assert actions.enrol(person, course_id(), by=person, language="en") == mine
    assert enrolments(person) == [(mine, False, False)]
    assert verbs(person) == ["learning.enrolled", "learning.item_completed", "learning.withdrew", "learning.returned"]


def test_a_finished_course_can_be_taken_again_and_not_left(app: Flask) -> None:
    make.published_course()
    person = make.person()
    with writing():
        first = actions.enrol(person, course_id(), by=person, language="en")
        version = outline(1)
        actions.mark_read(first, version.lessons["words"].id, version_id=1, by=person)
        check = version.by_key["check-first"]
        actions.note_all(first, check.id, {"submit": {"number": 1}, "pass": {"passed": True, "percent": 100}}, version_id=1, by=person)
        assert actions.mark_read(first, version.lessons["bridges"].id, version_id=1, by=person).finished
    with pytest.raises(Refused, match="nothing to withdraw"), writing():
        actions.withdraw(first, by=person)
    with writing():
        second = actions.enrol(person, course_id(), by=person, language="en")
    assert enrolments(person) == [(first, False, True), (second, False, False)]


def test_a_course_without_a_version_cannot_be_joined(app: Flask) -> None:
    make.published_course()
    with writing() as session:
        session.scalars(select(Course)).one().newest_version_id = None
    with pytest.raises(Refused, match="not been published"), writing():
        actions.enrol(make.person(), 1, by=None, language="en")
    with pytest.raises(NotHere), writing():
        actions.enrol(make.person(), 999, by=None, language="en")
    assert value(select(func.count()).select_from(Enrolment)) == 0


def test_choosing_a_language(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = make.person()
    browser.sign_in(person).send(HOME, f"{HOME}enrolment")
    page = browser.send(HOME, f"{HOME}enrolment/language", language="da")
    assert page.heading == "Et lille kursus"
    assert "You take this course in Danish." in page.text
    assert page.texts("button").count("Take it in English") == 1
    assert browser.visit(f"{HOME}words/").heading == "Ord"
    refused = browser.send(HOME, f"{HOME}enrolment/language", language="xx")
    assert refused.texts("div", "flash") == ["This course is offered in: English, Dansk."]
    assert value(select(Enrolment.language)) == "da"
    assert verbs(person) == ["learning.enrolled", "learning.language_changed"]


def test_leaving_on_the_page(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = make.person()
    browser.sign_in(person).send(HOME, f"{HOME}enrolment")
    left = browser.send(HOME, f"{HOME}enrolment/delete")
    assert (left.response.request.path, "Join this course" in left.text) == (HOME, True)
    assert [flag for _id, *flag in enrolments(person)] == [[True, False]]
    assert [form.get("action") for form in browser.visit(HOME).forms() if "enrolment" in form.get("action", "")] == [f"{HOME}enrolment"]


def test_visitors_are_asked_to_sign_in_and_get_back(app: Flask, browser: Browser) -> None:
    make.published_course()
    page = browser.visit(HOME)
    assert [link for link in page.links() if link.startswith("/sign-in?")] == ["/sign-in?next=/courses/small-course/"]
    assert browser.post(f"{HOME}enrolment", data=browser.csrf()).status_code == 403


def test_an_invited_course_is_not_there_for_strangers(app: Flask, browser: Browser) -> None:
    make.published_course(key="closed-course", access="invited")
    make.published_course()
    cast = assemble()
    join_team(cast.cleo, "closed-course")
    with writing():
        actions.enrol(cast.ada, course_id("closed-course"), by=cast.root, language="en")
    for person, status in ((None, 404), (cast.eve, 404), (cast.ada, 200), (cast.cleo, 200), (cast.root, 200)):
        if person is not None:
            browser.sign_in(person)
        assert browser.get("/courses/closed-course/").status_code == status
        assert browser.get("/courses/closed-course/words/").status_code == status
        titles = browser.visit("/courses/").links()
        assert ("/courses/closed-course/" in titles) == (status == 200)
    browser.sign_in(cast.eve)
    assert browser.post("/courses/closed-course/enrolment", data=browser.csrf()).status_code == 404
    assert enrolments(cast.eve) == []


def test_who_left_an_invited_course_does_not_see_it_any_more(app: Flask, browser: Browser) -> None:
    make.published_course(key="closed-course", access="invited")
    person = make.person()
    with writing():
        actions.enrol(person, course_id("closed-course"), by=None, language="en")
    left = browser.sign_in(person).send("/courses/closed-course/", "/courses/closed-course/enrolment/delete")
    assert (left.status, left.response.request.path) == (200, "/courses/")
    assert browser.get("/courses/closed-course/").status_code == 404
