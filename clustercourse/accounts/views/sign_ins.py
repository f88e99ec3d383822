"""Signing in and out, and the list of browsers one is signed in with."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import sign_out
from clustercourse.accounts.entering import Asked, Entered, enter
from clustercourse.accounts.forms import SignInForm
from clustercourse.accounts.queries import open_sign_ins
from clustercourse.accounts.views._browser import browser, welcome
from clustercourse.db import writing
from clustercourse.house import house
from clustercourse.language import _
from clustercourse.web import cookies
from clustercourse.web.access import me, public, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("sign_ins", __name__)


@views.get("/sign-in")
@public
def new() -> ResponseReturnValue:
    after = request.args.get("next", "")
    if viewer().is_signed_in:
        return go(after or "/")
    return page("accounts/sign_ins/new.html", form=SignInForm(data={"next": after}), registration=house().registration)


@views.post("/sign-in")
@public
def create() -> ResponseReturnValue:
    form = SignInForm.sent()
    asked = Asked(form.email.data or "", form.password.data or "", form.stays.data, cookies.read("known"))
    entered: list[Entered] = []
    if not form.carry_out(lambda: entered.append(enter(asked, browser(), viewer()))):
        return page("accounts/sign_ins/new.html", 422, form=form, registration=house().registration)
    return welcome(entered[0], form.next.data)


@views.post("/sign-out")
@public
def delete() -> ResponseReturnValue:
    here = viewer()
    if here.sign_in_id is not None:
        with writing():
            sign_out(here.sign_in_id, by=me())
    response = go("/courses/", _("You are signed out."))
    cookies.remove(response, "sign-in")
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


@views.get("/me/sign-ins/")
@signed_in
def index() -> ResponseReturnValue:
    return page("accounts/sign_ins/index.html", sign_ins=open_sign_ins(me()))
