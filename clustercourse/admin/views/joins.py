"""Joining two people who are one: looked at first, then done."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.admin import policy, queries
from clustercourse.admin.forms import JoinForm
from clustercourse.admin.joining import Joining, join_people, preview_joining
from clustercourse.admin.queries import PersonPage
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.web.access import found, require, staff, viewer
from clustercourse.web.forms import creating
from clustercourse.web.pages import go, page

views = Blueprint("joins", __name__)


def _shown(shown: PersonPage, form: JoinForm, status: int = 200) -> ResponseReturnValue:
    """What would happen, once an address is known that can be joined; before that, the question for one."""
    joining: Joining | None = None
    if form.email.data and not form.email.errors:
        try:
            joining = preview_joining(shown.person.id, form.email.data)
        except Refused as refusal:
            form.blame(refusal)
            status = 422
    return page("admin/joins/new.html", status, shown=shown, form=form, joining=joining)


def _one(number: int) -> PersonPage:
    require(policy.can_run_site(viewer()))
    shown: PersonPage = found(queries.person_page(number))
    found(shown.person.is_somebody or None)
    return shown


@views.get("/admin/people/<int:number>/join")
@staff
def new(number: int) -> ResponseReturnValue:
    shown, form = _one(number), JoinForm(data={"email": request.args.get("email", "").strip()[:254]})
    return _shown(shown, form)


@views.post("/admin/people/<int:number>/join")
@staff
def create(number: int) -> ResponseReturnValue:
    shown, form = _one(number), JoinForm.sent()

    def join() -> None:
        with creating(viewer()) as answer:
            if not answer.was_given:
                join_people(number, form.email.data, by=viewer().person_id or 0)

    if not form.carry_out(join):
        return _shown(shown, form, 422)
    return go(
        url_for("admin.people.show", number=number), _("They are one person now. Everything stands with {name}.", name=shown.person.name)
    )
