"""A person's own record: courses, bookmarks and notes."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.learning.queries.mine import record_of
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("records", __name__)


@views.get("/me/record/")
@signed_in
def show() -> ResponseReturnValue:
    return page("learning/records/show.html", record=record_of(viewer()))
