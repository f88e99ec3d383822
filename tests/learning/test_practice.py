"""Questions asked again, on the page and as rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.db import now, row, rows, value, writing
from clustercourse.errors import NotHere
from clustercourse.language import day
from clustercourse.learning import actions
from clustercourse.models.accounts import Person
from clustercourse.models.content import Item
from clustercourse.models.learning import PracticeAnswer, PracticeQuestion
from tests import make
from tests.page import Browser


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key))
    return found


def planned(right: bool = True, **of_person: str) -> tuple[int, int]:
    """(person, enrolment) of somebody who has answered the recall question."""
    make.published_course()
    person = make.person(**of_person)  # type: ignore[arg-type]
    with writing():
        mine = actions.enrol(person, 1, by=person, language="en")
        actions.plan_practice(mine, item("recall-words"), {"q1": right, "gone": True}, version_id=1)
    return person, mine


def plans() -> list[tuple[str, int, int | None]]:
    """(question, right days, days until due) of every planned question."""
    found = rows(select(PracticeQuestion).order_by(PracticeQuestion.id))
    return [(each.question_key, each.right_days, (each.due_on - each.first_answered_on).days if each.due_on else None) for each in found]


def make_due() -> None:
    with writing() as session:
        session.execute(update(PracticeQuestion).values(due_on=now().date()))


@pytest.mark.both_databases_when_long
def test_a_quiz_plans_its_questions_once(app: Flask) -> None:
    _person, mine = planned()
    assert plans() == [("q1", 1, 2)]
    with writing():
        actions.plan_practice(mine, item("recall-words"), {"q1": True}, version_id=1)
    assert plans() == [("q1", 1, 2)]
    with writing():
        actions.plan_practice(mine, item("recall-words"), {"q1": False}, version_id=1)
    assert plans() == [("q1", 0, 1)]


def test_nothing_is_planned_for_those_who_do_not_want_it(app: Flask, browser: Browser) -> None:
    person, mine = planned()
    make_due()
    with writing() as session:
        session.get_one(Person, person).wants_practice = False
        actions.plan_practice(mine, item("check-first"), {"q1": True}, version_id=1)
    assert [key for key, *_rest in plans()] == ["q1"]
    assert browser.sign_in(person).visit("/practice/").texts("h2", "empty-title") == ["No questions today"]
    assert "questions" not in browser.visit("/").text


def test_the_day_is_the_persons_own(app: Flask) -> None:
    with time_machine.travel("2026-03-01T23:30:00+00:00", tick=False):
        planned(time_zone="Pacific/Auckland")
    with time_machine.travel("2026-03-01T23:30:00+00:00", tick=False):
        person = make.person("Ben Berg", time_zone="America/New_York")
        with writing():
            actions.plan_practice(actions.enrol(person, 1, by=person, language="en"), item("recall-words"), {"q1": True}, version_id=1)
    days = [str(day) for (day,) in rows(select(PracticeQuestion.first_answered_on).order_by(PracticeQuestion.id))]
    assert days == ["2026-03-02", "2026-03-01"]


def test_answering_on_the_page(app: Flask, browser: Browser) -> None:
    person, _mine = planned(right=False)
    browser.sign_in(person)
    tomorrow = day(now().date() + timedelta(days=1))
    assert browser.visit("/practice/").texts("h2", "empty-title") == [f"No questions today. The next come on {tomorrow}."]
    with time_machine.travel(now() + timedelta(days=1), tick=True):
        assert "1 question from what you have learned is due today." in browser.sign_in(person).visit("/").text
        page = browser.visit("/practice/")
        assert len(page.texts("div", "question")) == 1
        assert "nearness is part of it" not in page.response.get_data(as_text=True)
        empty = browser.send("/practice/")
        assert (empty.status, empty.errors) == (422, ["Answer the question first, even if you have to guess."])
        answer = browser.send("/practice/", **{"answer.q1": "true"})
        assert answer.heading == "Right"
        assert "/courses/small-course/words/" in answer.links()
        assert "The next come on " in browser.visit("/practice/").text
    assert plans() == [("q1", 1, 8)]
    kept = row(select(PracticeAnswer.answer, PracticeAnswer.was_right, PracticeAnswer.version_id))
    assert tuple(kept or ()) == ({"q1": "true"}, True, 1)


def test_sending_twice_counts_once(app: Flask, browser: Browser) -> None:
    person, _mine = planned()
    make_due()
    with time_machine.travel(now() + timedelta(days=1), tick=True):
        browser.sign_in(person)
        sent = {**browser.csrf(), "question": "1", "answer.q1": "false"}
        assert browser.post("/practice/", data=sent).status_code == 200
        assert browser.post("/practice/", data=sent).status_code == 303
    assert len(rows(select(PracticeAnswer))) == 1
    assert [right for _key, right, _due in plans()] == [0]


def test_nobody_answers_for_another(app: Flask, browser: Browser) -> None:
    planned()
    make_due()
    eve = make.person("Eve Friis")
    browser.sign_in(eve)
    assert browser.post("/practice/", data={**browser.csrf(), "question": "1", "answer.q1": "true"}).status_code == 303
    with pytest.raises(NotHere), writing():
        actions.answer_practice(1, by=eve, version_id=1, answer={}, was_right=True)
    assert rows(select(PracticeAnswer)) == []


def test_questions_that_left_the_course_are_passed_over(app: Flask, browser: Browser) -> None:
    person, _mine = planned()
    make_due()
    exercise = make.course_files()["exercises/recall-words.yaml"].replace(b"id: q1", b"id: q2")
    make.published_course(files={**make.course_files(), "exercises/recall-words.yaml": exercise})
    assert browser.sign_in(person).visit("/practice/").texts("h2", "empty-title") == ["No questions today"]


def test_a_course_that_was_left_asks_nothing(app: Flask, browser: Browser) -> None:
    person, mine = planned()
    make_due()
    with writing():
        actions.withdraw(mine, by=person)
    assert browser.sign_in(person).visit("/practice/").texts("h2", "empty-title") == ["No questions today"]
