"""A lesson: the text, what finishes it, and what the reader keeps beside it."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.discussions.queries.topics import topics_of_lesson
from clustercourse.exercises.queries import modes, placed
from clustercourse.language import language
from clustercourse.learning.queries.enrolments import course_here, lesson_at
from clustercourse.learning.queries.pages import lesson_page
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import unchanged_or
from clustercourse.workbook.queries.placed import placed_sheets

views = Blueprint("lessons", __name__)


@views.get("/courses/<course>/<lesson>/")
@public
def show(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course, request.args.get("version", type=int))
    item = lesson_at(here, lesson)
    shown = lesson_page(here, item, here.language(request.args.get("language"), language()))
    inside = [here.outline.by_key[key] for key in shown.text.exercises]
    answers = placed(here, [item for item in inside if not item.is_worksheet], shown.language)
    sheets = placed_sheets(viewer(), here, [item for item in inside if item.is_worksheet], shown.language)
    topics = topics_of_lesson(viewer(), item.id) if here.is_enrolled or viewer().teaches(here.course_id) else None
    return unchanged_or(
        "learning/lessons/show.html",
        shown=shown,
        here=here,
        placed={**answers, **sheets},
        modes=() if sheets else modes(answers),
        topics=topics,
    )
