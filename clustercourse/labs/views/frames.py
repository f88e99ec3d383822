"""The facilitator's list of frames."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.db import writing
from clustercourse.labs import words
from clustercourse.labs.actions.hypotheses import check_frame
from clustercourse.labs.queries.hypotheses import frames_of
from clustercourse.labs.views._here import facilitated
from clustercourse.language import _
from clustercourse.web.access import me, staff
from clustercourse.web.pages import go, page

views = Blueprint("frames", __name__)


@views.get("/labs/<lab>/frames")
@staff
def edit(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    return page("labs/frames/edit.html", lab=here, frames=frames_of(here.id), words=words)


@views.post("/labs/<lab>/frames")
@staff
def update(lab: str) -> ResponseReturnValue:
    here = facilitated(lab)
    with writing():
        for frame in words.FRAME_WORDS:
            note, is_ready = request.form.get(f"note-{frame}", "")[:500], request.form.get(frame) == "yes"
            check_frame(here.id, frame, note, is_ready=is_ready, by=me())
    return go(f"{here.address}frames", _("Saved."))
