"""What a visit leaves behind: the lesson last opened, and how far it was read."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.learning import actions
from clustercourse.learning.queries.enrolments import course_of_item, enrolled
from clustercourse.web.access import found, not_here, signed_in, viewer

views = Blueprint("visits", __name__)


@views.post("/me/visits")
@signed_in
def create() -> ResponseReturnValue:
    item_id = request.form.get("thing", 0, type=int)
    if request.form.get("kind") != "lesson" or not 0 < item_id < 2**31:
        not_here()
    here = found(course_of_item(viewer(), item_id))
    with writing():
        actions.visit(enrolled(here).id, item_id, by=enrolled(here).person_id, place=request.form.get("place", type=int))
    return "", 204
