"""The report of one organisation on its trial: reading, writing."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.errors import Conflict
from clustercourse.labs import policy, words
from clustercourse.labs.actions.trials import report_trial
from clustercourse.labs.forms import TrialForm
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import Participant, participants_of
from clustercourse.labs.queries.trials import trials_of
from clustercourse.labs.views._here import worked_in
from clustercourse.language import _
from clustercourse.web.access import found, me, not_here, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("trials", __name__)


@views.get("/labs/<lab>/trials/<int:number>")
@signed_in
def show(lab: str, number: int) -> ResponseReturnValue:
    here = worked_in(lab)
    one = _tester(here, number)
    trial = found(trials_of(here.id).get(one.id))
    if trial.shared_with == "facilitator" and not _writes(here, one):
        not_here()
    return page("labs/trials/show.html", lab=here, one=one, trial=trial, words=words)


@views.get("/labs/<lab>/trials/<int:number>/edit")
@signed_in
def edit(lab: str, number: int) -> ResponseReturnValue:
    here = worked_in(lab)
    one = _written(here, number)
    return _shown(here, one, TrialForm.showing(trials_of(here.id).get(one.id)))


@views.post("/labs/<lab>/trials/<int:number>/edit")
@signed_in
def update(lab: str, number: int) -> ResponseReturnValue:
    here, form = worked_in(lab), TrialForm.sent()
    one = _written(here, number)
    try:
        done = form.carry_out(lambda: _report(one, form))
    except Conflict as conflict:
        form.form_errors.append(conflict.sentence)
        form.number.data = str(trials_of(here.id)[one.id].number)
        return _shown(here, one, form, 409)
    return go(here.address, _("The report of {name} is saved.", name=one.name)) if done else _shown(here, one, form, 422)


def _report(one: Participant, form: TrialForm) -> None:
    with writing():
        report_trial(one.id, form.facts(), number=form.seen, by=me())


def _tester(here: LabRow, number: int) -> Participant:
    one: Participant = found(next((each for each in participants_of(here.id) if each.id == number), None))
    return one


def _written(here: LabRow, number: int) -> Participant:
    one = _tester(here, number)
    return one if _writes(here, one) else not_here()


def _writes(here: LabRow, one: Participant) -> bool:
    """Its own people, and the facilitator for those who tell it on the telephone."""
    return viewer().belongs_to(one.organisation_id) or policy.can_facilitate_lab(viewer(), here)


def _shown(here: LabRow, one: Participant, form: TrialForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/trials/edit.html", status, lab=here, one=one, form=form, text=hypothesis_of(here.id), words=words)
