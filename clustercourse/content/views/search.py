"""Search over everything the viewer may find."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from clustercourse.content.search_words import MEETING_WORDS, ONE_WORDS, PLACE_WORDS
from clustercourse.language import LANGUAGE_NAMES, _, language
from clustercourse.search.finding import Results, find
from clustercourse.search.statements import MOST
from clustercourse.web.access import public, viewer
from clustercourse.web.pages import page

views = Blueprint("search", __name__)
_LONGEST = 200


@views.get("/search")
@public
def show() -> ResponseReturnValue:
    text = request.args.get("text", "").strip()[:_LONGEST]
    place, spoken, number = (request.args.get(name, "") for name in ("kind", "spoken", "page"))
    chosen = {"place": place if place in PLACE_WORDS else "", "language": spoken if spoken in LANGUAGE_NAMES else ""}
    asked_page = int(number[:6]) if number.isascii() and number.isdigit() else 1
    results = find(viewer(), text, **chosen, first=language(), number=asked_page)
    words = {"one": ONE_WORDS, "meetings": MEETING_WORDS}
    return page("content/search/show.html", text=text, chosen=chosen, results=results, words=words, kinds=_kinds(results, **chosen))


def _kinds(results: Results, place: str, language: str) -> list[dict[str, Any]]:
    """Everything, and each kind of which something was found; the place one looks in stands there even when it is empty."""
    if not results.total and not any(results.counts.values()):
        return []
    asked: dict[str, Any] = {"text": request.args.get("text", ""), "spoken": language or None}
    tabs = [("", _("Everything"), None), *((name, words, results.counts[name]) for name, words in PLACE_WORDS.items())]
    return [
        {"href": url_for("content.search.show", kind=name or None, **asked), "label": words, "current": name == place}
        | ({} if count is None else {"count": _counted(count)})
        for name, words, count in tabs
        if count != 0 or name == place
    ]


def _counted(count: int) -> str:
    return f"{MOST}+" if count >= MOST else str(count)
