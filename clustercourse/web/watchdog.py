"""Ends a process in which a request does not end: its answer is waited for by nobody any more, and its thread is missed by all others."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import dataclass

from flask import Flask, request

from clustercourse.web.logs import log

PATIENCE = 60.0
"""Seconds. The proxy gives up after 40."""
FAREWELL = 5.0
"""Seconds that the other requests of the process get to end."""
_LOOK_EVERY = 1.0


@dataclass(frozen=True)
class _Request:
    began: float
    method: str
    route: str


_going_on: dict[int, _Request] = {}


def prepare(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        route = str(request.url_rule) if request.url_rule else "none"
        _going_on[threading.get_ident()] = _Request(time.monotonic(), request.method, route)

    @app.teardown_request
    def end(_error: BaseException | None) -> None:
        _going_on.pop(threading.get_ident(), None)


def watch(*, patience: float = PATIENCE, farewell: float = FAREWELL) -> None:
    """Begin to look after this process; called once in each process that answers."""
    _going_on.clear()
    threading.Thread(target=_look, args=(patience, farewell), name="watchdog", daemon=True).start()


def _look(patience: float, farewell: float) -> None:
    while True:
        time.sleep(min(_LOOK_EVERY, patience / 4))
        moment = time.monotonic()
        stuck = [going for going in list(_going_on.values()) if moment - going.began > patience]
        if stuck:
            _leave(stuck[0], moment - stuck[0].began, farewell)


def _leave(stuck: _Request, seconds: float, farewell: float) -> None:
    """Take no more requests, let the others end, and go; the server starts another process."""
    log.error("request does not end", extra={"fields": {"method": stuck.method, "route": stuck.route, "seconds": round(seconds)}})
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(farewell)
    os._exit(1)
