"""A seat brings its person into the courses of the cohort, and the register into what they have done."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from clustercourse.cohorts.actions.applications import withdraw_seat
from clustercourse.cohorts.actions.attending import note_presence
from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.courses import add_course, remove_course, take_courses
from clustercourse.cohorts.actions.promotion import promote
from clustercourse.cohorts.actions.seats import move_seat, remove_from_cohort, seat_somebody
from clustercourse.cohorts.actions.session_moves import cancel_session, restore_session
from clustercourse.cohorts.queries.enrolled import refuses_seat
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.language import speaking
from clustercourse.learning import actions as learning
from clustercourse.models.cohorts import Cohort, CohortCourse
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.learning import Completion, Enrolment, Evidence
from clustercourse.models.seats import Seat
from tests import make
from tests.cast import Cast, assemble, join_team
from tests.cohorts import taking
from tests.cohorts.taking import ASKING, OPENING
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


def alone(person: int) -> int:
    with writing():
        return learning.enrol(person, taking.course_id(), by=person, language="da")


def read(person: int, *keys: str) -> None:
    mine = taking.enrolment(person)
    for key in keys:
        with writing():
            learning.mark_read(mine.id, taking.item(key), version_id=taking.version(1), by=person)


def test_a_place_brings_people_into_the_course_and_keeps_what_they_did(cast: Cast) -> None:
    taking.published()
    before = alone(cast.ada)
    read(cast.ada, "words")
    spring = make.cohort(coordinator=cast.dan)
    for person in (cast.ada, cast.ben):
        taking.seated(spring, person, cast.dan)
    assert taking.places(cast.ben) == []
    taking.taken(spring, cast.dan, stays=True)
    taking.seated(spring, cast.greta, cast.dan)
    assert [taking.places(person) for person in (cast.ada, cast.ben, cast.greta, cast.eve)] == [
        *[[(spring, taking.version(1))]] * 3,
        [],
    ]
    mine = taking.enrolment(cast.ada)
    assert (mine.id, mine.language, taking.done(cast.ada)) == (before, "da", ["words"])
    assert taking.enrolment(cast.ben).language == "en"


def test_twice_is_once(cast: Cast) -> None:
    course = taking.published()
    spring = make.cohort(coordinator=cast.dan)
    taking.seated(spring, cast.ada, cast.dan)
    for _time in range(2):
        taking.taken(spring, cast.dan)
        taking.seated(spring, cast.ada, cast.dan)
        with writing():
            take_courses(spring, cast.ada, by=cast.dan)
    assert taking.places(cast.ada) == [(spring, None)]
    assert len(rows(select(CohortCourse))) == 1
    for _time in range(2):
        with writing():
            remove_course(spring, course, by=cast.dan)
    assert (taking.places(cast.ada), rows(select(CohortCourse))) == ([(None, None)], [])
    verbs = select(Event.verb).where(Event.verb.like("cohorts.course%")).order_by(Event.id)
    assert [verb for (verb,) in rows(verbs)] == ["cohorts.course_linked", "cohorts.course_unlinked"]


def test_what_cannot_be_taken(cast: Cast) -> None:
    course = taking.published()
    over = make.cohort(coordinator=cast.dan, state="closed")
    with pytest.raises(Refused, match="This cohort is over"), writing():
        add_course(over, course, stays=False, by=cast.dan)
    with pytest.raises(Refused, match="has not been published yet"), writing():
        add_course(make.cohort(), course + 1, stays=False, by=cast.dan)
    with pytest.raises(NotHere), writing():
        locked(over + 100)
    assert rows(select(CohortCourse)) == []


def test_one_course_with_one_running_cohort(cast: Cast) -> None:
    taking.published()
    taking.published(key="other-course")
    spring, autumn, idle = make.cohort("Spring", coordinator=cast.dan), make.cohort("Autumn"), make.cohort("Idle")
    for cohort, key in ((spring, "small-course"), (autumn, "small-course"), (idle, "other-course")):
        taking.taken(cohort, cast.dan, key=key)
    taking.seated(spring, cast.ada, cast.dan)
    sentence = "Ada Holm takes “A small course” with “Spring” already. A course is taken with one cohort at a time."
    assert [str(refuses_seat(cohort, cast.ada)) for cohort in (autumn, spring, idle)] == [sentence, "None", "None"]
    assert refuses_seat(autumn, cast.ben) is None
    with pytest.raises(Refused) as refused, writing():
        seat_somebody(autumn, person_id=cast.ada, by=cast.dan)
    assert refused.value.sentence == sentence
    assert (rows(select(Seat).where(Seat.cohort_id == autumn)), taking.places(cast.ada)) == ([], [(spring, None)])
    taking.seated(idle, cast.ada, cast.dan)
    with pytest.raises(Refused) as refused, writing():
        add_course(idle, taking.course_id(), stays=False, by=cast.dan)
    assert (refused.value.sentence, refused.value.field) == (sentence, "course")


@pytest.mark.parametrize("ending", ["withdrawn", "removed", "cohort over", "seat finished", "course finished"])
def test_when_another_cohort_may_follow(cast: Cast, ending: str) -> None:
    taking.published()
    spring, autumn = make.cohort("Spring"), make.cohort("Autumn")
    for cohort in (spring, autumn):
        taking.taken(cohort, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    with writing() as session:
        if ending == "withdrawn":
            withdraw_seat(seat, by=cast.ada)
        elif ending == "removed":
            remove_from_cohort(seat, by=cast.dan, reason="Never came.")
        elif ending == "cohort over":
            session.execute(update(Cohort).where(Cohort.id == spring).values(state="closed"))
        elif ending == "seat finished":
            session.execute(update(Seat).where(Seat.id == seat).values(state="finished"))
        else:
            session.execute(update(Enrolment).values(finished_at=now()))
    assert refuses_seat(autumn, cast.ada) is None
    taking.seated(autumn, cast.ada, cast.dan)
    expected = [(spring, None), (autumn, None)] if ending == "course finished" else [(autumn, None)]
    assert taking.places(cast.ada) == expected


def test_moving_to_another_cohort_moves_the_course(cast: Cast) -> None:
    taking.published()
    spring, autumn = make.cohort("Spring"), make.cohort("Autumn")
    taking.taken(spring, cast.dan, stays=True)
    taking.taken(autumn, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    read(cast.ada, "words")
    with writing():
        move_seat(seat, autumn, by=cast.dan)
    assert (taking.places(cast.ada), taking.done(cast.ada)) == ([(autumn, None)], ["words"])


def test_who_leaves_goes_on_alone_and_who_comes_back_finds_everything(cast: Cast) -> None:
    taking.published()
    spring = make.cohort(coordinator=cast.dan)
    taking.taken(spring, cast.dan, stays=True)
    seat = taking.seated(spring, cast.ada, cast.dan)
    taking.seated(spring, cast.ben, cast.dan)
    read(cast.ada, "words")
    with writing():
        withdraw_seat(seat, by=cast.ada)
    assert (taking.places(cast.ada), taking.places(cast.ben)) == ([(None, None)], [(spring, taking.version(1))])
    assert (taking.done(cast.ada), taking.enrolment(cast.ada).withdrawn_at) == (["words"], None)
    taking.seated(spring, cast.ada, cast.dan)
    assert (taking.places(cast.ada), taking.done(cast.ada)) == ([(spring, taking.version(1))], ["words"])


def test_who_has_finished_with_the_cohort_stays_as_they_are(cast: Cast) -> None:
    taking.published()
    spring = make.cohort()
    taking.taken(spring, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    with writing() as session:
        session.execute(update(Enrolment).values(finished_at=now()))
    with writing():
        withdraw_seat(seat, by=cast.ada)
    taking.seated(spring, cast.ada, cast.dan)
    with writing():
        remove_course(spring, taking.course_id(), by=cast.dan)
    assert taking.places(cast.ada) == [(spring, None)]


def test_being_there_finishes_a_lesson_and_a_mark_taken_back_does_not_take_what_is_done(cast: Cast) -> None:
    taking.published(**ASKING)
    spring = make.cohort()
    kick_off, other = make.session(spring, key="kick-off"), make.session(spring, key="day-1")
    taking.taken(spring, cast.dan)
    seats = {person: taking.seated(spring, person, cast.dan) for person in (cast.ada, cast.ben)}
    read(cast.ada, "words")
    assert taking.done(cast.ada) == []
    taking.marked(other, seats[cast.ada], "present", cast.dan)
    taking.marked(kick_off, seats[cast.ada], "excused", cast.dan)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "read")], [])
    taking.marked(kick_off, seats[cast.ben], "present", cast.dan)
    assert (taking.noted(cast.ben), taking.done(cast.ben)) == ([("words", "attend.kick-off")], [])
    taking.marked(kick_off, seats[cast.ben], "absent", cast.dan)
    assert taking.noted(cast.ben) == []
    taking.marked(kick_off, seats[cast.ada], "present", cast.dan)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "read"), ("words", "attend.kick-off")], ["words"])
    taking.marked(kick_off, seats[cast.ada], "absent", cast.dan)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "read"), ("words", "attend.kick-off")], ["words"])
    with writing():
        note_presence(kick_off, cast.ada, by=cast.dan)
        assert learning.recompute(taking.enrolment(cast.ada).id) == learning.Settled()
    value_of = select(Evidence.value).where(Evidence.what == "attend.kick-off")
    assert value(value_of) == {"session": kick_off, "minutes": 90}
    assert value(select(Completion.rule)) == [
        {"what": "read", "item": "words", "threshold": None},
        {"what": "attend", "item": "words", "threshold": None, "session": "kick-off"},
    ]


def test_undoing_a_lesson_keeps_that_somebody_was_there(cast: Cast) -> None:
    taking.published(**ASKING)
    spring = make.cohort()
    kick_off = make.session(spring, key="kick-off")
    taking.taken(spring, cast.dan)
    taking.marked(kick_off, taking.seated(spring, cast.ada, cast.dan), "present", cast.dan)
    read(cast.ada, "words")
    with writing():
        learning.undo_read(taking.enrolment(cast.ada).id, taking.item("words"), by=cast.ada)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "attend.kick-off")], [])
    read(cast.ada, "words")
    assert taking.done(cast.ada) == ["words"]


def test_undoing_keeps_what_being_there_completes_alone(cast: Cast) -> None:
    taking.published(**{taking.WORDS: ("minutes: 15", "minutes: 15\ndone: [{attend: kick-off}]")})
    alone(cast.ada)
    read(cast.ada, "words")
    spring = make.cohort()
    kick_off = make.session(spring, key="kick-off")
    taking.taken(spring, cast.dan)
    taking.marked(kick_off, taking.seated(spring, cast.ada, cast.dan), "present", cast.dan)
    with writing():
        learning.undo_read(taking.enrolment(cast.ada).id, taking.item("words"), by=cast.ada)
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "attend.kick-off")], ["words"])


def test_the_register_counts_for_courses_and_versions_that_come_later(cast: Cast) -> None:
    taking.published()
    spring = make.cohort()
    kick_off = make.session(spring, key="kick-off")
    taking.marked(kick_off, taking.seated(spring, cast.ada, cast.dan), "present", cast.dan)
    taking.taken(spring, cast.dan)
    assert taking.noted(cast.ada) == []
    taking.published(**ASKING)
    taking.work()
    assert (taking.noted(cast.ada), taking.done(cast.ada)) == ([("words", "attend.kick-off")], [])
    read(cast.ada, "words")
    assert taking.done(cast.ada) == ["words"]


def test_a_cancelled_session_is_not_asked_and_one_that_comes_back_takes_nothing_away(cast: Cast) -> None:
    taking.published(**ASKING)
    spring = make.cohort()
    kick_off = make.session(spring, now() + timedelta(days=3), key="kick-off")
    taking.taken(spring, cast.dan)
    for person in (cast.ada, cast.ben):
        taking.seated(spring, person, cast.dan)
    read(cast.ada, "words")
    with writing():
        cancel_session(kick_off, reason="Ill.", by=cast.dan)
    taking.work()
    assert (taking.done(cast.ada), taking.done(cast.ben)) == (["words"], [])
    with writing():
        restore_session(kick_off, by=cast.dan)
    taking.work()
    read(cast.ben, "words")
    assert (taking.done(cast.ada), taking.done(cast.ben)) == (["words"], [])


def test_leaving_finishes_what_only_a_session_kept_open(cast: Cast) -> None:
    taking.published(**ASKING)
    spring = make.cohort()
    make.session(spring, key="kick-off")
    taking.taken(spring, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    read(cast.ada, "words")
    assert taking.done(cast.ada) == []
    with writing():
        withdraw_seat(seat, by=cast.ada)
    assert taking.done(cast.ada) == ["words"]


def test_a_course_that_ends_while_one_leaves_stays_one_of_the_cohort(cast: Cast) -> None:
    """The session that kept it open is cancelled, and the job that looks again has not run."""
    taking.published(**ASKING)
    spring = make.cohort()
    kick_off = make.session(spring, now() + timedelta(days=3), key="kick-off")
    taking.taken(spring, cast.dan)
    seat = taking.seated(spring, cast.ada, cast.dan)
    mine = taking.enrolment(cast.ada).id
    said = (("words", "read", {}), ("check-first", "pass", {"passed": True, "percent": 100}), ("bridges", "read", {}))
    with writing():
        for key, what, found in said:
            learning.note_evidence(mine, taking.item(key), what, found, version_id=taking.version(1), by=cast.ada)
    assert not taking.finished(cast.ada)
    with writing():
        cancel_session(kick_off, reason="Ill.", by=cast.dan)
    with writing():
        withdraw_seat(seat, by=cast.ada)
    assert taking.finished(cast.ada)
    assert taking.places(cast.ada) == [(spring, None)]


def test_joining_a_cohort_takes_nothing_away(cast: Cast) -> None:
    taking.published(**ASKING)
    alone(cast.ada)
    read(cast.ada, "words")
    with writing() as session:
        session.execute(delete(Completion))
    spring = make.cohort()
    make.session(spring, key="kick-off")
    taking.taken(spring, cast.dan)
    taking.seated(spring, cast.ada, cast.dan)
    assert taking.done(cast.ada) == ["words"]


def test_a_register_of_a_course_that_asks_for_nothing_costs_one_statement_more_a_person(cast: Cast, statements: object) -> None:
    taking.published()
    spring = make.cohort()
    kick_off = make.session(spring, key="kick-off")
    taking.taken(spring, cast.dan)
    taking.seated(spring, cast.ada, cast.dan)
    with writing(), statements() as seen:  # type: ignore[operator]
        note_presence(kick_off, cast.ada, by=cast.dan)
        note_presence(kick_off, cast.ada, by=cast.dan)
    assert len([each for each in seen if "enrolment" in each]) == 2


def test_pages_say_what_opens_and_what_is_asked(cast: Cast, browser: Browser) -> None:
    taking.published(**ASKING, **OPENING)
    spring = make.cohort()
    kick_off = make.session(spring, datetime(2127, 3, 10, 9, tzinfo=UTC), key="kick-off", title="Kick-off")
    taking.taken(spring, cast.dan)
    taking.seated(spring, cast.ada, cast.dan)
    alone(cast.eve)
    browser.sign_in(cast.ada)
    opens = "Opens on 3 March 2127, 10:00, a week before “Kick-off”"
    assert browser.visit("/courses/small-course/").texts("span", "outline-reason") == [opens]
    locked_one = browser.visit("/courses/small-course/bridges/")
    assert (locked_one.texts("h2", "empty-title"), f"{opens}." in locked_one.text) == (["This lesson is still locked"], True)
    assert f"{taking.address(spring)}sessions/{kick_off}/" in locked_one.links()
    end = browser.visit("/courses/small-course/words/").texts("section", "lesson-end")
    conditions = "You press “Mark as done” at the end. Not yet You take part in “Kick-off” with your cohort. Not yet"
    assert end == [f"This lesson is done when all of this is true: {conditions} Mark as done"]
    read(cast.ada, "words")
    assert (
        browser.visit("/courses/small-course/words/")
        .texts("section", "lesson-end")[0]
        .endswith("You have marked it as read.Not read after all")
    )
    with pytest.raises(Refused) as refused:
        read(cast.ada, "bridges")
    with speaking("en", "Europe/Copenhagen"):
        assert refused.value.sentence == f"This lesson is still locked. {opens}."
    browser.sign_in(cast.eve)
    assert browser.visit("/courses/small-course/bridges/").texts("h2", "empty-title") == []
    assert "Not asked of you" in browser.visit("/courses/small-course/words/").text


def test_the_page_of_a_coordinator(cast: Cast, browser: Browser) -> None:
    course = taking.published(**ASKING)
    taking.published(key="closed-course", access="invited")
    spring = make.cohort(coordinator=cast.dan)
    join_team(cast.cleo, "small-course")
    browser.sign_in(cast.dan)
    home = f"{taking.address(spring)}courses/"
    page = browser.visit(home)
    assert page.texts("h3", "empty-title") == ["No courses yet"]
    assert page.texts("option") == ["A small course"]
    taking.seated(spring, cast.ada, cast.dan)
    browser.send(home, course=str(course), version="stays")
    taking.work()
    page = browser.visit(home)
    assert page.texts("td")[:3] == ["Stays on version 1; the newest is 1", "1", "0"]
    assert page.texts("p", "note-title") == ["Sessions that “A small course” speaks of"]
    assert browser.post(home, data={**browser.csrf(), "course": "77", "version": "stays"}).status_code == 422
    assert browser.send(home, f"{home}small-course/delete").texts("h3", "empty-title") == ["No courses yet"]
    assert browser.post(f"{home}small-course/delete", data=browser.csrf()).status_code == 404
    assert browser.sign_in(cast.cleo).get(home).status_code == 403
    assert browser.sign_in(cast.ada).get(home).status_code == 404


def test_the_page_costs_the_same_for_one_course_and_for_three(cast: Cast, browser: Browser, statements: object) -> None:
    spring = make.cohort(coordinator=cast.dan)
    browser.sign_in(cast.dan)
    home, counts = f"{taking.address(spring)}courses/", []
    for keys in (("small-course",), ("other-course", "third-course")):
        for key in keys:
            taking.published(key=key)
            taking.taken(spring, cast.dan, key=key)
        browser.visit(home)
        with statements() as seen:  # type: ignore[operator]
            browser.visit(home)
        counts.append(len(seen))
    assert counts == [5, 5]


def test_a_job_that_comes_too_late_passes_over_what_is_gone(cast: Cast) -> None:
    taking.published()
    spring = make.cohort()
    taking.taken(spring, cast.dan)
    taking.seated(spring, cast.ada, cast.dan)
    with writing() as session:
        remove_course(spring, taking.course_id(), by=cast.dan)
        session.execute(delete(Enrolment))
    taking.work()
    assert [state for (state,) in rows(select(Job.state).where(Job.kind == "cohorts.settle"))] == ["done"]


def test_who_takes_the_course_with_another_cohort_is_passed_over_and_keeps_their_place_in_the_list(cast: Cast) -> None:
    taking.published()
    first, second = make.cohort("First", coordinator=cast.dan), make.cohort("Second", coordinator=cast.dan, external_places=1)
    for cohort in (first, second):
        taking.taken(cohort, cast.dan)
    with writing():
        seat_somebody(first, person_id=cast.ada, by=cast.dan)
    waiting = [make.seat(second, person, "waitlisted", queue_number=number) for number, person in enumerate((cast.ada, cast.ben))]
    for _twice in range(2):
        with writing():
            promote(second)
    found = rows(select(Seat.id, Seat.state).where(Seat.cohort_id == second).order_by(Seat.id))
    assert [tuple(each) for each in found] == [(waiting[0], "waitlisted"), (waiting[1], "offered")]
