"""Requests to join: asking, deciding."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue import actions, policy, queries
from clustercourse.catalogue.forms import JoinRequestForm
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("join_requests", __name__)


@views.post("/organisations/<organisation>/join-requests")
@signed_in
def create(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_ask_to_join(viewer(), thing))
    form = JoinRequestForm.sent()

    def ask() -> None:
        with writing():
            actions.ask_to_join(thing.id, message=form.message.data or "", by=viewer().person_id or 0)

    if not form.carry_out(ask):
        return page("catalogue/join_requests/new.html", 422, form=form, organisation=thing)
    return go(url_for("catalogue.organisations.show", organisation=organisation), _("Your request is sent. A manager decides."))


@views.post("/organisations/<organisation>/join-requests/<int:number>")
@signed_in
def update(organisation: str, number: int) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_manage_members(viewer(), thing))
    shown = queries.organisation_page(viewer(), thing, people=False, managing=True)
    asking = found(next((each for each in shown.asking if each.id == number), None))
    accept = request.form.get("decision") == "accept"
    with writing():
        actions.decide_request(asking.id, accept=accept, by=viewer().person_id or 0)
    said = _("{name} is now a member.", name=asking.name) if accept else _("The request of {name} is declined.", name=asking.name)
    return go(url_for("catalogue.organisations.show", organisation=organisation), said)
