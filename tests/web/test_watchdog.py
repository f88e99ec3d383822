"""A request that never ends takes its process with it, after the others."""

from __future__ import annotations

import json
import logging
import os
import resource
import signal
import threading
import time
from pathlib import Path

import pytest
from flask import Flask

from clustercourse import create_app
from clustercourse.web import watchdog
from clustercourse.web.access import public
from clustercourse.web.logs import JsonLines
from tests.conftest import test_settings as settings_for
from tests.processes import run_apart, wait_for


@pytest.fixture
def looping(workplace: Path) -> Flask:
    """A site with an address at which somebody made a mistake."""
    made = create_app(settings_for(workplace))

    @made.get("/loop/<int:number>")
    @public
    def loop(number: int) -> str:
        while True:
            number += 1

    @made.get("/slow")
    @public
    def slow() -> str:
        time.sleep(2.0)
        return "done"

    @made.get("/greedy")
    @public
    def greedy() -> str:
        return str(len(bytearray(3 * 1024**3)))

    return made


def live(app: Flask, folder: Path, addresses: tuple[str, ...]) -> int:
    """A process that answers these addresses at once, each in a thread, and would end by itself after a while; how it ended."""
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGTERM, lambda _number, _frame: (folder / "asked-to-end").touch())
        with (folder / "log").open("w") as file:
            for handler in watchdog.log.handlers:
                if isinstance(handler, logging.StreamHandler) and isinstance(handler.formatter, JsonLines):
                    handler.setStream(file)
            watchdog.watch(patience=1.5, farewell=2.5)
            for address in addresses:
                threading.Thread(target=_answer, args=(app, folder, address), daemon=True).start()
                time.sleep(0.3)
            time.sleep(20)
        os._exit(0)
    return wait_for(child)


def _answer(app: Flask, folder: Path, address: str) -> None:
    (folder / address.strip("/").replace("/", "-")).write_text(app.test_client().get(address).get_data(as_text=True))


def test_a_request_that_does_not_end(looping: Flask, tmp_path: Path) -> None:
    assert live(looping, tmp_path, ("/loop/1", "/slow")) == 1
    assert (tmp_path / "asked-to-end").exists()
    assert (tmp_path / "slow").read_text() == "done"
    said = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if "does not end" in line]
    assert [(line["level"], line["method"], line["route"]) for line in said] == [("ERROR", "GET", "/loop/<int:number>")]


def test_a_request_that_ended_is_forgotten(looping: Flask) -> None:
    watchdog._going_on.clear()
    assert looping.test_client().get("/healthz").get_data() == b"alive\n"
    assert looping.test_client().get("/no-such-page").status_code == 404
    assert watchdog._going_on == {}


def test_a_request_that_wants_more_memory_than_there_is(looping: Flask) -> None:
    """It is refused in our words, and the same process answers the next."""

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (2 * 1024**3, 2 * 1024**3))
        answer = looping.test_client().get("/greedy")
        assert answer.status_code == 500
        assert b"MemoryError" not in answer.data
        assert b"Something went wrong" in answer.data
        assert looping.test_client().get("/healthz").status_code == 200

    with looping.app_context():
        assert run_apart(work) == 0
