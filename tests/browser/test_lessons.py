"""What scripts add to a lesson: tabs, the place where somebody stopped, and the clock of an exercise with a time limit."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select, update

from clustercourse.models.exercises import Attempt
from clustercourse.models.learning import Visit
from tests.browser.courses import small_course
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

TABS = """\
## Three views

=== "A firm"

    What a firm wants to know.

=== "A school"

    What a school wants to know.

    ### Only for schools

=== "A municipality"

    What a municipality wants to know.

The text after it.
"""
LONG_TEXT = "## A long text\n\n" + "\n\n".join(
    f"Paragraph {number}. " + "Firms in one field and one region learn from each other. " * 6 for number in range(1, 41)
)
TERMS = "## Words\n\nA [cluster](term:cluster) is not a [network](term:network).\n"
GLOSSARY = """\
- id: cluster
  seen: [da, sv, de]
  en: {term: cluster, meaning: Firms of one field in one region.}
  da: {term: klynge}
  sv: {term: kluster}
  de: {term: Cluster}
- id: network
  seen: [da, de]
  en: {term: network, meaning: Cooperation that needs no region.}
  da: {term: netværk}
  sv: {term: nätverk}
  de: {term: Netzwerk}
"""
TIMED = """\
id: timed
kind: quiz
title: Against the clock
time_limit: 1
questions:
  - {id: q1, kind: short, text: What is the word?, accept: [bridge], explanation: It joins two sides.}
"""


@pytest.fixture(scope="module")
def lessons(workshop: Server, tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A site with a course of two lessons and an exercise of one minute."""
    folder = tmp_path_factory.mktemp("courses") / "scripted"
    (folder.parent / "glossary.yaml").write_text(GLOSSARY, "utf-8")
    small_course(folder, {"tabs": TABS, "long": LONG_TEXT, "terms": TERMS})
    (folder / "exercises").mkdir()
    (folder / "exercises" / "timed.yaml").write_text(TIMED, "utf-8")
    module = folder / "10-only" / "module.yaml"
    module.write_text(module.read_text("utf-8").replace("- long.md", "- long.md\n- exercises/timed.yaml"), "utf-8")
    workshop.flask("content", "publish", str(folder))
    return workshop


def _joined(windows: Callable[..., Window], site: Server, size: str, **options: object) -> Window:
    window = windows(site, size, site.add_person("Nina Vik"), **options)
    window.open("/courses/scripted/")
    window.press("Join this course")
    window.says("You are in this course.")
    return window


def _panels(page: Page) -> list[bool]:
    return [panel.is_visible() for panel in page.locator(".prose .tab").all()]


def _selected(page: Page) -> Locator:
    return page.locator("[role=tab][aria-selected=true]")


@pytest.mark.parametrize("size", ["phone", *(["desktop"] if LONG else [])])
def test_tabs_show_one_panel_and_are_worked_by_keyboard(lessons: Server, windows: Callable[..., Window], size: str) -> None:
    window = windows(lessons, size)
    page = window.open("/courses/scripted/tabs/")
    expect(page.get_by_role("tab")).to_have_text(["A firm", "A school", "A municipality"])
    assert _panels(page) == [True, False, False]
    assert min(tab.bounding_box()["height"] for tab in page.get_by_role("tab").all()) >= 44  # type: ignore[index]
    window.shot(f"tabs-{size}")

    window.named("A school", "tab").click()
    assert _panels(page) == [False, True, False]
    for key, title in (
        ("ArrowRight", "A municipality"),
        ("ArrowRight", "A firm"),
        ("ArrowLeft", "A municipality"),
        ("Home", "A firm"),
        ("End", "A municipality"),
    ):
        page.keyboard.press(key)
        expect(_selected(page)).to_have_text(title)
        expect(_selected(page)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("tabpanel", name="A municipality")).to_be_focused()

    assert window.axe() == []
    assert window.overflow() == 0


def test_a_word_shows_its_meaning_and_its_other_words_with_a_star_where_nobody_has_read_them(
    lessons: Server, windows: Callable[..., Window]
) -> None:
    window = windows(lessons, "desktop")
    page = window.open("/courses/scripted/terms/")
    card = page.locator("#term-card")
    expect(card).to_be_hidden()
    page.get_by_role("link", name="cluster", exact=True).first.focus()
    expect(card.locator("p")).to_have_text(
        ["cluster", "Firms of one field in one region.", "Dansk: klynge · Svenska: kluster · Deutsch: Cluster"]
    )
    page.get_by_role("link", name="network", exact=True).first.focus()
    expect(card.locator("p")).to_have_text(
        [
            "network",
            "Cooperation that needs no region.",
            "Dansk: netværk · Svenska: nätverk* · Deutsch: Netzwerk",
            "* not yet reviewed by a native speaker",
        ]
    )
    expect(card.get_by_role("link")).to_have_count(0)
    window.shot("term-card", whole=False)
    assert window.axe() == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()


def test_the_first_tap_on_a_word_explains_it_and_the_second_leads_on(lessons: Server, windows: Callable[..., Window]) -> None:
    window = windows(lessons, "phone")
    page = window.open("/courses/scripted/terms/")
    for word, meaning in (("cluster", "Firms of one field in one region."), ("network", "Cooperation that needs no region.")):
        page.get_by_role("link", name=word, exact=True).first.tap()
        expect(page.locator("#term-card")).to_contain_text(meaning)
        assert window.path == "/courses/scripted/terms/"
    page.get_by_role("link", name="network", exact=True).first.tap()
    page.wait_for_url("**/glossary**")


def test_an_address_inside_a_panel_opens_it(lessons: Server, windows: Callable[..., Window]) -> None:
    page = windows(lessons, "desktop").open("/courses/scripted/tabs/")
    page.evaluate("location.hash = document.querySelector('.tab h3').id")
    expect(page.get_by_role("heading", name="Only for schools")).to_be_in_viewport()
    assert _panels(page) == [False, True, False]

    again = windows(lessons, "desktop").open(f"/courses/scripted/tabs/#{page.url.partition('#')[2]}")
    assert _panels(again) == [False, True, False]


def test_tabs_look_the_same_before_the_script_has_come(lessons: Server, windows: Callable[..., Window]) -> None:
    window = windows(lessons, "phone")
    window.allow("net::ERR")
    page = window.new_page()
    page.route("**/site.*.js", lambda route: route.abort())
    page.goto("/courses/scripted/tabs/")
    after = page.get_by_text("The text after it.")
    before_script = after.bounding_box()
    expect(page.get_by_text("What a school wants to know.")).to_be_hidden()
    page.close()

    window.open("/courses/scripted/tabs/")
    assert window.page.get_by_text("The text after it.").bounding_box() == before_script


def test_without_scripts_and_on_paper_every_panel_stands_under_its_title(lessons: Server, windows: Callable[..., Window]) -> None:
    bare = windows(lessons, "phone", scripts=False).open("/courses/scripted/tabs/")
    assert _panels(bare) == [True, True, True]
    expect(bare.locator(".tab-title")).to_have_text(["A firm", "A school", "A municipality"])

    window = windows(lessons, "desktop")
    window.most_shift = float("inf")
    page = window.open("/courses/scripted/tabs/")
    page.emulate_media(media="print")
    assert _panels(page) == [True, True, True]
    assert [title.is_visible() for title in page.locator(".tab-title").all()] == [True, True, True]
    expect(page.get_by_role("tablist")).to_be_hidden()


def test_coming_back_leads_to_where_somebody_stopped(lessons: Server, windows: Callable[..., Window]) -> None:
    window = _joined(windows, lessons, "phone")
    page = window.open("/courses/scripted/long/")
    with page.expect_response("**/me/visits"):
        page.wait_for_timeout(2100)
    page.get_by_text("Paragraph 20.").scroll_into_view_if_needed()
    stopped = page.evaluate("scrollY")
    assert stopped > 500
    window.open("/")
    _until_kept(lessons)

    page = window.open("/courses/scripted/long/")
    expect(page.get_by_text("You stopped here last time.")).to_be_visible()
    expect(page.get_by_text("Paragraph 20.")).to_be_in_viewport()
    assert abs(page.evaluate("scrollY") - stopped) < 0.01 * page.evaluate("document.documentElement.scrollHeight")
    window.shot("resume", whole=False)
    assert window.axe() == []
    window.press("To the top")
    assert page.evaluate("scrollY") == 0
    expect(page.get_by_text("You stopped here last time.")).to_have_count(0)

    window.open("/")
    page = window.open("/courses/scripted/long/#finish")
    expect(page.locator("#finish")).to_be_in_viewport()
    window.press("Mark as done")
    page = window.open("/courses/scripted/long/")
    assert page.evaluate("scrollY") == 0


def test_when_the_time_is_over_what_was_typed_is_sent(lessons: Server, windows: Callable[..., Window]) -> None:
    page = _started(_joined(windows, lessons, "phone"))
    page.clock.install()
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("0:5")
    page.get_by_role("textbox", name="What is the word?").fill("bridge")
    page.clock.fast_forward("01:00")

    expect(page.get_by_text("100%").first).to_be_visible()
    assert page.url.endswith("/attempts/1/")


def test_what_was_saved_counts_when_the_time_was_over_on_the_server(lessons: Server, windows: Callable[..., Window]) -> None:
    window = _joined(windows, lessons, "desktop")
    window.allow("the server responded with a status of 409")
    page = _started(window)
    page.clock.install()
    page.reload()
    page.get_by_role("textbox", name="What is the word?").fill("bridge")
    expect(page.locator("[data-part=state]").first).to_contain_text("Saved")
    with lessons.engine.begin() as connection:
        connection.execute(update(Attempt).where(Attempt.submitted_at.is_(None)).values(ends_at=datetime.now(UTC) - timedelta(hours=1)))
    page.get_by_role("textbox", name="What is the word?").fill("something else")
    page.clock.fast_forward("01:00")

    expect(page.get_by_text("These answers were sent after the time was over. What you had typed by then counts.")).to_be_visible()
    expect(page.get_by_text("100%").first).to_be_visible()


def _until_kept(site: Server) -> None:
    """Wait until the last visit has its place, which the browser sends while it leaves the page."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        with site.engine.connect() as connection:
            if connection.execute(select(Visit.place).order_by(Visit.id.desc()).limit(1)).scalar_one() > 0:
                return
        time.sleep(0.05)
    raise AssertionError("the place was never kept")


def _started(window: Window) -> Page:
    page = window.open("/courses/scripted/exercises/timed/")
    window.press("Start now")
    expect(page.get_by_role("timer")).to_be_visible()
    return page


def test_the_keyboard_reaches_a_formula_that_is_wider_than_the_phone(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone")
    page = window.open("/courses/running-a-cluster-lab/missing-and-negative-results/")
    wide = page.locator("div.arithmatex[tabindex='0']")
    expect(wide.first).to_be_visible()
    assert wide.evaluate_all("all => all.filter(each => each.scrollWidth <= each.clientWidth).map(each => each.textContent)") == []
    assert window.axe("scrollable-region-focusable") == []

    page.set_viewport_size({"width": 1440, "height": 900})
    expect(wide).to_have_count(0)
