"""The form of an exercise: all types of question, nothing right or wrong in it, and who may see what."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.exercises.actions import Sending, submit_attempt
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Evidence
from tests import make
from tests.exercises import course
from tests.exercises.conftest import Learner
from tests.exercises.course import HOME, SLUG
from tests.kinds.quizzes import PERFECT
from tests.page import Browser, Page

ALL = f"{HOME}/all-types/"


def filled(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as a person fills them into the form."""
    form: dict[str, Any] = {}
    for question, answer in answers.items():
        parts = answer.items() if isinstance(answer, dict) else [(None, answer)]
        form |= {f"all-types.answer.{question}" + (f".{part}" if part else ""): text for part, text in parts}
    return form


def sent(learner: Learner, key: str, form: dict[str, list[str]], number: int = 1) -> None:
    with writing():
        submit_attempt(learner.task(key), Sending(number, learner.version, form), by=learner.person)


def test_all_types_are_answered_in_one_form(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(ALL, f"{ALL}attempts/", **filled(PERFECT))
    assert page.texts("span", "stat-value") == ["100%"]
    assert "Passed" in page.text
    assert value(select(Attempt.answers)) == PERFECT
    assert {what for (what,) in rows(select(Evidence.what))} == {"submit", "pass"}


WRONG: dict[str, Any] = {
    "word": "b",
    "bridges": ["a", "d"],
    "claim": "true",
    "quotient": "0,46",
    "person": "manager",
    "pairs": {"p1": "p1", "p2": "x1"},
    "steps": {"i1": "2", "i2": "1", "i3": "3"},
    "sentence": {"g1": "person", "g2": "1"},
}


@pytest.mark.parametrize(("question", "reason"), [
    ("word", "Nobody joins that."),
    ("bridges", "no d"),
    ("claim", "Many never join."),
    ("quotient", "Turned round."),
    ("person", "Too wide."),
    ("pairs", "Money."),
    ("steps", "The first place that is off is place 1."),
    ("sentence", "Not a person."),
])  # fmt: skip
def test_every_type_explains_a_wrong_answer(ada: Learner, browser: Browser, question: str, reason: str) -> None:
    browser.sign_in(ada.person)
    page = browser.send(ALL, f"{ALL}attempts/", **{**filled(PERFECT), **filled({question: WRONG[question]})}, send="anyway")
    reviewed = next(node for node in page.tree.iter("section") if node.get("id") == f"question-all-types.{question}")
    assert reason in " ".join("".join(reviewed.itertext()).split())


def test_an_ambiguous_number_is_shown_as_understood(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(ALL, f"{ALL}attempts/", **{**filled(PERFECT), "all-types.answer.quotient": "1,234"})
    assert "1,234" in page.text
    assert len([text for text in page.texts("p") if "nderstood" in text]) == 1


def test_what_cannot_be_read_is_asked_again_with_everything_kept(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(ALL, f"{ALL}attempts/", **{**filled(PERFECT), "all-types.answer.quotient": "about four"})
    assert page.status == 422
    assert page.errors == ["“about four” is not a number. Write for example 4.6 or 4,6."]
    assert f"Question 4: {page.errors[0]}" in page.text
    kept = {node.get("name"): node.get("value") for node in page.tree.iter("input")}
    assert (kept["all-types.answer.quotient"], kept["all-types.answer.person"]) == ("about four", PERFECT["person"])
    chosen = [node.get("value") for node in page.tree.iter("option") if node.get("selected") is not None]
    assert sorted(chosen) == sorted([*PERFECT["pairs"].values(), *PERFECT["steps"].values(), PERFECT["sentence"]["g2"]])
    assert rows(select(Attempt.id)) == []


def test_empty_questions_are_named_and_can_be_sent_anyway(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    half = filled({"word": "a", "pairs": {"p1": "p1"}})
    page = browser.send(ALL, f"{ALL}attempts/", **half)
    assert page.status == 422
    assert "7 questions are empty. Send anyway?" in page.text
    again = [(node.get("name"), node.get("value")) for node in page.tree.iter("button") if node.get("name") == "send"]
    assert again == [("send", "anyway")]
    done = browser.send(ALL, f"{ALL}attempts/", **half, send="anyway")
    assert done.response.request.path == f"{ALL}attempts/1/"
    assert value(select(Attempt.answers)) == {"word": "a", "pairs": {"p1": "p1"}}


def test_one_empty_question_is_one_question(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(f"{HOME}/limited/", f"{HOME}/limited/attempts/", **{"limited.answer.q1": "true"})
    assert "1 question is empty. Send anyway?" in page.text


@pytest.mark.parametrize("path", [f"{HOME}/limited/", f"{HOME}/recall-two/", f"/courses/{SLUG}/words/"])
def test_no_form_holds_a_reason_or_tells_what_is_right(ada: Learner, browser: Browser, path: str) -> None:
    source = browser.sign_in(ada.person).get(path).get_data(as_text=True)
    assert source.count("CANARY-REASON") == 0
    assert re.findall(r"data-right|is-right|answer-right|\bcorrect\b", source) == []


def test_the_form_is_the_same_whatever_is_right(ada: Learner, browser: Browser) -> None:
    """Two versions that differ only in what is right print the same form."""
    browser.sign_in(ada.person)
    before = browser.visit(f"{HOME}/recall-two/")
    turned = {**course.SINGLE, "options": [{**course.SINGLE["options"][0], "right": False}, {**course.SINGLE["options"][1], "right": True}]}
    course.published("Turned.", recall_two={"questions": [{**course.TRUE_FALSE, "answer": False}, turned]})
    after = browser.visit(f"{HOME}/recall-two/")
    assert printed(before) == printed(after)


def printed(page: Page) -> list[tuple[str, list[tuple[str, str]]]]:
    form = page.form(f"{HOME}/recall-two/attempts/")
    varying = {"csrf_token", "drawn"}
    return [(str(node.tag), sorted(node.items())) for node in form.iter() if node.get("name") not in varying]


def test_visitors_read_the_questions_and_cannot_answer(version: int, browser: Browser) -> None:
    page = browser.visit(f"{HOME}/limited/")
    assert page.texts("div", "question-text") == ["One region.", "Which word?"]
    assert [node.get("disabled") for node in page.tree.iter("fieldset")] == ["disabled"]
    assert [form.get("action") for form in page.forms() if "attempts" in (form.get("action") or "")] == []
    assert f"/courses/{SLUG}/" in page.links()
    assert browser.post(f"{HOME}/limited/attempts/", data={"attempt": "1", **browser.csrf()}).status_code == 403


def test_a_locked_exercise_says_what_opens_it(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.visit(f"{HOME}/later/")
    assert "This exercise opens when “Limited” is done." in page.text
    assert [form.get("action") for form in page.forms() if "attempts" in (form.get("action") or "")] == []
    sent(ada, "limited", {"answer.q1": ["true"], "answer.q2": ["a"]})
    assert browser.visit(f"{HOME}/later/").form(f"{HOME}/later/attempts/") is not None


def test_a_reload_gives_the_same_paper_and_the_next_attempt_another(ada: Learner, ben: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    papers = [asked(browser.visit(f"{HOME}/drawn/")) for _twice in range(2)]
    assert papers[0] == papers[1]
    assert len(papers[0]) == 3
    seen = {tuple(papers[0])}
    for number in range(1, 7):
        sent(ada, "drawn", {f"answer.q{n}": ["a"] for n in range(1, 7)}, number)
        seen.add(tuple(asked(browser.visit(f"{HOME}/drawn/?again=1"))))
    assert len(seen) > 3


def asked(page: Page) -> list[str]:
    return [node.get("id", "") for node in page.tree.iter("div") if node.get("class") == "question"]


def test_a_timed_exercise_is_started_and_says_until_when(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.visit(f"{HOME}/timed/")
    assert "You have 10 minutes from the start." in page.text
    assert page.texts("div", "question-text") == []
    started = browser.send(f"{HOME}/timed/", f"{HOME}/timed/start")
    assert re.search(r"Answer by \d\d:\d\d\.", started.text)
    timer = next(node for node in started.tree.iter("p") if node.get("role") == "timer")
    assert 590 <= int(timer.get("data-seconds", "0")) <= 600


def test_the_page_lists_the_attempts_and_offers_another(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    sent(ada, "limited", {"answer.q1": ["true"], "answer.q2": ["b"]})
    page = browser.visit(f"{HOME}/limited/")
    assert [link for link in page.links() if "attempts" in link] == [f"{HOME}/limited/attempts/1/"]
    assert f"{HOME}/limited/?again=1" in page.links()
    assert "You have 1 attempt left." in page.text
    sent(ada, "limited", {"answer.q1": ["true"], "answer.q2": ["b"]}, 2)
    used_up = browser.visit(f"{HOME}/limited/?again=1")
    assert "You have used all attempts." in used_up.text
    assert [form.get("action") for form in used_up.forms() if "attempts" in (form.get("action") or "")] == []


def test_words_come_in_the_language_of_the_enrolment(version: int, browser: Browser) -> None:
    person = make.person("Ben Berg", language="da")
    course.enrolled(person, "da")
    page = browser.sign_in(person).visit(f"{HOME}/recall-one/")
    assert page.heading == "Ord"
    assert page.texts("div", "question-text") == ["Et område."]


@pytest.mark.parametrize("path", [f"{HOME}/nothing/", "/courses/nothing/exercises/limited/", f"{HOME}/limited/attempts/7/"])
def test_what_is_not_there_is_not_found(ada: Learner, browser: Browser, path: str) -> None:
    browser.sign_in(ada.person).visit(path, 404)


def test_the_page_costs_few_statements_at_any_size(ada: Learner, browser: Browser, statements: Any) -> None:
    browser.sign_in(ada.person).visit(f"{HOME}/recall-two/")
    for size in (0, 1, 4):
        for number in range(1, size + 1):
            sent(ada, "recall-two", {"answer.q1": ["true"], "answer.q2": ["b"]}, number)
        with statements() as seen:
            browser.visit(f"{HOME}/recall-two/")
        assert len(seen) == (4 if size else 3), "\n".join(seen)
