"""A judge of HTML that a browser would be given: parsed as browsers parse it, with everything that could act named."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

import html5lib

TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "ul",
        "ol",
        "li",
        "dl",
        "dt",
        "dd",
        "table",
        "caption",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "th",
        "td",
        "a",
        "abbr",
        "b",
        "cite",
        "code",
        "del",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "s",
        "small",
        "strong",
        "sub",
        "sup",
        "figure",
        "figcaption",
        "img",
        "details",
        "summary",
        "div",
        "span",
        "colgroup",
    ]
)
ATTRIBUTES = frozenset(
    ["href", "title", "start", "scope", "class", "id", "src", "alt", "width", "height", "open", "colspan", "rowspan", "rel"]
)
_SAFE_LINK = re.compile(r"(https?://|mailto:)[^\s\\]+|/([^/\\].*)?|#[A-Za-z0-9_.-]+")
_SAFE_SOURCE = re.compile(r"/media/[0-9a-f]{64}/[A-Za-z0-9._-]+")


def dangers(html: str) -> list[str]:
    """What does not belong into a cleaned text: elements, attributes, addresses."""
    root: Element = html5lib.parseFragment(html, namespaceHTMLElements=False)
    found: list[str] = []
    for element in root.iter():
        if element is root:
            continue
        if not isinstance(element.tag, str) or element.tag not in TAGS:
            found.append(f"<{element.tag}>")
            continue
        for name, value in element.attrib.items():
            if name not in ATTRIBUTES:
                found.append(f"<{element.tag} {name}>")
            elif name == "href" and not _SAFE_LINK.fullmatch(value):
                found.append(f"href={value}")
            elif name == "src" and not _SAFE_SOURCE.fullmatch(value):
                found.append(f"src={value}")
    return found
