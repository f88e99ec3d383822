"""The role of admin: giving and taking."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions.roles import give_role, take_role
from clustercourse.admin import policy, queries
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import go

views = Blueprint("roles", __name__)


@views.post("/admin/people/<int:number>/admin")
@staff
def create(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown = found(queries.person_page(number))
    with writing():
        give_role(number, "admin", by=viewer().person_id)
    return go(url_for("admin.people.show", number=number), _("{name} can now run the site.", name=shown.person.name))


@views.post("/admin/people/<int:number>/admin/delete")
@staff
def delete(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown = found(queries.person_page(number))
    with writing():
        take_role(number, "admin", by=viewer().person_id)
    return go(url_for("admin.people.show", number=number), _("{name} can no longer run the site.", name=shown.person.name))
