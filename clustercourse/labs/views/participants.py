"""The organisations that test: the list, signing up, being named, leaving."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import policy, words
from clustercourse.labs.actions.participants import agree_to_be_named, leave, sign_up
from clustercourse.labs.forms import ParticipantForm
from clustercourse.labs.queries.labs import LabRow, lab_at
from clustercourse.labs.queries.participants import Participant, clusters_and_networks, participants_of
from clustercourse.language import _
from clustercourse.web.access import found, me, not_here, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("participants", __name__)


@views.get("/labs/<lab>/participants/")
@signed_in
def index(lab: str) -> ResponseReturnValue:
    here = _met(lab)
    return _listed(here, _offered(here, ParticipantForm()))


@views.post("/labs/<lab>/participants/")
@signed_in
def create(lab: str) -> ResponseReturnValue:
    here = _met(lab)
    form = _offered(here, ParticipantForm.sent())

    def join() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                override = form.override.data or "" if policy.can_facilitate_lab(viewer(), here) else ""
                sign_up(here.id, form.organisation.data, by=me(), override=override)

    return go(f"{here.address}participants/", _("It takes part.")) if form.carry_out(join) else _listed(here, form, 422)


@views.post("/labs/<lab>/participants/<int:number>/naming")
@signed_in
def update(lab: str, number: int) -> ResponseReturnValue:
    here = _met(lab)
    one = _own(here, number)
    require(viewer().belongs_to(one.organisation_id))
    is_named = request.form.get("named") == "yes"
    with writing():
        agree_to_be_named(one.id, is_named=is_named, by=me())
    hidden = _("Your name stands on the public page no more. A version of the product that was published before keeps it.")
    said = _("Your name stands on the public page.") if is_named else hidden
    return go(f"{here.address}participants/", said)


@views.post("/labs/<lab>/participants/<int:number>/delete")
@signed_in
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = _met(lab)
    one = _own(here, number)
    with writing():
        leave(one.id, by=me())
    return go(here.address, _("{name} takes part no more.", name=one.name))


def _met(slug: str) -> LabRow:
    """A lab that was selected, for those who could take part."""
    here = lab_at(viewer(), slug)
    is_met = policy.is_heard(viewer()) or policy.can_facilitate_lab(viewer(), here)
    return here if here.was_selected and is_met else not_here()


def _own(here: LabRow, number: int) -> Participant:
    one: Participant = found(next((each for each in participants_of(here.id) if each.id == number), None))
    require(viewer().belongs_to(one.organisation_id) or policy.can_facilitate_lab(viewer(), here))
    return one


def _offered(here: LabRow, form: ParticipantForm) -> ParticipantForm:
    """The facilitator signs up any cluster or network; others those that they belong to."""
    signs_anybody = policy.can_facilitate_lab(viewer(), here)
    mine = [one for one in clusters_and_networks() if signs_anybody or viewer().belongs_to(one[0])]
    form.organisation.choices = [(number, name) for number, name in mine if number not in here.participant_ids]
    return form


def _listed(here: LabRow, form: ParticipantForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/participants/index.html", status, lab=here, form=form, participants=participants_of(here.id), words=words)
