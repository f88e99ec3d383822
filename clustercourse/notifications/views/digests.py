"""The next daily letter, as it would be now."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.language import language
from clustercourse.notifications.digests import preview_digest
from clustercourse.notifications.queries import letter_choices
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("digests", __name__)


@views.get("/me/letters/daily")
@signed_in
def show() -> ResponseReturnValue:
    me = viewer().person_id or 0
    hour = letter_choices(me).hours.digest
    preview = preview_digest(me, viewer().time_zone, hour, language())
    return page("notifications/digests/show.html", preview=preview)
