"""`python -m bench [--quick] [--large] [--only WORD]`: seed, measure, print.

With DATABASE_URL, an empty PostgreSQL database, instead of SQLite.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

from bench.client import client_name
from bench.compiling import publish_long_course
from bench.digests import write_many_digests
from bench.inprocess import Measured, measure_site
from bench.load import CONNECTIONS, drive_site
from bench.seed import LARGE, NORMAL, PROGRESS, QUICK, Size, seed_site
from bench.table import print_digests, print_house, print_pages

Result = TypeVar("Result")


@dataclass(frozen=True)
class Effort:
    """Rounds and seconds in process, rounds and seconds under load, lessons of the long course, people who get a daily letter."""

    rounds: int
    seconds: float
    load_rounds: int
    load_seconds: float
    lessons: int
    people: int


_QUICK = Effort(rounds=5, seconds=0.1, load_rounds=1, load_seconds=1, lessons=20, people=1_000)
_FULL = Effort(rounds=11, seconds=0.4, load_rounds=3, load_seconds=5, lessons=200, people=10_000)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast the pages are. Reports; never fails.")
    parser.add_argument("--quick", action="store_true", help="a small site and short rounds, about a minute")
    parser.add_argument("--large", action="store_true", help="the same again with ten times the data")
    parser.add_argument("--only", default="", help="only pages with this word in their name")
    asked = parser.parse_args()
    database_url = os.environ.pop("DATABASE_URL", "")
    sizes = [QUICK if asked.quick else NORMAL, *([LARGE] if asked.large else [])]
    if database_url and len(sizes) > 1:
        sizes = [LARGE]
    effort = _QUICK if asked.quick else _FULL
    print(f"{'PostgreSQL' if database_url else 'SQLite'}; load by {client_name()}, {CONNECTIONS} connections, two workers with two threads")
    before: list[Measured] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            before = _measure(Path(folder), database_url, size, effort, asked.only, before)


def _measure(folder: Path, database_url: str, size: Size, effort: Effort, only: str, before: list[Measured] | None) -> list[Measured]:
    counts = _apart(seed_site, folder, database_url, size)
    progress = sum(counts[name] for name in PROGRESS)
    print(f"\n{size.courses} courses of {size.lessons} lessons, {size.learners:,} learners, {progress:,} progress rows", flush=True)
    measured = _apart(measure_site, folder, database_url, effort.rounds, effort.seconds, only)
    driven, weighed = _apart(drive_site, folder, database_url, effort.load_rounds, effort.load_seconds, only)
    print_pages(measured, driven, before)
    if before is None:
        print_house(weighed, _apart(publish_long_course, folder / "long", effort.lessons))
        print_digests(_apart(write_many_digests, folder / "digests", effort.people))
    return measured


def _apart(work: Callable[..., Result], *given: Any) -> Result:
    """In a process of its own: what one step keeps in memory does not slow the next."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        return apart.submit(work, *given).result()


if __name__ == "__main__":
    main()
