"""A first visit to a lesson: how much is fetched, and what paper shows of it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Response, expect

from tests.browser.pages import LESSON
from tests.browser.windows import Window
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]

MOST_BYTES = 60 * 1024
MOST_REQUESTS = 12
COUNTED = ("document", "stylesheet", "script", "fetch", "xhr")


def _sent(answer: Response) -> int:
    """What a compressing proxy would send of this answer; what is packed already counts as it is."""
    if "content-encoding" in answer.headers:
        return answer.request.sizes()["responseBodySize"]
    return len(gzip.compress(answer.body(), 6))


def test_a_first_visit_to_a_lesson_is_light(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", "ada")
    answers: list[Response] = []
    window.page.on("response", lambda answer: answers.append(answer))
    window.open(LESSON)
    window.page.wait_for_load_state("networkidle")
    weights = {answer.url.removeprefix(site.address): _sent(answer) for answer in answers if answer.request.resource_type in COUNTED}

    assert LESSON in weights
    assert len(answers) <= MOST_REQUESTS, [answer.url for answer in answers]
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_a_second_visit_fetches_the_page_only(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "phone", "ada")
    window.open(LESSON)
    window.page.wait_for_load_state("networkidle")
    before = _asked_for(site)
    window.open("/courses/cluster-theory/why-nearness-can-pay/")
    window.page.wait_for_load_state("networkidle")

    assert [route for route in _asked_for(site)[len(before) :] if route.startswith("/static")] == []


def _asked_for(site: Server) -> list[str]:
    """The routes in the site's own log, in order."""
    lines = (site.data / "web.log").read_text("utf-8").splitlines()
    return [json.loads(line)["route"] or "" for line in lines if line.startswith("{") and '"request"' in line]


def test_paper_shows_the_text_without_the_shell(site: Server, windows: Callable[..., Window]) -> None:
    window = windows(site, "desktop", "ada", color_scheme="dark")
    window.most_shift = float("inf")
    page = window.open(LESSON)
    page.emulate_media(media="print", color_scheme="dark")

    for shell in (".bar", ".lesson-outline", ".footer", ".places", ".lesson-end", ".skip", ".lesson-open"):
        for found in page.locator(shell).all():
            expect(found).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator(".prose").first).to_be_visible()
    assert page.locator("body").evaluate("node => getComputedStyle(node).color") != "rgb(255, 255, 255)"
    assert _brightness(page.locator("body").evaluate("node => getComputedStyle(node).backgroundColor")) == 1.0
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def _brightness(colour: str) -> float:
    """1.0 for white and for no colour at all, that is the paper's own."""
    if colour in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)", "oklch(1 0 0)"):
        return 1.0
    return 0.0
