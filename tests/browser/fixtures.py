"""One real site and one Chromium a process of tests; a window of its own for each test, watched for everything a browser complains about."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests import servers
from tests.browser.windows import CHROMIUM, FLAGS, Window


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory, worker_id: str = "master") -> Path:
    """The data folder that servers start from; made by the first process that wants it, shared by all."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if base.name.startswith("popen-") else base
    folder = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            servers.prepare(folder)
    return folder


@pytest.fixture(scope="session")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """The site that most tests share. Tests that change people use people of their own."""
    with servers.running(prepared, tmp_path_factory.mktemp("site") / "data") as server:
        yield server


@pytest.fixture(scope="session")
def workshop(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """A site where tests publish courses of their own, each under its own id. It sends no letters."""
    with servers.running(prepared, tmp_path_factory.mktemp("workshop") / "data", letters=False) as server:
        yield server


@pytest.fixture
def own_site(prepared: Path, tmp_path: Path) -> Iterator[servers.Server]:
    """A site for one test, that may publish the courses of the house anew. It sends no letters."""
    with servers.running(prepared, tmp_path / "data", letters=False) as server:
        yield server


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture
def windows(chromium: Browser) -> Iterator[Callable[..., Window]]:
    """`windows(site, "phone", person="ada")` opens a browser of its own. At the end none may have complained."""
    opened: list[Window] = []

    def open_window(server: servers.Server, size: str = "desktop", person: str | int | None = None, **options: Any) -> Window:
        window = Window(chromium, server, size, **options)
        opened.append(window)
        if person is not None:
            window.sign_in(person)
        return window

    yield open_window
    for window in opened:
        window.finish()
    assert [complaint for window in opened for complaint in window.complaints] == []


@pytest.fixture
def desktop(windows: Callable[..., Window], site: servers.Server) -> Window:
    return windows(site, "desktop")
