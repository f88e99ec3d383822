"""The bell in a real browser: following a line reads it, with scripts by itself, without them by its button."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from playwright.sync_api import expect
from sqlalchemy import insert

from clustercourse.models.notifications import Notification
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

PATH = "/me/notifications/"


def somebody_told(site: Server) -> int:
    """Somebody who was told two things."""
    person = site.add_person("Nina Vik")
    with site.engine.begin() as connection:
        for number, address in enumerate(("/courses/", "/cohorts/")):
            words = {"title": f"News {number}", "excerpt": "", "address": address, "thing": "cohort", "thing_id": number}
            row = {"person_id": person, "kind": "cohorts.news", "key": f"browser:{number}", "group": f"browser:{number}"}
            connection.execute(insert(Notification).values(**row, **words, created_at=datetime.now(UTC)))
    return person


def test_following_a_line_reads_it(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", somebody_told(site))
    page = window.open(PATH)
    expect(page.locator(".bar-bell")).to_contain_text("Notifications, 2 not read")
    page.get_by_role("link", name="News of your cohort: “News 0”").click()
    page.wait_for_url("**/courses/")
    end = time.monotonic() + 15
    while "1 not read" not in page.locator(".bar-bell").inner_text() and time.monotonic() < end:
        window.open(PATH)
    window.open(PATH)
    expect(page.locator(".notice-unread")).to_have_count(1)


def test_without_scripts_a_button_reads_it(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", somebody_told(site), scripts=False)
    page = window.open(PATH)
    page.get_by_role("button", name="Mark as read").first.click()
    assert window.path == PATH
    expect(page.locator(".notice-unread")).to_have_count(1)
    window.press("Mark all as read")
    window.says("Everything is marked as read.")
    expect(page.locator(".notice-unread")).to_have_count(0)
