"""A case clinic goes a step on, or one back."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.clinics import take_step
from clustercourse.discussions.policy import can_lead
from clustercourse.discussions.queries.topic import topic_at
from clustercourse.discussions.words import STEP_WORDS
from clustercourse.language import _
from clustercourse.web.access import me, not_here, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("clinic_steps", __name__)


@views.post("/topics/<int:topic>/step")
@signed_in
def create(topic: int) -> ResponseReturnValue:
    here, to = topic_at(viewer(), topic), request.form.get("to", "")
    if not here.is_clinic:
        not_here()
    require(can_lead(viewer(), here))
    with writing():
        take_step(topic, to, by=me())
    return go(here.address, _("The case stands at: {step}.", step=STEP_WORDS[to]))
