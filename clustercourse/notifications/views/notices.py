"""What one was told."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.notifications.queries.notices import LAST, lines_of
from clustercourse.notifications.sentences import beneath, sentence
from clustercourse.web.access import signed_in, viewer
from clustercourse.web.pages import page

views = Blueprint("notices", __name__)


@views.get("/me/notifications/")
@signed_in
def index() -> ResponseReturnValue:
    before = request.args.get("before", LAST, type=int)
    lines, older = lines_of(viewer().person_id or 0, min(max(before, 0), LAST))
    said = [(line, sentence(line, line.people), beneath(line)) for line in lines]
    return page("notifications/notices/index.html", lines=said, older=older, is_first=before == LAST)
