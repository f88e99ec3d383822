"""The accepted answer of a question."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.answers import accept_answer, withdraw_acceptance
from clustercourse.discussions.policy import can_lead
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.views._here import post_here
from clustercourse.language import _
from clustercourse.web.access import me, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("answers", __name__)


@views.post("/topics/<int:topic>/posts/<int:post>/acceptance")
@signed_in
def create(topic: int, post: int) -> ResponseReturnValue:
    here, accepted = topic_at(viewer(), topic), post_here(topic, post)
    require(can_lead(viewer(), here))
    with writing():
        accept_answer(topic, post, by=me())
    return go(accepted.in_topic, _("The question has its answer."))


@views.post("/topics/<int:topic>/acceptance/delete")
@signed_in
def delete(topic: int) -> ResponseReturnValue:
    here = topic_at(viewer(), topic)
    require(can_lead(viewer(), here))
    with writing():
        withdraw_acceptance(topic, by=me())
    return go(here.address, _("The question is open again."))
