"""Putting entries, replacing them, taking them out, and making all of them again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select, update

from clustercourse.accounts.finding import index_person
from clustercourse.catalogue.actions import (
    OrganisationFacts,
    add_organisation,
    change_organisation,
    close_organisation,
    reopen_organisation,
)
from clustercourse.db import db, rows, writing
from clustercourse.models.accounts import Person
from clustercourse.models.search import SearchEntry
from clustercourse.search.entries import Audience, Entry, put, put_all, take_out
from clustercourse.search.finding import find
from clustercourse.search.rebuilding import fill
from clustercourse.viewer import NOBODY, Viewer
from tests import make
from tests.search.looking import ADMIN, titles

both = pytest.mark.both_databases
FACTS: dict[str, Any] = {
    "name": "Fjord Energy Cluster",
    "kind": "cluster",
    "country": "DK",
    "stage": "growing",
    "member_count": 135,
    "site": "",
    "about": "Offshore turbines.",
    "catalogue_entry": "",
    "regions": ("DK04",),
    "sectors": ("offshore wind",),
}


def said(title: str, body: str = "") -> dict[str, Any]:
    return {"address": "/topics/7/", "title": title, "body": body, "audience": Audience()}


@both
def test_what_is_put_again_is_replaced_in_its_language(app: Flask) -> None:
    with writing():
        put("topic", 7, **said("First"))
        put("topic", 7, **said("Danish first"), language="da")
        put("post", 7, **said("Post first"))
    with writing():
        put("topic", 7, **said("Second"))
    assert (sorted(titles("first")), titles("second")) == (["Danish first", "Post first"], ["Second"])


@both
def test_taking_out(app: Flask) -> None:
    with writing():
        put_all(Entry("post", number, "/", f"Post {number}", "", Audience(), language) for number in (1, 2, 3) for language in ("en", "da"))
        put("topic", 1, **said("Post topic"))
    with writing():
        take_out("post", 1, 3, 99)
        take_out("post")
    assert sorted(titles("post")) == ["Post 2", "Post 2", "Post topic"]


@both
def test_many_are_put_with_one_statement(app: Flask, statements: Any) -> None:
    with writing(), statements() as seen:
        put_all(Entry("post", number, "/", f"Post {number}", "", Audience()) for number in range(1, 301))
        put_all([])
    assert len(seen) == 1


@both
def test_of_two_entries_for_one_thing_the_last_counts(app: Flask) -> None:
    with writing():
        put_all([Entry("post", 1, "/", "First", "", Audience()), Entry("post", 1, "/", "Last", "", Audience())])
    assert (titles("first"), titles("last")) == ([], ["Last"])


def test_only_inside_writing(app: Flask) -> None:
    with pytest.raises(RuntimeError):
        put("topic", 7, **said("First"))
    with pytest.raises(RuntimeError):
        take_out("topic", 7)


@both
def test_very_long_texts_and_words(app: Flask) -> None:
    with writing():
        put("post", 1, **said("Long", "x" * 5000 + " tail " + "wort " * 40_000))
        put("post", 2, **said("", ""))
    assert titles("tail") == ["Long"]
    assert titles("x" * 200) == ["Long"]


@both
def test_organisations_are_found_as_they_are_now(app: Flask) -> None:
    eve = make.person("Eve")
    known = Viewer(person_id=eve)
    with writing():
        made = add_organisation(OrganisationFacts(**FACTS), by=eve).id
    for asked in ("fjord", "turbines", "DK04", "offshore", "klynge", "cluster"):
        assert titles(asked, known) == ["Fjord Energy Cluster"], asked
    assert titles("fjord", NOBODY) == []
    with writing():
        change_organisation(made, OrganisationFacts(**FACTS | {"name": "Belt Energy", "sectors": ("hydrogen",)}), by=eve)
    assert (titles("fjord", known), titles("hydrogen", known)) == ([], ["Belt Energy"])
    with writing():
        close_organisation(made, by=eve)
    assert titles("belt", known) == []
    assert [found.is_closed for found in find(ADMIN, "belt").found] == [True]
    with writing():
        reopen_organisation(made, by=eve)
    assert titles("belt", known) == ["Belt Energy"]


@both
def test_exercises_are_found_by_their_titles(app: Flask) -> None:
    make.published_course()
    (found,) = find(NOBODY, "check", place="exercises", language="en").found
    assert (found.address, found.at, found.excerpt) == ("/courses/small-course/exercises/check-first/", "A small course", ())


def everything() -> list[tuple[Any, ...]]:
    table = SearchEntry.__table__
    columns = [column for column in table.columns if column.name != "id"]
    return sorted(tuple(found) for found in rows(select(*columns)))


@both
def test_rebuilding_makes_the_same_again(app: Flask) -> None:
    make.published_course()
    make.published_course(key="closed-course", access="invited")
    ada = make.person("Ada")
    with writing():
        index_person(db.session.get_one(Person, ada))
        made = add_organisation(OrganisationFacts(**FACTS), by=ada).id
        close_organisation(made, by=ada)
    before = everything()
    with writing() as session:
        session.execute(delete(SearchEntry).where(SearchEntry.kind != "course"))
        put("person", 99, **said("Nobody any more") | {"audience": Audience(who="acquainted")})
    result = app.test_cli_runner().invoke(args=["search", "rebuild"])
    assert (result.exit_code, result.output) == (0, "The search finds everything again.\n")
    assert everything() == before


@both
def test_what_an_older_release_left_is_made_again_once(app: Flask) -> None:
    make.published_course()
    before = everything()
    fill({})
    assert everything() == before
    with writing() as session:
        session.execute(update(SearchEntry).values(thing_id=-SearchEntry.id))
    fill({})
    assert everything() == before
    ada = make.person("Ada")
    fill({})
    assert [entry.person_id for entry in rows(select(SearchEntry.person_id).where(SearchEntry.kind == "person"))] == [ada]
