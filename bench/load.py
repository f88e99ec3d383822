"""The production server on this machine under load: gunicorn as it is configured, two workers with two threads, sixteen connections."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.client import Load, drive
from bench.pages import PAGES, Call, NoForm, Page
from bench.seed import SEEDED, Seeded
from bench.site import HOST, environment

CONNECTIONS = 16
_REPOSITORY = Path(__file__).resolve().parents[1]
_PATIENCE = 30.0


@dataclass(frozen=True)
class Driven:
    """A page under load, medians of the rounds; `alone` is the time of one request at a time."""

    page: str
    rate: float
    p50: float
    p99: float
    alone: float
    failed: int


@dataclass(frozen=True)
class Weighed:
    """MiB of each worker after all pages (resident, and its fair share of what workers have in common), seconds to the first answer."""

    resident: tuple[float, ...]
    shared: tuple[float, ...]
    first_start: float
    second_start: float


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]
    took: float

    def fetch(self, call: Call) -> tuple[str, str]:
        connection = http.client.HTTPConnection(HOST, self.port, timeout=_PATIENCE)
        connection.request("GET", call.path, headers={"Accept": call.accept} | ({"Cookie": call.cookie} if call.cookie else {}))
        answer = connection.getresponse()
        page = answer.read().decode()
        cookies = "; ".join(text.partition(";")[0] for text in answer.headers.get_all("Set-Cookie", []))
        connection.close()
        return page, cookies

    def workers(self) -> list[int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(word) for word in listed.split()]


def drive_site(folder: Path, database_url: str, rounds: int, seconds: float, only: str) -> tuple[list[Driven], Weighed]:
    """Start twice, drive every page, weigh the workers."""
    shutil.rmtree(folder / "assets", ignore_errors=True)
    with serving(folder, database_url) as server:
        first_start = server.took
    seeded = Seeded.read(folder / SEEDED)
    with serving(folder, database_url) as server:
        driven = [_drive(server, page, seeded, (rounds, seconds, folder)) for page in PAGES if only in page.name]
        weights = [_weight(worker) for worker in server.workers()]
        resident, shared = zip(*weights, strict=True)
        return driven, Weighed(resident, shared, first_start, server.took)


def _drive(server: Server, page: Page, seeded: Seeded, how: tuple[int, float, Path]) -> Driven:
    rounds, seconds, scratch = how

    def load(connections: int, length: float) -> Load:
        calls = page.calls(seeded, server.fetch)
        return drive(server.port, calls, connections=connections, seconds=length, scratch=scratch)

    try:
        load(CONNECTIONS, 1)
        loads = [load(CONNECTIONS, seconds) for _ in range(rounds)]
        alone = load(1, min(seconds, 2))
    except NoForm:
        return Driven(page.name, 0.0, 0.0, 0.0, 0.0, 1)
    failed = sum(each.failed for each in (*loads, alone))
    rate, p50, p99 = (median(figures) for figures in zip(*((each.rate, each.p50, each.p99) for each in loads), strict=True))
    return Driven(page.name, rate, p50, p99, alone.p50, failed)


@contextmanager
def serving(folder: Path, database_url: str) -> Iterator[Server]:
    with socket.socket() as asked:
        asked.bind((HOST, 0))
        port = asked.getsockname()[1]
    given = environment(folder, database_url) | {"BIND": f"{HOST}:{port}", "WEB_CONCURRENCY": "2", "WEB_THREADS": "2"}
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "HOME") if name in os.environ}
    began = time.perf_counter()
    with (folder / "server.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "wsgi:app"], cwd=_REPOSITORY, env=kept | given, stdout=log, stderr=log
        )
    try:
        _wait_for(port, process)
        yield Server(port, process, time.perf_counter() - began)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_PATIENCE)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Until the first page is answered."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until and process.poll() is None:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=_PATIENCE)
            connection.request("GET", "/sign-in")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.01)
    raise SystemExit("The server did not answer. Its words are in server.log beside the database.")


def _weight(pid: int) -> tuple[float, float]:
    """MiB: resident, and proportional (shared pages divided among those who share them)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    found = {name.rstrip(":"): int(size) / 1024 for name, size, *_unit in (line.split() for line in lines[1:])}
    return found["Rss"], found["Pss"]
