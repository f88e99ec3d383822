"""A new password by letter, for those who cannot sign in."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.entering import Entered, ask_for_reset, reset
from clustercourse.accounts.forms import AskResetForm, ResetForm
from clustercourse.accounts.links import digest_of
from clustercourse.accounts.queries import find_link
from clustercourse.accounts.views._browser import browser, letter_page, link_is_over, welcome
from clustercourse.language import _
from clustercourse.web.access import public
from clustercourse.web.pages import page

views = Blueprint("resets", __name__)


@views.get("/password/reset")
@public
def new() -> ResponseReturnValue:
    return page("accounts/resets/new.html", form=AskResetForm())


@views.post("/password/reset")
@public
def create() -> ResponseReturnValue:
    form = AskResetForm.sent()
    if not form.carry_out(lambda: ask_for_reset(form.email.data, browser().network)):
        return page("accounts/resets/new.html", 422, form=form)
    return page("accounts/resets/sent.html", email=form.email.data.strip())


@views.get("/password/reset/<token>")
@public
def edit(token: str) -> ResponseReturnValue:
    link = find_link(digest_of(token), "reset")
    if link is None:
        return link_is_over(_("This link was used already or is too old. Ask for a new letter."))
    return letter_page("accounts/resets/edit.html", form=ResetForm(), link=link, token=token)


@views.post("/password/reset/<token>")
@public
def update(token: str) -> ResponseReturnValue:
    link = find_link(digest_of(token), "reset")
    if link is None:
        return link_is_over(_("This link was used already or is too old. Ask for a new letter."))
    form, entered = ResetForm.sent(), list[Entered]()
    if not form.carry_out(lambda: entered.append(reset(token, link, form.password.data, browser()))):
        return letter_page("accounts/resets/edit.html", 422, form=form, link=link, token=token)
    return welcome(entered[0], "/", _("Your new password is set. All earlier sign-ins are ended."))
