"""A post that was taken off the page, and bringing it back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.posts import restore_post
from clustercourse.discussions.policy import can_restore_post
from clustercourse.discussions.queries.post import PostRow, post_at
from clustercourse.language import _
from clustercourse.web.access import me, not_here, require, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("removals", __name__)


@views.get("/topics/<int:topic>/posts/<int:post>/removal")
@signed_in
def show(topic: int, post: int) -> ResponseReturnValue:
    return page("discussions/removals/show.html", post=_removed(topic, post))


@views.post("/topics/<int:topic>/posts/<int:post>/removal/delete")
@signed_in
def delete(topic: int, post: int) -> ResponseReturnValue:
    here = _removed(topic, post)
    with writing():
        restore_post(post, by=me())
    return go(here.in_topic, _("The post is back."))


def _removed(topic: int, post: int) -> PostRow:
    here = post_at(viewer(), topic, post)
    if not here.is_deleted:
        not_here()
    require(can_restore_post(viewer(), here))
    return here
