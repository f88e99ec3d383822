"""A room with a code on its wall: what the tests of checking in stand in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.codes import code_of, step_at
from clustercourse.db import now, rows, value
from clustercourse.models.attendance import AttendanceMark, CheckIn
from clustercourse.models.cohorts import Cohort
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.page import Browser, Page

START = datetime(2027, 3, 10, 9, 0, tzinfo=UTC)
"""Ten o'clock in Copenhagen."""

ARRIVAL = START + timedelta(minutes=2, seconds=5)


@dataclass
class Room:
    """A session of ninety minutes in a cohort by invitation, with Ines on its list, and the clock."""

    clock: time_machine.Traveller
    cohort: int
    session: int
    ines: int
    seat: int
    dan: int

    @property
    def address(self) -> str:
        slug = value(select(Cohort.slug).where(Cohort.id == self.cohort))
        return f"/cohorts/{slug}/sessions/{self.session}/check-in"

    def code(self, steps: int = 0, session: int | None = None) -> str:
        number = session or self.session
        secret = value(select(TrainingSession.secret).where(TrainingSession.id == number))
        return code_of(secret, number, step_at(now()) + steps)

    def scanned(self, steps: int = 0) -> str:
        return f"{self.address}?code={self.code(steps)}"


@pytest.fixture
def room(app: Flask) -> Iterator[Room]:
    with time_machine.travel(ARRIVAL, tick=False) as clock:
        dan, ines = make.person("Dan Krogh", email="dan@example.com"), make.person("Ines Duarte", email="ines@example.com")
        cohort = make.cohort(coordinator=dan, admission="by_invitation")
        session = make.session(cohort, START, title="Kick-off", venue="Room 2")
        yield Room(clock, cohort, session, ines, make.seat(cohort, ines), dan)


def check_ins() -> list[tuple[int, int]]:
    return [tuple(found) for found in rows(select(CheckIn.session_id, CheckIn.seat_id).order_by(CheckIn.id))]


def marks() -> list[tuple[int, str, int | None, str]]:
    found = rows(select(AttendanceMark.seat_id, AttendanceMark.status, AttendanceMark.arrived, AttendanceMark.source))
    return [tuple(mark) for mark in found]


def sent(browser: Browser, path: str, **values: str) -> Page:
    return Page(browser.post(path, data={**browser.csrf(), **values}))


def guest(room: Room, name: str) -> int:
    person = make.person(name)
    make.seat(room.cohort, person)
    return person
