"""Drafts: saved with a number, never lost, and chosen from where two texts meet."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from clustercourse.db import rows, value, writing
from clustercourse.errors import Refused
from clustercourse.exercises.actions import Saved, Sending, save_draft, settle_draft, submit_attempt
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt, Draft
from tests import make
from tests.exercises.conftest import Learner
from tests.exercises.course import HOME
from tests.page import Browser

DRAFT = f"{HOME}/limited/draft"


def saved(learner: Learner, form: dict[str, list[str]], number: int = 0, key: str = "limited", attempt: int = 1) -> Saved:
    with writing():
        sent = Sending(attempt, learner.version, form)
        return save_draft(learner.task(key), sent, draft_number=number, by=learner.person)


def drafts(learner: Learner) -> list[tuple[Any, Any, int]]:
    found = rows(select(Draft.answers, Draft.other, Draft.number).where(Draft.enrolment_id == learner.enrolment))
    return [tuple(line) for line in found]


def first(text: str = "true") -> dict[str, list[str]]:
    return {"answer.q1": [text]}


def test_every_save_goes_on_from_the_last(ada: Learner, ben: Learner) -> None:
    saved(ben, first("false"))
    assert [saved(ada, first("true")).number, saved(ada, first("false"), 1).number] == [1, 2]
    assert drafts(ada) == [({"q1": "false"}, None, 2)]
    assert drafts(ben) == [({"q1": "false"}, None, 1)]


def test_the_first_save_begins_the_attempt_and_keeps_its_paper(ada: Learner) -> None:
    saved(ada, {"answer.q1": ["a"]}, key="drawn")
    saved(ada, {"answer.q1": ["b"]}, 1, key="drawn")
    begun = rows(select(Attempt.number, Attempt.paper, Attempt.submitted_at))
    assert [(line.number, len(line.paper["questions"]), line.submitted_at) for line in begun] == [(1, 3, None)]
    verbs = rows(select(Event.verb).where(Event.verb == "exercises.attempt_started"))
    assert len(verbs) == 1


def test_the_same_text_again_is_no_conflict(ada: Learner) -> None:
    saved(ada, first())
    again = saved(ada, first())
    assert (again.number, again.is_conflict) == (1, False)
    assert drafts(ada) == [({"q1": "true"}, None, 1)]


def test_a_stale_save_keeps_both_texts(ada: Learner) -> None:
    saved(ada, first("true"))
    saved(ada, {"answer.q1": ["true"], "answer.q2": ["a"]}, 1)
    stale = saved(ada, first("false"), 1)
    assert (stale.number, stale.is_conflict) == (2, True)
    assert drafts(ada) == [({"q1": "true", "q2": "a"}, {"q1": "false"}, 2)]
    assert saved(ada, first("true"), 2).number == 3
    assert drafts(ada) == [({"q1": "true"}, {"q1": "false"}, 3)]


def test_one_of_two_texts_is_chosen(ada: Learner) -> None:
    saved(ada, first("true"))
    saved(ada, first("false"), 7)
    with writing(), pytest.raises(Refused):
        settle_draft(ada.task("limited"), keep_second=True, draft_number=9)
    with writing():
        settle_draft(ada.task("limited"), keep_second=True, draft_number=1)
    assert drafts(ada) == [({"q1": "false"}, None, 2)]
    with writing():
        settle_draft(ada.task("limited"), keep_second=False, draft_number=1)
    assert drafts(ada) == [({"q1": "false"}, None, 2)]


def test_the_first_of_two_texts_can_be_kept(ada: Learner) -> None:
    saved(ada, first("true"))
    saved(ada, first("false"), 7)
    with writing():
        settle_draft(ada.task("limited"), keep_second=False, draft_number=1)
    assert drafts(ada) == [({"q1": "true"}, None, 2)]


def test_sending_lets_go_of_the_draft_and_a_late_save_brings_nothing_back(ada: Learner) -> None:
    form = {"answer.q1": ["true"], "answer.q2": ["a"]}
    saved(ada, form)
    with writing():
        submit_attempt(ada.task("limited"), Sending(1, ada.version, form), by=ada.person)
    late = saved(ada, form, 1)
    assert (late.number, late.is_conflict) == (1, False)
    assert drafts(ada) == []


def test_other_text_typed_after_sending_waits_beside_it(ada: Learner) -> None:
    form = {"answer.q1": ["true"], "answer.q2": ["a"]}
    with writing():
        submit_attempt(ada.task("limited"), Sending(1, ada.version, form), by=ada.person)
    assert saved(ada, first("false"), 0).is_conflict
    assert drafts(ada) == [({"q1": "true", "q2": "a"}, {"q1": "false"}, 1)]


def test_a_script_saves_and_hears_the_number_and_the_time(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    form = {"attempt": "1", "version": "0", "limited.answer.q1": "true", **browser.csrf()}
    asked = {"Accept": "application/json"}
    answer = browser.post(DRAFT, data=form, headers=asked)
    assert (answer.status_code, answer.json["version"], len(answer.json["saved_at"])) == (200, 1, 5)
    stale = browser.post(DRAFT, data={**form, "version": "9", "limited.answer.q1": "false"}, headers=asked)
    assert (stale.status_code, stale.json) == (409, {"restore": DRAFT})


def test_the_form_goes_on_from_the_draft(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    page = browser.send(f"{HOME}/limited/", f"{HOME}/limited/attempts/")
    assert page.status == 422
    form = {"attempt": "1", "version": "0", "limited.answer.q2": "b", **browser.csrf()}
    shown = browser.post(DRAFT, data=form, follow_redirects=True)
    assert shown.request.path == f"{HOME}/limited/"
    ticked = [node for node in browser.visit(f"{HOME}/limited/").tree.iter("input") if node.get("checked") is not None]
    assert [(node.get("name"), node.get("value")) for node in ticked] == [("limited.answer.q2", "b")]
    hidden = {
        node.get("name"): node.get("value") for node in browser.visit(f"{HOME}/limited/").tree.iter("input") if node.get("type") == "hidden"
    }
    assert (hidden["attempt"], hidden["version"], hidden["drawn"]) == ("1", "1", str(ada.version))


def test_the_restore_page_shows_both_texts_and_goes_on_with_one(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    saved(ada, {"answer.q1": ["true"], "answer.q2": ["a"]})
    saved(ada, {"answer.q2": ["b"]}, 5)
    page = browser.visit(DRAFT)
    assert page.texts("li", "answer-line") == ["True", "organisation", "economy"]
    assert page.texts("p", "quiet") == ["No answer"]
    form = {"keep": "second", "version": "1", **browser.csrf()}
    after = browser.post(f"{DRAFT}/settlement", data=form)
    assert (after.status_code, after.headers["Location"]) == (303, f"{HOME}/limited/")
    assert drafts(ada) == [({"q2": "b"}, None, 2)]
    assert browser.get(DRAFT).status_code == 303


def test_sending_another_form_for_a_sent_attempt_leads_to_both_texts(ada: Learner, browser: Browser) -> None:
    browser.sign_in(ada.person)
    form = {"attempt": "1", "limited.answer.q1": "true", "limited.answer.q2": "a", **browser.csrf()}
    browser.post(f"{HOME}/limited/attempts/", data=form)
    answer = browser.post(f"{HOME}/limited/attempts/", data={**form, "limited.answer.q2": "b"})
    assert (answer.status_code, answer.headers["Location"]) == (303, DRAFT)
    assert value(select(Draft.other)) == {"q1": "true", "q2": "b"}
    assert "There are two texts of yours" in browser.visit(f"{HOME}/limited/").text


def test_somebody_elses_draft_does_not_exist(ada: Learner, ben: Learner, browser: Browser) -> None:
    saved(ben, first("true"))
    saved(ben, first("false"), 9)
    assert browser.sign_in(ada.person).get(DRAFT).headers["Location"] == f"{HOME}/limited/"
    browser.sign_in(make.person("Eve Friis")).visit(DRAFT, 404)
    browser.sign_in(ben.person).visit(DRAFT)
