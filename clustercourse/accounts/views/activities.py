"""What was recorded about oneself."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.queries import activity_of
from clustercourse.accounts.queries.verb_words import verb_words
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import page

views = Blueprint("activities", __name__)


@views.get("/me/activity/")
@signed_in
def index() -> ResponseReturnValue:
    activity = activity_of(me(), request.args.get("page", 1, type=int))
    return page("accounts/activities/index.html", activity=activity, words=verb_words)
