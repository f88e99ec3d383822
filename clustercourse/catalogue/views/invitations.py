"""Invitations to an organisation: sending and withdrawing."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions.invitations import invite, withdraw_invitation
from clustercourse.catalogue import policy, queries
from clustercourse.catalogue.forms import OrganisationInvitationForm
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, signed_in, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("invitations", __name__)


@views.post("/organisations/<organisation>/invitations")
@signed_in
def create(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_manage_members(viewer(), thing))
    form = OrganisationInvitationForm.sent()

    def send() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                invite(form.email.data, organisation=thing.id, role=form.role.data, by=viewer().person_id or 0)

    if not form.carry_out(send):
        return page("catalogue/invitations/new.html", 422, form=form, organisation=thing)
    return go(
        url_for("catalogue.organisations.show", organisation=organisation),
        _("The invitation to {email} is on its way.", email=form.email.data),
    )


@views.post("/organisations/<organisation>/invitations/<int:number>/delete")
@signed_in
def delete(organisation: str, number: int) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_manage_members(viewer(), thing))
    shown = queries.organisation_page(viewer(), thing, people=False, managing=True)
    invited = found(next((each for each in shown.invited if each.id == number), None))
    with writing():
        withdraw_invitation(invited.id, by=viewer().person_id or 0)
    return go(
        url_for("catalogue.organisations.show", organisation=organisation),
        _("The invitation to {email} is withdrawn.", email=invited.email),
    )
