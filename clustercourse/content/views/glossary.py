"""All words of the house, in four languages."""

from __future__ import annotations

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from clustercourse.content.queries.glossary import LANGUAGES, glossary
from clustercourse.language import language
from clustercourse.web.access import public
from clustercourse.web.pages import unchanged_or

views = Blueprint("glossary", __name__)
_LONGEST = 200


@views.get("/glossary")
@public
def show() -> ResponseReturnValue:
    text = request.args.get("text", "").strip()[:_LONGEST]
    spoken = request.args.get("spoken", "")
    chosen = spoken if spoken in LANGUAGES else language()
    return unchanged_or("content/glossary/show.html", terms=glossary(chosen, text), text=text, spoken=chosen, offered=LANGUAGES)
