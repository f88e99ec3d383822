"""Words in another language than the page are marked, so that a screen reader changes its voice (WCAG 3.1.2)."""

from __future__ import annotations

from flask import Flask

from clustercourse.db import writing
from clustercourse.learning.actions import enrol
from clustercourse.models.content import Course
from tests import make
from tests.page import Browser, Page, words

LESSON = "/courses/small-course/words/"


def danish(browser: Browser) -> int:
    person = make.person(language="da")
    browser.sign_in(person)
    return person


def spoken(page: Page, css_class: str) -> list[tuple[str, str]]:
    """The title and the language it is in, for every link, heading or span below this class."""
    found = []

    def look(node: object, language: str, inside: bool) -> None:
        language = node.get("lang") or language  # type: ignore[attr-defined]
        inside = inside or css_class in (node.get("class") or "").split()  # type: ignore[attr-defined]
        if inside and node.tag in ("a", "h1", "h2"):  # type: ignore[attr-defined]
            inner = next((child.get("lang") for child in node.iter() if child.get("lang")), language)  # type: ignore[attr-defined]
            found.append((words(node), inner))  # type: ignore[arg-type]
        for child in node:  # type: ignore[attr-defined]
            look(child, language, inside)

    look(page.tree, "", False)
    return found


def test_titles_that_have_no_translation_are_marked_in_a_danish_outline(app: Flask, browser: Browser) -> None:
    make.published_course()
    person = danish(browser)
    with writing() as session:
        course = session.query(Course).one().id
        enrol(person, course, by=person, language="da")

    page = browser.visit(LESSON)
    items = [("Ord", "da"), ("Bridges", "en"), ("Åbner, når ”Ord” er gennemført", "da"), ("Check: first module", "en")]
    assert spoken(page, "outline-item") == [(words_, language) for words_, language in items]
    assert spoken(page, "lesson-head")[-1] == ("Ord", "da")
    assert spoken(page, "pager") == [("NæsteBridges", "en")]
    exercise = browser.visit("/courses/small-course/exercises/check-first/")
    assert spoken(exercise, "page-head")[-1] == ("Check: first module", "en")
    assert [each for each in spoken(browser.visit("/"), "card-main") if each[0] == "Et lille kursus"] == [("Et lille kursus", "da")] * 2


def test_a_course_without_danish_is_marked_in_a_danish_catalogue(app: Flask, browser: Browser) -> None:
    make.published_course()
    files = {path: data for path, data in make.course_files(key="english-course").items() if ".da." not in path}
    files["course.yaml"] = files["course.yaml"].replace(b"languages: [en, da]", b"languages: [en]")
    make.published_course(key="english-course", files=files)
    danish(browser)

    page = browser.visit("/courses/")
    assert spoken(page, "card-title") == [("A small course", "en")] * 2 + [("Et lille kursus", "da")] * 2
