"""The words of the house."""

from __future__ import annotations

from flask import Flask

from clustercourse.content.manuscript import TermSource
from clustercourse.content.publishing import replace_glossary
from clustercourse.db import writing
from tests.page import Browser


def term(key: str, seen: list[str], **words: dict[str, str]) -> TermSource:
    return TermSource.model_validate({"id": key, "number": 1, "seen": seen, **words})


def fill() -> None:
    terms = [
        term("network", ["da"], en={"term": "network", "meaning": "Cooperation."}, da={"term": "netværk"}, sv={"term": "nätverk"}),
        term("age", [], en={"term": "Ærø effect", "meaning": "A <b>test</b>."}, de={"term": "Insel"}),
        term("cluster", ["da"], en={"term": "cluster", "meaning": "Firms."}, da={"term": "klynge", "meaning": "Virksomheder."}),
    ]
    with writing():
        replace_glossary({each.id: each for each in terms})


def words(browser: Browser, query: str = "") -> list[str]:
    return browser.visit(f"/glossary{query}").texts("dt")


def test_in_the_order_of_a_language(app: Flask, browser: Browser) -> None:
    fill()
    assert words(browser) == ["Ærø effect", "cluster", "network"]
    assert words(browser, "?spoken=da") == ["Ærø effect", "klynge", "netværk"]
    assert words(browser, "?language=da") == ["Ærø effect", "klynge", "netværk"]
    assert words(browser, "?spoken=xx") == ["Ærø effect", "cluster", "network"]


def test_found_in_any_language(app: Flask, browser: Browser) -> None:
    fill()
    assert [words(browser, f"?text={text}") for text in ("klyn", "NETVAERK", "insel", "firms", "zzz")] == [
        ["cluster"],
        ["network"],
        ["Ærø effect"],
        ["cluster"],
        [],
    ]


def test_what_no_native_speaker_has_read_is_marked(app: Flask, browser: Browser) -> None:
    fill()
    page = browser.visit("/glossary?text=network")
    assert page.texts("dd") == ["Cooperation.", "Dansk: netværk · Svenska: nätverk* not yet reviewed by a native speaker"]


def test_the_word_in_the_chosen_language_is_marked_too(app: Flask, browser: Browser) -> None:
    fill()
    page = browser.visit("/glossary?text=network&spoken=sv")
    assert page.texts("dt") == ["nätverk* not yet reviewed by a native speaker"]
    assert page.texts("dd") == ["Cooperation.", "English: network · Dansk: netværk"]
    assert words(browser, "?text=network&spoken=da") == ["netværk"]


def test_anchors_languages_and_no_markup(app: Flask, browser: Browser) -> None:
    fill()
    page = browser.visit("/glossary?spoken=da")
    assert [node.get("id") for node in page.tree.iter("div") if node.get("id") in ("age", "cluster", "network")] == [
        "age",
        "cluster",
        "network",
    ]
    assert [(node.get("lang"), "".join(node.itertext())) for node in page.tree.iter("dd") if node.get("lang")] == [
        ("en", "A <b>test</b>."),
        ("da", "Virksomheder."),
        ("en", "Cooperation."),
    ]


def test_nothing_there(app: Flask, browser: Browser) -> None:
    assert browser.visit("/glossary").texts("h2", "empty-title") == ["No words yet"]
    fill()
    assert browser.visit("/glossary?text=%00%22").texts("h2", "empty-title") == ["No such word"]
