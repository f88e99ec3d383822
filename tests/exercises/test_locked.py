"""Somebody else holds the database: who writes waits a little, then is told and keeps what was typed; who reads notices nothing."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from threading import Timer

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse.db import end_reading, now, value, writing
from clustercourse.house import house
from clustercourse.models.accounts import SignIn
from clustercourse.models.exercises import Attempt
from tests import make
from tests.conftest import LONG
from tests.exercises import course
from tests.exercises.test_races import FORM, HOME, together
from tests.page import Browser

pytestmark = pytest.mark.both_databases
MANY = 20 if LONG else 4
SOON = 3.0 if LONG else 1.0


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Everything that a learner would change is locked by somebody else; yields what lets it go."""
    if house().uses_sqlite:
        connection = sqlite3.connect(house().data / "clustercourse.db", isolation_level=None, check_same_thread=False)
        with closing(connection):
            connection.execute("BEGIN IMMEDIATE")
            yield lambda: connection.rollback()
        return
    with psycopg.connect(house().database_url.replace("+psycopg", "")) as holder:
        for table in ("enrolment", "sign_in"):
            holder.execute(f"SELECT id FROM {table} FOR UPDATE").fetchall()  # type: ignore[call-overload]
        yield holder.rollback


@pytest.fixture
def class_(version: int, new_browser: Callable[[], Browser]) -> list[Browser]:
    """Learners at their browsers, last seen so long ago that it would be noted now."""
    people = [make.person(f"Learner {number}") for number in range(MANY)]
    for person in people:
        course.enrolled(person)
    browsers = [new_browser().sign_in(person) for person in people]
    with writing() as session:
        session.execute(update(SignIn).values(last_seen_at=now() - timedelta(minutes=11)))
    end_reading()
    return browsers


def send_all(class_: list[Browser]) -> list[tuple[int, float, str | None, str]]:
    """Everybody sends the same exercise at once: status, seconds, Retry-After, page."""
    forms = [
        {"attempt": "1", "limited.answer.q1": "true", "limited.answer.q2": "b", "reflection": "Typed with care", **each.csrf()}
        for each in class_
    ]
    answers = []

    def send(number: int) -> None:
        began = time.monotonic()
        answer = class_[number].post(f"{HOME}/limited/attempts/", data=forms[number])
        answers.append((answer.status_code, time.monotonic() - began, answer.headers.get("Retry-After"), answer.get_data(as_text=True)))

    together(send, MANY)
    return answers


def test_a_short_lock_is_waited_for(class_: list[Browser], figure: Callable[[str, object], None]) -> None:
    assert set(FORM) == {"answer.q1", "answer.q2"}
    with held() as let_go:
        Timer(SOON, let_go).start()
        answers = send_all(class_)
    figure("requests", len(answers))
    figure("slowest, s", round(max(seconds for _status, seconds, *_rest in answers), 2))
    assert [status for status, *_rest in answers] == [303] * MANY
    assert value(select(func.count()).select_from(Attempt)) == MANY


def test_a_long_lock_is_said_and_what_was_typed_is_shown(app: Flask, class_: list[Browser], figure: Callable[[str, object], None]) -> None:
    with held():
        began = time.monotonic()
        read = [browser.get(f"/courses/{course.SLUG}/").status_code for browser in class_]
        seconds = time.monotonic() - began
        answers = send_all(class_)
    figure("requests", len(answers))
    figure("a page read meanwhile, s", round(seconds / MANY, 2))
    assert read == [200] * MANY
    assert seconds / MANY < 2
    assert [(status, after, "Typed with care" in page) for status, _seconds, after, page in answers] == [(503, "10", True)] * MANY
    assert all(4 < seconds < 25 for _status, seconds, *_rest in answers)
    assert value(select(func.count()).select_from(Attempt)) == 0
    assert [status for status, *_rest in send_all(class_)] == [303] * MANY
