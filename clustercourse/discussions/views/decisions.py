"""A moderator decides about a post that was flagged."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.flags import decide_flags
from clustercourse.discussions.forms import DecisionForm
from clustercourse.discussions.queries.moderation import flagged_post, refuse_strangers
from clustercourse.discussions.words import FLAG_WORDS
from clustercourse.language import _
from clustercourse.web.access import me, staff, viewer
from clustercourse.web.pages import go, page

views = Blueprint("decisions", __name__)


@views.get("/moderation/<int:post>")
@staff
def new(post: int) -> ResponseReturnValue:
    refuse_strangers(viewer(), post)
    return _showing(post, DecisionForm())


@views.post("/moderation/<int:post>")
@staff
def create(post: int) -> ResponseReturnValue:
    refuse_strangers(viewer(), post)
    form = DecisionForm.sent()

    def decide() -> None:
        with writing():
            decide_flags(post, upheld=form.decision.data == "upheld", reason=form.reason.data, by=me())

    if not form.carry_out(decide):
        return _showing(post, form, 422)
    return go(url_for("discussions.flags.index"), _("Decided. Its author and those who flagged it are told."))


def _showing(post: int, form: DecisionForm, status: int = 200) -> ResponseReturnValue:
    return page("discussions/decisions/new.html", status, post=flagged_post(viewer(), post), form=form, whys=FLAG_WORDS)
