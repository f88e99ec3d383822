"""What templates may call: words, numbers, addresses, assets, tokens and the rules as `can`."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar, Protocol, cast
from urllib.parse import urlencode

from flask import Flask, g, request
from flask import url_for as flask_url_for

from clustercourse import language
from clustercourse.house import house
from clustercourse.text import trusted
from clustercourse.viewer import NOBODY, Viewer
from clustercourse.web import cookies, csrf, languages, rendering
from clustercourse.web.assets import Assets
from clustercourse.web.forms import once_token
from clustercourse.web.pages import HERE, flashes

_SECTIONS = {
    "content": "courses",
    "learning": "courses",
    "exercises": "courses",
    "catalogue": "organisations",
    "accounts": "me",
    "notifications": "me",
    "calendars": "cohorts",
    "discussions": "cohorts",
    "workbook": "workbook",
}
_GROUPS = {"cohorts": "cohorts", "calendars": "cohorts", "discussions": "discussions", "workbook": "workbook", "labs": "labs"}
"""The group of stylesheet and script that the pages of an area need beside the site's."""
_PLACES = {
    "learning.today.show": "today",
    "notifications.notices.index": "notifications",
    "content.search.show": "search",
    "content.glossary.show": "glossary",
}


def prepare(app: Flask, assets: Assets) -> None:
    rendering.prepare(app)
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals.update(
        _=language.translate,
        ngettext=language.translate_plural,
        url_for=address,
        asset=assets.url,
        kept=kept,
        made_once=made_once,
        house=house,
        languages=language.LANGUAGES,
        language_names=language.LANGUAGE_NAMES,
        language_words=language.language_words,
        csrf_token=shown_token,
        this_address=shown_address,
        once_token=shown_once,
        wanted_languages=languages.wanted,
        flashes=flashes,
        page_address=page_address,
        span=language.span,
        span_here=span_here,
    )
    app.jinja_env.filters.update(
        number=language.number,
        percent=language.percent,
        day=language.day,
        moment=language.moment,
        clock=language.clock,
        clock_words=language.clock_words,
        short_day=language.short_day,
        city=language.city,
        weekday=language.weekday_words,
        stamp=language.stamp,
        trusted=trusted,
    )
    app.context_processor(_of_this_request)


def _of_this_request() -> dict[str, Any]:
    viewer: Viewer = g.get("viewer") or NOBODY
    return {
        "viewer": viewer,
        "language": language.language(),
        "request_id": g.get("request_id", ""),
        "section": section(),
        "group": _GROUPS.get((request.endpoint or "").partition(".")[0]),
        "can": Can(viewer),
        "theme": viewer.theme if viewer.is_signed_in else cookies.read("theme") or "auto",
        "site_name": house().house_name,
    }


def section() -> str:
    """The top place the page belongs to, for the navigation."""
    endpoint = request.endpoint or ""
    if endpoint.startswith(("content.glossary", "content.search")):
        return endpoint.split(".")[1]
    area = endpoint.partition(".")[0]
    return _PLACES.get(endpoint) or _SECTIONS.get(area, area)


def kept(macro: Any, *arguments: Any, **named: Any) -> str:
    """A macro's output, made once a process and language. Only for macros that look at nothing but their plain arguments."""
    return _kept(macro, language.language(), arguments, tuple(named.items()))


@lru_cache(maxsize=4096)
def _kept(macro: Any, _language: str, arguments: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> str:
    made: str = macro(*arguments, **dict(named))
    return made


def made_once(shelf: Shelf | None, key: Hashable, macro: Any, *arguments: Any) -> str:
    """A macro's output, made once for the life of a shelf and each language of the interface; made anew where there is no shelf.

    The key names everything the macro looks at that the shelf's own thing does not fix.
    """
    if shelf is None:
        return cast(str, macro(*arguments))
    mark = (key, language.language())
    made: str | None = shelf.get(mark)
    if made is None:
        made = cast(str, macro(*arguments))
        shelf.keep(mark, made, len(made))
    return made


class Shelf(Protocol):
    """Keeps what was made, up to its own room."""

    def get(self, key: Hashable) -> Any: ...

    def keep(self, key: Hashable, thing: Any, size: int) -> None: ...


class Can:
    """`can.manage(organisation)` in a template asks the rule `can_manage` with the viewer at hand."""

    rules: ClassVar[dict[str, Any]] = {}

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def __getattr__(self, verb: str) -> Any:
        rule = self.rules[verb]
        return lambda thing=None: rule(self._viewer, thing)


def address(endpoint: str, **values: Any) -> str:
    """An address of ours; plain ones are remembered."""
    if all(isinstance(value, (str, int)) for value in values.values()) and not endpoint.startswith("."):
        return _remembered(endpoint, tuple(sorted(values.items())))
    return flask_url_for(endpoint, **values)


@lru_cache(4096)
def _remembered(endpoint: str, values: tuple[tuple[str, str | int], ...]) -> str:
    return flask_url_for(endpoint, **cast(dict[str, Any], dict(values)))


def shown_token() -> str:
    return csrf.PLACE


def shown_address() -> str:
    return HERE


def shown_once() -> str:
    token = once_token()
    g.setdefault("once_shown", []).append(token)
    return token


def span_here(begin: datetime, end: datetime, in_zone: str) -> str:
    """The times on the reader's own clock; nobody knows the clock of somebody who is not signed in."""
    viewer: Viewer = g.get("viewer") or NOBODY
    return language.span_here(begin, end, in_zone) if viewer.is_signed_in else ""


def page_address(number: int) -> str:
    """The present address with another page number, for lists of several pages."""
    asked = {name: text for name, text in request.args.items() if name != "page"}
    return f"{request.path}?{urlencode({**asked, 'page': number})}"
