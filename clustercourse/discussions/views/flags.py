"""Asking for a moderator, and what waits for one."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.flags import flag_post
from clustercourse.discussions.forms import FlagForm
from clustercourse.discussions.queries.moderation import flagged_posts
from clustercourse.discussions.views._here import post_here
from clustercourse.discussions.words import FLAG_WORDS
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("flags", __name__)


@views.get("/moderation/")
@staff
def index() -> ResponseReturnValue:
    return page("discussions/flags/index.html", posts=flagged_posts(viewer()), whys=FLAG_WORDS)


@views.get("/topics/<int:topic>/posts/<int:post>/flag")
@signed_in
def new(topic: int, post: int) -> ResponseReturnValue:
    return page("discussions/flags/new.html", post=post_here(topic, post), form=FlagForm())


@views.post("/topics/<int:topic>/posts/<int:post>/flag")
@signed_in
def create(topic: int, post: int) -> ResponseReturnValue:
    here, form = post_here(topic, post), FlagForm.sent()

    def flag() -> None:
        with writing():
            flag_post(post, form.why.data, form.text.data or "", by=me())

    if not form.carry_out(flag):
        return page("discussions/flags/new.html", 422, post=here, form=form)
    return go(here.in_topic, _("Thank you. Those who run this look at it and tell you what they decide."))
