"""Feeds of labs and methods, and labs and methods in the search."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import value, writing
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.methods import ResultFacts, change_method, change_result, remove_result
from clustercourse.labs.atom import NAMESPACE, methods_feed
from clustercourse.labs.queries.news import new_results
from clustercourse.models.methods import MethodResult
from clustercourse.models.search import SearchEntry
from clustercourse.search.finding import find
from clustercourse.search.rebuilding import rebuild
from clustercourse.viewer import NOBODY
from tests.labs.house import furnished, selected
from tests.labs.tested import BAD, CRM, GOOD, WALL, result_id, said, with_verdict
from tests.page import Browser
from tests.search.looking import titles

both = pytest.mark.both_databases_when_long
AT = f"{{{NAMESPACE}}}"


def read(body: bytes) -> tuple[ElementTree.Element, list[dict[str, str]]]:
    feed = ElementTree.fromstring(body)
    names = ("title", "id", "updated", "summary")
    return feed, [{name: entry.findtext(f"{AT}{name}") or "" for name in names} for entry in feed.findall(f"{AT}entry")]


@both
def test_new_results(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house), said(house, WALL, ResultFacts("usable", "It <went> & was \x07“good”."))
    answer = browser.get("/methods/feed.atom")
    assert (answer.status_code, answer.content_type) == (200, "application/atom+xml; charset=utf-8")
    feed, entries = read(answer.data)
    assert [(entry["title"], entry["summary"]) for entry in entries] == [
        ("Usable: Kørselsvæg", "Which CRM system fits?: It <went> & was “good”."),
        ("Not usable: System B", "Which CRM system fits?: Nobody kept it up to date after a month."),
    ]
    base = app.extensions["settings"].base_url
    assert [entry["id"] for entry in entries] == [f"{base}/methods/koerselsvaeg/#result-2", f"{base}/methods/system-b/#result-1"]
    assert feed.findtext(f"{AT}id") == f"{base}/methods/"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{AT}link")}
    assert links == {"alternate": f"{base}/methods/", "self": f"{base}/methods/feed.atom"}
    moment = value(select(MethodResult.at).where(MethodResult.id == 2))
    assert feed.findtext(f"{AT}updated") == entries[0]["updated"] == moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert browser.get("/methods/feed.atom", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_feed_with_nothing_in_it(app: Flask) -> None:
    feed, entries = read(methods_feed(new_results()))
    assert (entries, feed.findtext(f"{AT}updated")) == ([], "2000-01-01T00:00:00Z")


@both
def test_steps_that_are_public(app: Flask, browser: Browser) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert read(browser.get("/labs/feed.atom").data)[1] == []
    with writing():
        step_lab(house.lab, "selected", by=house.finn, reason="It is worth a test.", unheard_is_meant=True)
        step_lab(house.lab, "stopped", by=house.finn, reason="Nobody has time this year.")
    body = browser.get("/labs/feed.atom").data
    assert [(entry["title"], entry["summary"]) for entry in read(body)[1]] == [
        ("Stopped: Which CRM system fits?", "Nobody has time this year."),
        ("Selected: Which CRM system fits?", "It is worth a test."),
    ]
    assert b"Finn" not in body


def test_a_tested_lab_tells_its_verdict(app: Flask, browser: Browser) -> None:
    with_verdict()
    _feed, entries = read(browser.get("/labs/feed.atom").data)
    assert [(entry["title"].partition(":")[0], entry["summary"]) for entry in entries] == [
        ("Tested", "Not supported"),
        ("Running", ""),
        ("Ready", ""),
        ("Being scoped", ""),
        ("Selected", "All three think it is worth it."),
    ]


def test_the_pages_name_their_feeds(app: Flask, browser: Browser) -> None:
    for path, feed in (("/labs/", "/labs/feed.atom"), ("/methods/", "/methods/feed.atom")):
        links = [node.get("href") for node in browser.visit(path).tree.iter("link") if node.get("type") == "application/atom+xml"]
        assert links == [feed]


@both
def test_a_lab_is_found_once_it_is_selected(app: Flask) -> None:
    house = furnished()
    assert titles("spreadsheets") == []
    selected(house)
    assert titles("spreadsheets") == titles("crm", place="labs") == ["Which CRM system fits?"]
    assert titles("crm", place="methods") == []


@both
def test_a_method_is_found_by_its_words_its_result_and_not_without_one(app: Flask) -> None:
    house = with_verdict()
    method = said(house, WALL, BAD)
    for asked in ("kørselsvæg", "korselsvaeg", "koersel", "travels", '"not usable"', "month", "meetings"):
        assert titles(asked, place="methods") == ["Kørselsvæg"], asked
    assert find(NOBODY, "kørsel").found[0].address == "/methods/koerselsvaeg/"
    with writing():
        change_result(result_id(method), GOOD, by=house.finn)
    assert (titles("month"), titles('"everybody found"')) == ([], ["Kørselsvæg"])
    with writing():
        change_method(method, CRM, by=house.finn)
    assert (titles("kørsel"), titles("system b", place="methods")) == ([], ["System B"])
    with writing():
        remove_result(result_id(method), by=house.finn)
    assert titles("system b", place="methods") == []


@both
def test_everything_is_made_again(app: Flask) -> None:
    house = with_verdict()
    said(house)
    wanted = select(SearchEntry.kind, SearchEntry.title, SearchEntry.body).where(SearchEntry.kind.in_(("lab", "method")))
    with writing() as session:
        before = [tuple(found) for found in session.execute(wanted.order_by(SearchEntry.kind))]
    rebuild()
    with writing() as session:
        after = [tuple(found) for found in session.execute(wanted.order_by(SearchEntry.kind))]
    assert before == after
    assert [found[0] for found in after] == ["lab", "method"]


def test_the_page_of_the_search_names_the_places(app: Flask, browser: Browser) -> None:
    house = with_verdict()
    said(house)
    page = browser.visit("/search?text=system")
    assert [text for text in page.texts("a") if text in ("Labs 1", "Methods 1")] == ["Labs 1", "Methods 1"]
    assert "Not supported" in browser.visit("/search?text=supported").text
