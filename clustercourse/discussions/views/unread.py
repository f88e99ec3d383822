"""Everything new since one's last visit, on one page."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.reading import note_read
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.queries.unread import unread_for
from clustercourse.discussions.words import KIND_WORDS
from clustercourse.language import _, zone
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("unread", __name__)


@views.get("/me/unread/")
@signed_in
def show() -> ResponseReturnValue:
    return page("discussions/unread/show.html", unread=unread_for(viewer()), zone=zone(), kinds=KIND_WORDS)


@views.post("/me/unread/")
@signed_in
def update() -> ResponseReturnValue:
    shown = [pair.partition(":") for pair in request.form.getlist("read")[:50]]
    read = [(topic_at(viewer(), int(topic)).id, int(number)) for topic, _colon, number in shown if _is_row(topic) and number.isdecimal()]
    with writing():
        for topic, number in read:
            note_read(topic, number, by=me())
    return go(url_for("discussions.unread.show"), _("Marked as read."))


def _is_row(number: str) -> bool:
    return number.isdecimal() and len(number) < 10
