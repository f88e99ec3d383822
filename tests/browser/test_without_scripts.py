"""Without JavaScript: joining, answering, finishing a lesson, keeping a note, and the switch of the colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import answer_all
from tests.browser.pages import LESSON
from tests.browser.windows import Window
from tests.servers import PASSWORD, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


def test_a_lesson_is_read_answered_and_finished_without_scripts(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", scripts=False)
    page = window.open("/sign-in?next=/courses/cluster-theory/")
    page.get_by_label("E-mail address").fill("greta@example.com")
    page.get_by_label("Password").fill(PASSWORD)
    window.press("Sign in")
    window.press("Join this course")
    window.says("You are in this course.")

    box = page.locator("#exercise-retrieval-managed-cluster")
    answer_all(box, "retrieval-managed-cluster")
    box.get_by_role("button", name="Send").click()
    expect(page.locator("#exercise-retrieval-managed-cluster").get_by_text("100%")).to_be_visible()
    assert window.path == f"{LESSON}#exercise-retrieval-managed-cluster"

    page.get_by_label("Your note").fill("Ask the chair.")
    window.press("Save note")
    window.says("Your note is saved.")
    expect(page.get_by_label("Your note")).to_have_value("Ask the chair.")

    window.press("Mark as done")
    window.says("Done: “Words that get mixed up”.")
    assert window.heading == "Why nearness can pay"


def test_an_empty_question_is_asked_about_once_and_what_was_typed_stays(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", site.add_person("Nina Vik"), scripts=False)
    window.allow("the server responded with a status of 422")
    window.open("/courses/cluster-theory/")
    window.press("Join this course")
    page = window.open(LESSON)
    box = page.locator("#exercise-retrieval-managed-cluster")
    box.get_by_label("Gap 1").fill("managed")
    box.get_by_role("button", name="Send").click()

    expect(page.get_by_text("2 questions are empty. Send anyway?")).to_be_visible()
    expect(page.get_by_label("Gap 1")).to_have_value("managed")
    window.press("Send anyway")
    expect(page.locator(".score")).to_be_visible()


def test_the_switch_of_the_colours_works_without_scripts(windows: Callable[..., Window], site: Server) -> None:
    window = windows(site, "desktop", scripts=False, color_scheme="light")
    page = window.open("/courses/")
    light = page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")
    window.press("Dark")

    assert page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor") != light
    expect(window.named("Dark")).to_have_attribute("aria-pressed", "true")
