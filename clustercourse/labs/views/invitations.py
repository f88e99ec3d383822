"""Inviting people to the dialogue by letter: the list with what is missing from whom, inviting, sending again, withdrawing."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import count_letter
from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.invitations import invite_guests, send_again, withdraw_from_dialogue
from clustercourse.labs.forms import InvitationForm
from clustercourse.labs.queries.invitations import InvitationRow, invited_to
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _, ngettext
from clustercourse.web.access import found, me, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("invitations", __name__)


@views.get("/labs/<lab>/invitations/")
@staff
def index(lab: str) -> ResponseReturnValue:
    return _listed(facilitated(lab), InvitationForm())


@views.post("/labs/<lab>/invitations/")
@staff
def create(lab: str) -> ResponseReturnValue:
    here, form, came = facilitated(lab), InvitationForm.sent(), list[int]()

    def invite() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                came.append(invite_guests(here.id, form.guests, form.body.data, by=me()))

    if not form.carry_out(invite):
        return _listed(here, form, 422)
    said = ngettext("{n} person is invited.", "{n} people are invited.", came[0]) if any(came) else _("They are invited already.")
    return go(f"{here.address}invitations/", said)


@views.post("/labs/<lab>/invitations/<int:number>/letter")
@staff
def update(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    one = _invited(here, number)
    count_letter(one.email)
    with creating(viewer()) as answer:
        if not answer.was_given:
            send_again(here.id, one.id, by=me())
    return go(f"{here.address}invitations/", _("{name} gets a new letter. The address in the one before works no more.", name=one.name))


@views.post("/labs/<lab>/invitations/<int:number>/delete")
@staff
def delete(lab: str, number: int) -> ResponseReturnValue:
    here = facilitated(lab)
    one = _invited(here, number)
    with writing():
        withdraw_from_dialogue(here.id, one.id, by=me())
    return go(f"{here.address}invitations/", _("The invitation of {name} is withdrawn.", name=one.name))


def _invited(here: LabRow, number: int) -> InvitationRow:
    everybody = (each for body in invited_to(here.id) for each in body.invitations)
    one: InvitationRow = found(next((each for each in everybody if each.id == number), None))
    return one


def _listed(here: LabRow, form: InvitationForm, status: int = 200) -> ResponseReturnValue:
    return page("labs/invitations/index.html", status, lab=here, form=form, bodies=invited_to(here.id), words=words)
