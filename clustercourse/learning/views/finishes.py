"""The end of a course: what was done, what is left, what comes next."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.learning.queries.enrolments import course_here, enrolled
from clustercourse.learning.queries.pages import finish_page
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page
from clustercourse.workbook.queries.commitments import own_kept

views = Blueprint("finishes", __name__)


@views.get("/courses/<course>/finish")
@signed_in
def show(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    enrolment = enrolled(here)
    promised = own_kept(viewer(), enrolment.id)
    return page("learning/finishes/show.html", shown=finish_page(viewer(), here, enrolment.language), here=here, promised=promised)
