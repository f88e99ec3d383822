"""The public steps of labs, for feed readers."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs.atom import labs_feed
from clustercourse.labs.queries.news import new_steps
from clustercourse.labs.views._feeds import feed_answer
from clustercourse.web.access import public

views = Blueprint("lab_feeds", __name__)


@views.get("/labs/feed.atom")
@public
def show() -> ResponseReturnValue:
    return feed_answer(labs_feed(new_steps()))
