"""Exercises in a lesson's text: form or result, all in one statement; and what other areas ask for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from clustercourse.content.queries import outline
from clustercourse.db import writing
from clustercourse.exercises.actions import Sending, save_draft, submit_attempt
from clustercourse.exercises.queries import placed, question
from clustercourse.learning.queries.enrolments import CourseHere, course_here
from clustercourse.viewer import Viewer
from tests.exercises.conftest import Learner
from tests.exercises.course import HOME, SLUG
from tests.page import Browser, Page, words

LESSON = f"/courses/{SLUG}/words/"
ONE = {"recall-one.answer.q1": "true"}


def sent(learner: Learner, key: str, form: dict[str, list[str]], number: int = 1) -> None:
    with writing():
        submit_attempt(learner.task(key), Sending(number, learner.version, form), by=learner.person)


def here(learner: Learner) -> CourseHere:
    return course_here(Viewer(person_id=learner.person), SLUG)


def boxes(page: Page) -> dict[str, str]:
    return {node.get("id", ""): words(node) for node in page.tree.iter("section") if "exercise" in (node.get("class") or "").split()}


def test_each_exercise_has_its_own_state(ada: Learner, ben: Learner) -> None:
    version = outline(ada.version)
    items = [version.by_key[key] for key in ("recall-one", "recall-two", "timed", "limited")]
    sent(ben, "limited", {"answer.q1": ["true"], "answer.q2": ["a"]})
    sent(ada, "recall-one", {"answer.q1": ["true"]})
    with writing():
        save_draft(ada.task("recall-two"), Sending(1, ada.version, {"answer.q1": ["false"]}), draft_number=0, by=ada.person)
    found = placed(here(ada), items, "en")
    assert {key: (each.mode, each.number, each.draft_number) for key, each in found.items()} == {
        "recall-one": ("result", 2, 0),
        "recall-two": ("form", 1, 1),
        "timed": ("start", 1, 0),
        "limited": ("form", 1, 0),
    }
    assert [shown.values for shown in found["recall-two"].questions] == [{"recall-two.answer.q1": ["false"]}, {}]


@pytest.mark.parametrize("keys", [["recall-one"], ["recall-one", "recall-two", "drawn"]])
def test_all_of_a_lesson_cost_one_statement(ada: Learner, statements: Callable[[], Any], keys: list[str]) -> None:
    version = outline(ada.version)
    items = [version.by_key[key] for key in keys]
    for number in (1, 2, 3):
        sent(ada, "recall-one", {"answer.q1": ["true"]}, number)
    mine = here(ada)
    untouched = [version.by_key[key] for key in ("recall-two", "drawn")]
    placed(mine, [*items, *untouched], "en")
    with statements() as seen:
        placed(mine, items, "en")
    assert len(seen) == 1
    with statements() as seen:
        assert [each.mode for each in placed(mine, untouched, "en").values()] == ["form"] * 2
        assert [each.mode for each in placed(replace(mine, enrolment=None), items, "en").values()] == ["reading"] * len(keys)
    assert seen == []


def test_answers_given_in_the_text_come_back_in_the_text(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    before = boxes(browser.visit(LESSON))
    assert sorted(before) == ["exercise-recall-one", "exercise-recall-two"]
    page = browser.send(LESSON, f"{HOME}/recall-one/attempts/", **ONE)
    assert page.response.request.path == LESSON
    after = boxes(page)
    assert "CANARY-REASON yes." in after["exercise-recall-one"]
    assert after["exercise-recall-two"] == before["exercise-recall-two"]
    location = browser.post(f"{HOME}/recall-one/attempts/", data={"attempt": "1", "place": "lesson", **ONE, **browser.csrf()}).headers[
        "Location"
    ]
    assert location == f"{LESSON}#exercise-recall-one"


def test_scripts_take_the_box_and_what_it_unlocked_from_the_same_answer(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    form = browser.visit(LESSON).form(f"{HOME}/recall-one/attempts/")
    asked = {name: form.get(name) for name in ("hx-post", "hx-target", "hx-select", "hx-swap", "hx-select-oob")}
    box = "#exercise-recall-one"
    assert asked == {
        "hx-post": f"{HOME}/recall-one/attempts/",
        "hx-target": box,
        "hx-select": box,
        "hx-swap": "outerHTML",
        "hx-select-oob": "#finish,#outline",
    }
    script = {"HX-Request": "true"}
    sending = {"attempt": "1", "place": "lesson", **ONE, **browser.csrf()}
    answer = Page(browser.post(f"{HOME}/recall-one/attempts/", data=sending, headers=script, follow_redirects=True))
    ids = {node.get("id") for node in answer.tree.iter()}
    assert {"exercise-recall-one", "finish", "outline"} - ids == set()
    assert "You answer “Recall one”. Done" in answer.text


def test_an_incomplete_form_in_the_text_stays_one_of_the_text(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(LESSON, f"{HOME}/recall-two/attempts/", **{"recall-two.answer.q1": "true"})
    assert page.status == 422
    assert list(boxes(page)) == ["exercise-recall-two"]
    form = page.form(f"{HOME}/recall-two/attempts/")
    assert form.get("hx-target") == "#exercise-recall-two"
    assert [node.get("value") for node in form.iter("input") if node.get("name") == "place"] == ["lesson"]


def test_the_form_comes_back_for_another_try(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    browser.send(LESSON, f"{HOME}/recall-one/attempts/", **ONE)
    again = next(node for node in browser.visit(LESSON).tree.iter("a") if words(node) == "Try again")
    assert again.get("hx-get") == again.get("href") == f"{HOME}/recall-one/?again=1&place=lesson"
    form = browser.visit(again.get("href", "")).form(f"{HOME}/recall-one/attempts/")
    assert form.get("hx-select") == "#exercise-recall-one"
    assert [node.get("value") for node in form.iter("input") if node.get("name") == "attempt"] == ["2"]


def test_a_question_can_be_asked_alone(ada: Learner) -> None:
    version = outline(ada.version)
    item = version.by_key["recall-two"]
    found = question(ada.version, item.id, "q2", "en")
    assert found is not None
    assert (found.title, found.shown.fieldset.id, found.paper["questions"]) == ("Recall two", "q2", ["q2"])
    assert [choice.value for choice in found.shown.fieldset.fields[0].choices] == ["a", "b"]
    assert question(ada.version, item.id, "gone", "en") is None


def test_sending_an_answer_costs_at_most_twelve_statements(ada: Learner, browser: Browser, statements: Callable[[], Any]) -> None:
    browser.sign_in(ada.person)
    browser.visit(LESSON)
    sending = {"attempt": "1", "place": "lesson", **ONE, **browser.csrf()}
    with statements() as seen:
        assert browser.post(f"{HOME}/recall-one/attempts/", data=sending).status_code == 303
    assert len(seen) <= 12, "\n".join(seen)
    draft = {**sending, "attempt": "2", "version": "0"}
    with statements() as seen:
        browser.post(f"{HOME}/recall-one/draft", data=draft, headers={"Accept": "application/json"})
    assert len(seen) == 7, "\n".join(seen)
    with statements() as seen:
        browser.post(f"{HOME}/recall-one/attempts/", data=draft)
    assert len(seen) <= 12, "\n".join(seen)
