"""Letters that come late: the page is read in the ones at hand, and nothing moves when the others arrive."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Route

from tests.browser.windows import Window
from tests.conftest import LONG
from tests.servers import Server

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser")]


@pytest.mark.parametrize("size", ["phone", *(["desktop"] if LONG else [])])
def test_nothing_moves_when_fonts_come_late(site: Server, windows: Callable[..., Window], size: str) -> None:
    window = windows(site, size, "ada")
    window.most_shift = 0

    def late(route: Route) -> None:
        time.sleep(1)
        route.continue_()

    window.page.route("**/*.woff2", late)
    window.open("/courses/cluster-theory/words-that-get-mixed-up/")
    window.page.wait_for_load_state("networkidle")
    window.page.wait_for_timeout(300)
