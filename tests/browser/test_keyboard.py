"""By keyboard only: the skip link, signing in, and a quiz from the first question to the feedback."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.pages import LESSON
from tests.browser.windows import Window
from tests.servers import PASSWORD, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

_FOCUS = """() => {
  const here = document.activeElement;
  const card = here.closest("label") ?? here;
  const seen = [getComputedStyle(here), getComputedStyle(here, "::after"), getComputedStyle(card)].some((shown) => {
    return (shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2) || shown.boxShadow !== "none";
  });
  return {name: here.name || here.id || here.textContent.trim().slice(0, 40), tag: here.tagName, seen};
}"""


def test_the_skip_link_comes_first_and_leads_to_the_text(desktop: Window) -> None:
    page = desktop.open(LESSON)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_signing_in_by_keyboard(desktop: Window) -> None:
    page = desktop.open("/sign-in")

    _tab_to(page, "email")
    page.keyboard.type("eve@example.com")
    _tab_to(page, "password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()


def test_a_quiz_in_a_lesson_answered_by_keyboard(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "desktop", site.add_person("Nina Vik"))
    page = _joined(window)

    _tab_to(page, "joined-to-belong")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    _tab_to(page, "gap-kind")
    page.keyboard.type("managed")
    _tab_to(page, "gap-trust")
    page.keyboard.press("ArrowDown")
    while page.evaluate("document.activeElement.selectedOptions[0].label") != "trust":
        page.keyboard.press("ArrowDown")
    _tab_to(page, "Send")
    page.keyboard.press("Enter")

    expect(page.locator("#exercise-retrieval-managed-cluster").get_by_text("100%")).to_be_visible()


def _joined(window: Window) -> Page:
    window.open("/courses/cluster-theory/")
    window.press("Join this course")
    window.says("You are in this course.")
    return window.open(LESSON)


def _tab_to(page: Page, name: str) -> None:
    """Press Tab until the field or button is reached; everything on the way must show that it has the focus."""
    unseen = []
    for _ in range(150):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUS)
        if not here["seen"]:
            unseen.append(here)
        if here["name"].endswith(name):
            assert unseen == []
            return
    raise AssertionError(f"Tab never came to {name}")
