"""Choosing one of two texts."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.exercises.actions import settle_draft
from clustercourse.exercises.views.arrival import arrive, draft_number
from clustercourse.language import _
from clustercourse.web.access import signed_in
from clustercourse.web.pages import go

views = Blueprint("settlements", __name__)


@views.post("/courses/<course>/exercises/<exercise>/draft/settlement")
@signed_in
def create(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    task = arrival.task
    with writing():
        settle_draft(task, keep_second=request.form.get("keep") == "second", draft_number=draft_number())
    return go(arrival.address("exercises.show"), _("Go on with the text you chose."))
