"""The steps of a lab, each a row with who, when and why."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import stages, words
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.forms import StepForm
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.standing import standing_of
from clustercourse.labs.queries.voices import dialogue_of
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, not_here, staff
from clustercourse.web.pages import go, page

views = Blueprint("steps", __name__)


@views.get("/labs/<lab>/steps/<step>")
@staff
def new(lab: str, step: str) -> ResponseReturnValue:
    here = facilitated(lab)
    if step not in stages.steps_from(here.state):
        return go(here.address, _("This step does not follow now. Look at where the lab stands."), "note")
    return _asked(here, step, StepForm(data={"step": step}))


@views.post("/labs/<lab>/steps/<step>")
@staff
def create(lab: str, step: str) -> ResponseReturnValue:
    here, form = facilitated(lab), StepForm.sent()
    if step not in words.STEP_WORDS:
        not_here()
    if form.carry_out(lambda: _step(here, step, form)):
        return go(here.address, _("The lab is now: {state}.", state=words.STATE_WORDS[step]))
    return _asked(here, step, form, 422)


def _step(here: LabRow, step: str, form: StepForm) -> None:
    with writing():
        step_lab(here.id, step, by=me(), reason=form.reason.data or "", unheard_is_meant=form.unheard.data)


def _asked(here: LabRow, step: str, form: StepForm, status: int = 200) -> ResponseReturnValue:
    missing = stages.missing_for(step, standing_of(here.id))
    unheard = dialogue_of(here.id).unheard if step in stages.DECISIONS else ()
    asks_why = form.reason.flags.required = step in stages.WITH_REASON
    shown = {
        "missing": missing,
        "unheard": unheard,
        "asks_why": asks_why,
        "words": words,
        "unheard_words": ", ".join(str(words.BODY_WORDS[body]) for body in unheard),
    }
    return page("labs/steps/new.html", status, lab=here, step=step, form=form, **shown)
