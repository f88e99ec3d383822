"""One's own settings: the profile."""

from __future__ import annotations

from dataclasses import asdict

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import change_profile
from clustercourse.accounts.forms import PhotoForm, ProfileForm
from clustercourse.accounts.queries import find_profile
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in
from clustercourse.web.pages import go, page

views = Blueprint("settings", __name__)
_FIELDS = ("name", "about", "language", "time_zone", "theme", "wants_practice")


@views.get("/me/settings/")
@signed_in
def show() -> ResponseReturnValue:
    profile = found(find_profile(me()))
    return page("accounts/settings/show.html", form=ProfileForm(data=asdict(profile)), photo_form=PhotoForm())


@views.post("/me/settings/")
@signed_in
def update() -> ResponseReturnValue:
    form = ProfileForm.sent()
    if not form.carry_out(lambda: _save(form)):
        return page("accounts/settings/show.html", 422, form=form, photo_form=PhotoForm())
    return go(url_for("accounts.settings.show"), _("Your profile is saved."))


def _save(form: ProfileForm) -> None:
    with writing():
        change_profile(me(), by=me(), **{name: form[name].data for name in _FIELDS})
