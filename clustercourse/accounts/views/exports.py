"""One's own copy of one's data. Asking for it is a post; a job makes it; for seven days it can be fetched."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import ask_export
from clustercourse.accounts.queries import own_export, own_exports
from clustercourse.accounts.views._browser import me
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.language import _
from clustercourse.web.access import found, not_here, signed_in
from clustercourse.web.pages import go, page

views = Blueprint("exports", __name__)


@views.get("/me/data/")
@signed_in
def index() -> ResponseReturnValue:
    return page("accounts/exports/index.html", exports=own_exports(me()))


@views.post("/me/data/exports/")
@signed_in
def create() -> ResponseReturnValue:
    with writing():
        ask_export(me(), by=me())
    return go(url_for("accounts.exports.index"), _("We are making your copy. It will be here in a few minutes."))


@views.get("/me/data/exports/<int:number>")
@signed_in
def show(number: int) -> ResponseReturnValue:
    export = found(own_export(me(), number))
    if export.digest is None or not store().has(export.digest):
        not_here()
    response = Response(store().get(export.digest), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{export.created_at:%Y-%m-%d}.zip"'
    return response
