"""The quiet picture of a course, drawn from its slug."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.web.access import public
from clustercourse.web.covers import cover

views = Blueprint("covers", __name__)
_LONGEST = 100


@views.get("/covers/<slug>.svg")
@public
def show(slug: str) -> ResponseReturnValue:
    response = Response(cover(slug[:_LONGEST]), content_type="image/svg+xml")
    response.headers["Cache-Control"] = "public, max-age=86400"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
