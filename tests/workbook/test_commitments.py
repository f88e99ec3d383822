"""Commitments: one for each module, read by their author alone; the reminder, the outcome, and the share kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts.actions.data import erase
from clustercourse.db import end_reading, now, row, rows, value, writing
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.jobs import work_waiting
from clustercourse.learning import actions as learning
from clustercourse.models.commitments import Commitment
from clustercourse.models.content import Course, Item
from clustercourse.models.events import Event
from clustercourse.models.learning import Enrolment
from clustercourse.models.notifications import Letter, Notification
from clustercourse.workbook.actions.commitments import Said, commit, tell_outcome
from clustercourse.workbook.jobs import remind_of_commitments
from clustercourse.workbook.queries.commitments import Kept, commitments_of, kept_in_cohort, kept_in_course
from tests import make
from tests.cast import assemble, join_team
from tests.cohorts import taking
from tests.page import Browser

HOME = "/courses/small-course/"
LIST = f"{HOME}commitments/"
ONE = f"{LIST}module-first/"
OUTCOME = f"{ONE}outcome"
WEDNESDAY = datetime(2027, 3, 3, 9, 0, tzinfo=UTC)


def enrolled(person: int) -> int:
    with writing():
        return learning.enrol(person, value(select(Course.id)), by=person, language="en")


def module() -> int:
    found: int = value(select(Item.id).where(Item.key == "module-first"))
    return found


def committed(
    person: int, *, what: str = "Call the yard", due: date | None = None, whom: str = "", seen: int = 0, on: date | None = None
) -> int:
    enrolment = value(select(Enrolment.id).where(Enrolment.person_id == person))
    with writing():
        said = Said(what, whom, due or now().date() + timedelta(days=10))
        return commit(enrolment, module(), said, seen=seen, on=on or now().date(), by=person).id


def decided(person: int, outcome: str = "done", *, note: str = "") -> None:
    """Somebody commits to something and says what came of it."""
    number = committed(person)
    with writing():
        tell_outcome(number, outcome, note, by=person)


def standing(number: int) -> Any:
    return row(select(Commitment).where(Commitment.id == number))


def reminded() -> list[tuple[int, str]]:
    remind_of_commitments({})
    end_reading()
    return [(line.person_id, line.title) for line in rows(select(Notification).order_by(Notification.id))]


@pytest.mark.both_databases_when_long
def test_a_learner_commits_at_the_end_of_a_module_and_says_what_came_of_it(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    browser.sign_in(cast.ada)
    assert LIST in browser.visit(HOME).links()
    assert ONE in browser.visit(LIST).links()
    due = now().date() + timedelta(days=30)
    page = browser.send(ONE, what="Ask two yards to share a crane", with_whom="Yard North", due_on=due.isoformat())
    assert page.response.request.path == LIST
    assert "Ask two yards to share a crane" in page.text
    assert "With Yard North" in page.text
    page = browser.send(OUTCOME, outcome="partly", note="One yard did.")
    assert "One yard did." in page.text
    assert page.texts("div", "stat") == ["0 of 1commitments kept1 more partly"]
    page = browser.send(OUTCOME, outcome="done", note="Both did.")
    assert "1 of 1" in page.text
    assert "1 of 1" in browser.visit(f"{HOME}finish").text
    verbs = [line.verb for line in rows(select(Event.verb).where(Event.verb.like("workbook.commit%")).order_by(Event.id))]
    assert verbs == ["workbook.committed", "workbook.commitment_decided", "workbook.commitment_decided"]
    held = [str(line.detail) for line in rows(select(Event.detail).where(Event.verb.like("workbook.commit%")))]
    assert not [each for each in held if "yard" in each.lower()]


def test_the_last_lesson_of_a_module_asks_and_no_other(app: Flask, browser: Browser) -> None:
    cast = assemble()
    items = "items: [10-words.md, 20-bridges.md, exercises/check-first.yaml]"
    make.published_course(
        files=make.course_files(
            changes={"10-first/module.yaml": (items, "items: [exercises/check-first.yaml, 10-words.md, 20-bridges.md]")}
        )
    )
    enrolled(cast.ada)
    with writing():
        learning.mark_read(value(select(Enrolment.id)), value(select(Item.id).where(Item.key == "words")), version_id=1, by=cast.ada)
    browser.sign_in(cast.ada)
    asked = {lesson: ONE in browser.visit(f"{HOME}{lesson}/").links() for lesson in ("words", "bridges")}
    assert asked == {"words": False, "bridges": True}


def test_what_the_form_refuses(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    browser.sign_in(cast.ada)
    day = now().date()
    for due, said in (
        ("", "Error: Enter a day."),
        (day.isoformat(), "Error: Choose a day to come."),
        (
            (day + timedelta(days=182)).isoformat(),
            "Error: Choose a day within the next 180 days. What takes longer has a first step that does not.",
        ),
    ):
        page = browser.send(ONE, what="Something", due_on=due)
        assert (page.status, page.errors) == (422, [said])
    assert browser.send(ONE, what=" ", due_on=(day + timedelta(days=2)).isoformat()).errors == ["Error: Say what you will do."]
    assert browser.get(f"{LIST}no-module/").status_code == 404
    assert browser.get(OUTCOME).status_code == 404
    assert browser.post(OUTCOME, data={"outcome": "done", **browser.csrf()}).status_code == 404


@pytest.mark.postgresql_first
def test_two_windows(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    day = now().date() + timedelta(days=10)
    number = committed(cast.ada, what="First", due=day)
    assert committed(cast.ada, what="First", due=day) == number
    assert standing(number).number == 1
    assert committed(cast.ada, what="Second", due=day, seen=1) == number
    with pytest.raises(Conflict):
        committed(cast.ada, what="Third", due=day, seen=1)
    browser.sign_in(cast.ada)
    sent = {"what": "From the other window", "due_on": day.isoformat(), "number": "1", **browser.csrf()}
    answer = browser.post(ONE, data=sent | {"once": "a"})
    assert answer.status_code == 409
    assert "In another window you wrote meanwhile: “Second”." in answer.text
    assert "From the other window" in answer.text
    assert standing(number).what == "Second"
    sent["number"] = "2"
    for _twice in range(2):
        assert browser.post(ONE, data=sent | {"once": "b"}).status_code == 303
    end_reading()
    assert (standing(number).what, standing(number).number) == ("From the other window", 3)


def test_what_is_refused(app: Flask) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    number = committed(cast.ada)
    with pytest.raises(NotHere), writing():
        commit(value(select(Enrolment.id)), module(), Said("Mine", "", now().date()), seen=1, on=now().date(), by=cast.ben)
    with pytest.raises(NotHere), writing():
        tell_outcome(number, "done", "", by=cast.ben)
    with pytest.raises(NotHere), writing():
        tell_outcome(number + 1, "done", "", by=cast.ada)
    with pytest.raises(Refused), writing():
        tell_outcome(number, "forgotten", "", by=cast.ada)
    for _twice in range(2):
        with writing():
            tell_outcome(number, "done", " So it went. ", by=cast.ada)
    assert (standing(number).outcome, standing(number).outcome_note) == ("done", "So it went.")
    assert len(rows(select(Event.id).where(Event.verb == "workbook.commitment_decided"))) == 1
    with pytest.raises(Refused):
        committed(cast.ada, what="Something else", seen=1)


@pytest.mark.both_databases_when_long
def test_one_reminder_on_a_weekday_morning_where_one_lives(app: Flask) -> None:
    cast = assemble()
    make.published_course()
    far = make.person("Far Away", time_zone="Pacific/Auckland")
    with time_machine.travel(WEDNESDAY, tick=False):
        for person in (cast.ada, far):
            enrolled(person)
            committed(person, what=f"Of {person}", due=date(2027, 3, 13))  # a Saturday
    moments = (
        (datetime(2027, 3, 13, 9, tzinfo=UTC), []),
        (datetime(2027, 3, 14, 18, 30, tzinfo=UTC), []),
        (datetime(2027, 3, 14, 19, 30, tzinfo=UTC), [far]),
        (datetime(2027, 3, 15, 6, 30, tzinfo=UTC), [far]),
        (datetime(2027, 3, 15, 7, 30, tzinfo=UTC), [far, cast.ada]),
        (datetime(2027, 3, 16, 9, tzinfo=UTC), [far, cast.ada]),
    )
    for moment, people in moments:
        with time_machine.travel(moment, tick=False):
            assert reminded() == [(person, f"Of {person}") for person in people]
    with time_machine.travel(datetime(2027, 3, 16, 9, 10, tzinfo=UTC), tick=False):
        work_waiting()
        end_reading()
    letters = rows(select(Letter.person_id, Letter.subject, Letter.text, Letter.stop).order_by(Letter.person_id))
    assert [line.person_id for line in letters] == sorted([cast.ada, far])
    assert "Its day has come: “Of " in letters[0].subject
    assert all(line.stop for line in letters)


def test_nobody_is_asked_after_thirty_days_nor_when_the_outcome_is_said_nor_outside_the_course(app: Flask, browser: Browser) -> None:
    cast = assemble()
    make.published_course()
    with time_machine.travel(WEDNESDAY, tick=False):
        for person in (cast.ada, cast.ben, cast.greta):
            enrolled(person)
            committed(person, due=date(2027, 3, 10))
        of_ben = value(select(Commitment.id).join(Enrolment).where(Enrolment.person_id == cast.ben))
        with writing():
            tell_outcome(of_ben, "changed-my-mind", "", by=cast.ben)
            learning.withdraw(value(select(Enrolment.id).where(Enrolment.person_id == cast.greta)), by=cast.greta)
    with time_machine.travel(datetime(2027, 4, 12, 9, tzinfo=UTC), tick=False):
        assert reminded() == []
        page = browser.sign_in(cast.ada).visit(LIST)
        assert "Nothing was said of it" in page.text
        assert "What came of it?" not in page.text
    with time_machine.travel(datetime(2027, 4, 9, 9, tzinfo=UTC), tick=False):
        assert reminded() == [(cast.ada, "Call the yard")]


def test_a_new_day_brings_a_new_reminder_and_saying_the_outcome_ends_it(app: Flask) -> None:
    cast = assemble()
    make.published_course()
    with time_machine.travel(WEDNESDAY, tick=False):
        enrolled(cast.ada)
        committed(cast.ada, due=date(2027, 3, 10))
    with time_machine.travel(datetime(2027, 3, 10, 9, tzinfo=UTC), tick=False):
        assert len(reminded()) == 1
        committed(cast.ada, what="Call again", due=date(2027, 3, 12), seen=1)
    with time_machine.travel(datetime(2027, 3, 12, 9, tzinfo=UTC), tick=False):
        assert [title for _person, title in reminded()] == ["Call the yard", "Call again"]
        with writing():
            tell_outcome(value(select(Commitment.id)), "done", "", by=cast.ada)
        assert [line.read_at is not None for line in rows(select(Notification))] == [True, True]


@pytest.mark.both_databases_when_long
def test_counts_for_the_team_from_five_people_on_and_never_a_text(app: Flask, new_browser: Callable[[], Browser]) -> None:
    cast = assemble()
    make.published_course()
    join_team(cast.cleo, "small-course")
    cohort = make.cohort(coordinator=cast.dan)
    people = [make.person(f"Learner {number}") for number in range(5)]
    for person in people:
        make.seat(cohort, person)
    taking.taken(cohort, cast.dan)
    board, learners = f"{taking.address(cohort)}board", f"{HOME}learners"
    for person, outcome in zip(people[:4], ("done", "done", "partly", "not-done"), strict=True):
        decided(person, outcome, note="CANARY")
    coordinator, trainer = new_browser().sign_in(cast.dan), new_browser().sign_in(cast.cleo)
    for page in (coordinator.visit(board), trainer.visit(learners)):
        assert "shown once those of five people are due" in page.text
    decided(people[4], "changed-my-mind", note="CANARY")
    assert kept_in_course(value(select(Course.id))) == kept_in_cohort(cohort) == Kept(5, 5, 2, 1)
    for page in (coordinator.visit(board), trainer.visit(learners)):
        assert "2 of 5" in page.text
        assert "CANARY" not in page.text
        assert "Call the yard" not in page.text
    for browser in (coordinator, trainer):
        assert browser.get(ONE).status_code == 404
        assert browser.get(LIST).status_code == 404


def test_what_is_not_due_yet_counts_for_nothing(app: Flask) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    committed(cast.ada)
    assert kept_in_course(value(select(Course.id))) == Kept(0, 0, 0, 0)


@pytest.mark.both_databases_when_long
def test_an_erasure_takes_them_along(app: Flask) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    committed(cast.ada)
    with writing():
        erase(cast.ada, by=None)
    assert rows(select(Commitment.id)) == []


def test_the_list_costs_the_same_however_much_there_is(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    cast = assemble()
    make.published_course()
    enrolled(cast.ada)
    browser.sign_in(cast.ada)
    counts = []
    for _round in range(2):
        browser.visit(LIST)
        with statements() as seen:
            browser.visit(LIST)
        counts.append(len(seen))
        committed(cast.ada)
    assert counts == [4, 4]
    assert set(commitments_of(value(select(Enrolment.id)))) == {module()}
