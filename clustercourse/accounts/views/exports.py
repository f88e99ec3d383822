"""One's own copy of one's data. Asking for it is a post; a job makes it; for seven days it can be fetched (`fetches`)."""

from __future__ import annotations

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import ask_export
from clustercourse.accounts.queries import own_exports
from clustercourse.db import writing
from clustercourse.language import _
from clustercourse.web.access import me, signed_in
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
