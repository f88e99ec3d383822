"""Moving a topic to another space."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.topics import move_topic
from clustercourse.discussions.forms import MoveForm
from clustercourse.discussions.queries.moderation import spaces_moderated
from clustercourse.discussions.queries.spaces import SpaceRow
from clustercourse.discussions.queries.topic import TopicRow
from clustercourse.discussions.views._here import row_of, topic_led
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("moves", __name__)


@views.get("/topics/<int:topic>/move")
@signed_in
def new(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    return page("discussions/moves/new.html", topic=here, form=MoveForm.choosing(_names(_others(here))))


@views.post("/topics/<int:topic>/move")
@signed_in
def create(topic: int) -> ResponseReturnValue:
    here = topic_led(topic)
    others = _others(here)
    form = MoveForm.choosing(_names(others), sent=True)

    def move() -> None:
        with writing():
            move_topic(topic, row_of(others[form.to.data]), by=me())

    if not form.carry_out(move):
        return page("discussions/moves/new.html", 422, topic=here, form=form)
    return go(here.address, _("The topic has moved. Its people are those of the other space now."))


def _others(here: TopicRow) -> dict[str, SpaceRow]:
    return {space.place: space for space in spaces_moderated(viewer()) if space.place != here.space.place}


def _names(spaces: dict[str, SpaceRow]) -> dict[str, str]:
    return {place: space.title for place, space in spaces.items()}
