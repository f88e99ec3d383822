"""News of labs and methods as Atom feeds (RFC 4287), in the language at hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

from clustercourse.house import address_of, house
from clustercourse.labs.queries.news import NewResult, NewStep
from clustercourse.labs.words import RESULT_WORDS, STATE_WORDS, VERDICT_WORDS
from clustercourse.language import _, language

NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
"""When a feed without entries was last changed: it has to say something, and this is the same at every reading."""


@dataclass(frozen=True)
class News:
    """One entry. `path` is where it is read, with a mark of its own behind it."""

    path: str
    title: str
    text: str
    at: datetime


def methods_feed(results: Iterable[NewResult]) -> bytes:
    """What labs found of methods, the newest first."""
    news = [
        News(f"/methods/{each.slug}/#result-{each.id}", f"{RESULT_WORDS[each.result]}: {each.method}", f"{each.lab}: {each.why}", each.at)
        for each in results
    ]
    return _feed("/methods/", _("Tested methods"), news)


def labs_feed(steps: Iterable[NewStep]) -> bytes:
    """The steps of labs that everybody may know of, the newest first."""
    return _feed("/labs/", _("Cluster Labs"), [_step(each) for each in steps])


def _step(step: NewStep) -> News:
    told = [str(VERDICT_WORDS[step.verdict])] if step.verdict and step.state == "tested" else []
    text = ". ".join([*told, *([step.reason] if step.reason else [])])
    return News(f"/labs/{step.slug}/#step-{step.id}", f"{STATE_WORDS[step.state]}: {step.lab}", text, step.at)


def _feed(path: str, title: Any, news: Sequence[News]) -> bytes:
    feed = ElementTree.Element("feed", {"xmlns": NAMESPACE, "xml:lang": language()})
    _say(feed, "title", f"{title} · {house().house_name}")
    _say(feed, "id", address_of(path))
    _say(feed, "updated", _written(max((each.at for each in news), default=_BEGINNING)))
    _say(ElementTree.SubElement(feed, "author"), "name", house().house_name)
    ElementTree.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": address_of(path)})
    ElementTree.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": address_of(f"{path}feed.atom")})
    for each in news:
        _add_entry(feed, each)
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add_entry(feed: ElementTree.Element, news: News) -> None:
    entry, address = ElementTree.SubElement(feed, "entry"), address_of(news.path)
    _say(entry, "title", news.title)
    _say(entry, "id", address)
    _say(entry, "updated", _written(news.at))
    ElementTree.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": address})
    _say(entry, "summary", news.text)


def _say(parent: ElementTree.Element, name: str, text: str) -> None:
    """Without the control characters that XML has no way to write."""
    ElementTree.SubElement(parent, name).text = _NOT_IN_XML.sub("", text)


def _written(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
