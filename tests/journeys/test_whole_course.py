"""Whole courses to their finish page: every question answered as its file says is right, every text and sheet handed in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.answers import CONTENT, answer_all, exercise
from tests.browser.courses import steps, title_of
from tests.browser.filling import fill_sheet
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

ALL = sorted(path.parent.name for path in CONTENT.glob("*/course.yaml"))
SHORT = [("cluster-theory", "phone", "light")]
WALKS = [(course, *look) for course in ALL for look in (("phone", "light"), ("desktop", "dark"))] if LONG else SHORT
WAY_ON = re.compile(r"^\s*(See what you did|Next(?!-))")


@pytest.mark.parametrize(("course", "size", "scheme"), WALKS)
def test_a_learner_goes_through_a_whole_course_to_the_finish_page(
    site: Server, windows: Callable[..., Window], course: str, size: str, scheme: str
) -> None:
    window = windows(site, size, site.add_person("Ines Møller"), color_scheme=scheme, reduced_motion="reduce")
    walk = Walk(window, course)
    window.open(f"/courses/{course}/")
    walk.look("course")
    window.press("Join this course")
    window.says("You are in this course.")
    titles = steps(course)
    seen: list[str] = []
    while not window.path.endswith("/finish") and len(seen) <= len(titles):
        seen.append(window.heading)
        walk.take_step()

    assert seen == titles
    assert walk.answered == {path.stem for path in (CONTENT / course / "exercises").glob("*.yaml") if "." not in path.stem}
    assert window.heading == f"You have finished “{title_of(course)}”"
    expect(window.page.get_by_text(f"{len(titles)} of {len(titles)} steps")).to_be_visible()
    walk.look("finish")
    window.open("/me/record/")
    window.says(title_of(course))
    walk.look("record")
    assert walk.found == []


class Walk:
    """One learner on the way through one course. `found` is what is wrong with pages: axe looks at the first of each kind, in the long run at all."""

    def __init__(self, window: Window, course: str) -> None:
        self.window, self.course = window, course
        self.answered: set[str] = set()
        self.found: list[str] = []
        self._looked: Counter[str] = Counter()

    def look(self, kind: str) -> None:
        self._looked[kind] += 1
        window = self.window
        window.page.wait_for_load_state()
        complaints = window.axe() if LONG or self._looked[kind] == 1 else []
        if too_wide := window.overflow():
            complaints.append(f"{too_wide} pixels too wide")
        self.found += [f"{window.path}: {each}" for each in complaints]
        size = window.page.viewport_size or {}
        window.shot(f"{self.course}-{size.get('width')}-{kind}-{self._looked[kind]}")

    def take_step(self) -> None:
        """Answer what stands on the page, then go on the way the page offers."""
        page = self.window.page
        before = page.url
        self.look("check" if "/exercises/" in before else "lesson")
        for key in page.locator("section.exercise").evaluate_all("boxes => boxes.map(box => box.id.replace('exercise-', ''))"):
            self._answer(page.locator(f"#exercise-{key}"), key)
            self.answered.add(key)
        done = page.get_by_role("button", name="Mark as done", exact=True)
        if done.count():
            done.click()
        else:
            page.locator("main a", has_text=WAY_ON).first.click()
        page.wait_for_url(lambda url: url != before)

    def _answer(self, box: Locator, key: str) -> None:
        if exercise(key)["kind"] == "worksheet":
            self._hand_in_sheet(box, key)
            return
        answer_all(box, key)
        alone = "/exercises/" in self.window.path
        box.get_by_role("button", name="Send", exact=True).click()
        if exercise(key)["kind"] == "reflection":
            expect(box.get_by_text("Sent. Only you can read this.")).to_be_visible()
            return
        expect((self.window.page if alone else box).locator(".score").get_by_text("100%")).to_be_visible()
        if alone:
            self.look("answered")

    def _hand_in_sheet(self, box: Locator, key: str) -> None:
        """Fill the sheet in the private workbook, hand it in, and come back to the lesson."""
        window, sheet, lesson = self.window, exercise(key), self.window.path
        box.get_by_role("link", name="Open the sheet", exact=True).click()
        window.page.wait_for_url(f"**/workbook/mine/{key}/")
        fill_sheet(window.page, sheet)
        wrong = window.page.locator('#sheet .sheet-clash, #sheet .field-error, main [data-state="invalid"]')
        assert (key, wrong.all_inner_texts()) == (key, [])
        expect(window.page.get_by_text("Still needed:")).to_have_count(0)
        if sheet.get("computed"):
            expect(window.page.locator('main .sheet-outcome[data-state="value"]').first).to_be_visible()
        self.look("sheet")
        window.press("Submit")
        window.says("Submitted. The sheet stays open: go on with it whenever you like.")
        self.look("handed-in")
        window.open(lesson)
        expect(box.get_by_text("You have submitted this sheet.")).to_be_visible()
