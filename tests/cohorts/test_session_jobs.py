"""The reminder before a session: to whom, when, once, in whose words and on whose clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import update

from clustercourse.cohorts.actions.session_moves import cancel_session, move_session
from clustercourse.cohorts.actions.sessions import SessionFacts, plan_session
from clustercourse.cohorts.session_jobs import remind
from clustercourse.db import writing
from clustercourse.jobs import plan_periodic
from clustercourse.models.cohorts import Cohort
from clustercourse.notifications.actions import choose_letters
from clustercourse.text import render_learner_markdown
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.planned import letters, newest_letter, when

BEGINS = datetime(2027, 8, 26, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
ABOUT = "Bring **one case** of your own."


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.fixture
def clock(app: Flask) -> Any:
    with time_machine.travel(BEGINS - timedelta(days=20), tick=False) as traveller:
        yield traveller


@pytest.fixture
def session(clock: Any, cast: Cast) -> int:
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "applied")
    make.seat(cohort, cast.greta, joined_on=date(2027, 8, 27))
    facts = SessionFacts("Cases", ABOUT, render_learner_markdown(ABOUT), "Hall 2", "https://meet.example.org/1", trainer_ids=(cast.dan,))
    with writing():
        return plan_session(cohort, facts, when(), by=cast.dan).id


@pytest.mark.both_databases_when_long
def test_a_day_before_people_are_reminded_once(clock: Any, cast: Cast, session: int) -> None:
    clock.move_to(BEGINS - timedelta(hours=24, minutes=1))
    remind({})
    assert letters() == []
    clock.shift(timedelta(minutes=1))
    for _twice in range(2):
        remind({})
        clock.shift(timedelta(minutes=15))
    assert letters() == [("session_reminder", "ada@example.com"), ("session_reminder", "dan@example.com")]
    letter = newest_letter("ada@example.com")
    assert letter.subject == "Soon: Cases"
    assert "When: 26 August 2027, 10:00–11:30 Copenhagen\nWhere: Hall 2\nOnline: https://meet.example.org/1\n" in letter.text
    assert "\nBring one case of your own.\n" in letter.text
    assert f"/sessions/{session}/\n" in letter.text


def test_in_the_readers_words_and_on_their_clock(clock: Any, cast: Cast, session: int) -> None:
    olha = make.person("Olha Koval", email="olha@example.com", time_zone="Europe/Kyiv")
    with writing() as open_one:
        cohort = open_one.scalars(update(Cohort).values(title="Klynger").returning(Cohort.id)).one()
        make.seat(cohort, olha)
    clock.move_to(BEGINS - timedelta(hours=20))
    remind({})
    letters()
    assert "When: 26 August 2027, 10:00–11:30 Copenhagen (11:00–12:30 for you)" in newest_letter("olha@example.com").text
    assert "(11:00–12:30 for you)" in newest_letter("olha@example.com").html
    assert "for you" not in newest_letter("ada@example.com").text


def test_who_declined_is_not_reminded(clock: Any, cast: Cast, session: int) -> None:
    with writing():
        choose_letters(cast.ada, {"learning": "off"}, by=cast.ada)
    clock.move_to(BEGINS - timedelta(hours=20))
    remind({})
    assert letters() == [("session_reminder", "dan@example.com")]


@pytest.mark.parametrize("how", ["cancelled", "begun", "planned cohort"])
def test_of_what_does_not_come_nobody_is_reminded(clock: Any, cast: Cast, session: int, how: str) -> None:
    clock.move_to(BEGINS if how == "begun" else BEGINS - timedelta(hours=20))
    with writing() as open_one:
        if how == "cancelled":
            cancel_session(session, reason="Storm.", by=cast.dan)
        if how == "planned cohort":
            open_one.execute(update(Cohort).values(state="planned"))
    remind({})
    assert [kind for kind, _to in letters() if kind == "session_reminder"] == []


def test_moved_to_another_day_it_is_reminded_of_again(clock: Any, cast: Cast, session: int) -> None:
    clock.move_to(BEGINS - timedelta(hours=20))
    remind({})
    with writing():
        move_session(session, when(at=time(11, 0)), by=cast.dan)
    remind({})
    assert [kind for kind, _to in letters()] == ["session_reminder"] * 2
    with writing():
        move_session(session, when(day=date(2027, 8, 30)), by=cast.dan)
    clock.move_to(BEGINS + timedelta(days=3, hours=4))
    remind({})
    assert [kind for kind, _to in letters()].count("session_reminder") == 5


def test_the_worker_plans_the_job(clock: Any, cast: Cast, session: int) -> None:
    clock.move_to(BEGINS - timedelta(hours=20))
    for _twice in range(2):
        plan_periodic()
    assert letters() == [("session_reminder", "ada@example.com"), ("session_reminder", "dan@example.com")]
