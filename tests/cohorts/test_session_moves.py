"""Sessions that are moved, cancelled and brought back: who is told, once, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Barrier, Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.session_moves import cancel_session, move_session, restore_session
from clustercourse.cohorts.actions.sessions import SessionFacts, change_session, plan_session
from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.accounts import Account, Person
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.planned import letters, newest_letter, row_of, verbs, when
from tests.page import Browser

BEFORE = datetime(2027, 8, 2, 12, tzinfo=ZoneInfo("UTC"))
IN_TEN_MINUTES = timedelta(minutes=10)
FRIDAY = date(2027, 8, 27)


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.fixture
def clock(app: Flask) -> Any:
    with time_machine.travel(BEFORE, tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(clock: Any, cast: Cast) -> int:
    """Cases, on Thursday at ten, for Ada who has a seat; Ben is on the waiting list, Greta left, Dan teaches it."""
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "waitlisted")
    make.seat(cohort, cast.greta, left_on=date(2027, 8, 20))
    with writing():
        return plan_session(cohort, SessionFacts("Cases", venue="Hall 2", trainer_ids=(cast.dan,)), when(), by=cast.dan).id


def move(session: int, *, by: int, **values: Any) -> None:
    with writing():
        move_session(session, when(**values), by=by)


def cancel(session: int, *, by: int, reason: str = "The trainer is ill.") -> None:
    with writing():
        cancel_session(session, reason=reason, by=by)


def restore(session: int, *, by: int) -> None:
    with writing():
        restore_session(session, by=by)


def mark(session: int, person: int, status: str) -> None:
    seat = make.seat(row_of(session).cohort_id, person)
    with writing() as open_one:
        open_one.add(AttendanceMark(session_id=session, seat_id=seat, status=status, minutes=90, source="register", at=now()))


@pytest.mark.both_databases_when_long
def test_people_are_told_once_however_often_it_is_moved(clock: Any, cast: Cast, session: int) -> None:
    move(session, by=cast.dan, day=FRIDAY)
    clock.shift(timedelta(minutes=4))
    move(session, by=cast.dan, day=FRIDAY, at=time(13, 0))
    assert letters() == []
    clock.shift(timedelta(minutes=5))
    assert letters() == []
    clock.shift(timedelta(minutes=1))
    assert letters() == [("session_moved", "ada@example.com"), ("session_moved", "dan@example.com")]
    text = newest_letter("ada@example.com").text
    assert "When: 27 August 2027, 13:00–14:30 Copenhagen\nWhere: Hall 2\n" in text
    assert "It was: 26 August 2027, 10:00–11:30 Copenhagen" in text
    clock.shift(timedelta(hours=1))
    assert len(letters()) == 2
    assert (row_of(session).sequence, verbs()[1:]) == (2, ["cohorts.session_moved"] * 2)


def test_moved_back_in_time_nobody_hears_of_it(clock: Any, cast: Cast, session: int) -> None:
    move(session, by=cast.dan, day=FRIDAY)
    clock.shift(timedelta(minutes=9))
    move(session, by=cast.dan)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == []
    assert row_of(session).sequence == 2


def test_moved_again_later_there_is_a_second_letter(clock: Any, cast: Cast, session: int) -> None:
    for day in (FRIDAY, date(2027, 8, 30)):
        move(session, by=cast.dan, day=day)
        clock.shift(IN_TEN_MINUTES)
        letters()
    assert len(letters()) == 4
    assert "It was: 27 August 2027, 10:00–11:30 Copenhagen" in newest_letter("ada@example.com").text


def test_moving_to_where_it_is_changes_nothing(clock: Any, cast: Cast, session: int) -> None:
    move(session, by=cast.dan)
    assert (row_of(session).sequence, verbs(), rows(select(Job.id))) == (0, ["cohorts.session_planned"], [])


def test_shortly_before_it_people_are_told_at_once(clock: Any, cast: Cast, session: int) -> None:
    clock.move_to(datetime(2027, 8, 26, 7, 0, tzinfo=ZoneInfo("Europe/Copenhagen")) + timedelta(minutes=1))
    move(session, by=cast.dan, at=time(14, 0))
    assert letters() == [("session_moved", "ada@example.com"), ("session_moved", "dan@example.com")]


def test_of_what_is_over_nobody_is_told(clock: Any, cast: Cast, session: int) -> None:
    clock.move_to(datetime(2027, 9, 20, tzinfo=ZoneInfo("UTC")))
    move(session, by=cast.dan, at=time(9, 0))
    clock.shift(IN_TEN_MINUTES)
    assert letters() == []


@pytest.mark.parametrize("how", ["erased", "closed"])
def test_who_is_gone_gets_no_letter(clock: Any, cast: Cast, session: int, how: str) -> None:
    make.account(cast.ada)
    with writing() as open_one:
        if how == "erased":
            open_one.execute(update(Person).where(Person.id == cast.ada).values(erased_at=now()))
        else:
            open_one.execute(update(Account).where(Account.person_id == cast.ada).values(closed_at=now()))
    move(session, by=cast.dan, day=FRIDAY)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_moved", "dan@example.com")]


def test_another_venue_is_told(clock: Any, cast: Cast, session: int) -> None:
    facts = SessionFacts("Cases", venue="Hall 9", trainer_ids=(cast.dan,))
    with writing():
        change_session(session, facts, by=cast.dan)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_moved", "ada@example.com"), ("session_moved", "dan@example.com")]
    text = newest_letter("ada@example.com").text
    assert "Where: Hall 9\n" in text
    assert "It was at: Hall 2" in text
    assert "It was: " not in text
    with writing():
        change_session(session, replace(facts, title="Other cases"), by=cast.dan)
    clock.shift(IN_TEN_MINUTES)
    assert len(letters()) == 2


@pytest.mark.both_databases_when_long
def test_a_cancelled_session_stays_and_is_told_with_the_reason(clock: Any, cast: Cast, session: int) -> None:
    for _twice in range(2):
        cancel(session, by=cast.dan)
    found = row_of(session)
    assert (found.is_cancelled, found.cancel_reason, found.sequence) == (True, "The trainer is ill.", 1)
    assert verbs() == ["cohorts.session_planned", "cohorts.session_cancelled"]
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_cancelled", "ada@example.com"), ("session_cancelled", "dan@example.com")]
    text = newest_letter("ada@example.com").text
    assert "It was: 26 August 2027, 10:00–11:30 Copenhagen" in text
    assert "\nThe trainer is ill.\n" in text

    for _twice in range(2):
        restore(session, by=cast.dan)
    assert (row_of(session).is_cancelled, row_of(session).cancel_reason, row_of(session).sequence) == (False, "", 2)
    clock.shift(IN_TEN_MINUTES)
    assert letters()[2:] == [("session_restored", "ada@example.com"), ("session_restored", "dan@example.com")]
    assert verbs()[2:] == ["cohorts.session_restored"]
    assert value(select(Event.detail).where(Event.verb == "cohorts.session_restored")) == {"cohort": found.cohort_id}


def test_cancelled_by_mistake_nobody_hears_of_it(clock: Any, cast: Cast, session: int) -> None:
    cancel(session, by=cast.dan)
    restore(session, by=cast.dan)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == []


def test_moved_and_then_cancelled_there_is_one_letter(clock: Any, cast: Cast, session: int) -> None:
    move(session, by=cast.dan, day=FRIDAY)
    cancel(session, by=cast.dan)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_cancelled", "ada@example.com"), ("session_cancelled", "dan@example.com")]
    assert "It was: 26 August 2027" in newest_letter("ada@example.com").text


def test_the_sessions_of_a_cancelled_cohort_are_not_told_one_by_one(clock: Any, cast: Cast, session: int) -> None:
    cancel(session, by=cast.dan)
    with writing() as open_one:
        open_one.execute(update(Cohort).values(state="cancelled"))
    clock.shift(IN_TEN_MINUTES)
    assert letters() == []


def refused(work: Callable[[], object]) -> tuple[str | None, str]:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.field, refusal.value.sentence


def test_who_was_there_is_not_rewritten(clock: Any, cast: Cast, session: int) -> None:
    mark(session, cast.eve, "absent")
    other_day = "People are marked for this session, so it stays on its day. Plan another session instead."
    length = "People are marked with minutes of this session, so its length stays. Take the marks back first."
    assert refused(lambda: move(session, by=cast.dan, day=FRIDAY)) == ("on_day", other_day)
    assert refused(lambda: move(session, by=cast.dan, minutes=60)) == ("minutes", length)
    move(session, by=cast.dan, at=time(10, 15))
    assert row_of(session).at_time == time(10, 15)
    cancel(session, by=cast.dan)
    restore(session, by=cast.dan)
    with writing() as open_one:
        open_one.execute(update(AttendanceMark).values(status="present"))
    took_place = "Somebody is marked present, so this session took place. Take the marks back first if that is wrong."
    assert refused(lambda: cancel(session, by=cast.dan)) == (None, took_place)
    assert not row_of(session).is_cancelled


def test_a_locked_register_holds_the_session(clock: Any, cast: Cast) -> None:
    locked = make.session(make.cohort(), locked_at=now())
    sentence = "The register of this session is locked. Open it again first, with a reason."
    assert refused(lambda: move(locked, by=cast.dan)) == (None, sentence)
    assert refused(lambda: cancel(locked, by=cast.dan)) == (None, sentence)
    assert verbs() == []


def test_cancelling_wants_a_reason(clock: Any, cast: Cast, session: int) -> None:
    sentence = "Say why, in a sentence. The people of the session are told."
    assert refused(lambda: cancel(session, reason=" \n", by=cast.dan)) == ("reason", sentence)


def test_on_the_pages(clock: Any, cast: Cast, session: int, browser: Browser) -> None:
    slug = value(select(Cohort.slug))
    address = f"/cohorts/{slug}/sessions/{session}/"
    browser.sign_in(cast.dan)
    page = browser.send(f"{address}move", on_day="2027-08-27")
    assert page.texts("p", "lead") == ["27 August 2027, 10:00–11:30 Copenhagen"]
    page = browser.send(f"{address}move", minutes="0")
    assert (page.status, page.errors) == (422, ["Error: Use a whole number from 1 to 720."])
    page = browser.send(f"{address}cancellation", reason="")
    assert (page.status, page.errors) == (422, ["Error: Say why, in a sentence."])
    page = browser.send(f"{address}cancellation", reason="Storm.")
    assert page.texts("span", "badge") == ["Cancelled"]
    programme = browser.visit(f"/cohorts/{slug}/sessions/")
    assert (len(programme.texts("li", "planned-off")), programme.texts("p", "lead")) == (1, [])
    page = browser.send(address, f"{address}cancellation/delete")
    assert page.texts("span", "badge") == []
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_moved", "ada@example.com"), ("session_moved", "dan@example.com")]


def test_many_people_are_told_each_once(clock: Any, cast: Cast, session: int) -> None:
    cohort = row_of(session).cohort_id
    with writing():
        for number in range(120):
            make.seat(cohort, make.person(f"Person {number}", email=f"person{number}@example.com"))
    move(session, by=cast.dan, day=FRIDAY)
    clock.shift(IN_TEN_MINUTES)
    assert len(letters()) == 122
    assert len({found.key for found in rows(select(Letter.key))}) == 122


@pytest.mark.both_databases
def test_moved_by_several_at_once_there_is_one_letter_each(app: Flask, clock: Any, cast: Cast, session: int) -> None:
    barrier = Barrier(5)

    def one(number: int) -> None:
        barrier.wait()
        with app.app_context():
            move(session, by=cast.dan, day=FRIDAY, at=time(9 + number, 0))

    end_reading()
    threads = [Thread(target=one, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = row_of(session)
    assert (found.sequence, found.on_day, verbs().count("cohorts.session_moved")) == (5, FRIDAY, 5)
    clock.shift(IN_TEN_MINUTES)
    assert letters() == [("session_moved", "ada@example.com"), ("session_moved", "dan@example.com")]
    text = newest_letter("ada@example.com").text
    assert f"When: 27 August 2027, {found.at_time:%H:%M}–{found.end_time:%H:%M} Copenhagen" in text
    assert "It was: 26 August 2027, 10:00–11:30 Copenhagen" in text
