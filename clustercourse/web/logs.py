"""One JSON line a request, without personal data: ids, the route, the status and the time it took."""

from __future__ import annotations

import json
import logging
import sys
import time
from datetime import UTC, datetime
from functools import lru_cache

from flask import Response, g, request

log = logging.getLogger("clustercourse")


_encode = json.JSONEncoder().encode


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {"at": _second(int(record.created)), "level": record.levelname, "said": record.getMessage()}
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return _encode(line)


@lru_cache(4)
def _second(created: int) -> str:
    return datetime.fromtimestamp(created, UTC).strftime("%Y-%m-%dT%H:%M:%S%z")


def prepare() -> None:
    """Log to standard error, once."""
    if log.handlers:
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False


def request_line(response: Response) -> None:
    if not log.isEnabledFor(logging.INFO):
        return
    took = time.perf_counter() - g.get("started", time.perf_counter())
    viewer = g.get("viewer")
    fields = {
        "request": g.get("request_id"),
        "method": request.method,
        "route": str(request.url_rule) if request.url_rule else None,
        "status": response.status_code,
        "ms": round(took * 1000, 1),
        "person": viewer.person_id if viewer else None,
    }
    log.info("request", extra={"fields": fields})
