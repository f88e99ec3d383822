"""Closures: an organisation is taken off the lists, and put back."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.catalogue import actions, policy, queries
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("closures", __name__)


@views.post("/organisations/<organisation>/closure")
@signed_in
def create(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_close_organisation(viewer(), thing))
    with writing():
        actions.close_organisation(thing.id, by=viewer().person_id or 0)
    return go(url_for("catalogue.organisations.show", organisation=organisation), _("{name} is closed.", name=thing.name))


@views.post("/organisations/<organisation>/closure/delete")
@signed_in
def delete(organisation: str) -> ResponseReturnValue:
    thing = found(queries.organisation_by_slug(viewer(), organisation))
    require(policy.can_close_organisation(viewer(), thing))
    with writing():
        actions.reopen_organisation(thing.id, by=viewer().person_id or 0)
    return go(url_for("catalogue.organisations.show", organisation=organisation), _("{name} is open again.", name=thing.name))
