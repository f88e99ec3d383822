"""Finding the same on both databases: words, phrases, order, pages, the index itself."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text

from clustercourse.db import db, rows, writing
from clustercourse.models.search import SearchEntry
from clustercourse.search import index
from clustercourse.search.entries import Audience, put
from clustercourse.search.finding import find
from clustercourse.viewer import NOBODY
from tests import make
from tests.page import Browser
from tests.search.looking import entry, titles

both = pytest.mark.both_databases


@both
def test_finding(app: Flask) -> None:
    entry("Kørsel i klyngen", "Om broer mellem virksomheder", language="da")
    entry("Bridges", "How a bridge is built between firms")
    entry("Money", "A budget has bridges too, and firms")
    entry("Word", "", kind="term")
    assert titles("korsel") == ["Kørsel i klyngen"]
    assert titles("KØRS") == ["Kørsel i klyngen"]
    assert titles("bridge") == ["Bridges", "Money"]
    assert titles("bridge firms budget") == ["Money"]
    assert titles('"bridge is built"') == ["Bridges"]
    assert titles('"built bridge"') == []
    assert titles('"is bui"') == ["Bridges"]
    assert titles("idge") == []
    assert titles("firms virksomheder") == []
    assert titles("word") == ["Word"]


@both
def test_filters_and_the_readers_language_first(app: Flask) -> None:
    entry("Innovation", language="en")
    entry("Innovation da", "innovation", language="da")
    entry("Innovation term", kind="term", language="da")
    assert sorted(titles("innovation")) == ["Innovation", "Innovation da", "Innovation term"]
    assert titles("innovation", language="en") == ["Innovation"]
    assert titles("innovation", place="words") == ["Innovation term"]
    assert titles("innovation", place="words", language="en") == []
    assert titles("innovation", first="da")[-1] == "Innovation"
    assert titles("innovation", first="en")[0] == "Innovation"


@both
def test_the_index_follows_its_rows(app: Flask) -> None:
    entry("Before")
    with writing() as session:
        found = session.scalars(select(SearchEntry)).one()
        put(found.kind, found.thing_id, address="/", title="After", body="", audience=Audience(), language=found.language)
    assert (titles("before"), titles("after")) == ([], ["After"])
    with writing() as session:
        session.delete(session.scalars(select(SearchEntry)).one())
    assert titles("after") == []


@both
def test_the_index_can_be_taken_down_and_made_again(app: Flask) -> None:
    entry("Bridges")
    with db.engine.begin() as connection:
        index.drop_index(connection)
        index.create_index(connection)
    assert titles("bridges") == ["Bridges"]


@both
def test_a_publication_replaces_what_is_found(app: Flask) -> None:
    make.published_course()
    make.published_course(key="other-course")
    assert sorted(titles("bridges", place="lessons", language="en")) == ["Bridges", "Bridges", "Words", "Words"]
    assert titles("kursus", language="da") == ["Et lille kursus", "Et lille kursus"]
    assert titles("building", language="da") == []
    make.published_course(files=make.course_files(changes={"10-first/20-bridges.md": ("## Building", "## Zeppelins")}))
    assert titles("zeppelins") == ["Bridges"]
    assert titles("building") == ["Bridges"]
    assert titles("klynge", place="words") == ["klynge"]


def test_excerpts_mark_what_was_found(app: Flask) -> None:
    entry("Title", "Long ago. " * 40 + "Then a Bridge <b>was</b> built. " + "And so on. " * 40)
    (found,) = find(NOBODY, "bridg").found
    shown = "".join(piece.text for piece in found.excerpt)
    assert (shown.startswith("… "), shown.endswith(" …"), len(shown) < 400) == (True, True, True)
    assert [piece.text for piece in found.excerpt if piece.is_hit] == ["Bridge"]


def test_the_page(app: Flask, browser: Browser) -> None:
    entry("Bridges & firms", "A bridge <b>is</b> built")
    page = browser.visit("/search?text=bridge")
    assert page.texts("mark") == ["Bridges", "bridge"]
    assert page.texts("ol", "results") == ["Bridges & firms Lesson A bridge <b>is</b> built"]
    assert browser.visit("/search").texts("ol", "results") == []
    assert browser.visit("/search?text=zzz").texts("h2", "empty-title") == ["Nothing found"]
    assert browser.visit("/search?text=bridge&kind=nonsense&spoken=nonsense").status == 200


NASTY = [
    "c++",
    '"',
    "--array",
    "NEAR(",
    "AND OR",
    "job -x",
    "a:b",
    "*",
    "'",
    "\\",
    "%",
    "x'); DROP TABLE person; --",
    "\x00",
    "<->",
    "!",
    "&|()",
    "🙂",
    "ß" * 90,
    "title_folded:x",
    "^a",
]


@both
def test_any_question_is_answered(app: Flask) -> None:
    entry("Bridges")
    for asked in NASTY:
        assert titles(asked) == [], asked
        assert titles(f"{asked} bridges") in ([], ["Bridges"]), asked


def test_every_question_is_answered(app: Flask) -> None:
    entry("Bridges", "a b c 1 2 3")
    there = find(NOBODY, "bridges").found[0].address

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=40))
    def answered(asked: str) -> None:
        assert [found.address for found in find(NOBODY, asked).found] in ([], [there])

    answered()


def test_two_statements(app: Flask, statements: Any) -> None:
    make.published_course()
    with statements() as seen:
        assert find(NOBODY, "region").total
    assert len(seen) == 2
    plan = [line[-1] for line in rows(text("EXPLAIN QUERY PLAN SELECT rowid FROM search_index WHERE search_index MATCH '\"a\"*'"))]
    assert "VIRTUAL TABLE" in plan[0]
