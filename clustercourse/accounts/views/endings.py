"""Ending sign-ins from elsewhere: one, or all others."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import end_sign_in, end_sign_ins
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in, viewer
from clustercourse.web.pages import go

views = Blueprint("endings", __name__)


@views.post("/me/sign-ins/ending")
@views.post("/me/sign-ins/<int:number>/ending")
@signed_in
def create(number: int | None = None) -> ResponseReturnValue:
    with writing():
        if number is None:
            end_sign_ins(me(), by=me(), but=viewer().sign_in_id)
        else:
            end_sign_in(number, person=me(), by=me())
    return go(url_for("accounts.sign_ins.index"), _("That sign-in is ended.") if number else _("All other sign-ins are ended."))
