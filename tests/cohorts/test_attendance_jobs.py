"""After the day: registers lock themselves, and letters go out once and only to those who want them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.locks import unlock_register
from clustercourse.cohorts.attendance_jobs import lock_after_the_day, write_after_absence
from clustercourse.db import db, end_reading, now, rows, writing
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import Apology
from clustercourse.models.notifications import Letter, LetterChoice
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.register_room import Room, room

NOON = datetime(2026, 10, 24, 10, 0, tzinfo=UTC)
"""Noon in Copenhagen on the day before the clocks go back: the next day has 25 hours."""


def at(moment: datetime, work: object) -> None:
    end_reading()
    with time_machine.travel(moment, tick=False):
        work({})  # type: ignore[operator]
    end_reading()


def locked() -> list[int]:
    return [
        found.id for found in rows(select(TrainingSession.id).where(TrainingSession.locked_at.is_not(None)).order_by(TrainingSession.id))
    ]


def letters(kind: str) -> list[tuple[str, str]]:
    return [tuple(found) for found in rows(select(Letter.to_address, Letter.key).where(Letter.kind == kind).order_by(Letter.id))]


@pytest.mark.both_databases_when_long
def test_a_register_locks_a_day_after_its_day(app: Flask) -> None:
    here = room()
    session = make.session(here.cohort, NOON)
    cancelled = make.session(here.cohort, NOON, cancelled_at=NOON)
    far = make.session(here.cohort, NOON, zone="America/New_York")
    midnight = datetime(2026, 10, 25, 22, 0, tzinfo=UTC) + timedelta(hours=1)
    at(midnight - timedelta(hours=1, minutes=1), lock_after_the_day)
    assert locked() == []
    at(midnight, lock_after_the_day)
    assert locked() == [session]
    at(midnight, lock_after_the_day)
    at(midnight + timedelta(hours=6), lock_after_the_day)
    assert locked() == [session, far]
    with time_machine.travel(midnight + timedelta(hours=7), tick=False), writing():
        unlock_register(session, by=here.cast.dan, reason="The paper list was found.")
    at(midnight + timedelta(hours=8), lock_after_the_day)
    assert locked() == [far]
    at(midnight + timedelta(hours=32), lock_after_the_day)
    assert locked() == [session, far]
    assert cancelled not in locked()


def yesterday() -> Room:
    """The room with two sessions that were held at noon of that day; both people were absent from both."""
    here = room()
    sessions = [make.session(here.cohort, NOON + timedelta(hours=2 * number), title=f"Part {number}") for number in range(2)]
    there = Room(here.cast, here.cohort, sessions[0], here.ada, here.ben)
    for session in sessions:
        for seat in (here.ada, here.ben):
            Room(here.cast, here.cohort, session, here.ada, here.ben).mark(seat, "absent")
    return there


MORNING = datetime(2026, 10, 25, 7, 30, tzinfo=UTC)


@pytest.mark.both_databases_when_long
def test_one_letter_the_day_after_an_absence(app: Flask) -> None:
    here = yesterday()
    at(NOON + timedelta(hours=6), write_after_absence)
    at(MORNING - timedelta(hours=2), write_after_absence)
    assert letters("missed_you") == []
    for _time in range(2):
        at(MORNING, write_after_absence)
    assert [to for to, _key in letters("missed_you")] == ["ada@example.com", "ben@example.com"]
    letter = rows(select(Letter).where(Letter.kind == "missed_you"))[0]
    assert letter.subject == "We missed you in Master Class 2027"
    assert "You were not there on 24 October 2026: Part 0, Part 1." in letter.text
    assert f"/sessions/{here.session}/\n" in letter.text


def test_who_gets_no_letter(app: Flask) -> None:
    here = yesterday()
    extra = [make.person(name, confirmed=name != "Unproved") for name in ("Unproved", "Erased", "Apologised", "Withdrawn")]
    seats = [make.seat(here.cohort, person, "withdrawn" if number == 3 else "confirmed") for number, person in enumerate(extra)]
    for seat in seats:
        here.mark(seat, "absent")
    here.mark(here.ben, "present")
    with writing() as session:
        session.execute(update(Person).where(Person.id == extra[1]).values(erased_at=now()))
        db.session.add(Apology(session_id=here.session, seat_id=seats[2], text="Ill.", created_at=now()))
        db.session.add(LetterChoice(person_id=here.cast.ada, learning="off", at=now()))
    at(MORNING, write_after_absence)
    assert [to for to, _key in letters("missed_you")] == ["ben@example.com"], "only the second part, which he missed"
    at(MORNING + timedelta(days=4), write_after_absence)
    assert len(letters("missed_you")) == 1


@pytest.mark.both_databases_when_long
def test_once_when_the_certificate_slips_away(app: Flask) -> None:
    here = room()
    held = [make.session(here.cohort, NOON - timedelta(days=number), minutes=90) for number in range(4)]
    coming = make.session(here.cohort, NOON + timedelta(days=20), minutes=90)
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == here.session).values(counts=False))
    for number, each in enumerate(held):
        meeting = Room(here.cast, here.cohort, each, here.ada, here.ben)
        meeting.mark(here.ada, "absent" if number == 0 else "present")
        meeting.mark(here.ben, "absent" if number < 2 else "present")
    for _time in range(2):
        at(MORNING, write_after_absence)
    assert letters("out_of_reach") == [("ada@example.com", f"out_of_reach:{here.ada}"), ("ben@example.com", f"out_of_reach:{here.ben}")]
    first, second = rows(select(Letter).where(Letter.kind == "out_of_reach").order_by(Letter.id))
    assert "You have attended 270 of 360 minutes so far." in first.text
    assert "one more missed session would put it out of reach" in first.text
    assert "With 180 of 360 minutes so far, the 80 percent for the certificate cannot be reached any more." in second.text
    assert coming
