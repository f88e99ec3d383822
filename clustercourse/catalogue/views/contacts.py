"""How the house itself is reached: its places and the mailboxes of its roles."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.house import house
from clustercourse.web.access import public
from clustercourse.web.pages import page

views = Blueprint("contacts", __name__)


@views.get("/contact")
@public
def show() -> ResponseReturnValue:
    return page("catalogue/contacts/show.html", addresses=house().places, mailboxes=house().mailboxes)
