"""The audit log: said in words, narrowed by what, who and when."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from clustercourse.admin.words import AREA_WORDS, THING_WORDS, VERBS_BY_AREA, detail_words
from clustercourse.db import writing
from clustercourse.events import VERBS, record
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event
from tests.architecture.source import sources
from tests.cast import Cast, assemble
from tests.page import Browser, Page


def lines(page: Page) -> list[list[str]]:
    """What, by, concerning, thing and detail of each line."""
    return [
        [" ".join("".join(cell.itertext()).split()) for cell in row.iter("td")]
        for row in page.tree.iter("tr")
        if row.find("td") is not None
    ]


def verbs(browser: Browser, asked: str) -> list[str]:
    return [what.rpartition(" ")[2].rpartition("accounts.")[2] for what, *_rest in lines(browser.visit(f"/admin/audit/?{asked}"))]


def recorded(verb: str, by: int | None, day: datetime | None = None, **also: Any) -> None:
    with writing() as session:
        event = record(verb, by=by, person=by, **also)
        if day is not None:
            session.execute(update(Event).where(Event.id == event.id).values(at=day))


def a_few() -> Cast:
    cast = assemble()
    for hour, (verb, by) in enumerate((("signed_in", cast.ada), ("signed_in", cast.ben), ("signed_out", cast.ada))):
        recorded(f"accounts.{verb}", by, datetime(2026, 3, 1 + hour, 23, 30, tzinfo=UTC))
    return cast


def test_a_line_says_what_happened_in_words(app: Flask, browser: Browser) -> None:
    cast = assemble()
    with writing() as session:
        session.get_one(Person, cast.ben).name = ""
        detail = {"part": None, "parts": ["counts", "metric"], "locked": False, "due_on": "2026-12-18", "to": "not_expected", "before": []}
        record("labs.hypothesis_written", by=cast.ada, person=cast.ben, thing=("sheet_submission", 43), detail=detail)
    assert lines(browser.sign_in(cast.root).visit("/admin/audit/?verb=labs")) == [
        [
            "Wrote the hypothesis of a lablabs.hypothesis_written",
            "Ada Holm",
            "Former participant",
            "Submitted sheet 43",
            "Changed: counts, metric · Locked: no · Due on: 18 December 2026 · To: not expected",
        ]
    ]


@pytest.mark.both_databases_when_long
def test_the_log_is_narrowed_by_verb_area_and_person(app: Flask, browser: Browser) -> None:
    cast = a_few()
    browser.sign_in(cast.root)
    assert verbs(browser, "verb=accounts.signed_in&until=2026-03-09") == ["signed_in", "signed_in"]
    assert verbs(browser, "verb=accounts&until=2026-03-09") == ["signed_out", "signed_in", "signed_in"]
    assert verbs(browser, "verb=account") == verbs(browser, "")
    assert (
        verbs(browser, f"person={cast.ada}") == verbs(browser, "who=ADA+holm") == verbs(browser, "who=ada@") == ["signed_out", "signed_in"]
    )
    assert verbs(browser, "who=nobody%25") == []
    page = browser.visit(f"/admin/audit/?person={cast.ada}")
    assert "Only what Ada Holm did and what concerns them." in page.text


@pytest.mark.both_databases_when_long
def test_the_log_is_narrowed_by_days_of_the_reader(app: Flask, browser: Browser) -> None:
    """Half past eleven at night in UTC is the next day in Copenhagen."""
    cast = a_few()
    browser.sign_in(cast.root)
    assert verbs(browser, "since=2026-03-02&until=2026-03-02") == ["signed_in"]
    assert verbs(browser, "since=2026-03-01&until=2026-03-01") == []
    assert verbs(browser, "who=ada&since=2026-03-03") == ["signed_out"]
    assert verbs(browser, "until=9999-12-31&since=yesterday") == verbs(browser, "")


def test_the_log_costs_the_same_at_any_length(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    cast = a_few()
    browser.sign_in(cast.root)
    counts = []
    for more in (0, 60):
        for _time in range(more):
            recorded("accounts.signed_in", cast.ada)
        with statements() as seen:
            browser.visit(f"/admin/audit/?person={cast.ada}&who=ada&since=2026-03-01")
        counts.append(len(seen))
    assert counts == [4, 4]


@pytest.mark.xdist_group("source")
def test_every_verb_stands_in_the_filter_and_every_thing_has_words() -> None:
    assert sorted(verb for inside in VERBS_BY_AREA.values() for verb in inside) == sorted(VERBS)
    assert list(VERBS_BY_AREA) == list(AREA_WORDS)
    calls = (node for source in sources() for node in ast.walk(source.tree) if isinstance(node, ast.keyword) and node.arg == "thing")
    pairs = (node.value.elts[0] for node in calls if isinstance(node.value, ast.Tuple))
    assert {pair.value for pair in pairs if isinstance(pair, ast.Constant)} - set(THING_WORDS) == set()


def test_what_is_empty_is_not_said() -> None:
    assert detail_words({"cohort": None, "fields": [], "role": "", "percent": 0, "people": [1, 2]}) == "Percent: 0 · People: 1, 2"
