"""Fetching one's own copy of one's data: a post, because it is recorded."""

from __future__ import annotations

from flask import Blueprint
from flask.typing import ResponseReturnValue

from clustercourse.accounts.actions import note_fetch
from clustercourse.accounts.queries import own_export
from clustercourse.db import writing
from clustercourse.web.access import found, me, signed_in
from clustercourse.web.downloads import download

views = Blueprint("fetches", __name__)


@views.post("/me/data/exports/<int:number>")
@signed_in
def create(number: int) -> ResponseReturnValue:
    export = found(own_export(me(), number))
    response = download(found(export.digest), "application/zip", name=f"my-data-{export.created_at:%Y-%m-%d}.zip")
    with writing():
        note_fetch(export.id, by=me())
    return response
