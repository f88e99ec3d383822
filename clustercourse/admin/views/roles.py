"""The roles of the house: giving and taking."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions.roles import ROLES, give_role, take_role
from clustercourse.admin import policy, queries
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import go

views = Blueprint("roles", __name__)


@views.post("/admin/people/<int:number>/roles/<role>")
@staff
def create(number: int, role: str) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown, word = found(queries.person_page(number)), found(ROLES.get(role))
    with writing():
        give_role(number, role, by=viewer().person_id)
    return go(url_for("admin.people.show", number=number), _("{name} has the role “{role}” now.", name=shown.person.name, role=word))


@views.post("/admin/people/<int:number>/roles/<role>/delete")
@staff
def delete(number: int, role: str) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown, word = found(queries.person_page(number)), found(ROLES.get(role))
    with writing():
        take_role(number, role, by=viewer().person_id)
    return go(url_for("admin.people.show", number=number), _("{name} has the role “{role}” no more.", name=shown.person.name, role=word))
