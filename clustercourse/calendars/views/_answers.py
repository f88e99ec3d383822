"""A calendar file as an answer, and the answer when there is none."""

from __future__ import annotations

import hashlib

from flask import Response, request


def calendar_answer(body: bytes, file_name: str = "") -> Response:
    """Programs come back every hour: they keep what they have and ask whether it changed. With a name it is a file to keep."""
    response = Response(body, content_type="text/calendar; charset=utf-8")
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["ETag"] = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if file_name:
        response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    response.make_conditional(request)
    return response


def no_calendar() -> Response:
    """The same few words whatever the reason: never made, revoked, or its owner gone."""
    response = Response("There is no calendar at this address.\n", 404, content_type="text/plain; charset=utf-8")
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
