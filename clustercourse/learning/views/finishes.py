"""The end of a course: what was done, what is left, what comes next."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.learning.queries.enrolments import course_here, enrolled
from clustercourse.learning.queries.pages import finish_page
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("finishes", __name__)


@views.get("/courses/<course>/finish")
@signed_in
def show(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    return page("learning/finishes/show.html", shown=finish_page(viewer(), here, enrolled(here).language), here=here)
