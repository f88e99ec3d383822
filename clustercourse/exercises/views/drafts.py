"""Drafts: saved while typing, or by the button; and the page with both texts where two meet."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.exercises.actions import save_draft
from clustercourse.exercises.queries import both_texts, situation
from clustercourse.exercises.views.arrival import arrive, draft_number, on_to
from clustercourse.language import _, clock
from clustercourse.web.access import found, signed_in
from clustercourse.web.pages import go, page

views = Blueprint("drafts", __name__)


@views.get("/courses/<course>/exercises/<exercise>/draft")
@signed_in
def show(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    mine = found(arrival.enrolment_id)
    here, item = arrival.here, arrival.item
    texts = both_texts(item, situation(mine, item.id), mine, here.outline.version_id, arrival.language)
    if texts is None:
        return on_to(arrival.address("exercises.show"))
    return page("exercises/drafts/show.html", arrival=arrival, texts=texts)


@views.post("/courses/<course>/exercises/<exercise>/draft")
@signed_in
def update(course: str, exercise: str) -> ResponseReturnValue:
    arrival = arrive(course, exercise)
    task, sending = arrival.task, arrival.sending
    with writing():
        saved = save_draft(task, sending, draft_number=draft_number(), by=arrival.person_id)
    both = arrival.address("drafts.show")
    if request.accept_mimetypes.best == "application/json":
        return (jsonify(restore=both), 409) if saved.is_conflict else jsonify(version=saved.number, saved_at=clock(saved.saved_at))
    if saved.is_conflict:
        return on_to(both)
    return go(arrival.in_lesson if arrival.came_from_lesson else arrival.address("exercises.show"), _("Your answers are saved."))
