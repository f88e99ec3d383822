"""Having read what one was told: one line, or all."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.notifications.actions import mark_all_read, mark_line_read
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("readings", __name__)


@views.post("/me/notifications/readings")
@signed_in
def create() -> ResponseReturnValue:
    line, me = request.form.get("line", type=int), viewer().person_id or 0
    with writing():
        if "line" not in request.form:
            mark_all_read(me)
        elif line is not None and 0 < line < 2**31:
            mark_line_read(me, line)
    if "quietly" in request.form:
        return "", 204
    return go(url_for("notifications.notices.index"), None if "line" in request.form else _("Everything is marked as read."))
