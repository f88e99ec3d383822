"""Files beside posts, for those who see the post; always to be saved, never shown inside a page."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.discussions.queries.post import file_at
from clustercourse.discussions.views._here import post_here
from clustercourse.web.access import found, signed_in
from clustercourse.web.downloads import download

views = Blueprint("files", __name__)


@views.get("/topics/<int:topic>/posts/<int:post>/files/<int:file>")
@signed_in
def show(topic: int, post: int, file: int) -> ResponseReturnValue:
    post_here(topic, post)
    kept = found(file_at(post, file))
    return download(kept.digest, "application/octet-stream", name=kept.name)
