"""Registering."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import NewPerson
from clustercourse.accounts.entering import take_in
from clustercourse.accounts.forms import RegisterForm
from clustercourse.accounts.views._browser import browser
from clustercourse.house import house
from clustercourse.language import language
from clustercourse.web import cookies
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import go, page
from clustercourse.web.redirects import safe_path

views = Blueprint("people", __name__)


@views.get("/register")
@public
def new() -> ResponseReturnValue:
    after = request.args.get("next", "")
    if viewer().is_signed_in:
        return go(after or "/")
    return page("accounts/people/new.html", form=RegisterForm(data={"next": after}), registration=house().registration)


@views.post("/register")
@public
def create() -> ResponseReturnValue:
    form = RegisterForm.sent()
    said = NewPerson(form.name.data or "", form.email.data or "", "", language())
    if not form.carry_out(lambda: take_in(said, form.password.data, browser().network)):
        return page("accounts/people/new.html", 422, form=form, registration=house().registration)
    response = page("accounts/people/sent.html", email=form.email.data.strip())
    if form.next.data:
        cookies.write(response, "after", safe_path(form.next.data), days=1)
    else:
        cookies.remove(response, "after")
    return response
