"""The whole course to its finish page: every question answered as its file says is right, every text and sheet handed in."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.answers import answer_all, exercise
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

COURSE = "/courses/cluster-theory/"
MOST_STEPS = 20
WAY_ON = re.compile("^See what you did|^Next")


def test_a_learner_goes_through_the_whole_course_to_the_finish_page(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", site.add_person("Ines Møller"))
    window.open(COURSE)
    window.press("Join this course")
    window.says("You are in this course.")
    seen: list[str] = []
    while not window.path.endswith("/finish") and len(seen) < MOST_STEPS:
        seen.append(window.heading)
        _take_step(window)

    assert seen == [
        "Words that get mixed up",
        "Why nearness can pay",
        "The diamond on my region",
        "Check: what a cluster is",
        "Who is on the stage",
        "Seven innovation gaps",
        "Bridges and builders",
        "Check: actors and gaps",
        "What makes initiatives perform",
        "Case: a day and a half in Gothenburg",
        "My bridge plan",
        "Check: from theory to practice",
    ]
    assert window.heading == "You have finished “Cluster theory and bridge-building”"
    expect(window.page.get_by_text("12 of 12 steps")).to_be_visible()
    window.shot("journey-finish-phone")
    window.open("/me/record/")
    window.says("Cluster theory and bridge-building")


def _take_step(window: Window) -> None:
    """Answer what stands on the page, then go on the way the page offers."""
    before = window.page.url
    for key in window.page.locator("section.exercise").evaluate_all("boxes => boxes.map(box => box.id.replace('exercise-', ''))"):
        box = window.page.locator(f"#exercise-{key}")
        if exercise(key)["kind"] == "worksheet":
            _hand_in_sheet(window, key)
            continue
        answer_all(box, key)
        box.get_by_role("button", name="Send", exact=True).click()
        if exercise(key)["kind"] == "reflection":
            expect(box.get_by_text("Sent. Only you can read this.")).to_be_visible()
        else:
            expect(window.page.locator(".score").get_by_text("100%").last).to_be_visible()
    done = window.page.get_by_role("button", name="Mark as done", exact=True)
    if done.count():
        done.click()
    else:
        window.page.locator("a", has_text=WAY_ON).first.click()
    window.page.wait_for_url(lambda url: url != before)


def _hand_in_sheet(window: Window, key: str) -> None:
    """Fill something of the sheet in the private workbook, hand it in, and come back to the lesson."""
    lesson = window.path
    window.press("Open the sheet", "link")
    assert window.path == f"/workbook/mine/{key}/"
    window.page.locator('[name="v:cluster:"]').fill("Blue yards")
    for gap, severity, importance in (("research", "4", "5"), ("policy", "3", "3")):
        window.page.locator(f'[name="v:gaps.severity:{gap}"]').select_option(severity)
        window.page.locator(f'[name="v:gaps.importance:{gap}"]').select_option(importance)
    for gap, priority in (("research", "20"), ("policy", "9")):
        expect(window.page.locator(f"#row-gaps-{gap}").get_by_text(priority, exact=True)).to_be_visible()
    expect(window.page.locator("#results dd").get_by_text("0.38")).to_be_visible()
    window.press("Submit")
    window.says("Submitted. The sheet stays open: go on with it whenever you like.")
    window.open(lesson)
    expect(window.page.locator(f"#exercise-{key}").get_by_text("You have submitted this sheet.")).to_be_visible()
