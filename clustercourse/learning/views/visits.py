"""What a visit leaves behind: the lesson last opened, and how far a lesson or a topic was read."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.learning import actions
from clustercourse.learning.queries.enrolments import course_of_item, enrolled
from clustercourse.web.access import found, not_here, signed_in, viewer

views = Blueprint("visits", __name__)


@views.post("/me/visits")
@signed_in
def create() -> ResponseReturnValue:
    visited = _VISITED.get(request.form.get("kind", ""))
    number = request.form.get("thing", 0, type=int)
    if visited is None or not 0 < number < 2**31:
        not_here()
    visited(number)
    return "", 204


def _lesson(item_id: int) -> None:
    here = found(course_of_item(viewer(), item_id))
    with writing():
        actions.visit(enrolled(here).id, item_id, by=enrolled(here).person_id, place=request.form.get("place", type=int))


def _topic(topic_id: int) -> None:
    topic = topic_at(viewer(), topic_id)
    with writing():
        note_read(topic.id, request.form.get("number", 0, type=int), by=viewer().person_id or 0)


_VISITED = {"lesson": _lesson, "topic": _topic}
