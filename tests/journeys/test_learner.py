"""Ines: from registering to the end of the course, on a desktop and on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import answer_all
from tests.browser.windows import Window
from tests.servers import PASSWORD, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

COURSE = "/courses/cluster-theory/"
EMAIL = "ines@example.com"


def test_ines_registers_learns_on_two_devices_and_passes_the_first_module(site: Server, windows: Callable[..., Window]) -> None:
    desk = windows(site, "desktop")
    _register(desk)
    _find_and_join(desk)

    assert desk.heading == "Words that get mixed up"
    _answer_in_lesson(desk, "retrieval-four-words", "100%")
    desk.page.wait_for_timeout(2_200)
    desk.shot("journey-lesson-answered")
    desk.context.close()

    hand = windows(site, "phone", color_scheme="dark")
    _sign_in(hand)
    expect(hand.page.get_by_text("Words that get mixed up")).to_be_visible()
    hand.shot("journey-today-phone-dark")
    hand.press("Continue", "link")
    assert hand.heading == "Words that get mixed up"
    expect(hand.page.locator("#exercise-retrieval-four-words").get_by_text("100%")).to_be_visible()
    _answer_in_lesson(hand, "retrieval-managed-cluster", "100%")
    _finish_lesson(hand, "Why nearness can pay")
    _finish_lesson(hand, "The diamond on my region")
    _answer_in_lesson(hand, "reflection-nearness", "Sent. Only you can read this.")
    _finish_lesson(hand, "Check: what a cluster is")
    answer_all(hand.page.locator("main"), "check-what-a-cluster-is")
    hand.press("Send")
    expect(hand.page.get_by_text("Passed")).to_be_visible()
    hand.shot("journey-check-passed-phone")
    hand.open(COURSE)
    hand.says("4 of 4")
    hand.shot("journey-course-phone")


def _register(window: Window) -> None:
    window.open("/register")
    window.page.get_by_label("Your name").fill("Ines Møller")
    window.page.get_by_label("E-mail address").fill(EMAIL)
    window.page.get_by_label("Password").fill(PASSWORD)
    window.press("Register")
    expect(window.page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    window.page.goto(window.site.link_in_letter_to(EMAIL))
    window.press("Confirm and sign in")
    window.says("Your address is confirmed. Welcome.")


def _sign_in(window: Window) -> None:
    window.open("/sign-in")
    window.page.get_by_label("E-mail address").fill(EMAIL)
    window.page.get_by_label("Password").fill(PASSWORD)
    window.press("Sign in")
    expect(window.page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def _find_and_join(window: Window) -> None:
    window.open("/courses/")
    window.page.get_by_role("link", name="Cluster theory and bridge-building").click()
    window.press("Join this course")
    window.says("You are in this course.")


def _answer_in_lesson(window: Window, key: str, percent: str) -> None:
    box = window.page.locator(f"#exercise-{key}")
    answer_all(box, key)
    box.get_by_role("button", name="Send").click()
    expect(box.get_by_text(percent)).to_be_in_viewport()
    expect(box.locator("[data-part=result]")).to_be_focused()


def _finish_lesson(window: Window, following: str) -> None:
    window.press("Mark as done")
    expect(window.page.get_by_role("heading", name=following, level=1)).to_be_visible()
