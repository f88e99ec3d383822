"""The dialogue about a proposal: what the three bodies say."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.labs import policy, words
from clustercourse.labs.queries.labs import lab_at
from clustercourse.labs.queries.voices import dialogue_of
from clustercourse.labs.views.voices import offered
from clustercourse.web.access import not_here, signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("dialogues", __name__)


@views.get("/labs/<lab>/dialogue/")
@signed_in
def show(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    if not (policy.is_heard(viewer()) or policy.can_facilitate_lab(viewer(), here)):
        not_here()
    form = offered() if policy.can_speak_of_lab(viewer(), here) else None
    return page("labs/dialogues/show.html", lab=here, dialogue=dialogue_of(here.id), words=words, form=form)
