"""Closing a topic, and opening it again."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.topics import close_topic, reopen_topic
from clustercourse.discussions.views._here import topic_led
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go

views = Blueprint("closures", __name__)


@views.post("/topics/<int:topic>/closure")
@signed_in
def create(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    with writing():
        close_topic(topic, by=me())
    return go(here.address, _("The topic is closed. It stays to be read."))


@views.post("/topics/<int:topic>/closure/delete")
@signed_in
def delete(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    with writing():
        reopen_topic(topic, by=me())
    return go(here.address, _("The topic is open again."))
