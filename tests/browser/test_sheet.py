"""A sheet in a real browser: results while typing, text that survives everything, two people at once, rows, keys, narrow screens."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests import servers
from tests.browser.sheets import (
    BREAK_EVEN,
    INDUSTRIES,
    TIERS,
    Office,
    box,
    cell,
    office,
    put,
    put_rows,
    results,
    row,
    saved,
    state,
)
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.processes import Program
from tests.servers import PASSWORD, Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sheets")]

SHEET = "membership-break-even"
COST, ASSUMPTIONS = "fixed-cost:", "assumptions:"


def clash(page: Page) -> str:
    return page.locator(".sheet-clash").inner_text()


def chosen(page: Page, words: str) -> None:
    """Go to the field from its two texts, and take the one that says this."""
    page.locator(".sheet-clash a").click()
    page.locator(".card", has_text=words).get_by_role("button").click()


def crash(context: BrowserContext, page: Page) -> None:
    """The window is gone without a word to the page."""
    page.close(run_before_unload=False)
    assert page not in context.pages


def test_results_pictures_and_what_is_missing_follow_the_typing(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "desktop", here.nina)
    window.most_shift = 0.1  # the sentence about what cannot be read takes a line
    page = window.open(here.at(SHEET))
    page.evaluate("window.stays = true")
    missing = page.locator("[data-part=missing]")
    expect(missing).to_contain_text("Fixed cost of the year")
    for (field, _row), typed in BREAK_EVEN.items():
        box(page, f"{field}:").fill(typed)
    saved(page)
    expect(missing).not_to_contain_text("Fixed cost of the year")
    put_rows(page, "tiers", TIERS)
    expect(results(page)).to_contain_text("115")
    expect(row(page, "tiers", 1)).to_contain_text("€ 45,000")
    expect(row(page, "tiers", 1).locator(".sheet-row-name")).to_have_text("Small 10–49")
    expect(results(page).locator(".picture-finding").first).to_contain_text("115")
    expect(page.locator("[data-part=progress]").first).to_contain_text("7 of")
    cell(page, "tiers", 3, "fee").fill("5.500")
    expect(row(page, "tiers", 3)).to_contain_text("€ 33")
    box(page, COST).fill("much")
    expect(page.locator('[data-note="fixed-cost:"] .field-error')).to_be_visible()
    box(page, COST).fill("760000")
    saved(page)
    assert page.evaluate("window.stays")
    assert here.history(COST)[-1] == "760000"
    window.shot("sheet-desktop")


def test_an_unclear_number_is_said_back(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    page = windows(site, "desktop", here.nina).open(here.at("location-quotients"))
    box(page, "regional-total:").fill("1.234")
    saved(page)
    expect(page.locator('[data-note="regional-total:"]')).to_contain_text("1.234", timeout=2_000)


@pytest.mark.parametrize("size", ["phone", *(["desktop"] if LONG else [])])
def test_nothing_moves_under_the_hands_while_typing(site: Server, windows: Callable[..., Window], size: str) -> None:
    """The windows' own watch over layout shift asks; this test types slowly enough for every answer to come between."""
    here = office(site)
    page = windows(site, size, here.nina).open(here.at(SHEET))
    for (field, _row), typed in BREAK_EVEN.items():
        place = box(page, f"{field}:")
        place.scroll_into_view_if_needed()
        place.fill(typed)
        before = place.bounding_box()
        page.wait_for_timeout(650)
        saved(page)
        assert place.bounding_box() == before
    put(cell(page, "tiers", 0, "tier"), "All")
    page.wait_for_timeout(650)
    put(cell(page, "tiers", 0, "members"), "135")
    page.wait_for_timeout(650)
    saved(page)


def test_a_killed_server_loses_nothing_and_doubles_nothing(own_site: Server, windows: Callable[..., Window]) -> None:
    here = office(own_site)
    window = windows(own_site, "desktop", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    window.most_shift = 0.2  # the results of a new row come while nobody touches the page
    page = window.open(here.at(SHEET))
    box(page, COST).fill("760000")
    saved(page)
    box(page, ASSUMPTIONS).press_sequentially("The mix of tiers")
    _kill(own_site)
    box(page, ASSUMPTIONS).press_sequentially(" stays as it is.")
    box(page, "public-base:").fill("360000")
    put(cell(page, "tiers", 0, "tier"), "Micro")
    expect(state(page)).to_have_attribute("data-state", "kept")
    _start_again(own_site)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    box(page, "projects:").fill("240000")
    saved(page)
    expect(page.locator(".sheet-clash")).to_have_count(0)
    page.reload()
    expect(box(page, ASSUMPTIONS)).to_have_value("The mix of tiers stays as it is.")
    expect(cell(page, "tiers", 0, "tier")).to_have_value("Micro")
    assert [here.history(place) for place in (COST, "public-base:", "projects:", "tiers.tier")] == [
        ["760000"],
        ["360000"],
        ["240000"],
        ["Micro"],
    ]
    texts = here.history(ASSUMPTIONS)
    assert texts[-1] == "The mix of tiers stays as it is."
    assert len(set(texts)) == len(texts)


def _kill(site: Server) -> None:
    """kill -9, with every process that it has started."""
    for process in site.processes:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
    site.processes.clear()


def _start_again(site: Server) -> None:
    """The same site at the same address."""
    port = int(site.address.rpartition(":")[2])
    site.processes.append(Program("gunicorn", *servers._gunicorn(port, 1), environ=site.environ, log=site.data / "web.log"))
    servers._wait_until_ready(site)


def test_an_answer_that_was_lost_on_the_way_makes_no_second_text(site: Server, windows: Callable[..., Window]) -> None:
    """The save arrives, its answer does not, and typing goes on: that is one person, not two."""
    here = office(site)
    window = windows(site, "desktop", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.at(SHEET))
    lost: list[int] = []

    def lose(route: object) -> None:
        lost.append(route.fetch().status)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route(f"**{here.at(SHEET)}", lose)
    box(page, ASSUMPTIONS).fill("The mix")
    expect(state(page)).to_have_attribute("data-state", "kept")
    page.unroute(f"**{here.at(SHEET)}")
    box(page, ASSUMPTIONS).press_sequentially(" stays.")
    saved(page)
    expect(page.locator(".sheet-clash")).to_have_count(0)
    assert (lost, here.history(ASSUMPTIONS)) == ([200], ["The mix", "The mix stays."])


def test_no_network_closing_the_window_and_coming_back(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "phone", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.at(SHEET))
    window.context.set_offline(True)
    box(page, COST).fill("760000")
    box(page, ASSUMPTIONS).fill("Written in a tunnel.")
    put(cell(page, "tiers", 0, "tier"), "Micro")
    put(cell(page, "tiers", 0, "members"), "60")
    window.most_shift = 0.2  # the row that was restored comes with its results
    expect(state(page)).to_have_attribute("data-state", "kept")
    window.shot("sheet-offline-phone", whole=False)
    crash(window.context, page)
    assert here.history(COST) == []

    window.context.set_offline(False)
    window.page = window.new_page()
    page = window.open(here.at(SHEET))
    expect(box(page, ASSUMPTIONS)).to_have_value("Written in a tunnel.")
    saved(page)
    expect(cell(page, "tiers", 0, "tier")).to_have_value("Micro")
    assert (here.history(COST), here.history("tiers.members")) == (["760000"], ["60"])
    window.context.set_offline(True)
    box(page, COST).fill("770000")
    expect(state(page)).to_have_attribute("data-state", "kept")
    window.context.set_offline(False)
    saved(page)
    assert here.history(COST) == ["760000", "770000"]
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('sheet:'))") == []


def test_reloading_without_network_brings_the_text_back(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "desktop", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open(here.at("bridge-plan"))
    page.route(f"**{here.at('bridge-plan')}", lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    page.on("dialog", lambda asked: asked.accept())
    window.most_shift = 0.2  # results of the restored row come while nobody touches the page
    box(page, "gaps.severity:research").select_option("4")
    box(page, "cluster:").fill("Blue yards")
    expect(state(page)).to_have_attribute("data-state", "kept")
    page.reload()
    expect(box(page, "gaps.severity:research")).to_have_value("4")
    expect(box(page, "cluster:")).to_have_value("Blue yards")
    page.unroute(f"**{here.at('bridge-plan')}")
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert here.history("gaps.severity:research") == ["4"]


def test_who_is_signed_out_while_typing_is_told_and_loses_nothing(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone")
    window.allow("the server responded with a status of 403")
    window.open("/sign-in")
    _sign_in(window, "eve@example.com")
    page = window.open("/workbook/mine/membership-break-even/")
    here = Office(site, 0, "mine", site.cast["eve"], 0)
    here.sign_out(here.nina)
    box(page, COST).fill("760000")
    expect(state(page)).to_have_attribute("data-state", "kept")
    expect(state(page)).to_contain_text("You are signed out. Your text is kept in this browser.")
    window.shot("sheet-signed-out-phone", whole=False)
    way = page.locator("[data-part=sign-in]")
    expect(way).to_be_visible()
    assert here.history(COST) == []
    way.click()
    _sign_in(window, "eve@example.com")
    page.wait_for_url("**/workbook/mine/membership-break-even/")
    expect(box(page, COST)).to_have_value("760000")
    saved(page)
    assert here.history(COST) == ["760000"]


def _sign_in(window: Window, email: str) -> None:
    window.page.get_by_label("E-mail address").fill(email)
    window.page.get_by_label("Password").fill(PASSWORD)
    window.press("Sign in")


def test_the_text_one_person_left_in_a_browser_never_reaches_the_sheet_of_the_next(site: Server, windows: Callable[..., Window]) -> None:
    here, next_one = office(site), office(site)
    window = windows(site, "desktop", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    page = window.open("/workbook/mine/membership-break-even/")
    window.context.set_offline(True)
    box(page, ASSUMPTIONS).fill("Only for me.")
    expect(state(page)).to_have_attribute("data-state", "kept")
    crash(window.context, page)
    window.context.set_offline(False)
    window.sign_in(next_one.nina)
    window.page = window.new_page()
    page = window.open("/workbook/mine/membership-break-even/")
    expect(box(page, ASSUMPTIONS)).to_have_value("")
    box(page, COST).fill("1")
    saved(page)
    assert next_one.history(ASSUMPTIONS) == []


@pytest.mark.parametrize("who", ["nina", "olav"])
def test_two_windows_merge_by_field_and_ask_about_the_same_field(site: Server, windows: Callable[..., Window], who: str) -> None:
    """Two tabs of Nina, and Nina beside Olav."""
    here = office(site)
    one = windows(site, "desktop", here.nina)
    other = one if who == "nina" else windows(site, "phone", here.olav)
    one.most_shift = other.most_shift = 0.2  # two texts and the question about them come between the fields
    first = one.open(here.at(SHEET))
    second = other.new_page() if who == "nina" else other.page
    second.goto(here.at(SHEET))
    box(first, COST).fill("760000")
    saved(first)
    box(second, "public-base:").fill("360000")
    saved(second)
    expect(results(second)).to_be_visible()
    box(first, ASSUMPTIONS).fill("Nina: the tiers stay as they are.")
    saved(first)
    box(second, ASSUMPTIONS).fill("Second window: no large member leaves.")
    expect(second.locator(".sheet-clash")).to_be_visible()
    said = clash(second)
    assert ("Nina: the tiers stay as they are." in said, "Second window: no large member leaves." in said) == (True, True)
    expect(box(second, ASSUMPTIONS)).to_have_value("Second window: no large member leaves.")
    other.shot(f"sheet-two-texts-{who}", whole=False)
    first.reload()
    assert "Second window: no large member leaves." in clash(first)
    assert one.axe() == []
    chosen(first, "Second window")
    expect(box(first, ASSUMPTIONS)).to_have_value("Second window: no large member leaves.")
    expect(first.locator(".sheet-clash")).to_have_count(0)
    expect(box(first, "public-base:")).to_have_value("360,000")
    expect(box(first, COST)).to_have_value("760,000")
    assert {"Nina: the tiers stay as they are.", "Second window: no large member leaves."} == set(here.history(ASSUMPTIONS))
    first.locator("#f-assumptions .sheet-trace a").click()
    expect(first.locator(".sheet-history").first).to_contain_text("Nina: the tiers stay as they are.")


def test_the_whole_form_asks_about_nothing_that_its_sender_did_not_touch(site: Server, windows: Callable[..., Window]) -> None:
    """Without scripts, and by every button for rows, all fields are sent: those of others that changed meanwhile are not asked about."""
    here = office(site)
    nina, olav = windows(site, "desktop", here.nina), windows(site, "desktop", here.olav, scripts=False)
    first = nina.open(here.at(SHEET))
    box(first, COST).fill("700000")
    saved(first)
    second = olav.open(here.at(SHEET))
    box(first, COST).fill("760000")
    saved(first)
    box(second, "projects:").fill("240000")
    olav.press("Save")
    olav.says("Saved.")
    expect(second.locator(".sheet-clash")).to_have_count(0, timeout=2_000)
    expect(box(second, COST)).to_have_value("760,000")
    assert here.history(COST) == ["700000", "760000"]


def test_two_tabs_without_network_keep_what_both_wrote(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "desktop", here.nina)
    window.allow("net::ERR", "Failed to fetch")
    first = window.open(here.at(SHEET))
    second = window.new_page()
    second.goto(here.at(SHEET))
    window.context.set_offline(True)
    box(first, COST).fill("760000")
    box(second, "projects:").fill("240000")
    for page in (first, second):
        expect(state(page)).to_have_attribute("data-state", "kept")
        crash(window.context, page)
    window.context.set_offline(False)
    window.page = window.new_page()
    page = window.open(here.at(SHEET))
    saved(page)
    expect(box(page, COST)).to_have_value("760000")
    assert (here.history(COST), here.history("projects:")) == (["760000"], ["240000"])


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_rows_are_added_moved_and_taken_off(site: Server, windows: Callable[..., Window], scripts: bool) -> None:
    here = office(site)
    window = windows(site, "phone", here.nina, scripts=scripts)
    page = window.open(here.at(SHEET))
    put_rows(page, "tiers", TIERS[:3])
    if scripts:
        expect(row(page, "tiers", 2).locator(".sheet-row-name")).to_have_text("Medium 50–249")
        saved(page)
        window.open(here.at(SHEET))
    else:
        page.locator("#sheet .sheet-foot button").click()
    _names(page, "Micro 1–9", "Small 10–49", "Medium 50–249")
    _act(page, 2, "up:")
    _names(page, "Micro 1–9", "Medium 50–249", "Small 10–49")
    _act(page, 0, "down:")
    _names(page, "Medium 50–249", "Micro 1–9", "Small 10–49")
    _act(page, 0, "remove:")
    _names(page, "Micro 1–9", "Small 10–49")
    page.locator("#results").scroll_into_view_if_needed()
    expect(results(page)).to_contain_text("105")
    assert here.history("tiers.tier") == ["Micro 1–9", "Small 10–49", "Medium 50–249"]


def _names(page: Page, *names: str) -> None:
    expect(page.locator("#f-tiers .sheet-row:not([data-new]) .sheet-row-name")).to_have_text(list(names))


def _act(page: Page, number: int, what: str) -> None:
    """Open the row, as it is closed once it is filled, and press its button."""
    line = row(page, "tiers", number)
    line.locator("summary").first.click()
    line.locator(f'[name=do][value^="{what}"]').click()


def test_a_table_that_is_full_takes_no_row_more_and_everything_else_goes_on(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "desktop", here.nina)
    page = window.open(here.at("bridge-plan"))
    other = window.new_page()
    other.goto(here.at("bridge-plan"))
    table = "bridges"
    most = int(page.locator(f"#f-{table} [data-part=add]").get_attribute("data-most") or 0)
    for number in range(most):
        if number:
            page.locator(f"#f-{table} [data-part=add]").click()
        page.locator(f"#f-{table} .sheet-row").nth(number).locator("input[type=text]").first.fill(f"Number {number}")
    saved(page)
    box(other, "cluster:").fill("Blue yards")
    other.locator(f"#f-{table} .sheet-row").first.locator("input[type=text]").first.fill("One too many")
    expect(state(other)).to_have_attribute("data-state", "kept")
    expect(state(other)).to_contain_text("The table is full")
    expect(state(other)).to_contain_text("One too many")
    assert here.history("cluster:") == ["Blue yards"]
    window.most_shift = 1


def test_location_quotients_by_keyboard_only(site: Server, windows: Callable[..., Window]) -> None:
    """The cross-cutting scene: A3 with Tab, Space, arrows and Enter, every stop visible."""
    here = office(site)
    window = windows(site, "desktop", here.nina)
    page = window.open(here.at("location-quotients"))
    keys = page.keyboard
    _tab_to(page, "v:region:")
    keys.type("Fjordby")
    _tab_to(page, "v:includes-region:")
    keys.press("Space")
    _tab_to(page, "v:data-year:")
    keys.type("2025")
    _tab_to(page, "v:regional-total:")
    keys.type("210000")
    _tab_to(page, "v:reference-total:")
    keys.type("2800000")
    for number, line in enumerate(INDUSTRIES):
        if number:
            _tab_to(page, "do", "add:industries")
            keys.press("Enter")
            assert page.evaluate("document.activeElement.name").startswith("v:industries.name:")
        else:
            _tab_to(page, "v:industries.name:")
        keys.type(line["name"])
        for column in ("regional-jobs", "reference-jobs", "gap"):
            _tab_to(page, f"v:industries.{column}:")
            keys.type(line.get(column, ""))
    for number, quotient in enumerate(("3.50", "1.00", "0.63")):
        expect(row(page, "industries", number)).to_contain_text(quotient)
    expect(row(page, "industries", 3).locator('[data-state="missing"]').first).to_be_visible()
    saved(page)
    page.reload()
    _tab_to(page, "summary", within="#row-industries")
    keys.press("Enter")
    expect(page.locator("#f-industries details.sheet-more[open]")).to_have_count(1)
    assert window.axe() == []


_FOCUS = """() => {
  const here = document.activeElement;
  const card = here.closest("label") ?? here;
  const seen = [here, card].some((each) => {
    const shown = getComputedStyle(each);
    return (shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2) || shown.boxShadow !== "none";
  });
  const within = here.closest("[id^=row-]")?.id ?? "";
  return {name: here.name || here.tagName.toLowerCase(), value: here.value ?? "", seen, within: `#${within}`};
}"""


def _tab_to(page: Page, name: str, value: str = "", within: str = "") -> None:
    """Press Tab until the field is reached; everything on the way must show that it has the focus."""
    for _ in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate(_FOCUS)
        assert here["seen"], f"{here} does not show that it has the focus"
        if here["name"].startswith(name) and here["value"].startswith(value) and here["within"].startswith(within):
            return
    raise AssertionError(f"Tab never came to {name} {value}")


@pytest.mark.parametrize("width", [320, 720])
def test_narrow_screens_and_double_size_without_scrolling_sideways(site: Server, windows: Callable[..., Window], width: int) -> None:
    """720 pixels are a desktop's 1440 at 200 per cent."""
    here = office(site)
    window = windows(site, "desktop", here.nina)
    page = window.open(here.at("location-quotients"))
    page.set_viewport_size({"width": width, "height": 700})
    lines = [{"name": "Udstyr til skibe, havne og flydende vindmølleparker på åbent hav", "regional-jobs": "4.200"}, {"name": "Food"}]
    put_rows(page, "industries", lines)
    saved(page)
    for detail in page.locator("#f-industries details").all():
        detail.evaluate("detail => { detail.open = true; }")
    assert (window.overflow(), window.axe()) == (0, [])
    page.reload()
    assert window.overflow() == 0
    window.most_shift = 1
    first = page.locator("#sheet input.input").first
    foot = page.locator(".sheet-foot").bounding_box()
    assert first.is_visible()
    assert foot is not None


def test_the_first_field_and_the_result_are_in_reach_on_a_phone(site: Server, windows: Callable[..., Window]) -> None:
    here = office(site)
    window = windows(site, "phone", here.nina)
    window.most_shift = 0.2  # five rows are typed faster than anybody types; their results come together
    page = window.open(here.at(SHEET))
    where = box(page, "year:").bounding_box()
    foot = page.locator(".sheet-foot").bounding_box()
    places = page.locator(".places").bounding_box()
    assert where is not None
    assert foot is not None
    assert places is not None
    assert where["y"] + where["height"] <= foot["y"]
    assert foot["y"] + foot["height"] <= places["y"] + 1
    for (field, _row), typed in BREAK_EVEN.items():
        box(page, f"{field}:").fill(typed)
    put_rows(page, "tiers", TIERS)
    expect(page.locator(".sheet-glance")).to_contain_text("115")
    page.locator(".sheet-glance").click()
    expect(results(page)).to_be_in_viewport()
    expect(page.locator(".sheet-glance")).to_have_text(re.compile("115"))
