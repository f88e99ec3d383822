"""Attempts: what is asked, what is counted, what is kept, and what learning hears of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Conflict, Refused
from clustercourse.exercises.actions import Incomplete, Receipt, Sending, save_draft, start_attempt, submit_attempt
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.learning import Completion, Evidence, PracticeQuestion
from tests import make
from tests.exercises import course
from tests.exercises.conftest import Learner
from tests.exercises.course import HOME
from tests.page import Browser

RIGHT = {"answer.q1": ["true"], "answer.q2": ["a"]}
HALF = {"answer.q1": ["true"], "answer.q2": ["b"]}


def sending(learner: Learner, form: dict[str, list[str]], number: int = 1, *, anyway: bool = False) -> Sending:
    return Sending(number, learner.version, form, anyway)


def submitted(learner: Learner, key: str, form: dict[str, list[str]], number: int = 1, *, anyway: bool = False) -> Receipt:
    with writing():
        return submit_attempt(learner.task(key), sending(learner, form, number, anyway=anyway), by=learner.person)


def attempts(learner: Learner) -> list[tuple[int, int | None, bool | None]]:
    statement = (
        select(Attempt.number, Attempt.percent, Attempt.passed).where(Attempt.enrolment_id == learner.enrolment).order_by(Attempt.number)
    )
    return [tuple(line) for line in rows(statement)]


def evidence(learner: Learner) -> dict[str, Any]:
    return {line.what: line.value for line in rows(select(Evidence.what, Evidence.value).where(Evidence.enrolment_id == learner.enrolment))}


def past_its_time(learner: Learner, by: timedelta) -> None:
    with writing() as session:
        session.execute(update(Attempt).where(Attempt.enrolment_id == learner.enrolment).values(ends_at=now() - by))


def test_an_attempt_is_scored_and_kept_as_it_was_sent(ada: Learner, ben: Learner) -> None:
    submitted(ben, "limited", RIGHT)
    assert submitted(ada, "limited", HALF) == Receipt(1)
    row = rows(select(Attempt).where(Attempt.enrolment_id == ada.enrolment))[0]
    assert (row.answers, row.percent, row.passed, row.version_id, row.language) == ({"q1": "true", "q2": "b"}, 50, False, ada.version, "en")
    assert row.criterion == {
        "done": "pass",
        "threshold": 80,
        "attempts": 2,
        "counts": "best",
        "time_limit": 0,
        "answers_shown": "when-passed",
    }
    assert row.paper == {"questions": ["q1", "q2"], "choices": {"q1": ["true", "false"], "q2": ["a", "b"]}}
    assert (row.result["points"], row.result["maximum"], row.result["late"]) == ("1", "2", False)
    assert row.submitted_at is not None


def test_learning_hears_what_was_sent_and_passed(ada: Learner) -> None:
    submitted(ada, "limited", HALF)
    assert evidence(ada) == {"submit": {"number": 1}, "pass": {"passed": False, "percent": 50}}
    submitted(ada, "limited", RIGHT, 2)
    assert evidence(ada) == {"submit": {"number": 2}, "pass": {"passed": True, "percent": 100}}
    states = rows(select(Completion.state).where(Completion.enrolment_id == ada.enrolment))
    assert [state for (state,) in states] == ["passed"]


def test_the_best_percentage_counts_and_the_last_where_the_file_says_so(ada: Learner) -> None:
    submitted(ada, "recall-two", RIGHT)
    submitted(ada, "recall-two", HALF, 2)
    assert evidence(ada)["pass"] == {"passed": True, "percent": 100}
    item = ada.task("drawn").item.id
    submitted(ada, "drawn", {f"answer.q{n}": ["a"] for n in range(1, 7)})
    submitted(ada, "drawn", {f"answer.q{n}": ["b"] for n in range(1, 7)}, 2)
    found = value(select(Evidence.value).where(Evidence.item_id == item, Evidence.what == "pass"))
    assert found == {"passed": True, "percent": 0}


def test_practice_is_planned_for_questions_that_can_stand_alone(ada: Learner) -> None:
    submitted(ada, "recall-two", HALF)
    planned = rows(select(PracticeQuestion.question_key, PracticeQuestion.right_days).order_by(PracticeQuestion.question_key))
    assert [tuple(line) for line in planned] == [("q1", 1), ("q2", 0)]


def test_history_has_the_attempt_and_no_text_of_the_learner(ada: Learner) -> None:
    submitted(ada, "limited", HALF)
    event = rows(select(Event.by_id, Event.person_id, Event.thing, Event.detail).where(Event.verb == "exercises.attempt_submitted"))
    assert [tuple(line) for line in event] == [
        (ada.person, ada.person, "attempt", {"item": ada.task("limited").item.id, "number": 1, "percent": 50})
    ]


def test_the_same_form_twice_is_one_attempt(ada: Learner) -> None:
    assert submitted(ada, "limited", HALF) == submitted(ada, "limited", HALF) == Receipt(1)
    assert attempts(ada) == [(1, 50, False)]


def test_another_form_for_the_same_attempt_is_kept_beside_it(ada: Learner) -> None:
    submitted(ada, "limited", HALF)
    assert submitted(ada, "limited", RIGHT) == Receipt(1, kept_beside=True)
    assert attempts(ada) == [(1, 50, False)]
    draft = rows(select(Draft.answers, Draft.other))
    assert [tuple(line) for line in draft] == [({"q1": "true", "q2": "b"}, {"q1": "true", "q2": "a"})]


def test_no_more_attempts_than_allowed(ada: Learner) -> None:
    submitted(ada, "limited", HALF)
    submitted(ada, "limited", HALF, 2)
    with pytest.raises(Refused) as refused:
        submitted(ada, "limited", RIGHT, 3)
    assert refused.value.sentence == "You have used all attempts at this exercise. Your answers and their result are kept."
    assert attempts(ada) == [(1, 50, False), (2, 50, False)]


def test_a_form_from_the_future_is_out_of_date(ada: Learner) -> None:
    with pytest.raises(Conflict):
        submitted(ada, "limited", RIGHT, 2)
    assert attempts(ada) == []


def test_empty_questions_are_asked_for_once(ada: Learner) -> None:
    with pytest.raises(Incomplete):
        submitted(ada, "limited", {"answer.q1": ["true"]})
    assert attempts(ada) == []
    submitted(ada, "limited", {"answer.q1": ["true"]}, anyway=True)
    assert attempts(ada) == [(1, 50, False)]


def test_a_number_that_cannot_be_read_never_counts(ada: Learner) -> None:
    with pytest.raises(Incomplete):
        submitted(ada, "all-types", {"answer.quotient": ["about four"]}, anyway=True)
    assert attempts(ada) == []


def test_a_locked_exercise_refuses_and_opens_with_its_key(ada: Learner) -> None:
    with pytest.raises(Refused) as refused:
        submitted(ada, "later", {"answer.q2": ["a"]})
    assert refused.value.sentence == "This exercise opens when “Limited” is done."
    submitted(ada, "limited", RIGHT)
    assert submitted(ada, "later", {"answer.q2": ["a"]}) == Receipt(1)


def test_the_criterion_of_an_open_attempt_outlives_a_new_version(ada: Learner) -> None:
    with writing():
        start_attempt(ada.task("limited"), version_id=ada.version, by=ada.person)
    newer = Learner(ada.person, ada.enrolment, course.published("Easier.", limited={"threshold": 50}))
    submitted(newer, "limited", HALF)
    assert attempts(ada) == [(1, 50, False)]
    assert value(select(Attempt.version_id)) == ada.version
    submitted(newer, "limited", HALF, 2)
    assert attempts(ada) == [(1, 50, False), (2, 50, True)]


def test_a_form_drawn_from_an_older_version_is_scored_by_it(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    form = {"attempt": "1", "drawn": str(ada.version), "secret.answer.q2": "a", **browser.csrf()}
    course.published("The other one is right.", secret={"questions": [{**course.SINGLE, "points": 3}]})
    assert browser.post(f"{HOME}/secret/attempts/", data=form).status_code == 303
    assert value(select(Attempt.version_id)) == ada.version


def test_time_is_started_once_and_by_the_server(ada: Learner) -> None:
    with pytest.raises(Refused) as refused:
        submitted(ada, "timed", {"answer.q2": ["a"]}, anyway=True)
    assert refused.value.sentence == "This exercise has a time limit. Start it first."
    for _twice in range(2):
        with writing():
            assert start_attempt(ada.task("timed"), version_id=ada.version, by=ada.person) == 1
    begun, end = rows(select(Attempt.created_at, Attempt.ends_at))[0]
    assert end - begun == timedelta(minutes=10)
    assert submitted(ada, "timed", {"answer.q2": ["a"], "answer.q3": ["true"]}) == Receipt(1)
    assert attempts(ada) == [(1, 100, True)]


def test_after_the_time_what_was_saved_by_then_counts(ada: Learner) -> None:
    with writing():
        start_attempt(ada.task("timed"), version_id=ada.version, by=ada.person)
    with writing():
        save_draft(ada.task("timed"), sending(ada, {"answer.q2": ["a"]}), draft_number=0, by=ada.person)
    past_its_time(ada, timedelta(minutes=1))
    with writing(), pytest.raises(Refused):
        save_draft(ada.task("timed"), sending(ada, {"answer.q2": ["b"]}), draft_number=1, by=ada.person)
    late = {"answer.q2": ["b"], "answer.q3": ["true"]}
    assert submitted(ada, "timed", late) == submitted(ada, "timed", late) == Receipt(1, was_late=True)
    assert value(select(Attempt.answers)) == {"q2": "a"}
    assert attempts(ada) == [(1, 50, False)]
    assert rows(select(Draft.id)) == []


def test_the_way_to_the_server_may_take_some_seconds(ada: Learner) -> None:
    with writing():
        start_attempt(ada.task("timed"), version_id=ada.version, by=ada.person)
    past_its_time(ada, timedelta(seconds=5))
    assert submitted(ada, "timed", {"answer.q2": ["a"], "answer.q3": ["true"]}) == Receipt(1)


def test_the_review_shows_the_answer_its_reason_and_the_way_on(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(
        f"{HOME}/recall-two/", f"{HOME}/recall-two/attempts/", **{"recall-two.answer.q1": "false", "recall-two.answer.q2": "a"}
    )
    assert page.response.request.path == f"{HOME}/recall-two/attempts/1/"
    assert page.texts("span", "stat-value") == ["50%"]
    assert page.texts("div", "answer-why") == ["CANARY-REASON yes.", "CANARY-REASON no.", "CANARY-REASON a."]
    assert page.texts("span", "answer-word") == ["The right answer", "Your answer.", "Not right", "Your answer.", "Right"]
    assert f"/courses/{course.SLUG}/words/#exercise-recall-two" in page.links()
    assert "Try again" in page.text
    assert "Read again" not in page.text  # The question names the lesson in which it stands.


def test_a_question_leads_to_the_lesson_to_read_again(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(f"{HOME}/limited/", f"{HOME}/limited/attempts/", **{"limited.answer.q1": "false", "limited.answer.q2": "b"})
    assert "Read again: " in page.text
    assert f"/courses/{course.SLUG}/words/" in page.links()


def test_right_answers_wait_until_the_exercise_is_passed(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    submitted(ada, "limited", HALF)
    first = browser.visit(f"{HOME}/limited/attempts/1/")
    assert first.texts("div", "answer-why") == ["CANARY-REASON yes.", "CANARY-REASON b."]
    assert "The right answers are shown once you have passed." in first.text
    assert first.text.count("Try again") == 2  # Beside the result, and after the last answer.
    submitted(ada, "limited", RIGHT, 2)
    assert "Next: " in browser.visit(f"{HOME}/limited/attempts/2/").text
    assert "Next: " in browser.visit(f"{HOME}/limited/").text
    assert browser.visit(f"{HOME}/limited/attempts/1/").texts("div", "answer-why") == [
        "CANARY-REASON yes.",
        "CANARY-REASON a.",
        "CANARY-REASON b.",
    ]


def test_answers_that_are_never_shown_are_not_in_the_page(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    submitted(ada, "secret", {"answer.q2": ["b"]})
    page = browser.visit(f"{HOME}/secret/attempts/1/")
    assert "CANARY-REASON a." not in page.response.get_data(as_text=True)
    assert "The right answers of this exercise are not shown." in page.text


def test_somebody_elses_attempt_does_not_exist(ada: Learner, ben: Learner, browser: Browser) -> None:
    submitted(ben, "limited", RIGHT)
    browser.sign_in(ada.person).visit(f"{HOME}/limited/attempts/1/", 404)
    browser.sign_in(make.person("Eve Friis")).visit(f"{HOME}/limited/attempts/1/", 404)
    browser.sign_in(make.person("Root Vang", admin=True)).visit(f"{HOME}/limited/attempts/1/", 404)
    browser.sign_in(ben.person).visit(f"{HOME}/limited/attempts/1/")
    browser.visit(f"{HOME}/limited/attempts/2/", 404)


def test_only_who_is_in_the_course_can_send(ada: Learner, browser: Browser) -> None:
    browser.sign_in(make.person("Eve Friis"))
    form = {"attempt": "1", "limited.answer.q1": "true", "limited.answer.q2": "a", **browser.csrf()}
    assert browser.post(f"{HOME}/limited/attempts/", data=form).status_code == 403
    assert browser.post(f"{HOME}/limited/start", data=form).status_code == 403
    assert browser.post(f"{HOME}/limited/draft", data=form).status_code == 403
    assert rows(select(Attempt.id)) == []


def test_sending_more_fields_changes_nothing_else(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    more = {
        "percent": "100",
        "passed": "true",
        "enrolment_id": "99",
        "number": "7",
        "limited.answer.q9": "x",
        "criterion": "{}",
        "answer.q2": "a",
    }
    form = {"attempt": "1", "limited.answer.q1": "true", "limited.answer.q2": "b", **more, **browser.csrf()}
    assert browser.post(f"{HOME}/limited/attempts/", data=form).status_code == 303
    assert attempts(ada) == [(1, 50, False)]
    assert value(select(Attempt.answers)) == {"q1": "true", "q2": "b"}


@pytest.mark.parametrize("number", ["-1", "0", "", "1e9", "99999999999999999999", "½", "\x00"])
def test_odd_numbers_are_refused_in_words(ada: Learner, browser: Browser, number: str) -> None:
    browser.sign_in(ada.person)
    form = {"attempt": number, "drawn": number, "version": number, "secret.answer.q2": "a", **browser.csrf()}
    assert browser.post(f"{HOME}/secret/attempts/", data=form).status_code in (404, 409)
    assert browser.post(f"{HOME}/secret/draft", data=form).status_code in (404, 409)
    assert rows(select(Attempt.id)) == []
