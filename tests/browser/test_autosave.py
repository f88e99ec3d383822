"""What somebody types is never lost: a closed browser, two windows at once, no connection."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.answers import named
from tests.browser.pages import CHECK, LESSON
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

SAVED = re.compile(r"^Saved \d\d:\d\d\s*$")


def _joined(windows: Callable[..., Window], site: Server, person: int) -> Window:
    window = windows(site, "desktop", person)
    window.open("/courses/cluster-theory/")
    window.press("Join this course")
    window.says("You are in this course.")
    return window


def _state(window: Window) -> Locator:
    return window.page.locator("[data-part=state]").first


def test_answers_and_notes_are_there_after_the_browser_is_gone(site: Server, windows: Callable[..., Window]) -> None:
    person = site.add_person("Nina Vik")
    first = _joined(windows, site, person)
    first.open(CHECK)
    named(first.page.locator("form"), "top-share").fill("6.7")
    expect(_state(first)).to_have_text(SAVED)
    first.open(LESSON)
    first.page.get_by_label("Your note").fill("Not to be lost.")
    expect(first.page.locator("aside [data-part=state]")).to_have_text(SAVED)
    first.context.close()

    again = windows(site, "phone", person)
    again.open(CHECK)
    expect(named(again.page.locator("form"), "top-share")).to_have_value("6.7")
    again.open(LESSON)
    expect(again.page.get_by_label("Your note")).to_have_value("Not to be lost.")


def test_text_that_never_reached_the_server_is_there_when_the_page_is_opened_again(site: Server, windows: Callable[..., Window]) -> None:
    window = _joined(windows, site, site.add_person("Nina Vik"))
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(CHECK)
    window.context.set_offline(True)
    expect(page.get_by_text("No connection. What you write is kept in this browser.")).to_be_visible()
    named(page.locator("form"), "top-share").fill("6.7")
    expect(_state(window)).to_contain_text("Not saved yet. Your text is kept in this browser.")
    page.close(run_before_unload=False)

    window.context.set_offline(False)
    window.page = window.new_page()
    window.open(CHECK)
    expect(named(window.page.locator("form"), "top-share")).to_have_value("6.7")
    expect(_state(window)).to_have_text(SAVED)


def test_who_signs_in_next_in_the_same_browser_finds_nothing_of_it(site: Server, windows: Callable[..., Window]) -> None:
    nina = site.add_person("Nina Vik")
    window = _joined(windows, site, nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(CHECK)
    window.context.set_offline(True)
    named(page.locator("form"), "top-share").fill("6.7")
    expect(_state(window)).to_contain_text("Not saved yet.")
    page.close(run_before_unload=False)

    window.context.set_offline(False)
    window.page = window.new_page()
    window.sign_in(site.add_person("Olav Berg"))
    window.open("/courses/cluster-theory/")
    window.press("Join this course")
    window.open(CHECK)
    expect(named(window.page.locator("form"), "top-share")).to_have_value("")

    window.sign_in(nina)
    window.open(CHECK)
    expect(named(window.page.locator("form"), "top-share")).to_have_value("6.7")


def test_the_connection_comes_back_and_the_text_is_saved_by_itself(site: Server, windows: Callable[..., Window]) -> None:
    window = _joined(windows, site, site.add_person("Nina Vik"))
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(CHECK)
    window.context.set_offline(True)
    named(page.locator("form"), "top-share").fill("6.7")
    expect(_state(window)).to_contain_text("Not saved yet.")
    window.context.set_offline(False)

    expect(page.get_by_text("The connection is back.")).to_be_visible()
    expect(_state(window)).to_have_text(SAVED)


def test_two_windows_at_once_keep_both_texts_for_their_owner_to_choose(site: Server, windows: Callable[..., Window]) -> None:
    one = _joined(windows, site, site.add_person("Nina Vik"))
    one.allow("the server responded with a status of 409")
    one.open(CHECK)
    two = one.new_page()
    two.goto(CHECK)
    named(one.page.locator("form"), "top-share").fill("6.7")
    expect(_state(one)).to_have_text(SAVED)
    named(two.locator("form"), "top-share").fill("14.9")
    two.get_by_role("link", name="Compare both texts").click()

    expect(two.get_by_role("heading", level=1)).to_contain_text("Two texts for")
    expect(two.get_by_text("6.7", exact=True)).to_be_visible()
    expect(two.get_by_text("14.9", exact=True)).to_be_visible()
    two.get_by_role("button", name="Go on with the second text").click()
    expect(two.get_by_text("Go on with the text you chose.")).to_be_visible()
    expect(named(two.locator("form"), "top-share")).to_have_value("14.9")
