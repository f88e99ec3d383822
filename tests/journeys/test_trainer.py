"""Johan mends a lesson and publishes it again; what learners have done stays done."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.pages import COURSE, LESSON
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
SENTENCE = "This paragraph was written after the first readers had finished."


def test_a_new_version_of_a_lesson_takes_nothing_away(own_site: Server, windows: Callable[..., Window], tmp_path: Path) -> None:
    before = _progress(windows(own_site, "desktop", "ada"))
    content = tmp_path / "content"
    shutil.copytree(CONTENT, content)
    lesson = next((content / "cluster-theory").glob("*/*-words-that-get-mixed-up.md"))
    lesson.write_text(f"{lesson.read_text('utf-8')}\n{SENTENCE}\n", "utf-8")
    said = own_site.flask("content", "publish", str(content), "--note", "One paragraph more in the first lesson.")

    window = windows(own_site, "desktop", "ada")
    assert "cluster-theory: published" in said
    assert _progress(window) == before == "1 of 12 steps"
    window.open(COURSE)
    window.page.get_by_text("What changed when").click()
    window.says("One paragraph more in the first lesson.")
    page = window.open(LESSON)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    expect(page.get_by_text("You have done this lesson.")).to_be_visible()
    expect(page.get_by_label("Your note")).to_have_value("Ask the board which of the four words our statutes use.")
    page = window.open(f"{COURSE}finish")
    window.shot("journey-after-new-version")

    boss = windows(own_site, "desktop", "root")
    boss.open("/admin/courses/cluster-theory/")
    boss.says("One paragraph more in the first lesson.")


def _progress(window: Window) -> str:
    window.open(f"{COURSE}finish")
    return window.page.get_by_text(" of 12 steps").inner_text()
