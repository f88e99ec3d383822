"""How closely somebody follows a topic."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.reading import choose_level
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.words import LEVEL_HINTS
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("levels", __name__)


@views.post("/topics/<int:topic>/level")
@signed_in
def update(topic: int) -> ResponseReturnValue:
    here, level = topic_at(viewer(), topic), request.form.get("level", "")
    with writing():
        choose_level(topic, level, by=me())
    return go(here.address, LEVEL_HINTS[level])
