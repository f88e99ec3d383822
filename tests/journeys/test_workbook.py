"""Ines at her workbook: location quotients for the board, the break-even before and after a cut, a stakeholder map among peers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests import pdf
from tests.browser.sheets import INDUSTRIES, STAKEHOLDERS, TIERS, box, cell, office, put, put_rows, results, row, saved, speak
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.journeys.board_house import house
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("sheets")]

ENGLISH, DANISH = ("en", "desktop"), ("da", "phone")
OTHERS = [("en", "phone"), ("da", "desktop")]
MONEY = "membership-break-even"
ASSUMPTION = "The mix of tiers stays as it is, no large member leaves, and salaries rise by 3 per cent in April."


def local(number: str, language: str) -> str:
    """A number of the fixtures as this person types and reads it."""
    return number.translate(str.maketrans(",.", ".,")) if language == "da" else number


@pytest.mark.parametrize(("language", "size"), [DANISH, *([ENGLISH, *OTHERS] if LONG else [])])
def test_a3_location_quotients_for_the_board(site: Server, windows: Callable[..., Window], language: str, size: str) -> None:
    here = office(site)
    speak(site, here.nina, language)
    window = windows(site, size, here.nina)
    window.most_shift = float("inf")  # rows are typed faster than anybody types; their results come together
    page = window.open(here.at("location-quotients"))
    facts = {"region": "Fjordby", "region-code": "DK099", "reference-area": "Denmark", "data-year": "2025", "data-source": "Table J7"}
    for field, typed in facts.items():
        put(box(page, f"{field}:"), typed)
    put(box(page, "includes-region:"), "yes")
    put(box(page, "regional-total:"), local("210,000", language))
    put(box(page, "reference-total:"), local("2,800,000", language))
    put_rows(page, "industries", [{**line, "regional-jobs": _grouped(line["regional-jobs"], language)} for line in INDUSTRIES])
    for number, quotient in enumerate(("3.50", "1.00", "0.63")):
        expect(row(page, "industries", number)).to_contain_text(local(quotient, language))
    expect(row(page, "industries", 3).locator('[data-state="missing"]').first).to_be_visible()
    expect(row(page, "industries", 3)).not_to_contain_text(local("0.00", language))
    saved(page)
    told = results(page).locator(".sheet-result details")
    told.locator("summary").click()
    expect(told.locator("p").first).to_be_visible()
    expect(told.locator("p").nth(1)).to_be_visible()
    window.shot(f"journey-a3-sheet-{language}-{size}")

    page = window.open(f"{here.at('location-quotients')}page")
    for quotient in ("3.50", "1.00", "0.63"):
        expect(page.locator("main")).to_contain_text(local(quotient, language))
    expect(page.locator("main")).to_contain_text("Kept secret by the statistics office.")
    expect(page.locator(".picture-figure")).to_be_visible()
    assert (window.overflow(), page.locator("main input, main textarea").count()) == (0, 0)
    window.shot(f"journey-a3-page-{language}-{size}")


def _grouped(number: str, language: str) -> str:
    return local(f"{int(number):,}", language) if number.isdecimal() else number


@pytest.mark.parametrize(("language", "size"), [ENGLISH, *([DANISH, *OTHERS] if LONG else [])])
def test_a4_break_even_before_and_after_the_cut(site: Server, windows: Callable[..., Window], language: str, size: str) -> None:
    here = office(site)
    speak(site, here.nina, language)
    window = windows(site, size, here.nina)
    window.most_shift = float("inf")
    page = window.open(here.at(MONEY))
    _fill_money(page, language)
    expect(results(page)).to_contain_text("115")
    expect(results(page)).to_contain_text(local("19,750", language))
    saved(page)
    expect(page.locator("#sheet .sheet-clash, #sheet .field-error")).to_have_count(0)
    window.shot(f"journey-a4-base-{language}-{size}")

    _keep_version(page, "base", "Public base as today")
    window.open(here.at(MONEY))
    expect(box(page, "hourly-rate:")).to_have_value(local("1,234.5", language))
    put(box(page, "public-base:"), local("180,000", language))
    expect(results(page)).to_contain_text("302")
    put(box(page, "assumptions:"), ASSUMPTION)
    saved(page)
    page.locator('a[href$="versions/"]').first.click()
    page.locator('a[href*="comparison"]').first.click()
    compared = page.locator("main")
    for said in ("115", "302", "base", local("360,000", language), local("180,000", language)):
        expect(compared).to_contain_text(said)
    assert window.overflow() == 0
    window.shot(f"journey-a4-compared-{language}-{size}")
    assert here.history("public-base:") == [local("360,000", language), local("180,000", language)]

    address = _share(window, here.at(MONEY))
    treasurer = windows(site, "phone")
    treasurer.open(address)
    for said in ("302", ASSUMPTION):
        expect(treasurer.page.locator("main")).to_contain_text(said)
    assert treasurer.page.locator("main form, main input").count() == 0
    assert treasurer.overflow() == 0
    treasurer.shot(f"journey-a4-treasurer-{language}")
    treasurer.page.goto(here.at(MONEY))
    expect(treasurer.page).to_have_url(re.compile("/sign-in"))


def _fill_money(page: Page, language: str) -> None:
    """As a person types it who groups thousands and writes decimals in their own way."""
    amounts = {"fixed-cost": "760,000", "variable-cost": "150.00", "public-base": "360,000", "projects": "240,000", "services": "50,000"}
    put(box(page, "year:"), "2027")
    for field, typed in {**amounts, "hourly-rate": "1,234.50"}.items():
        put(box(page, f"{field}:"), local(typed, language))
    put_rows(page, "tiers", [{**line, "fee": _grouped(line["fee"], language)} for line in TIERS])


def _keep_version(page: Page, name: str, note: str) -> None:
    page.locator('a[href$="versions/"]').first.click()
    form = page.locator('form[action$="versions/"]')
    form.locator("[name=name]").fill(name)
    form.locator("[name=note]").fill(note)
    form.locator("button").click()
    expect(page.locator(".sheet-history strong")).to_have_text([name])


def _share(window: Window, sheet: str) -> str:
    """An address for the treasurer; without the host."""
    page = window.open(f"{sheet}links/")
    form = page.locator('form[action$="links/"]')
    form.locator("[name=for_whom]").fill("Our treasurer")
    form.locator("button.button-primary").click()
    return page.locator("#address").input_value().removeprefix(window.site.address)


@pytest.mark.parametrize("language", ["en", *(["da"] if LONG else [])])
def test_a5_a_stakeholder_map_among_peers(site: Server, windows: Callable[..., Window], language: str) -> None:
    here = house(site, "stakeholder-engagement", language)
    nina = windows(site, "phone", here.office.nina)
    nina.most_shift = float("inf")
    page = nina.open(here.office.at("stakeholder-map"))
    put_rows(page, "stakeholders", STAKEHOLDERS[:4])
    expect(results(page).locator(".picture-figure").first).to_be_visible()
    saved(page)
    address = _submit(nina, "cohort")
    nina.shot(f"journey-a5-submitted-{language}")

    sven = windows(site, "desktop", here.sven)
    page = sven.open(f"/cohorts/{here.cohort}/sheets/")
    page.locator(f'main a[href="{address}"]').click()
    _open_noted(page)
    expect(page.locator("main")).to_contain_text("University")
    page.locator('form[action$="comments/"] [name=text]').fill("Is your university really that far away?")
    page.locator('form[action$="comments/"] button').click()
    expect(page.locator("main")).to_contain_text("Is your university really that far away?")
    sven.shot("journey-a5-peer")
    for closed in (here.office.at("stakeholder-map"), f"/workbook/{here.office.slug}/"):
        _is_closed(sven, closed)
    mads = windows(site, "desktop", here.mads)
    for closed in (
        address,
        here.office.at("stakeholder-map"),
        f"/cohorts/{here.cohort}/sheets/",
        f"/workbook/{here.office.slug}/strategy/",
    ):
        _is_closed(mads, closed)

    page = nina.open(address)
    expect(page.locator("main")).to_contain_text("Is your university really that far away?")
    page = nina.open(here.office.at("stakeholder-map"))
    line = row(page, "stakeholders", 2)
    line.locator("summary").first.click()
    put(cell(page, "stakeholders", 2, "interest"), "4")
    saved(page)
    again = _submit(nina, "cohort")
    assert again != address
    page = sven.open(f"/cohorts/{here.cohort}/sheets/")
    expect(page.locator(f'main a[href="{again}"]')).to_be_visible()


def _is_closed(window: Window, path: str) -> None:
    window.allow("the server responded with a status of 404")
    window.open(path, 404)


def _open_noted(page: Page) -> None:
    """Others than its own people say first that they open it."""
    page.locator('form[action$="viewing"] button').click()


def _submit(window: Window, shared_with: str) -> str:
    window.page.locator(f'[name=shared_with][value="{shared_with}"]').check()
    window.page.locator('form[action*="submissions/"] button.button-primary').click()
    window.page.wait_for_url("**/workbook/submissions/*/")
    return window.path


@pytest.mark.parametrize(("language", "size"), [ENGLISH, *([DANISH, *OTHERS] if LONG else [])])
def test_from_submitting_to_the_strategy_document(site: Server, windows: Callable[..., Window], language: str, size: str) -> None:
    here = house(site, "cluster-finance", language)
    nina, johan = windows(site, size, here.office.nina), windows(site, "desktop", here.johan)
    nina.most_shift = float("inf")
    page = nina.open(here.office.at(MONEY))
    _fill_money(page, language)
    saved(page)
    address = _submit(nina, "trainers")
    _decide(johan, address, "returned", "Say what has to be true for these numbers.", remark="Which member could leave?")

    page = nina.open(address)
    expect(page.locator("main")).to_contain_text("Say what has to be true for these numbers.")
    expect(page.locator("main")).to_contain_text("Which member could leave?")
    nina.shot(f"journey-returned-{language}-{size}")
    page = nina.open(here.office.at(MONEY))
    put(box(page, "assumptions:"), ASSUMPTION)
    saved(page)
    _decide(johan, _submit(nina, "trainers"), "accepted", "Ready for your board.")

    page = nina.open(f"/workbook/{here.office.slug}/strategy/")
    part = page.locator(".strategy-part")
    for said in ("115", ASSUMPTION, local("360,000", language)):
        expect(part).to_contain_text(said)
    assert (nina.overflow(), nina.axe()) == (0, [])
    nina.shot(f"journey-strategy-{language}-{size}")
    for text in (_docx(nina, "short"), _pdf(nina, "short"), _docx(nina, "all"), _pdf(nina, "all")):
        assert [said in text for said in ("115", local("19,750", language), ASSUMPTION)] == [True] * 3, text
    for said in (local("360,000", language), "Micro 1–9", "135"):
        assert said in text


def _decide(johan: Window, address: str, decision: str, reason: str, remark: str = "") -> None:
    """From the list of what waits, as a trainer finds it."""
    page = johan.open("/grading/")
    page.locator(f'main a[href="{address}"]').click()
    page.wait_for_url(f"**{address}")
    if page.locator('form[action$="viewing"]').count():
        _open_noted(page)
    if remark:
        page.locator('form[action$="comments/"] [name=text]').fill(remark)
        page.locator('form[action$="comments/"] button').click()
        expect(page.locator("main")).to_contain_text(remark)
    page.locator(f'[name=state][value="{decision}"]').check()
    page.locator("[name=reason]").fill(reason)
    page.locator('form[action$="decision"] button').click()
    expect(page.locator("#steps + ol, [aria-labelledby=steps]").first).to_contain_text(reason)


def _file(window: Window, ending: str, length: str) -> bytes:
    window.page.locator(f'[name=length][value="{length}"]').check()
    with window.page.expect_download() as asked:
        window.page.locator(f'[name=ending][value="{ending}"]').click()
    return asked.value.path().read_bytes()


def _docx(window: Window, length: str) -> str:
    with zipfile.ZipFile(io.BytesIO(_file(window, "docx", length))) as packed:
        assert packed.testzip() is None
        body = packed.read("word/document.xml").decode()
    return re.sub(r"<[^>]+>", "", body)


def _pdf(window: Window, length: str) -> str:
    """Without line breaks, as a line ends wherever the page does."""
    pieces = [piece for page in pdf.pages(_file(window, "pdf", length)) for piece in page]
    return " ".join(" ".join(pieces).split())
