"""Publishing that ends half way, and two that begin together: readers see a whole version, old or new, and the next run heals."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse import faults
from clustercourse.content.publishing import prepare, publish
from clustercourse.content.queries import versions
from clustercourse.db import writing
from clustercourse.models.content import CompiledPage, Course, Item, Version, VersionFile
from tests.conftest import LONG
from tests.content.small import changed, course
from tests.content.test_publishing import BESIDE, counts, put
from tests.processes import run_apart, start_apart, wait_for

POINTS = ("files.before_write", "files.before_sync", "files.before_rename", "files.after_rename", "publish.after_files")
POINTS += ("publish.before_pages", "publish.before_commit")
NEXT = changed("10-first/20-bridges.md", "## Building", "## Building more")


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize("round_", range(10 if LONG else 1))
def test_killed_half_way(app: Flask, point: str, round_: int, figure: Callable[[str, object], None]) -> None:
    first = put(course())
    before = counts(Version, VersionFile, CompiledPage, Item)

    def work() -> None:
        faults.arm("test", f"{point}:kill")
        put(NEXT)

    assert run_apart(work) == -signal.SIGKILL
    assert counts(Version, VersionFile, CompiledPage, Item) == before
    with writing() as session:
        assert session.scalar(select(Course.newest_version_id)) == first
    assert versions.page(first, versions.outline(first).by_key["bridges"].id, "en").headings == (("text-building", "Building"),)
    second = put(NEXT)
    assert versions.page(second, versions.outline(second).by_key["bridges"].id, "en").headings == (("text-building-more", "Building more"),)
    assert counts(Version, Item) == [2, 5]
    figure("kills", 1)


@pytest.mark.both_databases
def test_a_course_is_published_on_both_databases(app: Flask) -> None:
    first = put(course())
    second = put(NEXT)
    assert (versions.outline(first).number, versions.outline(second).number) == (1, 2)
    assert put(NEXT) == second


@pytest.mark.both_databases
@pytest.mark.parametrize("round_", range(10 if LONG else 2))
def test_published_twice_at_once(app: Flask, round_: int, figure: Callable[[str, object], None]) -> None:
    """The same files by two people at once give one version; the second sees that it is there."""
    put(course())
    prepared = prepare(NEXT, slug="small", beside=BESIDE)

    def work() -> None:
        with writing():
            publish(prepared, by=None, note="")

    children = [start_apart(work) for _number in range(3)]
    assert [wait_for(child) for child in children] == [0, 0, 0]
    assert counts(Version) == [2]
    figure("publications at once", len(children))
