"""Ten at once, and the power cut: one attempt, and nothing typed is lost."""

from __future__ import annotations

import signal
from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse import faults
from clustercourse.db import end_reading, rows, value, writing
from clustercourse.exercises.actions import Receipt, Sending, save_draft, start_attempt, submit_attempt
from clustercourse.models.events import Event
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.learning import Evidence, PracticeQuestion
from tests.conftest import LONG
from tests.exercises.conftest import Learner
from tests.exercises.course import HOME
from tests.page import Browser
from tests.processes import run_apart

MANY = 20 if LONG else 10
ROUNDS = 10 if LONG else 1
FORM = {"answer.q1": ["true"], "answer.q2": ["b"]}


def together(work: Callable[[int], None], many: int = MANY) -> None:
    barrier = Barrier(many)

    def one(number: int) -> None:
        barrier.wait()
        work(number)

    threads = [Thread(target=one, args=(number,)) for number in range(many)]
    end_reading()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def count(table: type) -> int:
    return int(value(select(func.count()).select_from(table)))


@pytest.mark.both_databases
@pytest.mark.parametrize("begun", [False, True])
@pytest.mark.parametrize("round_", range(ROUNDS))
def test_ten_equal_forms_at_once_are_one_attempt(
    app: Flask, ada: Learner, new_browser: Callable[[], Browser], begun: bool, round_: int, figure: Callable[[str, object], None]
) -> None:
    if begun:
        with writing():
            save_draft(ada.task("limited"), Sending(1, ada.version, FORM), draft_number=0, by=ada.person)
    browsers = [new_browser().sign_in(ada.person) for _one in range(MANY)]
    forms = [{"attempt": "1", "limited.answer.q1": "true", "limited.answer.q2": "b", **each.csrf()} for each in browsers]
    answers: list[tuple[int, str | None]] = []

    def send(number: int) -> None:
        answer = browsers[number].post(f"{HOME}/limited/attempts/", data=forms[number])
        answers.append((answer.status_code, answer.headers.get("Location")))

    together(send)
    figure("equal forms at once", MANY)
    assert answers == [(303, f"{HOME}/limited/attempts/1/")] * MANY
    assert (count(Attempt), count(Draft), count(Evidence), count(PracticeQuestion)) == (1, 0, 2, 2)
    assert len(rows(select(Event.id).where(Event.verb == "exercises.attempt_submitted"))) == 1


@pytest.mark.both_databases
def test_ten_starts_at_once_are_one_attempt(app: Flask, ada: Learner, figure: Callable[[str, object], None]) -> None:
    task = ada.task("timed")
    numbers: list[int] = []

    def start(_number: int) -> None:
        with app.app_context(), writing():
            numbers.append(start_attempt(task, version_id=ada.version, by=ada.person))

    together(start)
    figure("starts at once", MANY)
    assert numbers == [1] * MANY
    assert count(Attempt) == 1


@pytest.mark.both_databases
def test_ten_saves_at_once_lose_nothing(app: Flask, ada: Learner, figure: Callable[[str, object], None]) -> None:
    task = ada.task("all-types")
    outcomes: list[bool] = []

    def save(number: int) -> None:
        sent = Sending(1, ada.version, {"answer.person": [f"text {number}"]})
        with app.app_context(), writing():
            outcomes.append(save_draft(task, sent, draft_number=0, by=ada.person).is_conflict)

    together(save)
    figure("saves at once", MANY)
    assert sorted(outcomes) == [False] + [True] * (MANY - 1)
    assert (count(Attempt), count(Draft)) == (1, 1)


@pytest.mark.both_databases
@pytest.mark.parametrize("round_", range(20 if LONG else 1))
def test_a_crash_while_sending_keeps_the_draft_and_the_next_try_counts_once(
    app: Flask, ada: Learner, round_: int, figure: Callable[[str, object], None]
) -> None:
    with writing():
        save_draft(ada.task("limited"), Sending(1, ada.version, FORM), draft_number=0, by=ada.person)
    task = ada.task("limited")

    def send() -> Receipt:
        with writing():
            return submit_attempt(task, Sending(1, ada.version, FORM), by=ada.person)

    def crash() -> None:
        faults.arm("test", "exercises.after_attempt:kill")
        send()

    assert run_apart(crash) == -signal.SIGKILL
    assert [tuple(line) for line in rows(select(Draft.answers, Draft.number))] == [({"q1": "true", "q2": "b"}, 1)]
    assert [tuple(line) for line in rows(select(Attempt.number, Attempt.percent))] == [(1, None)]
    assert count(Evidence) == 0
    assert send() == send() == Receipt(1)
    assert [tuple(line) for line in rows(select(Attempt.number, Attempt.percent))] == [(1, 50)]
    assert (count(Draft), count(Evidence)) == (0, 2)
    figure("kills", 1)
