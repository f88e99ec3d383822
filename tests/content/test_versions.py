"""What a process keeps of versions."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.content.queries import outline, page, versions
from clustercourse.db import value, writing
from clustercourse.errors import NotHere
from clustercourse.models.content import Course, Item, Version
from tests import make


def item(key: str) -> int:
    found: int = value(select(Item.id).where(Item.key == key))
    return found


def test_the_outline_in_order(app: Flask) -> None:
    make.published_course()
    found = outline(1)
    assert [(module.item.key, [step.key for step in module.steps]) for module in found.modules] == [
        ("module-first", ["words", "bridges", "check-first"])
    ]
    assert [entry.key for entry in found.items] == ["module-first", "words", "recall-words", "bridges", "check-first"]
    assert found.by_key["recall-words"].placed_in == "words"
    assert {key: entry.id for key, entry in found.by_key.items()} == {key: item(key) for key in found.by_key}
    assert (found.text("da").title, found.text("de").title) == ("Et lille kursus", "A small course")
    assert (found.lessons["words"].title("da"), found.lessons["words"].title("sv")) == ("Ord", "Words")
    assert [found.best_language(*wanted) for wanted in (("da",), ("sv", "da"), ("sv",), (None,), ())] == ["da", "da", "en", "en", "en"]


def test_addresses_of_items(app: Flask) -> None:
    make.published_course()
    found = outline(1)
    assert [found.address_of(entry) for entry in found.items] == [
        "/courses/small-course/",
        "/courses/small-course/words/",
        "/courses/small-course/words/#exercise-recall-words",
        "/courses/small-course/bridges/",
        "/courses/small-course/exercises/check-first/",
    ]


def test_statements_are_paid_once(app: Flask, statements: Any) -> None:
    make.published_course()
    words = item("words")
    versions.forget()
    with statements() as first:
        outline(1), page(1, words, "da")
    with statements() as again:
        outline(1), page(1, words, "da")
    assert (len(first), len(again)) == (4, 0)


def test_many_outlines_cost_two_statements(app: Flask, statements: Any) -> None:
    for key in ("small-course", "second-course", "third-course"):
        make.published_course(key=key)
    versions.forget()
    with statements() as seen:
        found = versions.outlines([1, 2, 3, 2])
    assert len(seen) == 2
    assert {key: known.slug for key, known in found.items()} == {1: "small-course", 2: "second-course", 3: "third-course"}


def test_a_language_without_a_page_gives_the_courses_own(app: Flask) -> None:
    make.published_course()
    assert [(found.language, found.fallback) for found in (page(1, item("words"), code) for code in ("en", "da", "sv"))] == [
        ("en", False),
        ("da", False),
        ("en", False),
    ]
    untranslated = page(1, item("bridges"), "da")
    assert (untranslated.language, untranslated.fallback) == ("en", True)


def test_what_is_not_there(app: Flask) -> None:
    make.published_course()
    with pytest.raises(NotHere):
        outline(99)
    with pytest.raises(NotHere):
        page(1, 99, "en")
    assert versions.version_numbered(1, 2) is None
    assert versions.version_numbered(1, 1) == 1


def test_what_is_read_before_the_commit_is_not_kept(app: Flask) -> None:
    make.published_course()
    versions.forget()

    class Stopped(Exception):
        pass

    with pytest.raises(Stopped), writing() as session:
        session.get_one(Version, 1).number = 7
        session.flush()
        assert outline(1).number == 7
        raise Stopped
    assert outline(1).number == 1


def test_the_least_used_goes_first_and_the_limit_holds() -> None:
    kept = versions._Kept(100)
    for name in "abc":
        kept.keep(name, name, 40)
    assert [kept.get(name) for name in "abc"] == [None, "b", "c"]
    kept.get("b")
    kept.keep("d", "d", 40)
    assert ([kept.get(name) for name in "bcd"], kept.size) == (["b", None, "d"], 80)
    kept.keep("large", "large", 101)
    kept.keep("d", "other", 40)
    assert (kept.get("large"), kept.get("d"), kept.size) == (None, "d", 80)
    assert versions.LIMIT == 32 * 1024 * 1024


def test_a_new_version_shows_at_once(app: Flask, browser: Any) -> None:
    make.published_course()
    assert browser.visit("/courses/small-course/words/").heading == "Words"
    make.published_course(files=make.course_files(changes={"10-first/10-words.md": ("title: Words", "title: Newer words")}))
    assert browser.visit("/courses/small-course/words/").heading == "Newer words"
    assert value(select(Course.newest_version_id)) == 2
