"""Choosing one of two texts of a draft."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.drafts import settle_draft
from clustercourse.discussions.queries.places import place_here
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("settlements", __name__)


@views.post("/me/post-drafts/<place>/settlement")
@signed_in
def create(place: str) -> ResponseReturnValue:
    where = place_here(viewer(), place)
    number = request.form.get("number", 0, type=int)
    with writing():
        settle_draft(place, keep_second=request.form.get("keep") == "second", number=number, by=me())
    return go(where.address, _("You go on with the text you chose."))
