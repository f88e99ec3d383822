"""Every page in a phone's and a desktop's width, light and dark: nothing for axe to find, no sideways scrolling, no complaint, no shift."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from clustercourse import create_app
from config import settings_from
from tests.browser.pages import NO_PAGES, Place, places
from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("pages")]

ORGANISATION = "cluster-a-1"
NARROWEST = 320
WIDTHS = {1440: 900, 390: 844, NARROWEST: 700} if LONG else {1440: 900, NARROWEST: 700}
ASKED: dict[tuple[int, str], tuple[str, ...]] = {(1440, "dark"): ("color-contrast",), (NARROWEST, "light"): ()}
"""The short run asks all rules once a page, and contrast again in the other colour; the long run asks all everywhere."""
ALL = places(ORGANISATION)


@pytest.fixture(scope="module")
def kept_windows(chromium: Browser, site: Server) -> Iterator[dict[str | None, Window]]:
    """A window for each person, so that scripts and letters are fetched once."""
    opened: dict[str | None, Window] = {}
    yield opened
    for window in opened.values():
        window.context.close()


@pytest.fixture
def window_of(kept_windows: dict[str | None, Window], chromium: Browser, site: Server) -> Callable[[str | None], Window]:
    def window_of(person: str | None) -> Window:
        if person not in kept_windows:
            kept_windows[person] = Window(chromium, site, "desktop", reduced_motion="reduce", color_scheme="light")
            kept_windows[person].load_axe_with_every_page()
            if person is not None:
                kept_windows[person].sign_in(person)
        kept_windows[person].complaints.clear()
        kept_windows[person].allowed = ()
        return kept_windows[person]

    return window_of


def test_every_page_of_the_site_is_in_the_list(tmp_path: Path) -> None:
    app = create_app(settings_from({"CC_ENV": "local", "CC_DATA": str(tmp_path), "SECRET_KEY": "x" * 40}))
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or set())}

    assert endpoints - NO_PAGES == {place.endpoint for place in ALL} - {""}


@pytest.mark.parametrize("place", ALL, ids=lambda place: f"{place.person or 'nobody'} {place.path}")
def test_a_page_in_both_widths_light_and_dark(place: Place, window_of: Callable[[str | None], Window]) -> None:
    window = window_of(place.person)
    window.allow(f"the server responded with a status of {place.status}" if place.status != 200 else "\0")
    window.page.set_viewport_size({"width": 1440, "height": WIDTHS[1440]})
    window.open(place.path, place.status)
    found: list[str] = []
    for width, height in WIDTHS.items():
        window.page.set_viewport_size({"width": width, "height": height})
        for scheme in ("light", "dark"):
            if not LONG and (width, scheme) not in ASKED:
                continue
            window.page.emulate_media(color_scheme=scheme)
            window.shot(f"{place.endpoint or 'error'}-{place.person}-{width}-{scheme}", whole=False)
            found += [f"{width} {scheme}: {each}" for each in window.axe(*(() if LONG else ASKED[width, scheme]))]
        found += [f"{width}: {window.overflow()} pixels too wide"] if window.overflow() else []
    window.note_shifts()

    assert "\n".join([*found, *window.complaints]) == ""
