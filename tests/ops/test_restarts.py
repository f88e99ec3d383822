"""Processes that are killed or started anew while people work: nobody is cut off by a restart, and nothing that was promised is lost."""

from __future__ import annotations

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPException
from threading import Event, Thread

import pytest

from tests.conftest import LONG
from tests.ops.classroom import PLACE, Learner, attempts_in, what_is_lost
from tests.ops.conftest import Classroom
from tests.ops.site import stop

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("classroom")]
READERS = 46 if LONG else 8
RESTARTS = 5 if LONG else 1
PAUSE = 0.02 if LONG else 0.15
KILLS = 40 if LONG else 5
_ADDRESSES = ("/courses/answering/words/", f"{PLACE}/", "/courses/answering/", "/sign-in")


@dataclass
class Crowd:
    """People at work: some send one attempt after the other until each is promised, the others read."""

    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    over: Event = field(default_factory=Event)

    def write(self, learner: Learner) -> None:
        while not self.over.is_set():
            self._ask(lambda: learner.submit(learner.next_number).status)
            time.sleep(PAUSE)

    def read(self, learner: Learner) -> None:
        turn = 0
        while not self.over.is_set():
            turn += 1
            self._ask(lambda address=_ADDRESSES[turn % len(_ADDRESSES)]: learner.get(address).status)
            time.sleep(PAUSE)

    def _ask(self, ask: Callable[[], int]) -> None:
        try:
            status = ask()
        except (OSError, HTTPException, AssertionError) as reason:
            self.broken.append(f"{type(reason).__name__}: {reason}")
            status = 0
        self.statuses[status] += 1
        if status not in (200, 303):
            time.sleep(0.1)

    @property
    def answered(self) -> int:
        return self.statuses.total()

    def wait_for(self, more: int) -> None:
        """Until so many more requests were answered."""
        until, end = self.answered + more, time.monotonic() + 60
        while self.answered < until and time.monotonic() < end:
            time.sleep(0.01)


@contextmanager
def at_work(room: Classroom) -> Iterator[Crowd]:
    """While the block runs, people work by way of nginx; at its end everybody has had an answer."""
    crowd, people = Crowd(), room.by_proxy()
    for learner in people:
        learner.own_token()
    threads = [Thread(target=crowd.write, args=(learner,)) for learner in people]
    threads += [Thread(target=crowd.read, args=(people[number % len(people)],)) for number in range(READERS)]
    for thread in threads:
        thread.start()
    try:
        yield crowd
    finally:
        crowd.over.set()
        for thread in threads:
            thread.join(60)


def lost(room: Classroom) -> list[str]:
    return what_is_lost(attempts_in(room.data / "clustercourse.db"), room.people)


def wait_for_workers(room: Classroom, gone: set[int]) -> None:
    """Until none of these processes answers any more and as many new ones do."""
    end = time.monotonic() + 45
    while time.monotonic() < end:
        if not gone & set(room.workers) and len(room.workers) == 2:
            return
        time.sleep(0.02)
    raise AssertionError(f"old processes are still there:\n{room.log[-2000:]}")


def test_a_new_set_of_workers_cuts_nobody_off(classroom: Classroom, figure: Callable[[str, object], None]) -> None:
    with at_work(classroom) as crowd:
        for _restart in range(RESTARTS):
            crowd.wait_for(20)
            before = set(classroom.workers)
            classroom.server.send_signal(signal.SIGHUP)
            wait_for_workers(classroom, before)
        crowd.wait_for(20)
    figure("requests", crowd.answered)
    figure("restarts", RESTARTS)
    assert crowd.broken == []
    assert set(crowd.statuses) == {200, 303}
    assert lost(classroom) == []


def test_a_server_that_is_ended_and_begun_again_answers_all_the_while(classroom: Classroom, figure: Callable[[str, object], None]) -> None:
    """While it is away people read that it is; who was told that something is kept finds it."""
    with at_work(classroom) as crowd:
        for _restart in range(RESTARTS):
            crowd.wait_for(20)
            stop(classroom.server)
            assert classroom.server.returncode == 0
            classroom.start()
        crowd.wait_for(20)
    figure("requests", crowd.answered)
    figure("restarts", RESTARTS)
    assert crowd.broken == []
    assert set(crowd.statuses) <= {200, 303, 503}
    assert crowd.statuses[303] > 0
    assert lost(classroom) == []


def test_workers_killed_at_any_moment_lose_nothing(classroom: Classroom, figure: Callable[[str, object], None]) -> None:
    """An answer may break off in its middle: that was no promise, and the form is sent again."""
    chance = random.Random(1)
    with at_work(classroom) as crowd:
        for _kill in range(KILLS):
            time.sleep(chance.uniform(0.02, 0.4))
            victim = chance.choice(classroom.workers)
            os.kill(victim, signal.SIGKILL)
            wait_for_workers(classroom, {victim})
        crowd.wait_for(20)
    figure("kills", KILLS)
    figure("requests", crowd.answered)
    figure("cut off and asked again", crowd.statuses[503] + crowd.statuses[0])
    assert [how for how in crowd.broken if not how.startswith("IncompleteRead")] == []
    assert set(crowd.statuses) <= {0, 200, 303, 503}
    assert lost(classroom) == []
