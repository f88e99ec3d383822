"""The job table as a queue, the same on both databases: claim with a lease, back off, give up, take over what a dead worker left.

Jobs are written in the transaction that needs them and carried out after it.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError

from clustercourse import faults
from clustercourse.db import db, now, writing
from clustercourse.files import FilesAway
from clustercourse.house import house
from clustercourse.models.jobs import Job

MOST_TRIES = 14

Work = Callable[[dict[str, Any]], None]
_log = logging.getLogger("clustercourse")
_work: dict[str, Work] = {}
_periodic: dict[str, timedelta] = {}


@dataclass(frozen=True)
class Claim:
    id: int
    kind: str
    values: dict[str, Any]
    tries: int


class Later(Exception):
    """Work that could not be done now and is worth another try. The word says why (`smtp_down`, …)."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Hopeless(Exception):
    """Work that no further try will help. The word says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def job(kind: str) -> Callable[[Work], Work]:
    """The function that carries out jobs of this kind. It opens its own `writing()`."""

    def register(work: Work) -> Work:
        _work[kind] = work
        return work

    return register


def periodic(kind: str, every: timedelta) -> Callable[[Work], Work]:
    """A job that is due at fixed times, once however many workers there are: its unique key holds the due time."""

    def register(work: Work) -> Work:
        _periodic[kind] = every
        return job(kind)(work)

    return register


def enqueue(kind: str, key: str, values: dict[str, Any] | None = None, *, due_at: datetime | None = None) -> None:
    """Write a job in the transaction at hand. A job with the same key is left as it is."""
    if db.session.scalar(select(Job.id).where(Job.key == key)) is None:
        db.session.add(Job(kind=kind, key=key, values=values or {}, due_at=due_at or now(), created_at=now()))
        db.session.flush()


def enqueue_all(kind: str, wanted: Sequence[tuple[str, dict[str, Any], datetime]]) -> None:
    """Write many jobs in the transaction at hand, in one statement: key, values and due time each. Those whose key is known are left."""
    made = [{"kind": kind, "key": key, "values": values, "due_at": due, "created_at": now()} for key, values, due in wanted]
    if made:
        # PostgreSQL's construct speaks SQLite's dialect too.
        db.session.execute(insert(Job).on_conflict_do_nothing(index_elements=["key"]), made)


def claim() -> Claim | None:
    """Take the next due job, or one whose lease has passed, in a transaction of its own."""
    with writing() as session:
        free = or_(Job.state == "waiting", (Job.state == "running") & (Job.leased_until < now()))
        statement = select(Job).where(free, Job.due_at <= now(), Job.kind.in_(list(_work))).order_by(Job.due_at, Job.id).limit(1)
        taken = session.scalar(statement.with_for_update(skip_locked=True))
        if taken is None:
            return None
        if taken.tries >= MOST_TRIES:
            taken.state, taken.last_error, taken.done_at, taken.leased_until = "dead", "crashed", now(), None
            return None
        taken.state = "running"
        taken.tries += 1
        taken.leased_until = now() + timedelta(seconds=house().lease)
        return Claim(taken.id, taken.kind, taken.values, taken.tries)


def carry_out(claimed: Claim) -> None:
    """Do the work and note how it ended. Exceptions other than Later and Hopeless are for the worker loop."""
    faults.point("jobs.after_claim")
    try:
        _work[claimed.kind](claimed.values)
    except Later as reason:
        put_off(claimed, reason.word)
    except FilesAway as reason:
        _log.warning("files away", extra={"fields": {"job": claimed.id, "reason": str(reason)}})
        put_off(claimed, "files_away")
    except Hopeless as reason:
        _end(claimed, "dead", reason.word)
    else:
        faults.point("jobs.before_noting")
        _end(claimed, "done", None)
        faults.point("jobs.after_noting")


def put_off(claimed: Claim, word: str) -> None:
    """Try again later: 30 s, then twice as long each time up to six hours; after fourteen tries, a day later, the job is dead."""
    if claimed.tries >= MOST_TRIES:
        _end(claimed, "dead", word)
        return
    wait = min(timedelta(seconds=30) * 2 ** (claimed.tries - 1), timedelta(hours=6))
    with writing() as session:
        session.execute(_held(claimed).values(state="waiting", due_at=now() + wait, leased_until=None, last_error=word))


def _end(claimed: Claim, state: str, word: str | None) -> None:
    with writing() as session:
        session.execute(_held(claimed).values(state=state, last_error=word, done_at=now(), leased_until=None))


def _held(claimed: Claim) -> Update:
    """Only while the claim is still ours: who came late after its lease has passed changes nothing."""
    return update(Job).where(Job.id == claimed.id, Job.tries == claimed.tries, Job.state == "running")


def retry(job_id: int) -> bool:
    """Put a dead job back in the queue. False when it is not dead. Only inside `writing()`."""
    dead = db.session.scalar(select(Job).where(Job.id == job_id, Job.state == "dead"))
    if dead is None:
        return False
    dead.state, dead.tries, dead.due_at, dead.done_at = "waiting", 0, now(), None
    db.session.flush()
    return True


def plan_periodic() -> None:
    """Write the row of each periodic job for its present time slot; the unique key keeps it to one."""
    moment = now()
    for kind, every in _periodic.items():
        slot = int(moment.timestamp() // every.total_seconds())
        with suppress(IntegrityError), writing():
            enqueue(kind, f"{kind}:{slot}")


def work_waiting() -> list[Claim]:
    """Carry out everything that is due; returns what was done. For the worker, commands and tests."""
    done = []
    while (claimed := claim()) is not None:
        carry_out(claimed)
        done.append(claimed)
    return done
