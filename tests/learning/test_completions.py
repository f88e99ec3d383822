"""Evidence, completions and the end of a course, as rows."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse import jobs
from clustercourse.content.publishing import publish
from clustercourse.content.queries import outline
from clustercourse.db import rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.learning import actions
from clustercourse.learning.actions import Settled
from clustercourse.models.content import Course, Item
from clustercourse.models.events import Event
from clustercourse.models.learning import Completion, Enrolment, Evidence
from tests import make
from tests.page import Browser

HOME = "/courses/small-course/"


def begin() -> tuple[int, int]:
    """(person, enrolment) in the small course."""
    make.published_course()
    person = make.person()
    with writing():
        return person, actions.enrol(person, 1, by=person, language="en")


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key))
    return found


def completions() -> list[tuple[str, str, int]]:
    found = select(Item.key, Completion.state, Completion.version_id).join(Item, Item.id == Completion.item_id).order_by(Completion.id)
    return [tuple(line) for line in rows(found)]  # type: ignore[misc]


def recorded(*verbs: str) -> list[str]:
    return [verb for (verb,) in rows(select(Event.verb).where(Event.verb.in_(verbs)).order_by(Event.id))]


@pytest.mark.both_databases_when_long
def test_reading_completes_a_lesson_once(app: Flask) -> None:
    person, mine = begin()
    with writing():
        assert actions.mark_read(mine, item("words"), version_id=1, by=person) == Settled((item("words"),), finished=False)
    with writing():
        assert actions.mark_read(mine, item("words"), version_id=1, by=person) == Settled()
    assert completions() == [("words", "complete", 1)]
    assert [tuple(line) for line in rows(select(Evidence.what, Evidence.value, Evidence.version_id))] == [("read", {}, 1)]
    assert recorded("learning.item_completed", "learning.course_finished") == ["learning.item_completed"]


@pytest.mark.both_databases_when_long
def test_a_check_fails_then_passes_and_completes_the_lesson_that_waited_for_it(app: Flask) -> None:
    person, mine = begin()
    check = item("check-first")
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
        actions.mark_read(mine, item("bridges"), version_id=1, by=person)
        actions.note_all(mine, check, {"submit": {"number": 1}, "pass": {"passed": False, "percent": 0}}, version_id=1, by=person)
    assert completions() == [("words", "complete", 1), ("bridges", "failed", 1), ("check-first", "failed", 1)]
    with writing():
        settled = actions.note_evidence(mine, check, "pass", {"passed": True, "percent": 100}, version_id=1, by=person)
    assert settled == Settled((item("bridges"), check), finished=True)
    assert completions() == [("words", "complete", 1), ("bridges", "complete", 1), ("check-first", "passed", 1)]
    assert value(select(Evidence.value).where(Evidence.what == "pass")) == {"passed": True, "percent": 100}
    assert recorded("learning.course_finished") == ["learning.course_finished"]


def test_a_later_try_that_fails_takes_nothing_away(app: Flask) -> None:
    person, mine = begin()
    check = item("check-first")
    with writing():
        actions.note_evidence(mine, check, "pass", {"passed": True, "percent": 100}, version_id=1, by=person)
        actions.note_evidence(mine, check, "pass", {"passed": False, "percent": 10}, version_id=1, by=person)
        actions.mark_read(mine, item("words"), version_id=1, by=person)
        assert actions.mark_read(mine, item("bridges"), version_id=1, by=person).finished
    assert completions() == [("check-first", "passed", 1), ("words", "complete", 1), ("bridges", "complete", 1)]


@pytest.mark.both_databases_when_long
def test_recompute_gives_the_same_answer_twice(app: Flask) -> None:
    person, mine = begin()
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
    with writing() as session:
        session.execute(Completion.__table__.delete())  # type: ignore[attr-defined]
    with writing():
        assert actions.recompute(mine) == Settled((item("words"),))
    before = completions()
    with writing():
        assert actions.recompute(mine) == Settled()
    assert completions() == before == [("words", "complete", 1)]


def test_a_locked_lesson_cannot_be_marked(app: Flask) -> None:
    person, mine = begin()
    with pytest.raises(Refused) as refused, writing():
        actions.mark_read(mine, item("bridges"), version_id=1, by=person)
    assert refused.value.sentence == "This lesson opens when “Words” is done."
    assert completions() == []


def test_only_lessons_of_the_course_can_be_marked(app: Flask) -> None:
    person, mine = begin()
    for thing in (item("check-first"), item("module-first"), 999):
        with pytest.raises(NotHere), writing():
            actions.mark_read(mine, thing, version_id=1, by=person)
    with pytest.raises(ValueError, match="evidence is one of"), writing():
        actions.note_evidence(mine, item("words"), "looked", {}, version_id=1, by=person)


def test_taking_it_back(app: Flask, browser: Browser) -> None:
    person, _mine = begin()
    browser.sign_in(person)
    browser.send(f"{HOME}words/", f"{HOME}words/completion")
    page = browser.send(f"{HOME}words/", f"{HOME}words/completion/delete")
    assert page.texts("div", "flash") == ["This lesson is not done any more."]
    assert completions() == []
    assert browser.post(f"{HOME}words/completion/delete", data=browser.csrf()).status_code == 303
    assert recorded("learning.completion_undone") == ["learning.completion_undone"]


def finish(person: int, mine: int) -> None:
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
        actions.note_evidence(mine, item("check-first"), "pass", {"passed": True, "percent": 100}, version_id=1, by=person)
        assert actions.mark_read(mine, item("bridges"), version_id=1, by=person).finished


def test_what_was_finished_stays_finished(app: Flask) -> None:
    person, mine = begin()
    finish(person, mine)
    with pytest.raises(Refused, match="stays done"), writing():
        actions.undo_read(mine, item("words"), by=person)
    with writing():
        assert actions.recompute(mine) == Settled()
    assert recorded("learning.course_finished") == ["learning.course_finished"]


def publish_again(changes: dict[str, tuple[str, str]], more: dict[str, bytes] | None = None) -> int:
    files = {**make.course_files(changes=changes), **(more or {})}
    ready = make.prepared_course(files, "small-course")
    with writing():
        return publish(ready, by=None, note="Changed")


NEW_LESSON = make.course_files()["10-first/20-bridges.md"].replace(b"id: bridges", b"id: gaps").replace(b"title: Bridges", b"title: Gaps")
WITH_GAPS = {"10-first/module.yaml": ("20-bridges.md,", "20-bridges.md, 30-gaps.md,")}


def test_a_new_version_keeps_what_is_done_and_calls_new_steps_new(app: Flask, browser: Browser) -> None:
    person, mine = begin()
    finish(person, mine)
    version = publish_again(WITH_GAPS, {"10-first/30-gaps.md": NEW_LESSON})
    assert set(outline(version).lessons) == {"words", "bridges", "gaps"}
    end = browser.sign_in(person).visit(f"{HOME}finish")
    assert end.texts("span", "hexagon-words") == ["100% done3 of 4 steps"]
    assert end.heading == "You have finished “A small course”"
    today = browser.visit("/")
    assert [text for text in today.texts("li") if "Gaps" in text] == ["Gaps New since you finished."]


def test_a_harder_rule_takes_nothing_away(app: Flask) -> None:
    person, mine = begin()
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
    publish_again({"10-first/10-words.md": ("minutes: 15\n", "minutes: 15\ndone: [read, {submit: recall-words}]\n")})
    assert jobs.work_waiting()[0].kind == "learning.recompute"
    assert completions() == [("words", "complete", 1)]


def test_an_easier_rule_completes_what_was_already_done(app: Flask) -> None:
    person, mine = begin()
    with writing():
        actions.mark_read(mine, item("words"), version_id=1, by=person)
        actions.mark_read(mine, item("bridges"), version_id=1, by=person)
    assert completions() == [("words", "complete", 1)]
    version = publish_again({"10-first/20-bridges.md": ("done: [read, {pass: check-first}]\n", "")})
    jobs.work_waiting()
    assert completions() == [("words", "complete", 1), ("bridges", "complete", version)]


def test_a_pinned_enrolment_stays_on_its_version(app: Flask, browser: Browser) -> None:
    person, mine = begin()
    with writing() as session:
        session.get_one(Enrolment, mine).pinned_version_id = 1
    publish_again(WITH_GAPS, {"10-first/30-gaps.md": NEW_LESSON})
    assert value(select(Course.newest_version_id)) == 2
    assert browser.sign_in(person).get(f"{HOME}gaps/").status_code == 404
    assert browser.sign_in(make.person()).get(f"{HOME}gaps/").status_code == 200


def test_nobody_marks_a_lesson_of_a_course_they_are_not_in(app: Flask, browser: Browser) -> None:
    begin()
    browser.sign_in(make.person("Eve Friis"))
    for address in ("words/completion", "words/completion/delete", "words/bookmark", "words/note"):
        assert browser.post(f"{HOME}{address}", data=browser.csrf()).status_code == 404
    assert completions() == []
