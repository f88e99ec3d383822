"""A sheet for somebody without an account, behind a secret address."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.web.access import found, public
from clustercourse.web.pages import page
from clustercourse.workbook.queries.links import shared_at

views = Blueprint("shared", __name__)


@views.get("/workbook/shared/<token>/")
@public
def show(token: str) -> ResponseReturnValue:
    """Nobody keeps a copy of it on the way, no search engine lists it, and no page it leads to learns its address."""
    response = page("workbook/shared/show.html", shared=found(shared_at(token)))
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
