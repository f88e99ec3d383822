"""The catalogue and the page of a course."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.content.queries.courses import LENGTHS, Filters, catalogue
from clustercourse.labs.queries.marks import labs_beside_course
from clustercourse.language import language
from clustercourse.learning.queries.enrolments import course_here
from clustercourse.learning.queries.pages import course_page
from clustercourse.web.access import public, viewer
from clustercourse.web.languages import wanted
from clustercourse.web.pages import unchanged_or

views = Blueprint("courses", __name__)
_LONGEST = 200


@views.get("/courses/")
@public
def index() -> ResponseReturnValue:
    filters = Filters(**{name: request.args.get(name, "").strip()[:_LONGEST] for name in ("text", "topic", "spoken", "length")})
    shown = catalogue(viewer(), filters)
    return unchanged_or("content/courses/index.html", catalogue=shown, filters=filters, lengths=LENGTHS)


@views.get("/courses/<course>/")
@public
def show(course: str) -> ResponseReturnValue:
    here = course_here(viewer(), course, request.args.get("version", type=int))
    asked = request.args.get("language")
    shown = course_page(here, here.language(asked, language()))
    return unchanged_or(
        "content/courses/show.html", shown=shown, here=here, told=here.told_in(asked, *wanted()), labs=labs_beside_course(here.course_id)
    )
