"""CPU time of a page beside that of the bare hello, in one process without a server: in turn, in rounds, so that noise hits both."""

from __future__ import annotations

import gzip
import logging
import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from bench import hello
from bench.pages import PAGES, Call, NoForm, Page, count_elements
from bench.seed import SEEDED, Seeded
from bench.site import HOST, open_site
from clustercourse.db import db

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


_NOT_COUNTED = ("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
_HELLOS_A_PAGE = 4


@dataclass(frozen=True)
class Measured:
    """Shares are percent of hello, (lower quartile, median, upper quartile) over the rounds; `cpu` is the median in milliseconds."""

    page: str
    shares: tuple[float, float, float]
    cpu: float
    statements: int
    packed_kb: float
    elements: int
    trouble: str = ""


def environ_of(call: Call, turn: int) -> dict[str, Any]:
    """What the server would hand over for this call."""
    headers = Headers({"Accept": call.accept} | ({"Cookie": call.cookie} if call.cookie else {}))
    posted: dict[str, Any] = {}
    if call.body is not None:
        posted = {"method": "POST", "data": call.form(turn), "content_type": "application/x-www-form-urlencoded"}
    path, _mark, query = call.path.partition("?")
    builder = EnvironBuilder(path=path, query_string=query, base_url=f"https://{HOST}", headers=headers, **posted)
    return builder.get_environ()


class Driver:
    """Calls an application as a server does, and keeps nothing but the last answer."""

    def __init__(self, application: WSGIApplication) -> None:
        self.application = application
        self.status = 0
        self.headers: list[tuple[str, str]] = []

    def send(self, environ: dict[str, Any]) -> bytes:
        answer = self.application(environ, self._begin)
        body = b"".join(answer)
        if hasattr(answer, "close"):
            answer.close()
        return body

    def _begin(self, status: str, headers: list[tuple[str, str]], _trouble: object = None) -> Callable[[bytes], object]:
        self.status, self.headers = int(status[:3]), headers
        return BytesIO().write

    def fetch(self, call: Call) -> tuple[str, str]:
        page = self.send(environ_of(call, 0)).decode()
        return page, "; ".join(text.partition(";")[0] for name, text in self.headers if name == "Set-Cookie")


@contextmanager
def statements(engines: Sequence[Engine]) -> Iterator[list[str]]:
    """Every statement but PRAGMA, BEGIN, COMMIT and the like."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.upper().startswith(_NOT_COUNTED):
            seen.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


class Work:
    """A page for all who are signed in, in turn; each call is new, as forms count up."""

    def __init__(self, driver: Driver, page: Page, seeded: Seeded) -> None:
        self.driver = driver
        self.page = page
        self.calls = page.calls(seeded, driver.fetch)
        self.turn = 0

    def next_environ(self) -> dict[str, Any]:
        turn, place = divmod(self.turn, len(self.calls))
        self.turn += 1
        return environ_of(self.calls[place], turn)

    def run(self, times: int) -> float:
        """CPU seconds a call. The environs are made before the clock starts."""
        environs = [self.next_environ() for _ in range(times)]
        send = self.driver.send
        before = time.process_time()
        for environ in environs:
            send(environ)
        return (time.process_time() - before) / times


@dataclass(frozen=True)
class Bench:
    """Who is asked, by whom, and for how long."""

    driver: Driver
    engines: tuple[Engine, ...]
    seeded: Seeded
    rounds: int
    seconds: float

    def measure(self, page: Page) -> Measured:
        """Warm up with everybody, look at one answer, then page and hello in turn."""
        try:
            work = Work(self.driver, page, self.seeded)
        except NoForm as missing:
            return Measured(page.name, (0.0, 0.0, 0.0), 0.0, 0, 0.0, 0, str(missing))
        work.run(len(work.calls))
        with statements(self.engines) as seen:
            body = self.driver.send(work.next_environ())
        is_page = any(name == "Content-Type" and kind.startswith("text/html") for name, kind in self.driver.headers)
        trouble = "" if self.driver.status == page.status else f"answers {self.driver.status}"
        shares, cpu = self._in_turn(work)
        packed = len(gzip.compress(body, 6, mtime=0)) / 1024
        elements = count_elements(body.decode()) if is_page and page.status == 200 else 0
        return Measured(page.name, shares, cpu, len(seen), packed, elements, trouble)

    def _in_turn(self, work: Work) -> tuple[tuple[float, float, float], float]:
        greeting = Driver(hello.app.wsgi_app)
        times = max(8, round(self.seconds / max(work.run(16), 1e-6)))
        pairs = [(_greet(greeting, times * _HELLOS_A_PAGE), work.run(times)) for _ in range(self.rounds)]
        low, middle, high = quantiles([100 * bare / full for bare, full in pairs], n=4, method="inclusive")
        return (low, middle, high), median(full for _bare, full in pairs) * 1000


def _greet(driver: Driver, times: int) -> float:
    """CPU seconds of a bare hello."""
    environ = environ_of(Call("/"), 0)
    copies = [dict(environ) for _ in range(times)]
    before = time.process_time()
    for copy in copies:
        driver.send(copy)
    return (time.process_time() - before) / times


def _quieten() -> None:
    """Log lines are made as in production, and thrown away."""
    silent = Path(os.devnull).open("w")  # noqa: SIM115 (as long as the process)
    for handler in logging.getLogger("clustercourse").handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(silent)


def measure_site(folder: Path, database_url: str, rounds: int, seconds: float, only: str) -> list[Measured]:
    """All pages of a seeded site, or those with this word in their name. Once in a process."""
    app = open_site(folder, database_url)
    _quieten()
    with app.app_context():
        engines = tuple(db.engines.values())
    bench = Bench(Driver(app.wsgi_app), engines, Seeded.read(folder / SEEDED), rounds, seconds)
    return [bench.measure(page) for page in PAGES if only in page.name]
