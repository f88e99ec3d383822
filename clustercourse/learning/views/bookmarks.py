"""Bookmarks on lessons."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.learning import actions
from clustercourse.learning.queries.enrolments import course_here, enrolled, lesson_at
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("bookmarks", __name__)


@views.post("/courses/<course>/<lesson>/bookmark")
@signed_in
def create(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item = lesson_at(here, lesson)
    with writing():
        actions.keep_bookmark(enrolled(here).id, item.id, by=enrolled(here).person_id)
    return go(f"{here.outline.address_of(item)}#bookmark", _("Bookmarked. You find it again in your record."))


@views.post("/courses/<course>/<lesson>/bookmark/delete")
@signed_in
def delete(course: str, lesson: str) -> ResponseReturnValue:
    here = course_here(viewer(), course)
    item = lesson_at(here, lesson)
    with writing():
        actions.remove_bookmark(enrolled(here).id, item.id, by=enrolled(here).person_id)
    return go(f"{here.outline.address_of(item)}#bookmark", _("The bookmark is gone."))
