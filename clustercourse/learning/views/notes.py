"""A learner's own note on a lesson: saved while typing, shown alone after two windows wrote at once."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _, clock
from clustercourse.learning import actions
from clustercourse.learning.queries.enrolments import course_here, enrolled, lesson_at
from clustercourse.learning.queries.pages import lesson_page
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("notes", __name__)


@views.get("/courses/<course>/<lesson>/note")
@signed_in
def show(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item = lesson_at(here, lesson)
    shown = lesson_page(here, item, enrolled(here).language)
    return page("learning/notes/show.html", shown=shown, here=here)


@views.post("/courses/<course>/<lesson>/note")
@signed_in
def update(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item, enrolment = lesson_at(here, lesson), enrolled(here)
    seen = request.form.get("version", 0, type=int)
    with writing():
        kept = actions.keep_note(enrolment.id, item.id, by=enrolment.person_id, text=request.form.get("text", ""), number_seen=seen)
    if request.accept_mimetypes.best == "application/json":
        return jsonify(version=kept.number, saved_at=clock(kept.saved_at)), 409 if kept.has_both else 200
    if kept.has_both:
        return go(f"{here.outline.address_of(item)}note", _("Another window saved a text meanwhile. Both are in the note."), "note")
    return go(f"{here.outline.address_of(item)}#note-title", _("Your note is saved."))
