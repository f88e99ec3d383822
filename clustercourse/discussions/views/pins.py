"""Topics that stay at the head of their space."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.topics import pin_topic
from clustercourse.discussions.views._here import topic_led
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go

views = Blueprint("pins", __name__)


@views.post("/topics/<int:topic>/pin")
@signed_in
def create(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    with writing():
        pin_topic(topic, is_pinned=True, by=me())
    return go(here.address, _("The topic stays at the head of the list."))


@views.post("/topics/<int:topic>/pin/delete")
@signed_in
def delete(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    with writing():
        pin_topic(topic, is_pinned=False, by=me())
    return go(here.address, _("The topic stands in its order again."))
