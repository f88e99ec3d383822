"""Facilitating a lab: taking it up and handing it back."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy
from clustercourse.labs.actions.labs import hand_back, take_up
from clustercourse.labs.queries.labs import lab_at
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, require, staff, viewer
from clustercourse.web.pages import go

views = Blueprint("facilitations", __name__)


@views.post("/labs/<lab>/facilitation")
@staff
def create(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    require(policy.is_facilitator(viewer()))
    with writing():
        take_up(here.id, by=me())
    return go(here.address, _("You facilitate this lab now."))


@views.post("/labs/<lab>/facilitation/delete")
@staff
def delete(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    with writing():
        hand_back(here.id, by=me())
    return go("/labs/", _("You do not facilitate this lab any more."))
