"""Finding courses, lessons and words: the same on both databases."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from sqlalchemy import select, text

from clustercourse.content import search
from clustercourse.content.queries.folding import fold
from clustercourse.content.search import Wanted, find, wanted
from clustercourse.db import db, now, rows, writing
from clustercourse.models.content import CourseTeam, SearchEntry
from clustercourse.viewer import NOBODY, Viewer
from tests import make
from tests.cast import assemble
from tests.page import Browser

both = pytest.mark.both_databases


def entry(title: str, body: str = "", *, kind: str = "lesson", language: str = "en", course: int | None = None) -> None:
    folded = {"title_folded": " ".join(search.words_of(title)), "body_folded": " ".join(search.words_of(body))}
    with writing() as session:
        session.add(SearchEntry(kind=kind, language=language, address=f"/{title}", course_id=course, title=title, body=body, **folded))


def titles(asked: str, viewer: Viewer = NOBODY, **filters: str) -> list[str]:
    return ["".join(piece.text for piece in found.title) for found in find(viewer, asked, **filters)]


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Kørsel", "korsel"),
        ("ÅÄÖ", "aao"),
        ("Ærø", "aero"),
        ("Straße", "strasse"),
        ("café", "cafe"),
        ("İstanbul", "istanbul"),
        ("ﬁrms", "firms"),
        ("a\x00b", "a b"),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(fold(written)) == folded


@pytest.mark.parametrize(
    ("asked", "phrases"),
    [
        ("", ()),
        ("two words", (("two",), ("words",))),
        ('"two words" more', (("two", "words"), ("more",))),
        ('open "quote left', (("open",), ("quote", "left"))),
        ("c++ -- NEAR( AND * :x", (("c",), ("near",), ("and",), ("x",))),
        ("bridge-building", (("bridge",), ("building",))),
        ('"" “”', ()),
    ],
)
def test_what_is_asked(asked: str, phrases: tuple[tuple[str, ...], ...]) -> None:
    assert wanted(asked) == Wanted(phrases)


def test_very_long_questions_are_cut() -> None:
    found = wanted("x" * 500 + " y" * 100)
    assert (len(found.phrases), len(found.phrases[0][0])) == (12, 60)


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
    assert titles("innovation", kind="term") == ["Innovation term"]
    assert titles("innovation", kind="term", language="en") == []
    assert titles("innovation", first="da")[-1] == "Innovation"
    assert titles("innovation", first="en")[0] == "Innovation"


@both
def test_only_what_the_viewer_may_see(app: Flask) -> None:
    make.published_course(key="closed-course", access="invited")
    cast = assemble()
    with writing() as session:
        session.add(CourseTeam(course_id=1, person_id=cast.cleo, role="trainer", created_at=now()))
    entry("Outside", "canary")
    entry("Inside", "canary", course=1)
    seen = {
        "nobody": titles("canary"),
        "stranger": titles("canary", Viewer(person_id=cast.eve)),
        "trainer": sorted(titles("canary", Viewer(person_id=cast.cleo, teams={1: frozenset({"trainer"})}))),
        "admin": sorted(titles("canary", Viewer(person_id=cast.root, roles=frozenset({"admin"})))),
    }
    assert seen == {"nobody": ["Outside"], "stranger": ["Outside"], "trainer": ["Inside", "Outside"], "admin": ["Inside", "Outside"]}
    assert titles("region", kind="lesson") == []


@both
def test_the_index_follows_its_rows(app: Flask) -> None:
    entry("Before")
    with writing() as session:
        found = session.scalars(select(SearchEntry)).one()
        found.title, found.title_folded = "After", "after"
    assert (titles("before"), titles("after")) == ([], ["After"])
    with writing() as session:
        session.delete(session.scalars(select(SearchEntry)).one())
    assert titles("after") == []


@both
def test_the_index_can_be_taken_down_and_made_again(app: Flask) -> None:
    entry("Bridges")
    with db.engine.begin() as connection:
        search.drop_index(connection)
        search.create_index(connection)
    assert titles("bridges") == ["Bridges"]


@both
def test_a_publication_replaces_what_is_found(app: Flask) -> None:
    make.published_course()
    make.published_course(key="other-course")
    assert sorted(titles("bridges", kind="lesson", language="en")) == ["Bridges", "Bridges", "Words", "Words"]
    assert titles("kursus", language="da") == ["Et lille kursus", "Et lille kursus"]
    assert titles("building", language="da") == []
    make.published_course(files=make.course_files(changes={"10-first/20-bridges.md": ("## Building", "## Zeppelins")}))
    assert titles("zeppelins") == ["Bridges"]
    assert titles("building") == ["Bridges"]
    assert titles("klynge", kind="term") == ["klynge"]


def test_excerpts_mark_what_was_found(app: Flask) -> None:
    entry("Title", "Long ago. " * 40 + "Then a Bridge <b>was</b> built. " + "And so on. " * 40)
    (found,) = find(NOBODY, "bridg")
    shown = "".join(piece.text for piece in found.excerpt)
    assert (shown.startswith("… "), shown.endswith(" …"), len(shown) < 400) == (True, True, True)
    assert [piece.text for piece in found.excerpt if piece.is_hit] == ["Bridge"]


def test_the_page(app: Flask, browser: Browser) -> None:
    entry("Bridges & firms", "A bridge <b>is</b> built")
    page = browser.visit("/search?text=bridge")
    assert page.texts("mark") == ["Bridges", "bridge"]
    assert page.texts("ol", "results") == ["Bridges & firms LessonA bridge <b>is</b> built"]
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
@pytest.mark.parametrize("asked", NASTY)
def test_any_question_is_answered(app: Flask, asked: str) -> None:
    entry("Bridges")
    assert titles(asked) == []
    assert titles(f"{asked} bridges") in ([], ["Bridges"])


def test_every_question_is_answered(app: Flask) -> None:
    entry("Bridges", "a b c 1 2 3")
    there = find(NOBODY, "bridges")[0].address

    @settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(some.text(alphabet=some.characters(exclude_categories=["Cs"]), max_size=40))
    def answered(asked: str) -> None:
        assert [found.address for found in find(NOBODY, asked)] in ([], [there])

    answered()


def test_one_statement(app: Flask, statements: Any) -> None:
    make.published_course()
    with statements() as seen:
        find(NOBODY, "region")
    assert len(seen) == 1
    plan = [line[-1] for line in rows(text("EXPLAIN QUERY PLAN SELECT rowid FROM search_index WHERE search_index MATCH '\"a\"*'"))]
    assert "VIRTUAL TABLE" in plan[0]
