"""Files beside posts, for those who see the post; always to be saved, never shown inside a page."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.discussions.queries.post import file_at
from clustercourse.discussions.views._here import post_here
from clustercourse.files import store
from clustercourse.web.access import found, not_here, signed_in
from clustercourse.web.pages import attachment

views = Blueprint("files", __name__)


@views.get("/topics/<int:topic>/posts/<int:post>/files/<int:file>")
@signed_in
def show(topic: int, post: int, file: int) -> ResponseReturnValue:
    post_here(topic, post)
    kept = found(file_at(post, file))
    if not store().has(kept.digest):
        not_here()
    return attachment(store().get(kept.digest), kept.name)
