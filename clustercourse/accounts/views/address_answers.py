"""Answering the letters of a change of address. Anybody who holds the link may, signed in or not."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import answer_address_change
from clustercourse.accounts.links import digest_of
from clustercourse.accounts.queries import find_link
from clustercourse.accounts.views._browser import letter_page, link_is_over
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.web.access import public

views = Blueprint("address_answers", __name__)


@views.get("/me/addresses/confirm/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    link = find_link(digest_of(token), "address-new", "address-old")
    if link is None:
        return link_is_over(_("This link was used already or is too old. Start the change of address again."))
    return letter_page("accounts/address_answers/show.html", link=link, token=token)


@views.post("/me/addresses/confirm/<token>")
@public
def create(token: str) -> ResponseReturnValue:
    try:
        with writing():
            _person, is_done = answer_address_change(token)
    except Refused as refusal:
        return link_is_over(refusal.sentence)
    return letter_page("accounts/address_answers/done.html", is_done=is_done)
