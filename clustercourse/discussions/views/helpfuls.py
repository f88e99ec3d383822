"""Saying that a post was helpful, and taking it back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.answers import find_helpful, withdraw_helpful
from clustercourse.discussions.views._here import post_here
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go

views = Blueprint("helpfuls", __name__)


@views.post("/topics/<int:topic>/posts/<int:post>/helpful")
@signed_in
def create(topic: int, post: int) -> ResponseReturnValue:
    here = post_here(topic, post)
    with writing():
        find_helpful(post, by=me())
    return go(here.in_topic)


@views.post("/topics/<int:topic>/posts/<int:post>/helpful/delete")
@signed_in
def delete(topic: int, post: int) -> ResponseReturnValue:
    here = post_here(topic, post)
    with writing():
        withdraw_helpful(post, by=me())
    return go(here.in_topic)
