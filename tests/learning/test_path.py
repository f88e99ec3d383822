"""The whole way of a learner: catalogue, joining, lessons, the check, the end."""

from __future__ import annotations

from flask import Flask

from tests import make
from tests.page import Browser

HOME = "/courses/small-course/"


def test_from_the_catalogue_to_the_end(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(make.person("Ada Holm"))

    assert browser.visit("/courses/").texts("h2", "card-title") == ["A small course"]
    course = browser.send(HOME, f"{HOME}enrolment")
    assert (course.response.request.path, course.heading) == (f"{HOME}words/", "Words")

    lesson = browser.send(f"{HOME}words/", f"{HOME}words/completion")
    assert (lesson.response.request.path, lesson.heading) == (f"{HOME}bridges/", "Bridges")
    assert lesson.texts("div", "flash") == ["Done: “Words”."]

    unfinished = browser.send(f"{HOME}bridges/", f"{HOME}bridges/completion")
    assert unfinished.response.request.path == f"{HOME}bridges/"
    assert [text for text in unfinished.texts("li") if text.endswith(("Not yet", "Done")) and "You" in text] == [
        "You press “Mark as done” at the end. Done",
        "You pass “Check: first module” with 80% or more. Not yet",
    ]

    check = f"{HOME}exercises/check-first/"
    review = browser.send(check, f"{check}attempts/", **{"check-first.answer.q1": "a"})
    assert review.status == 200
    end = browser.visit(f"{HOME}finish")
    assert end.heading == "You have finished “A small course”"
    assert end.texts("div", "stat") == ["2lessons done", "1exercise answered", "30minutes of reading"]


def test_a_locked_lesson_says_what_opens_it(app: Flask, browser: Browser) -> None:
    make.published_course()
    browser.sign_in(make.person("Ada Holm"))
    browser.send(HOME, f"{HOME}enrolment")
    locked = browser.visit(f"{HOME}bridges/")
    assert locked.texts("h2", "empty-title") == ["This lesson is still locked"]
    assert locked.texts("div", "prose") == []
    assert [form for form in locked.forms() if form.get("action", "").startswith(f"{HOME}bridges/")] == []
    token = browser.csrf()
    refused = browser.post(f"{HOME}bridges/completion", data=token, headers={"Referer": f"http://localhost{HOME}bridges/"})
    assert refused.status_code == 303
    assert browser.visit(f"{HOME}bridges/").texts("div", "flash") == ["This lesson opens when “Words” is done."]
