"""How letters come, in one's settings."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.forms import LetterChoicesForm
from clustercourse.notifications.queries import CHOICES, letter_choices
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("choices", __name__)


@views.get("/me/letters")
@signed_in
def edit() -> ResponseReturnValue:
    form = LetterChoicesForm.showing(letter_choices(viewer().person_id or 0))
    return page("notifications/choices/edit.html", form=form, choices=CHOICES)


@views.post("/me/letters")
@signed_in
def update() -> ResponseReturnValue:
    form = LetterChoicesForm.sent()
    if not form.carry_out(lambda: _save(form)):
        return page("notifications/choices/edit.html", 422, form=form, choices=CHOICES)
    return go(url_for("notifications.choices.edit"), _("Your choice of letters is saved."))


def _save(form: LetterChoicesForm) -> None:
    me = viewer().person_id or 0
    with writing():
        choose_letters(me, form.how, by=me, hours=form.hours)
