"""A cohort reads a version until somebody moves it on, who first sees what that changes and for how many."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.courses import move_pin
from clustercourse.content.queries import outline
from clustercourse.content.queries.changes import changes_between
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.exercises.actions import Sending, submit_attempt
from clustercourse.exercises.queries import Task
from clustercourse.learning import actions as learning
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.learning import Enrolment
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts import taking
from tests.cohorts.taking import ASKING, CHECK, WORDS
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long
NEWER = {WORDS: ("title: Words", "title: Newer words")}
OTHER_QUESTION = {CHECK: ("text: Which one is a cluster?", "text: Which of these is a cluster?")}


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.fixture
def spring(cast: Cast) -> int:
    """A cohort that stays on the first of two versions, with Ada and Ben in it; Eve takes the course alone."""
    taking.published()
    cohort = make.cohort(coordinator=cast.dan)
    taking.taken(cohort, cast.dan, stays=True)
    for person in (cast.ada, cast.ben):
        taking.seated(cohort, person, cast.dan)
    with writing():
        learning.enrol(cast.eve, taking.course_id(), by=cast.eve, language="en")
    taking.published(note="Better words", **NEWER, **OTHER_QUESTION)
    return cohort


def answered(person: int) -> None:
    """The person sends the check."""
    mine = taking.enrolment(person)
    version = mine.pinned_version_id or taking.version(2)
    made = outline(version)
    task = Task(mine.id, made, made.by_key["check-first"], "en", may_pass_locks=True)
    with writing():
        submit_attempt(task, Sending(1, version, {"answer.q1": ["b"]}, anyway=False), by=person)


def moved(cohort: int, number: int | None, by: int) -> int:
    with writing():
        found = move_pin(cohort, taking.course_id(), taking.version(number) if number else None, by=by)
    taking.work()
    return found


def test_moving_a_pin_moves_those_who_are_in_it(cast: Cast, spring: int) -> None:
    assert [taking.places(person) for person in (cast.ada, cast.eve)] == [[(spring, taking.version(1))], [(None, None)]]
    with writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == cast.ben).values(finished_at=now()))
    assert moved(spring, 2, cast.dan) == 1
    assert moved(spring, 2, cast.dan) == 0
    assert [taking.places(person) for person in (cast.ada, cast.ben, cast.eve)] == [
        [(spring, taking.version(2))],
        [(spring, taking.version(1))],
        [(None, None)],
    ]
    assert moved(spring, None, cast.dan) == 1
    assert taking.places(cast.ada) == [(spring, None)]
    details = [detail for (detail,) in rows(select(Event.detail).where(Event.verb == "cohorts.version_pinned").order_by(Event.id))]
    first, second, course = taking.version(1), taking.version(2), taking.course_id()
    assert details == [
        {"course": course, "from": first, "to": second, "people": 1},
        {"course": course, "from": second, "to": None, "people": 1},
    ]


def test_what_cannot_be_moved(cast: Cast, spring: int) -> None:
    taking.published(key="other-course")
    foreign = taking.course_id("other-course")
    with pytest.raises(NotHere), writing():
        move_pin(spring, foreign, None, by=cast.dan)
    with pytest.raises(Refused, match="no such version"), writing():
        move_pin(spring, taking.course_id(), taking.version(2) + 1, by=cast.dan)
    with writing() as session:
        session.execute(update(Cohort).values(state="closed"))
    with pytest.raises(Refused, match="This cohort is over"), writing():
        move_pin(spring, taking.course_id(), None, by=cast.dan)
    assert taking.places(cast.ada) == [(spring, taking.version(1))]


def test_what_is_done_stays_done_and_what_became_easier_is_done(cast: Cast, spring: int) -> None:
    make.session(spring, key="kick-off")
    taking.published(**ASKING)
    taking.published(**{taking.BRIDGES: ("done: [read, {pass: check-first}]\n", "")})
    mine = taking.enrolment(cast.ada).id
    with writing():
        learning.note_evidence(mine, taking.item("words"), "read", {}, version_id=taking.version(1), by=cast.ada)
        learning.note_evidence(mine, taking.item("bridges"), "read", {}, version_id=taking.version(1), by=cast.ada)
    assert taking.done(cast.ada) == ["words"]
    moved(spring, 3, cast.dan)
    assert taking.done(cast.ada) == ["words"]
    moved(spring, 4, cast.dan)
    assert taking.done(cast.ada) == ["words", "bridges"]


def test_what_another_version_changes(cast: Cast, spring: int) -> None:
    for person in (cast.ada, cast.eve):
        answered(person)
    found = changes_between(taking.version(1), taking.version(2), cohort_id=spring)
    assert (found.before, found.after) == (1, 2)
    assert [str(sentence) for sentence in found.sentences()] == [
        "1 lesson changed.",
        "1 exercise changed.",
        "1 question changed.",
        "1 person has answered question “q1” of “check-first” as it was.",
    ]
    back = changes_between(taking.version(2), taking.version(1), cohort_id=spring + 1)
    assert [str(sentence) for sentence in back.sentences()] == ["1 lesson changed.", "1 exercise changed.", "1 question changed."]


def test_the_coordinator_sees_first_and_then_moves(cast: Cast, spring: int, browser: Browser) -> None:
    home = f"{taking.address(spring)}courses/small-course/pin"
    browser.sign_in(cast.dan)
    page = browser.visit(home)
    assert page.heading == "Version of “A small course”"
    assert (len(page.texts("option")), page.texts("option")[0]) == (3, "Always the newest (now version 2)")
    assert page.texts("h2") == []
    page = browser.visit(f"{home}?version=2")
    assert page.texts("h2") == ["From version 1 to version 2 for 2 people"]
    assert page.texts("li")[-3:] == ["1 lesson changed.", "1 exercise changed.", "1 question changed."]
    page = browser.visit(f"{home}?version=newest")
    assert page.texts("h2") == ["From version 1 to version 2 for 2 people"]
    after = browser.post(home, data={**browser.csrf(), "version": "2"}, follow_redirects=True)
    assert "2 people read version 2 now." in after.get_data(as_text=True)
    assert taking.places(cast.ben) == [(spring, taking.version(2))]
    assert browser.visit(f"{home}?version=newest").texts("h2") == ["Nobody reads anything else today"]
    assert "Newer words" in browser.sign_in(cast.ada).visit("/courses/small-course/").text


def test_who_may_not_and_what_is_not_there(cast: Cast, spring: int, browser: Browser) -> None:
    home = f"{taking.address(spring)}courses/small-course/pin"
    browser.sign_in(cast.dan)
    assert [browser.get(f"{home}?version={odd}").status_code for odd in ("9", "x", "-1", "²", "9" * 40)] == [404] * 5
    assert browser.get(home.replace("small-course", "other-course")).status_code == 404
    assert browser.post(home, data={**browser.csrf(), "version": "9"}).status_code == 404
    assert browser.post(home, data={**browser.csrf()}).status_code == 404
    assert [browser.sign_in(person).get(home).status_code for person in (cast.ada, cast.root)] == [404, 200]
    trainer = make.person("Cleo Lund")
    make.cohort("Another", coordinator=trainer)
    assert browser.sign_in(trainer).get(home).status_code == 403
    assert value(select(Event.id).where(Event.verb == "cohorts.version_pinned")) is None
