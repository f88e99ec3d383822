"""Letters as they were written, for who develops the site on their own machine. Nowhere else do these pages exist."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.house import house
from clustercourse.notifications.queries import newest_letters, whole_letter
from clustercourse.web.access import found, not_here, public
from clustercourse.web.pages import page

views = Blueprint("letters", __name__)


@views.get("/dev/letters")
@public
def index() -> ResponseReturnValue:
    if not house().is_local:
        not_here()
    return page("notifications/letters/index.html", letters=newest_letters())


@views.get("/dev/letters/<int:letter>")
@public
def show(letter: int) -> ResponseReturnValue:
    if not house().is_local:
        not_here()
    return page("notifications/letters/show.html", letter=found(whole_letter(letter)))
