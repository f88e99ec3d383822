"""How long the daily letters of many people take to be written, and whether memory stays small."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import event, func, select

from bench.bulk import Bulk
from bench.people import add_person
from bench.site import create_tables, open_site
from clustercourse.db import db, now, value, writing
from clustercourse.models.notifications import Letter, Notification
from clustercourse.notifications.actions.notices import HANDFUL
from clustercourse.notifications.digests import write_digests

LINES = 3
_KIB = 1024


@dataclass(frozen=True)
class Digested:
    """Seconds of CPU for all; statements and the longest time of one job, in ms; MiB that the last nine tenths added."""

    people: int
    seconds: float
    statements: int
    slowest: float
    grown: float


def write_many_digests(folder: Path, people: int) -> Digested:
    """In a database of its own. Once in a process."""
    with open_site(folder).app_context():
        create_tables()
        _tell(people)
        values = {"zone": "Europe/Copenhagen", "hour": 7, "due": now().isoformat()}
        seen = _counting()
        handfuls, times, early = people // HANDFUL + 1, [], 0
        before = time.process_time()
        for handful in range(handfuls):
            began = time.perf_counter()
            write_digests({"handful": handful, **values})
            times.append(time.perf_counter() - began)
            early = early or (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss if handful >= handfuls // 10 else 0)
        taken = time.process_time() - before
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - early) / _KIB
        written = value(select(func.count()).select_from(Letter))
        assert written == people, f"{written} letters for {people} people"
        return Digested(people, taken, round(len(seen) / handfuls), max(times) * 1000, grown)


def _tell(people: int) -> None:
    """Three things each that no letter has said yet."""
    at = now() - timedelta(hours=1)
    with writing():
        bulk = Bulk()
        for number in range(people):
            person = add_person(bulk, f"Person {number}", f"person-{number}@example.com", since=at, at=at)
            for line in range(LINES):
                words = {"title": f"Topic {line}", "excerpt": "What was said about it, in a sentence or two. " * 4}
                where = {"thing": "cohort_news", "thing_id": line, "address": f"/cohorts/master-class/#{line}", "group": f"news:{line}"}
                row = {"person_id": person, "kind": "cohorts.news", "key": f"news:{line}", "created_at": at}
                bulk.add(Notification, **row, **where, **words)
        bulk.finish()


def _counting() -> list[str]:
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK")):
            seen.append(statement[:40])

    for engine in db.engines.values():
        event.listen(engine, "before_cursor_execute", note)
    return seen
