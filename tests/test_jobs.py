"""The queue on both databases: once each, again later, given up, taken over, planned once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from clustercourse import jobs
from clustercourse.cli.worker import work_until
from clustercourse.db import now, writing
from clustercourse.jobs import Hopeless, Later
from clustercourse.models.jobs import Job
from tests.conftest import LONG
from tests.processes import start_apart, wait_for

WORKERS = 4
JOBS = 200 if LONG else 24


class Workshop:
    """What the test's own jobs did."""

    def __init__(self, folder: Path) -> None:
        self.ledger = folder / "ledger"
        self.outcome: Exception | None = None

    def write_down(self, values: dict[str, Any]) -> None:
        if self.outcome is not None:
            raise self.outcome
        with self.ledger.open("a") as file:
            file.write(f"{values['number']}\n")

    @property
    def done(self) -> list[int]:
        return [int(line) for line in self.ledger.read_text().split()] if self.ledger.exists() else []


@pytest.fixture
def workshop(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workshop]:
    shop = Workshop(tmp_path)
    monkeypatch.setitem(jobs._work, "test.write_down", shop.write_down)
    yield shop


def ask(*numbers: int, due_at: datetime | None = None) -> None:
    with writing():
        for number in numbers:
            jobs.enqueue("test.write_down", f"test:{number}", {"number": number}, due_at=due_at)


def states() -> list[tuple[str, int, str | None]]:
    with writing() as session:
        return [(job.state, job.tries, job.last_error) for job in session.scalars(select(Job).order_by(Job.id))]


def change(**values: Any) -> None:
    with writing() as session:
        session.execute(update(Job).values(**values))


@pytest.mark.both_databases
def test_jobs_are_done_once_in_order(workshop: Workshop) -> None:
    ask(1, 2, 3)
    ask(2, 3)
    ask(9, due_at=now() + timedelta(hours=1))
    assert [claimed.values["number"] for claimed in jobs.work_waiting()] == [1, 2, 3]
    assert jobs.work_waiting() == []
    assert workshop.done == [1, 2, 3]
    assert states() == [("done", 1, None)] * 3 + [("waiting", 0, None)]


def test_a_job_that_is_rolled_back_is_never_done(workshop: Workshop) -> None:
    with pytest.raises(ZeroDivisionError), writing():
        jobs.enqueue("test.write_down", "test:1", {"number": 1})
        raise ZeroDivisionError
    assert jobs.work_waiting() == []


def test_a_kind_nobody_knows_waits(workshop: Workshop) -> None:
    with writing():
        jobs.enqueue("test.unknown", "test:0")
    ask(1)
    assert [claimed.values["number"] for claimed in jobs.work_waiting()] == [1]
    assert states() == [("waiting", 0, None), ("done", 1, None)]


@pytest.mark.both_databases
def test_later_is_tried_again_and_hopeless_is_not(workshop: Workshop) -> None:
    ask(1)
    workshop.outcome = Later("away")
    jobs.work_waiting()
    assert states() == [("waiting", 1, "away")]
    change(due_at=now())
    workshop.outcome = Hopeless("never")
    jobs.work_waiting()
    assert states() == [("dead", 2, "never")]
    workshop.outcome = None
    assert jobs.work_waiting() == []
    with writing() as session:
        job = session.scalars(select(Job.id)).one()
        assert (jobs.retry(job), jobs.retry(job)) == (True, False)
    jobs.work_waiting()
    assert (workshop.done, states()) == ([1], [("done", 1, None)])


@pytest.mark.both_databases
def test_a_lease_that_has_passed_is_taken_over_and_the_late_worker_changes_nothing(workshop: Workshop) -> None:
    ask(1)
    first = jobs.claim()
    assert first is not None and jobs.claim() is None
    change(leased_until=now() - timedelta(seconds=1))
    second = jobs.claim()
    assert second is not None and (second.id, second.tries) == (first.id, 2)
    jobs.carry_out(first)
    assert states() == [("running", 2, None)]
    jobs.put_off(first, "late")
    assert states() == [("running", 2, None)]
    jobs.carry_out(second)
    assert states() == [("done", 2, None)]


def test_a_job_that_kills_every_worker_is_given_up(workshop: Workshop) -> None:
    ask(1)
    change(state="running", tries=jobs.MOST_TRIES, leased_until=now() - timedelta(seconds=1))
    assert jobs.work_waiting() == []
    assert states() == [("dead", jobs.MOST_TRIES, "crashed")]
    assert jobs.work_waiting() == []
    assert workshop.done == []


@pytest.mark.both_databases
def test_several_workers_never_do_a_job_twice(workshop: Workshop, figure: Callable[[str, object], None]) -> None:
    ask(*range(JOBS))

    def work() -> None:
        while _work_through_locks():
            pass

    children = [start_apart(work) for _worker in range(WORKERS)]
    assert [wait_for(child) for child in children] == [0] * WORKERS
    figure("jobs", JOBS)
    assert sorted(workshop.done) == list(range(JOBS))
    assert states() == [("done", 1, None)] * JOBS


def _work_through_locks() -> bool:
    try:
        claimed = jobs.claim()
    except OperationalError:
        return True
    if claimed is not None:
        jobs.carry_out(claimed)
    return claimed is not None


@pytest.mark.both_databases
def test_a_periodic_job_is_planned_once_a_slot(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "_periodic", {"test.write_down": timedelta(hours=1)})
    monkeypatch.setitem(jobs._work, "test.write_down", lambda _values: None)
    with time_machine.travel(datetime(2026, 11, 21, 10, 20, tzinfo=UTC), tick=False) as clock:
        children = [start_apart(jobs.plan_periodic) for _worker in range(2)]
        assert [wait_for(child) for child in children] == [0, 0]
        jobs.plan_periodic()
        assert len(states()) == 1
        clock.shift(timedelta(minutes=39))
        jobs.plan_periodic()
        assert len(states()) == 1
        clock.shift(timedelta(minutes=2))
        jobs.plan_periodic()
        assert len(states()) == 2


def test_the_worker_lives_through_a_fault_in_a_job(workshop: Workshop, caplog: pytest.LogCaptureFixture) -> None:
    ask(1, 2)
    workshop.outcome = RuntimeError("a fault")
    work_until(threading.Event(), once=True)
    found = [state for state in states() if state[0] != "done"]
    assert found == [("waiting", 1, "fault")] * 2


def test_the_worker_ends_after_the_job_at_hand(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()

    def work_and_ask_to_stop(values: dict[str, Any]) -> None:
        stop.set()
        time.sleep(0.05)
        workshop.write_down(values)

    monkeypatch.setitem(jobs._work, "test.write_down", work_and_ask_to_stop)
    monkeypatch.setattr(jobs, "_periodic", {})
    ask(1, 2)
    work_until(stop)
    assert (workshop.done, states()) == ([1], [("done", 1, None), ("waiting", 0, None)])
