"""Drafts of posts: saved while typing, and the page with both texts where two meet."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.discussions.actions.drafts import save_draft
from clustercourse.discussions.queries.drafts import draft_at
from clustercourse.discussions.queries.places import place_here
from clustercourse.language import _, clock
from clustercourse.text.limits import LEARNER_CHARACTERS
from clustercourse.web.access import found, me, signed_in, viewer
from clustercourse.web.pages import go, page

views = Blueprint("drafts", __name__)

FIELDS = ("kind", "title", "place", "basis", "text")


@views.get("/me/post-drafts/<place>")
@signed_in
def show(place: str) -> ResponseReturnValue:
    where, draft = place_here(viewer(), place), found(draft_at(place, me()))
    if draft.other is None:
        return go(where.address)
    return page("discussions/drafts/show.html", where=where, draft=draft, place=place)


@views.post("/me/post-drafts/<place>")
@signed_in
def update(place: str) -> ResponseReturnValue:
    where = place_here(viewer(), place)
    fields = {name: request.form[name][: 2 * LEARNER_CHARACTERS] for name in FIELDS if request.form.get(name)}
    with writing():
        saved = save_draft(place, fields, number=request.form.get("version", 0, type=int), by=me())
    if request.accept_mimetypes.best == "application/json":
        both = f"/me/post-drafts/{place}"
        return (jsonify(restore=both), 409) if saved.is_conflict else jsonify(version=saved.number, saved_at=clock(saved.saved_at))
    return go(f"/me/post-drafts/{place}" if saved.is_conflict else where.address, _("Your draft is saved."))
