"""Erasing oneself, with the address typed and the password given."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.forms import ErasureForm
from clustercourse.accounts.proving import erase_oneself
from clustercourse.language import _
from clustercourse.web import cookies
from clustercourse.web.access import me, signed_in
from clustercourse.web.pages import go, page

views = Blueprint("erasures", __name__)


@views.get("/me/data/erasure")
@signed_in
def new() -> ResponseReturnValue:
    return page("accounts/erasures/new.html", form=ErasureForm())


@views.post("/me/data/erasure")
@signed_in
def create() -> ResponseReturnValue:
    form = ErasureForm.sent()

    def erase() -> None:
        erase_oneself(me(), form.email.data, form.password.data, leaves_posts=form.leaves_posts.data)

    if not form.carry_out(erase):
        return page("accounts/erasures/new.html", 422, form=form)
    response = go("/courses/", _("Your account and your data are erased. Thank you for having been here."))
    for cookie in ("sign-in", "known"):
        cookies.remove(response, cookie)
    return response
