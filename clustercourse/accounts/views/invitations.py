"""Accepting an invitation: with the account one has, or by registering."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import accept_invitation
from clustercourse.accounts.entering import Entered, register_by_invitation
from clustercourse.accounts.forms import InvitedForm
from clustercourse.accounts.links import digest_of
from clustercourse.accounts.queries import FoundInvitation, find_invitation
from clustercourse.accounts.views._browser import browser, letter_page, link_is_over, welcome
from clustercourse.db import writing
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.web.access import me, public, signed_in
from clustercourse.web.pages import go

views = Blueprint("invitations", __name__)


@views.get("/invitations/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    return _page(token, InvitedForm(), 200)


@views.post("/invitations/<token>")
@public
def create(token: str) -> ResponseReturnValue:
    form, entered, invitation = InvitedForm.sent(), list[Entered](), find_invitation(digest_of(token))
    if not form.carry_out(lambda: entered.append(register_by_invitation(token, form.name.data, form.password.data, browser()))):
        return _page(token, form, 422)
    return welcome(entered[0], _leads_to(invitation) or "/", _("Welcome."))


@views.post("/invitations/<token>/acceptance")
@signed_in
def update(token: str) -> ResponseReturnValue:
    invitation = find_invitation(digest_of(token))
    with writing():
        accept_invitation(token, by=me())
    return go(_leads_to(invitation) or url_for("learning.today.show"), _("You have accepted the invitation."))


def _leads_to(invitation: FoundInvitation | None) -> str | None:
    """Where somebody sees what accepting has made: their place in the cohort."""
    slug = invitation.cohort_slug if invitation is not None else None
    return url_for("cohorts.applications.show", cohort=slug) if slug else None


def _page(token: str, form: InvitedForm, status: int) -> ResponseReturnValue:
    invitation = find_invitation(digest_of(token))
    if invitation is None:
        return link_is_over(_("This invitation was accepted, withdrawn or is too old. Ask for a new one."))
    return letter_page(
        "accounts/invitations/show.html", status, form=form, invitation=invitation, token=token, registration=house().registration
    )
