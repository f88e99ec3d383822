"""Search over courses, lessons and words."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.content.search import KINDS, find
from clustercourse.language import language
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import page

views = Blueprint("search", __name__)
_LONGEST = 200


@views.get("/search")
@public
def show() -> ResponseReturnValue:
    text = request.args.get("text", "").strip()[:_LONGEST]
    kind = request.args.get("kind", "")
    spoken = request.args.get("spoken", "")[:5]
    found = find(viewer(), text, kind=kind if kind in KINDS else "", language=spoken, first=language())
    return page("content/search/show.html", text=text, kind=kind, spoken=spoken, found=found)
