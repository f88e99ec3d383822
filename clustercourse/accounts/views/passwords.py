"""Changing one's password."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.entering import Entered
from clustercourse.accounts.forms import PasswordForm
from clustercourse.accounts.proving import change
from clustercourse.accounts.views._browser import browser, welcome
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import page

views = Blueprint("passwords", __name__)


@views.get("/me/password")
@signed_in
def edit() -> ResponseReturnValue:
    return page("accounts/passwords/edit.html", form=PasswordForm())


@views.post("/me/password")
@signed_in
def update() -> ResponseReturnValue:
    form, entered = PasswordForm.sent(), list[Entered]()
    if not form.carry_out(lambda: entered.append(change(me(), form.present.data, form.password.data, browser()))):
        return page("accounts/passwords/edit.html", 422, form=form)
    return welcome(entered[0], url_for("accounts.settings.show"), _("Your new password is set. All other sign-ins are ended."))
