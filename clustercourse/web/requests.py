"""Before and after every request: who, which language, may it change anything; then headers, cookies and one log line."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from flask import Flask, Request, Response, abort, g, request
from flask.typing import ResponseReturnValue
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from werkzeug.datastructures import ImmutableMultiDict

from clustercourse.db import allow_writing, aside, end_reading, now
from clustercourse.house import house
from clustercourse.models.accounts import SignIn
from clustercourse.web import access, cookies, csrf, languages, logs
from clustercourse.web.forms import SUBSTITUTE

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cache-Control", "no-store"),
)
"""Every answer has them; a view that knows better sets its own."""

_SEEN_EVERY = timedelta(minutes=10)
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
_NO_PERSON = frozenset({"static", "healthz", "readyz", "metrics"})


class _Sent(ImmutableMultiDict[str, Any]):
    """What was sent with a request. SUB stands for the sign that PostgreSQL takes in no text, as ASCII means it: one-line fields refuse it
    like every such sign, texts drop it.
    """

    def __init__(self, sent: Iterable[tuple[str, Any]] = ()) -> None:
        super().__init__([(_substituted(name), _substituted(what)) for name, what in sent])


class HouseRequest(Request):
    parameter_storage_class = _Sent


def _substituted(what: Any) -> Any:
    return what.replace("\0", SUBSTITUTE) if isinstance(what, str) else what


def prepare(app: Flask) -> None:
    app.request_class = HouseRequest

    @app.before_request
    def before() -> ResponseReturnValue | None:
        g.started = time.perf_counter()
        g.request_id = secrets.token_hex(8)
        changes = request.method in _UNSAFE
        allow_writing(changes)
        if request.endpoint in _NO_PERSON:
            return None
        languages.choose()
        request.view_args = {name: _whole(part) for name, part in (request.view_args or {}).items()}
        if changes and not access.is_one_click(app) and not csrf.request_is_ours():
            abort(400, "csrf")
        return access.guard(app)

    @app.after_request
    def after(response: Response) -> Response:
        end_reading()
        _set_headers(response)
        if g.get("new_visitor"):
            cookies.write(response, "visitor", g.new_visitor, days=365)
        _note_seen()
        logs.request_line(response)
        return response

    @app.teardown_request
    def after_all(_error: BaseException | None) -> None:
        end_reading()
        allow_writing(True)


def _set_headers(response: Response) -> None:
    headers = response.headers
    given = {name.lower(): text for name, text in headers}
    headers.extend([(name, text) for name, text in _HEADERS if name.lower() not in given])
    headers.add("X-Request-Id", g.get("request_id", ""))
    if house().is_secure:
        headers.add("Strict-Transport-Security", "max-age=31536000")
    if "immutable" not in given.get("cache-control", ""):
        headers["Vary"] = f"{given['vary']}, Cookie" if "vary" in given else "Cookie"


def _whole(part: Any) -> Any:
    """A part of an address without the sign that PostgreSQL takes in no text: another one stands for it, so that nothing is found."""
    return part.replace("\0", "\ufffd") if isinstance(part, str) else part


def _note_seen() -> None:
    """Remember, at most every ten minutes, that this browser is still there. A page is never late or lost for it."""
    found = g.get("found_sign_in")
    if found is not None and now() - found.last_seen_at > _SEEN_EVERY:
        with suppress(OperationalError), aside(patience=100) as connection:
            connection.execute(update(SignIn).where(SignIn.id == found.viewer.sign_in_id).values(last_seen_at=now()))
