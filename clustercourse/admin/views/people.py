"""People: the list and one person."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions.roles import ROLES
from clustercourse.admin import policy, queries
from clustercourse.admin.forms import page_number
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.pages import page

views = Blueprint("people", __name__)


@views.get("/admin/people/")
@staff
def index() -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    text, role = request.args.get("text", "")[:100], request.args.get("role", "")
    listing = queries.list_people(text, role if role in ROLES else "", page_number(request.args.get("page", "1")))
    return page("admin/people/index.html", listing=listing, text=text, role=role, role_words=ROLES)


@views.get("/admin/people/<int:number>/")
@staff
def show(number: int) -> ResponseReturnValue:
    require(policy.can_run_site(viewer()))
    return page("admin/people/show.html", shown=found(queries.person_page(number)), role_words=ROLES)
