"""New results of methods, for feed readers."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs.atom import methods_feed
from clustercourse.labs.queries.news import new_results
from clustercourse.labs.views._feeds import feed_answer
from clustercourse.web.access import public

views = Blueprint("method_feeds", __name__)


@views.get("/methods/feed.atom")
@public
def show() -> ResponseReturnValue:
    return feed_answer(methods_feed(new_results()))
