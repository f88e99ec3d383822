"""A feed as an answer."""

from __future__ import annotations

import hashlib

from flask import Response, request


def feed_answer(body: bytes) -> Response:
    """Readers come back every hour: they keep what they have and ask whether it changed."""
    response = Response(body, content_type="application/atom+xml; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response.make_conditional(request)
    return response
