"""Saying what one thinks of a proposal."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.voices import speak
from clustercourse.labs.forms import VoiceForm
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.participants import names_of
from clustercourse.labs.queries.voices import dialogue_of
from clustercourse.language import _
from clustercourse.web.access import me, not_here, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("voices", __name__)


@views.post("/labs/<lab>/dialogue/")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here = lab_at(viewer(), lab)
    if not policy.is_heard(viewer()):
        not_here()
    form = offered(VoiceForm.sent())
    if form.carry_out(lambda: _speak(here, form)):
        return go(f"{here.address}dialogue/", _("Said. Others read it with your name."))
    return page("labs/dialogues/show.html", 422, lab=here, dialogue=dialogue_of(here.id), words=words, form=form)


def _speak(here: LabRow, form: VoiceForm) -> None:
    body, _colon, number = form.speaks_as.data.partition(":")
    with writing():
        speak(here.id, body, form.vote.data, form.text.data, by=me(), organisation_id=int(number) if number else None)


def offered(form: VoiceForm | None = None) -> VoiceForm:
    """With everything the viewer may speak for: their organisations, and the boards they sit on."""
    mine = [(f"clusters:{number}", name) for number, name in names_of(list(viewer().memberships))]
    boards = [(body, str(words.BODY_WORDS[body])) for body in sorted(policy.BODIES & viewer().roles)]
    return (form if form is not None else VoiceForm()).offer([*mine, *boards])
