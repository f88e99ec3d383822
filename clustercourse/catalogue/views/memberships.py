"""Memberships: changing a role, leaving, taking somebody off the list."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue import actions, policy, queries
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, not_here, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("memberships", __name__)


def _load(slug: str, number: int) -> tuple[queries.OrganisationRow, queries.Member]:
    organisation = found(queries.organisation_by_slug(viewer(), slug))
    if not policy.can_see_members(viewer(), organisation):
        not_here()
    shown = queries.organisation_page(viewer(), organisation, people=True, managing=False)
    return organisation, found(next((member for member in shown.members if member.id == number), None))


@views.post("/organisations/<organisation>/members/<int:number>")
@signed_in
def update(organisation: str, number: int) -> ResponseReturnValue:
    thing, member = _load(organisation, number)
    require(policy.can_manage_members(viewer(), thing))
    role = "manager" if request.form.get("role") == "manager" else "member"
    with writing():
        actions.change_role(member.id, role=role, by=viewer().person_id)
    return go(url_for("catalogue.organisations.show", organisation=organisation), _("The role is changed."))


@views.post("/organisations/<organisation>/members/<int:number>/delete")
@signed_in
def delete(organisation: str, number: int) -> ResponseReturnValue:
    thing, member = _load(organisation, number)
    own = member.person_id == viewer().person_id
    require(own or policy.can_manage_members(viewer(), thing))
    with writing():
        actions.leave(member.id, by=viewer().person_id or 0)
    said = _("You have left {name}.", name=thing.name) if own else _("{name} is taken off the list.", name=member.name)
    return go(url_for("catalogue.organisations.show", organisation=organisation), said)
