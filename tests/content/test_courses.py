"""The catalogue and the page of a course."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from clustercourse.web import cookies
from tests import make
from tests.cast import assemble, join_team
from tests.content.small import introduced
from tests.page import Browser, Page


def catalogue(browser: Browser, query: str = "") -> list[str]:
    return browser.visit(f"/courses/{query}").texts("h2", "card-title")


def three_courses() -> None:
    make.published_course()
    files = make.course_files(
        key="budget-course", changes={"course.yaml": ("A small course", "Money for clusters"), "course.da.yaml": ("lille", "billigt")}
    )
    files["course.yaml"] = (
        files["course.yaml"].replace(b"topics: [theory]", b"topics: [finance]").replace(b"summary: What", b"summary: \xc3\x85r, what")
    )
    make.published_course(key="budget-course", files=files)
    long = make.course_files(
        key="long-course",
        changes={"course.yaml": ("A small course", "A long course"), "10-first/10-words.md": ("minutes: 15", "minutes: 100")},
    )
    long = {path: data for path, data in long.items() if ".da." not in path}
    long["course.yaml"] = long["course.yaml"].replace(b"languages: [en, da]", b"languages: [en]")
    make.published_course(key="long-course", files=long)


def test_the_newest_course_comes_first(app: Flask, browser: Browser) -> None:
    three_courses()
    assert catalogue(browser) == ["A long course", "Money for clusters", "A small course"]
    assert browser.visit("/courses/").texts("p", "course-card-facts")[0] == "115 min2 lessonsEnglish"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?topic=finance", ["Money for clusters"]),
        ("?spoken=da", ["Money for clusters", "A small course"]),
        ("?length=medium", ["A long course"]),
        ("?length=short", ["Money for clusters", "A small course"]),
        ("?length=nonsense", ["A long course", "Money for clusters", "A small course"]),
        ("?text=MONEY", ["Money for clusters"]),
        ("?text=ar", ["Money for clusters"]),
        ("?text=billigt", ["Money for clusters"]),
        ("?text=money+theory", []),
        ("?text=money&topic=theory", []),
        ("?text=%00%FF%22", []),
    ],
)
def test_looking_for_a_course(app: Flask, browser: Browser, query: str, found: list[str]) -> None:
    three_courses()
    assert catalogue(browser, query) == found


def test_nothing_fits_and_nothing_there(app: Flask, browser: Browser) -> None:
    assert browser.visit("/courses/").texts("h2", "empty-title") == ["No courses yet"]
    make.published_course()
    page = browser.visit("/courses/?text=zzz")
    assert page.texts("h2", "empty-title") == ["No course fits all of this"]
    assert "There is 1 course in all." in page.text


def test_an_invited_course_does_not_even_lend_its_topic(app: Flask, browser: Browser) -> None:
    secret = make.course_files(key="closed-course", access="invited", changes={"course.yaml": ("topics: [theory]", "topics: [secret]")})
    make.published_course(key="closed-course", files=secret)
    make.published_course()
    cast = assemble()
    join_team(cast.cleo, "closed-course")
    assert "secret" not in browser.visit("/courses/").text
    assert browser.get("/courses/closed-course/").status_code == 404
    assert "secret" in browser.sign_in(cast.cleo).visit("/courses/").text


def test_the_page_of_a_course(app: Flask, browser: Browser) -> None:
    make.published_course(note="The first one")
    page = browser.visit("/courses/small-course/")
    assert page.heading == "A small course"
    assert page.texts("h2") == ["What you will be able to do", "What is in it", "About this version"]
    assert [text for text in page.texts("li") if text.startswith("Version")] == [
        text for text in page.texts("li") if text.endswith(": The first one")
    ]
    assert page.texts("span", "badge") == ["Version 1"]
    assert page.texts("span", "outline-reason") == ["Opens when “Words” is done"]
    assert "That you were here." in page.text
    danish = browser.visit("/courses/small-course/?language=da")
    assert danish.heading == "Et lille kursus"


def test_search_engines_hear_of_both_languages(app: Flask, browser: Browser) -> None:
    make.published_course()
    page = browser.visit("/courses/small-course/words/")
    found = [
        (node.get("hreflang"), (node.get("href") or "").partition("/courses")[2])
        for node in page.tree.iter("link")
        if node.get("rel") == "alternate"
    ]
    assert found == [("en", "/small-course/words/?language=en"), ("da", "/small-course/words/?language=da")]


def introduced_course(browser: Browser) -> None:
    files = introduced()
    files["course.yaml"] = files["course.yaml"].replace(b"small-course", b"told-course")
    make.published_course(key="told-course", files=files)
    make.published_course()


def said_in(page: Page, language: str) -> list[str]:
    """Everything on the page that says it is in this language."""
    return [" ".join(" ".join(node.itertext()).split()) for node in page.tree.find("body").iter() if node.get("lang") == language]


def test_whoever_asks_for_a_language_reads_what_the_course_is_about(app: Flask, browser: Browser) -> None:
    introduced_course(browser)
    english = browser.visit("/courses/told-course/")
    assert (english.heading, said_in(english, "de")) == ("A small course", ["Deutsch"])
    assert english.texts("p", "note-title") == []
    german = browser.visit("/courses/told-course/?language=de")
    assert german.tree.get("lang") == "en"
    assert said_in(german, "de") == [
        "Ein kleiner Kurs",
        "Ein kleiner Kurs",
        "Worum es geht.",
        "Dass Sie hier waren.",
        "Zwei Worte darüber . Für alle.",
        "Zwei Dinge unterscheiden.",
        "Das erste Modul",
    ]
    assert german.texts("p", "note-title") == ["You are reading about this course in German"]
    assert "You can take the course in: English, Dansk (1 of 2 lessons)." in german.text
    assert {"Words", "Bridges"} < set(german.texts("a"))
    alternates = [node.get("hreflang") for node in german.tree.iter("link") if node.get("rel") == "alternate"]
    assert alternates == ["en", "da", "de"]
    assert browser.visit("/courses/told-course/words/?language=de").texts("h1") == ["Words"]


def test_cards_are_in_the_language_asked_for_and_lead_to_it(app: Flask, browser: Browser) -> None:
    introduced_course(browser)
    assert catalogue(browser, "?language=de") == ["A small course", "Ein kleiner Kurs"]
    page = browser.visit("/courses/?language=de")
    assert [node.get("href") for node in page.tree.iter("a") if node.text in ("A small course", "Ein kleiner Kurs")] == [
        "/courses/small-course/",
        "/courses/told-course/?language=de",
    ]
    assert catalogue(browser) == ["A small course", "A small course"]
    assert catalogue(browser, "?text=Worum") == ["A small course"]


def test_the_browser_asks_where_nobody_has_chosen(app: Flask, browser: Browser) -> None:
    introduced_course(browser)
    german = {"Accept-Language": "de-AT, de;q=0.9, da;q=0.7, en;q=0.5"}
    page = browser.get("/courses/", headers=german).text
    assert "Ein kleiner Kurs" in page and "Et lille kursus" in page and '<html lang="da"' in page
    browser.set_cookie(cookies.name_of("language"), "en", domain="localhost")
    page = browser.get("/courses/", headers=german).text
    assert "Ein kleiner Kurs" not in page and '<html lang="en"' in page


def test_a_course_is_not_offered_in_a_language_that_only_tells_of_it(app: Flask, browser: Browser) -> None:
    introduced_course(browser)
    page = browser.visit("/courses/")
    assert [node.get("value") for node in page.tree.iter("option")][2:5] == ["", "da", "en"]
    assert catalogue(browser, "?spoken=de") == []


def test_in_a_course_an_introduction_is_shown_when_one_asks_for_it(app: Flask, browser: Browser) -> None:
    introduced_course(browser)
    cast = assemble()
    browser.sign_in(cast.ada)
    browser.post("/courses/told-course/enrolment", data={**browser.csrf(), "language": "de"})
    enrolled = browser.visit("/courses/told-course/")
    assert [node.get("value") for node in enrolled.tree.iter("option") if node.get("selected") is not None] == ["en"]
    assert browser.visit("/courses/told-course/").heading == "A small course"
    assert browser.visit("/courses/told-course/?language=de").heading == "Ein kleiner Kurs"


@pytest.mark.parametrize(
    "address", ["/courses/nothing/", "/courses/small-course/nothing/", "/courses/%00/", "/courses/small-course/%F0%9F/"]
)
def test_what_is_not_there(app: Flask, browser: Browser, address: str) -> None:
    make.published_course()
    assert browser.get(address).status_code == 404


def test_statements_do_not_grow(app: Flask, browser: Browser, statements: Any) -> None:
    counts = []
    for keys in (("small-course",), ("second-course", "third-course")):
        for key in keys:
            make.published_course(key=key)
        catalogue(browser)
        with statements() as seen:
            catalogue(browser)
        counts.append(len(seen))
    assert counts == [1, 1]
