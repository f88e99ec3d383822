"""Photos of people, for signed-in people only."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import set_photo
from clustercourse.accounts.erasing import finish_erasures
from clustercourse.accounts.pictures import square_photo
from clustercourse.accounts.queries import photo_of
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.language import _
from clustercourse.web.access import found, me, signed_in
from clustercourse.web.downloads import download
from clustercourse.web.pages import go

views = Blueprint("photos", __name__)


@views.get("/people/<int:person>/photo")
@signed_in
def show(person: int) -> ResponseReturnValue:
    response = download(found(photo_of(person)), "image/webp")
    response.headers["Cache-Control"] = "private, max-age=86400"
    return response


@views.post("/me/photo")
@signed_in
def create() -> ResponseReturnValue:
    sent = request.files.get("photo")
    if sent is None or not sent.filename:
        return go(url_for("accounts.settings.show"), _("Choose a picture first."), "bad")
    photo = square_photo(sent.read())
    digest = store().put(photo)
    with writing():
        set_photo(me(), digest, by=me(), size=len(photo))
    finish_erasures()
    return go(url_for("accounts.settings.show"), _("Your photo is saved."))


@views.post("/me/photo/delete")
@signed_in
def delete() -> ResponseReturnValue:
    with writing():
        set_photo(me(), None, by=me())
    finish_erasures()
    return go(url_for("accounts.settings.show"), _("Your photo is gone. Your initials stand in its place."))
