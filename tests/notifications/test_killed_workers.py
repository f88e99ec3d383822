"""Workers that are killed, and several beside each other: nothing is lost, nothing is doubled but the letter in flight, with one Message-ID."""

from __future__ import annotations

import os
import random
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse import faults, jobs
from clustercourse.cli.worker import work_until
from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.house import house, use_house
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter, Notification
from clustercourse.notifications import kinds
from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.digests import WRITE
from tests import make
from tests.conftest import LONG
from tests.notifications.mail import Mailbox
from tests.notifications.told import KINDS, tell
from tests.processes import run_apart, start_apart, wait_for

ROOT = Path(__file__).resolve().parents[2]
POINTS = (
    "jobs.after_claim",
    "letters.while_telling",
    "letters.after_telling",
    "digests.before_writing",
    "digests.while_writing",
    "digests.after_writing",
    "letters.before_sending",
    "letters.after_sending",
    "letters.after_noting",
    "jobs.before_noting",
    "jobs.after_noting",
)
KILLS = 100


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kinds, "_kinds", {**kinds._kinds, **KINDS})


def told(at_once: int, daily: int) -> list[str]:
    """People for whom something is due now, at once or in the daily letter of this moment; returns their addresses."""
    letters = []
    with writing() as session:
        people = {number: make.person(f"P{number}", email=f"p{number}@example.com") for number in range(at_once + daily)}
        for number, person in people.items():
            if number >= at_once:
                choose_letters(person, {"direct": "daily"}, by=person)
            letters.append(f"p{number}@example.com")
        tell("test.reply", people.values())
        session.execute(update(Notification).where(Notification.due_at.is_not(None)).values(due_at=now() - timedelta(seconds=1)))
        session.execute(update(Job).values(due_at=now() - timedelta(seconds=1)))
        values = {"handful": 0, "zone": "Europe/Copenhagen", "hour": 7, "due": (now() + timedelta(seconds=1)).isoformat()}
        jobs.enqueue(WRITE, "digests:now", values)
    return letters


def received(mailbox: Mailbox) -> Counter[str]:
    return Counter(to for [to], _mail in mailbox.taken)


def message_ids(mailbox: Mailbox) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for [to], mail in mailbox.taken:
        found.setdefault(to, set()).add(str(mail["Message-ID"]))
    return found


def let_leases_pass() -> None:
    with writing() as session:
        session.execute(update(Job).where(Job.state == "running").values(leased_until=now() - timedelta(seconds=1)))


@pytest.mark.both_databases
@pytest.mark.parametrize("point", POINTS)
def test_a_worker_killed_at_any_point(mailbox: Mailbox, app: Flask, point: str) -> None:
    people = told(2, 2)

    def work_and_die() -> None:
        faults.arm("test", f"{point}:kill")
        work_until(threading.Event(), once=True)

    assert run_apart(work_and_die) == -signal.SIGKILL
    let_leases_pass()
    work_until(threading.Event(), once=True)
    doubled = sum(received(mailbox).values()) - len(people)
    assert sorted(received(mailbox)) == people
    assert doubled == (1 if point == "letters.after_sending" else 0)
    assert [len(known_by) for known_by in message_ids(mailbox).values()] == [1] * 4
    assert rows(select(Letter.id).where(Letter.state != "sent")) == []
    assert rows(select(Job.id).where(Job.state != "done")) == []
    assert rows(select(Notification.id).where(Notification.told_at.is_(None))) == []


class Workers:
    """Workers, each a process; in the long run `flask worker` as people start it, on a machine of its own where the database allows it."""

    def __init__(self, folder: Path, mailbox: Mailbox) -> None:
        self.folder, self.mailbox = folder, mailbox
        self.running: list[int] = []
        self.ended: dict[int, int] = {}

    def start(self, fault: str = "") -> None:
        self.running.append(start_apart(lambda: self._become(fault) if LONG else _work(fault)))

    def _become(self, fault: str) -> None:
        settings = house()
        data = settings.data if settings.uses_sqlite else self.folder / f"machine-{len(self.running)}"
        environ = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ} | {
            "CC_ENV": "test",
            "CC_DATA": str(data),
            "CC_FAULT": fault,
            "CC_LEASE": str(settings.lease),
            "DATABASE_URL": settings.database_url,
            "SECRET_KEY": settings.secret_key,
            "MAIL_FROM": settings.mail_from,
            "SMTP_HOST": "127.0.0.1",
            "SMTP_PORT": str(self.mailbox.port),
            "SMTP_SECURITY": "none",
        }
        os.chdir(ROOT)
        os.execve(sys.executable, [sys.executable, "-m", "flask", "--app", "wsgi", "worker"], environ)

    def how_ended(self, number: int) -> int:
        if number not in self.ended:
            self.ended[number] = wait_for(self.running[number])
        return self.ended[number]

    def stop(self) -> list[int]:
        """Ask each to end after the job at hand; how they ended."""
        for number, process in enumerate(self.running):
            if number not in self.ended:
                os.kill(process, signal.SIGTERM)
        return [self.how_ended(number) for number in range(len(self.running))]


def _work(fault: str) -> None:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    faults.arm("test", fault)
    work_until(stop)


@pytest.fixture
def workers(tmp_path: Path, mailbox: Mailbox) -> Iterator[Workers]:
    made = Workers(tmp_path, mailbox)
    yield made
    made.stop()


def wait_until(done: Callable[[], bool], patience: float = 60) -> None:
    end = time.monotonic() + patience
    while not done():
        end_reading()
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.both_databases
def test_three_workers_of_which_one_is_killed_between_the_servers_yes_and_its_note(workers: Workers, mailbox: Mailbox, app: Flask) -> None:
    """Each job once, whoever does it; the lease of the dead one is taken over; what is periodic is planned once for all three."""
    many = 40
    with writing():
        for number in range(many):
            person = make.person(f"P{number}", email=f"p{number}@example.com")
            tell("test.own", [person], key=f"own:{number}")
            make.letter(f"p{number}@example.com", person)
    end_reading()
    use_house(replace(house(), lease=10 if LONG else 3))
    workers.start("letters.after_sending:kill")
    assert workers.how_ended(0) == -signal.SIGKILL
    for _worker in range(3):
        workers.start()
    wait_until(lambda: value(select(func.count()).where(Letter.state == "sent")) == many)
    wait_until(lambda: value(select(func.count()).where(Job.state.in_(("waiting", "running")), Job.due_at <= now())) == 0)
    assert workers.stop() == [-signal.SIGKILL, 0, 0, 0]
    assert sorted(received(mailbox).values()) == [1] * (many - 1) + [2]
    assert {len(known_by) for known_by in message_ids(mailbox).values()} == {1}
    tries = Counter(row.tries for row in rows(select(Job.tries).where(Job.state == "done")))
    assert tries[2] == 1 and set(tries) == {1, 2}
    planned = [row.key for row in rows(select(Job.key)) if row.key.rpartition(":")[0] in jobs._periodic]
    assert len(planned) == len(set(planned)) >= len(jobs._periodic)


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.skipif(not LONG, reason="part of bin/test --long")
def test_workers_killed_at_random(mailbox: Mailbox, app: Flask, figure: Callable[[str, object], None]) -> None:
    """Two workers at a time, one of them killed again and again at any moment while letters are being written."""
    use_house(replace(house(), lease=1))
    chance, kills, asked = random.Random(4), 0, 0

    def work() -> None:
        work_until(threading.Event())

    steady = start_apart(work)
    while kills < KILLS:
        child = start_apart(work)
        with writing():
            for _letter in range(2):
                asked += 1
                make.letter(f"p{asked}@example.com", make.person(f"P{asked}"))
        end_reading()
        time.sleep(chance.uniform(0, 0.3))
        os.kill(child, signal.SIGKILL)
        assert wait_for(child) == -signal.SIGKILL
        kills += 1
        if kills % 10 == 0:
            os.kill(steady, signal.SIGKILL)
            wait_for(steady)
            steady = start_apart(work)
            kills += 1
    wait_until(lambda: value(select(func.count()).where(Letter.state == "sent")) == asked)
    os.kill(steady, signal.SIGKILL)
    wait_for(steady)
    counts = received(mailbox)
    figure("kills", kills)
    figure("letters", asked)
    figure("doubled", sum(counts.values()) - asked)
    assert sorted(counts) == sorted(f"p{number}@example.com" for number in range(1, asked + 1))
    assert sum(counts.values()) - asked <= kills
    assert {len(known_by) for known_by in message_ids(mailbox).values()} == {1}
