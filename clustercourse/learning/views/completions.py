"""A lesson is marked as done, or not after all."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.learning import actions
from clustercourse.learning.queries.enrolments import course_here, enrolled, lesson_at
from clustercourse.learning.queries.pages import standing_of
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("completions", __name__)


@views.post("/courses/<course>/<lesson>/completion")
@signed_in
def create(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item, enrolment = lesson_at(here, lesson), enrolled(here)
    with writing():
        settled = actions.mark_read(enrolment.id, item.id, version_id=here.outline.version_id, by=viewer().person_id)
    if settled.finished:
        return go(f"{here.outline.address}finish")
    now = standing_of(course_here(viewer(), course))
    if not now.steps[item.id].is_done:
        said = _("Marked as read. Something is still to do before this lesson is done.")
        return go(f"{here.outline.address_of(item)}#finish", said, "note")
    step = now.following(item)
    title = item.title(enrolment.language)
    return go(here.outline.address_of(step.item) if step else here.outline.address, _("Done: “{title}”.", title=title))


@views.post("/courses/<course>/<lesson>/completion/delete")
@signed_in
def delete(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item = lesson_at(here, lesson)
    with writing():
        actions.undo_read(enrolled(here).id, item.id, by=viewer().person_id)
    return go(f"{here.outline.address_of(item)}#finish", _("This lesson is not done any more."))
