"""Confirming the address one registered with. The link opens a page; its button confirms and signs in."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import confirm_address
from clustercourse.accounts.entering import let_in
from clustercourse.accounts.links import digest_of
from clustercourse.accounts.queries import find_link
from clustercourse.accounts.views._browser import browser, letter_page, link_is_over, welcome
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.web import cookies
from clustercourse.web.access import public

views = Blueprint("confirmations", __name__)


@views.get("/confirm/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    link = find_link(digest_of(token), "confirm")
    if link is None:
        return link_is_over(_("This link was used already or is too old. Sign in, or register again."))
    return letter_page("accounts/confirmations/show.html", link=link, token=token)


@views.post("/confirm/<token>")
@public
def create(token: str) -> ResponseReturnValue:
    try:
        with writing():
            entered = let_in(confirm_address(token), browser())
    except Refused as refusal:
        return link_is_over(refusal.sentence)
    response = welcome(entered, cookies.read("after"), _("Your address is confirmed. Welcome."))
    cookies.remove(response, "after")
    return response
