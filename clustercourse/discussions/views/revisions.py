"""The earlier wordings of a post."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.discussions.queries.post import revisions_of
from clustercourse.discussions.views._here import post_here
from clustercourse.web.access import signed_in
from clustercourse.web.pages import page

views = Blueprint("revisions", __name__)


@views.get("/topics/<int:topic>/posts/<int:post>/revisions")
@signed_in
def index(topic: int, post: int) -> ResponseReturnValue:
    return page("discussions/revisions/index.html", post=post_here(topic, post), revisions=revisions_of(post))
