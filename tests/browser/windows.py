"""A window of a real browser: its size, who is signed in, what it complained about, and what a person does in it."""

from __future__ import annotations

import os
import shutil
import time
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.servers import Server

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium") or "chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES: dict[str, dict[str, Any]] = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}
MOST_SHIFT = 0.01
_AXE = """
axe.configure({checks: [{id: "color-contrast", options: {ignoreLigature: true}}]});
"""
"""We write no words that a font makes pictures of, so none are excused: axe need not paint each to find out, half of its work on contrast."""
_SHOTS = os.environ.get("CC_SHOTS", "")
_WATCH = """
window.__shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (!entry.hadRecentInput) window.__shifts.push([entry.value, entry.sources.map((each) => each.node?.className ?? each.node?.nodeName)]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
_AXE_RUN = """async (rules) => {
  const options = {resultTypes: ["violations"], preload: false, ...(rules.length ? {runOnly: {type: "rule", values: rules}} : {})};
  const found = await axe.run(document, options);
  return found.violations.flatMap((each) => each.nodes.map((node) => `${each.id}: ${node.target.join(" ")}: ${node.any.concat(node.all, node.none).map((why) => why.message).join("; ")}`));
}"""

expect.set_options(timeout=15_000)


@cache
def _axe() -> str:
    return (Path(__file__).parent / "vendor" / "axe.min.js").read_text("utf-8") + _AXE


class Window:
    """A browser context of one person at one size. What its pages complain about is kept in `complaints`."""

    def __init__(self, browser: Browser, site: Server, size: str, *, scripts: bool = True, **options: Any) -> None:
        self.site = site
        self.complaints: list[str] = []
        self.allowed: tuple[str, ...] = ()
        self.most_shift = MOST_SHIFT
        self.context = browser.new_context(base_url=site.address, java_script_enabled=scripts, locale="en-GB", **SIZES[size], **options)
        self.context.set_default_timeout(15_000)
        self.context.add_init_script(_WATCH)
        self._scripts = scripts
        self._pages: list[Page] = []
        self.page = self.new_page()

    def new_page(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        self._pages.append(page)
        return page

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not any(part in message.text for part in self.allowed):
            self.complaints.append(f"{message.location.get('url')}: {message.text}")

    def allow(self, *parts: str) -> None:
        """What the browser may say in this test, because the test provokes it."""
        self.allowed = (*self.allowed, *parts)

    def sign_in(self, person: str | int) -> None:
        """As this person of the cast (or this id), without the password page."""
        number = self.site.cast[person] if isinstance(person, str) else person
        self.context.add_cookies(
            [{"name": "cc-sign-in", "value": self.site.sign_in(number), "url": self.site.address, "httpOnly": True, "sameSite": "Lax"}]
        )

    def open(self, path: str, status: int = 200) -> Page:
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.status == status, f"{path}: {answer.status}, not {status}"
        assert self.path.split("#")[0] == path.split("#", maxsplit=1)[0], f"{path} led to {self.path}"
        return self.page

    def press(self, name: str, role: Any = "button") -> None:
        """Press the button or link with exactly this name."""
        self.named(name, role).click()

    def named(self, name: str, role: Any = "button") -> Locator:
        return self.page.get_by_role(role, name=name, exact=True)

    @property
    def heading(self) -> str:
        return self.page.get_by_role("heading", level=1).inner_text()

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.site.address)

    def says(self, text: str) -> None:
        """Wait until the page shows this sentence."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def until(self, expression: str) -> None:
        """Wait until this is true of the page. Playwright's own `wait_for_function` asks again by `eval`, which our policy forbids."""
        end = time.monotonic() + 15
        while not self.page.evaluate(expression):
            assert time.monotonic() < end, f"never true: {expression}"
            self.page.wait_for_timeout(20)

    def axe(self, *rules: str) -> list[str]:
        """What axe finds on the page as it stands; with names, these rules only."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(_axe())
        found: list[str] = self.page.evaluate(_AXE_RUN, list(rules))
        return found

    def load_axe_with_every_page(self) -> None:
        """For a window that asks axe on many pages: half the work of bringing it to each."""
        self.context.add_init_script(_axe())

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        width: int = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        return width

    def shot(self, name: str, *, whole: bool = True) -> None:
        """A picture for people to look at, only when CC_SHOTS names a folder."""
        if _SHOTS:
            self.page.screenshot(path=Path(_SHOTS) / f"{name}.png", full_page=whole)

    def finish(self) -> None:
        self.note_shifts()
        self.context.close()

    def note_shifts(self) -> None:
        """Complain of open pages that moved under their reader."""
        for page in self._pages:
            if self._scripts and not page.is_closed() and page.url.startswith("http") and self.shift_of(page) > self.most_shift:
                self.complaints.append(f"{page.url} moved by {page.evaluate('window.__shifts')}")

    @staticmethod
    def shift_of(page: Page) -> float:
        found: float = page.evaluate("window.__shifts.reduce((sum, [value]) => sum + value, 0)")
        return found
