"""Fetching one's own copy of one's data: a post, because it is recorded."""

from __future__ import annotations

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import note_fetch
from clustercourse.accounts.queries import own_export
from clustercourse.accounts.views._browser import me
from clustercourse.db import writing
from clustercourse.files import store
from clustercourse.web.access import found, not_here, signed_in

views = Blueprint("fetches", __name__)


@views.post("/me/data/exports/<int:number>")
@signed_in
def create(number: int) -> ResponseReturnValue:
    export = found(own_export(me(), number))
    if export.digest is None or not store().has(export.digest):
        not_here()
    with writing():
        note_fetch(export.id, by=me())
    response = Response(store().get(export.digest), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="my-data-{export.created_at:%Y-%m-%d}.zip"'
    return response
