"""Closing and opening an account."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions.roles import close_account, open_account
from clustercourse.admin import policy, queries
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import go

views = Blueprint("closures", __name__)


@views.post("/admin/people/<int:number>/closure")
@staff
def create(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown = found(queries.person_page(number))
    with writing():
        close_account(number, by=viewer().person_id or 0)
    return go(url_for("admin.people.show", number=number), _("{name} can no longer sign in.", name=shown.person.name))


@views.post("/admin/people/<int:number>/closure/delete")
@staff
def delete(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    shown = found(queries.person_page(number))
    with writing():
        open_account(number, by=viewer().person_id or 0)
    return go(url_for("admin.people.show", number=number), _("{name} can sign in again.", name=shown.person.name))
