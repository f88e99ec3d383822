"""Answers: pages, redirects with a word for the next page, and pages that need not be sent again."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Response, g, make_response, redirect, render_template, request
from itsdangerous import BadSignature, URLSafeSerializer
from markupsafe import escape

from clustercourse.house import house
from clustercourse.language import Message
from clustercourse.web import cookies, csrf
from clustercourse.web.redirects import safe_path

HERE = f"here-{secrets.token_hex(12)}"
"""Stands in pages where their own address goes."""


def page(template: str, status: int = 200, **values: Any) -> Response:
    """A rendered page. A status of 400 or more keeps what was typed on the page."""
    g.body = render_template(template, **values)
    response = make_response(_addressed(g.body), status)
    if g.get("shown_flashes"):
        cookies.remove(response, "flash")
    return response


def _addressed(body: str) -> str:
    """What a page gets as it leaves, so that parts of it can be kept for everybody: the form token, and where it is."""
    if csrf.PLACE in body:
        body = body.replace(csrf.PLACE, csrf.token())
    return body.replace(HERE, str(escape(request.full_path.rstrip("?"))))


def unchanged_or(template: str, **values: Any) -> Response:
    """A page with an ETag: browsers keep it and ask whether it changed; 304 when it did not."""
    response = page(template, **values)
    if not g.get("shown_flashes"):
        response.headers["Cache-Control"] = "private, no-cache"
        response.headers["ETag"] = f'"{hashlib.sha256(_without_once(g.body).encode()).hexdigest()[:32]}"'
        if "If-None-Match" in request.headers:
            response.make_conditional(request)
    return response


def _without_once(body: str) -> str:
    for token in g.get("once_shown", ()):
        body = body.replace(token, "")
    return body


def go(address: str, said: Message | str | None = None, kind: str = "good") -> Response:
    """See other: on to a page of ours, with a sentence to show there."""
    response = make_response(redirect(safe_path(address), 303))
    if request.headers.get("HX-Request"):
        response = make_response("", 204)
        response.headers["HX-Redirect"] = safe_path(address)
    if said is not None:
        cookies.write(response, "flash", _serializer().dumps([kind, str(said)]))
    return response


def flashes() -> list[tuple[str, str]]:
    """What the page before wanted to say; shown once."""
    text = cookies.read("flash")
    if not text:
        return []
    g.shown_flashes = True
    try:
        kind, said = _serializer().loads(text)
    except (BadSignature, ValueError):
        return []
    return [(kind, said)]


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(house().secret_key, salt="flash")
