"""Language and light or dark, from the foot of every page: on the person when signed in, else in this browser."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import change_profile
from clustercourse.accounts.actions.people import THEMES
from clustercourse.db import writing
from clustercourse.language import LANGUAGES
from clustercourse.web import cookies
from clustercourse.web.access import me, public, viewer
from clustercourse.web.pages import go

views = Blueprint("preferences", __name__)
_CHOICES = {"language": tuple(LANGUAGES), "theme": THEMES}
_COOKIE_DAYS = 365


@views.post("/preferences")
@public
def update() -> ResponseReturnValue:
    chosen = {name: request.form[name] for name, allowed in _CHOICES.items() if request.form.get(name) in allowed}
    response = go(request.form.get("next", "/"))
    if viewer().is_signed_in:
        with writing():
            change_profile(me(), by=me(), **chosen)
        return response
    for name, text in chosen.items():
        cookies.write(response, name, text, days=_COOKIE_DAYS)
    return response
