"""One person is let past a lock or a condition, for a while and with a reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.exceptions import end_exception, grant_exception
from clustercourse.content.queries import outline
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.learning import actions as learning
from clustercourse.learning.queries.completion import standing
from clustercourse.learning.queries.marks import progress_of
from clustercourse.learning.queries.together import progress_in
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Enrolment, ItemException
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble, join_team
from tests.cohorts import taking
from tests.cohorts.taking import ASKING, CHECK, OPENING, WORDS
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long
FAR = datetime(2127, 3, 10, 9, tzinfo=UTC)
ATTEND = "attend.kick-off@words"


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.fixture
def spring(cast: Cast) -> int:
    """A cohort whose kick-off is far away, with Ada and Ben in it."""
    taking.published(**ASKING, **OPENING)
    cohort = make.cohort(coordinator=cast.dan)
    make.session(cohort, FAR, key="kick-off", title="Kick-off")
    taking.taken(cohort, cast.dan)
    for person in (cast.ada, cast.ben):
        taking.seated(cohort, person, cast.dan)
    return cohort


def grant(person: int, key: str, what: str, by: int, **values: Any) -> int:
    said: dict[str, Any] = {"until": now() + timedelta(days=3), "reason": "Was ill."} | values
    with writing():
        return grant_exception(taking.enrolment(person).id, taking.item(key), what, by=by, **said)


def locked(person: int, key: str) -> bool:
    mine = taking.enrolment(person)
    steps = standing(outline(taking.version(1)), progress_of(mine.id)).steps
    return steps[taking.item(key)].is_locked


def seat_address(spring: int, person: int) -> str:
    return f"{taking.address(spring)}seats/{value(select(Seat.id).where(Seat.person_id == person))}/exceptions"


def test_past_a_lock_until_it_ends(cast: Cast, spring: int) -> None:
    assert [locked(person, "bridges") for person in (cast.ada, cast.ben)] == [True, True]
    grant(cast.ada, "bridges", "lock", cast.dan)
    assert [locked(person, "bridges") for person in (cast.ada, cast.ben)] == [False, True]
    with time_machine.travel(now() + timedelta(days=3, minutes=1)):
        assert locked(cast.ada, "bridges") is True


def test_past_a_condition_and_what_is_done_stays_done(cast: Cast, spring: int) -> None:
    mine = taking.enrolment(cast.ada).id
    with writing():
        learning.mark_read(mine, taking.item("words"), version_id=taking.version(1), by=cast.ada)
    exception = grant(cast.ada, "words", ATTEND, cast.dan)
    assert (taking.done(cast.ada), taking.done(cast.ben)) == (["words"], [])
    for _time in range(2):
        with writing():
            end_exception(exception, by=cast.dan)
            assert learning.recompute(mine) == learning.Settled()
    assert taking.done(cast.ada) == ["words"]
    verbs = select(Event.verb, Event.person_id).where(Event.verb.like("cohorts.exception%")).order_by(Event.id)
    assert [tuple(each) for each in rows(verbs)] == [
        ("cohorts.exception_granted", cast.ada),
        ("cohorts.exception_ended", cast.ada),
    ]


def test_an_exception_that_ended_counts_no_more(cast: Cast, spring: int) -> None:
    exception = grant(cast.ada, "words", ATTEND, cast.dan)
    with writing():
        end_exception(exception, by=cast.dan)
        learning.mark_read(taking.enrolment(cast.ada).id, taking.item("words"), version_id=taking.version(1), by=cast.ada)
    assert taking.done(cast.ada) == []


def test_twice_changes_the_end_and_the_reason(cast: Cast, spring: int) -> None:
    first = grant(cast.ada, "bridges", "lock", cast.dan)
    later = now() + timedelta(days=9)
    assert grant(cast.ada, "bridges", "lock", cast.dan, until=later, reason=" Travels. ") == first
    assert [tuple(each) for each in rows(select(ItemException.until, ItemException.reason))] == [(later, "Travels.")]


def test_what_is_refused(cast: Cast, spring: int) -> None:
    mine = taking.enrolment(cast.ada).id
    wrong = [
        ({"reason": " "}, "words", ATTEND, "reason", "Say why, in a sentence."),
        ({"until": now()}, "words", ATTEND, "until_on", "Choose a day that is still to come."),
        ({}, "words", "attend.day-1@words", "what", "Choose one from the list."),
        ({}, "words", "pass@check-first", "what", "Choose one from the list."),
    ]
    for values, key, what, field, sentence in wrong:
        with pytest.raises(Refused) as refused:
            grant(cast.ada, key, what, cast.dan, **values)
        assert (refused.value.field, refused.value.sentence) == (field, sentence)
    with writing():
        learning.note_evidence(mine, taking.item("recall-words"), "submit", {"number": 1}, version_id=taking.version(1), by=cast.ada)
    with pytest.raises(Refused, match="done already"):
        grant(cast.ada, "recall-words", "lock", cast.dan)
    with writing():
        alone = learning.enrol(cast.eve, taking.course_id(), by=cast.eve, language="en")
    with pytest.raises(NotHere), writing():
        grant_exception(alone, taking.item("words"), "lock", until=FAR, reason="Why not.", by=cast.dan)
    with pytest.raises(NotHere), writing():
        end_exception(99, by=cast.dan)
    assert rows(select(ItemException)) == []


def test_the_page_lists_what_stands_in_the_way_and_the_person_reads_why(cast: Cast, spring: int, browser: Browser) -> None:
    home = seat_address(spring, cast.ada)
    page = browser.sign_in(cast.dan).visit(home)
    assert page.heading == "Exceptions for Ada Holm"
    assert page.texts("option") == [
        "A small course · Words: You take part in “Kick-off” with your cohort.",
        "A small course · Recall: words: You send your answers.",
        "A small course · Bridges: Opens on 3 March 2127, 10:00, a week before “Kick-off”",
        "A small course · Bridges: You pass “Check: first module” with 80% or more.",
        "A small course · Check: first module: You reach 80% or more.",
    ]
    mine = value(select(Enrolment.id).where(Enrolment.person_id == cast.ada))
    lock = f"{mine}:{taking.item('bridges')}:lock"
    day = (now() + timedelta(days=2)).date()
    after = browser.send(home, what=lock, until_on=day.isoformat(), reason="Presents it on Monday")
    assert after.texts("div", "flash") == ["Ada Holm is let past it, and reads why."]
    assert (after.texts("td")[0], after.texts("td")[2:4]) == ("It can be opened at once.", ["Presents it on Monday", "Dan Krogh"])
    assert len(after.texts("option")) == 4
    read = browser.sign_in(cast.ada).visit("/courses/small-course/bridges/")
    assert read.texts("h2", "empty-title") == []
    assert "Dan Krogh made an exception for you here, until" in read.text
    assert "Presents it on Monday" in read.text
    assert "Presents it on Monday" not in browser.sign_in(cast.ben).visit("/courses/small-course/bridges/").text
    exception = value(select(ItemException.id))
    assert value(select(Cohort.time_zone).where(Cohort.id == spring)) == "Europe/Copenhagen"
    browser.sign_in(cast.dan)
    browser.send(home, f"{home}/{exception}/delete")
    assert browser.sign_in(cast.ada).visit("/courses/small-course/bridges/").texts("h2", "empty-title") == ["This lesson is still locked"]


def test_past_the_posts_that_are_asked(cast: Cast, browser: Browser) -> None:
    taking.published(**{WORDS: ("minutes: 15", "minutes: 15\ndone: {post: 2}")})
    cohort = make.cohort(coordinator=cast.dan)
    taking.taken(cohort, cast.dan)
    for person in (cast.ada, cast.ben, cast.greta):
        taking.seated(cohort, person, cast.dan)
    home = seat_address(cohort, cast.ada)
    page = browser.sign_in(cast.dan).visit(home)
    assert page.texts("option")[0] == "A small course · Words: You write 2 posts in the discussion of this lesson."
    value_of = f"{taking.enrolment(cast.ada).id}:{taking.item('words')}:post.2@words"
    day = (now() + timedelta(days=2)).date().isoformat()
    after = browser.send(home, what=value_of, until_on=day, reason="Types with difficulty")
    assert after.texts("td")[0] == "Not asked: You write 2 posts in the discussion of this lesson."
    assert (taking.done(cast.ada), taking.done(cast.ben)) == (["words"], [])
    with writing():
        learning.note_posts(taking.enrolment(cast.ben).id, {taking.item("words"): 2}, version_id=taking.version(1), by=cast.ben)
    assert (taking.noted(cast.ada), taking.noted(cast.ben), taking.done(cast.ben)) == ([], [("words", "post.2")], ["words"])
    board = {person: [each.percent for each in courses] for person, courses in progress_in(cohort).items()}
    assert board == {cast.ada: [33], cast.ben: [33], cast.greta: [0]}


def test_a_form_that_is_wrong_or_sent_twice(cast: Cast, spring: int, browser: Browser) -> None:
    home = seat_address(spring, cast.ada)
    mine, theirs = taking.enrolment(cast.ada).id, taking.enrolment(cast.ben).id
    browser.sign_in(cast.dan)
    good = {"what": f"{mine}:{taking.item('bridges')}:lock", "until_on": (now() + timedelta(days=2)).date().isoformat(), "reason": "Ill"}
    for wrong in (
        {"what": f"{theirs}:{taking.item('bridges')}:lock"},
        {"what": "x"},
        {"what": f"{mine}:{'9' * 30}:lock"},
        {"until_on": "2020-01-01"},
        {"until_on": "9999-12-31"},
        {"until_on": ""},
        {"reason": ""},
    ):
        assert browser.post(home, data={**browser.csrf(), **good, **wrong}).status_code == 422, wrong
    assert rows(select(ItemException)) == []
    for _time in range(2):
        assert browser.post(home, data={**browser.csrf(), **good, "once": "same"}).status_code == 303
    assert len(rows(select(Event).where(Event.verb == "cohorts.exception_granted"))) == 1
    assert browser.post(f"{home}/99/delete", data=browser.csrf()).status_code == 404


def test_a_trainer_decides_about_their_own_course_only(cast: Cast, spring: int, browser: Browser) -> None:
    home = seat_address(spring, cast.ada)
    other = make.person("Tom Aas")
    taking.published(key="other-course")
    join_team(cast.cleo, "small-course")
    join_team(other, "other-course")
    assert browser.sign_in(cast.cleo).visit(home).texts("option")[0].startswith("A small course · Words")
    assert browser.sign_in(other).get(home).status_code == 403
    refused = make.seat(spring, cast.greta, "refused")
    assert browser.sign_in(cast.cleo).get(f"{home.rpartition('/seats/')[0]}/seats/{refused}/exceptions").status_code == 404
    assert browser.sign_in(cast.ada).get(home).status_code == 404
    assert browser.sign_in(cast.dan).get(home.replace("/seats/", "/seats/99")).status_code == 404


def test_an_exercise_that_opens_with_a_session_and_asks_to_be_there(cast: Cast, browser: Browser) -> None:
    taking.published(**{CHECK: ("done: pass", "done: [pass, {attend: kick-off}]\nopens: session:kick-off")})
    spring = make.cohort(coordinator=cast.dan)
    kick_off = make.session(spring, FAR, key="kick-off", title="Kick-off")
    taking.taken(spring, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    home = "/courses/small-course/exercises/check-first/"
    page = browser.sign_in(cast.ada).visit(home)
    assert page.texts("p", "note-title") == ["Not open yet"]
    assert "Opens on 10 March 2127, 10:00, when “Kick-off” begins." in page.text
    answers = {**browser.csrf(), "attempt": "1", "answer.q1": "a", "check-first.answer.q1": "a"}
    browser.post(f"{home}attempts/", data=answers)
    assert (taking.noted(cast.ada), rows(select(Attempt))) == ([], [])
    grant(cast.ada, "check-first", "lock", cast.dan)
    page = browser.visit(home)
    assert "made an exception for you here" in page.text
    assert page.texts("section")[-1] == "Besides your answers You take part in “Kick-off” with your cohort. Not yet"
    browser.post(f"{home}attempts/", data=answers)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("check-first", "submit"), ("check-first", "pass")], [])
    with time_machine.travel(FAR + timedelta(minutes=5)):
        taking.marked(kick_off, seat, "present", cast.dan)
    assert taking.done(cast.ada) == ["check-first"]
