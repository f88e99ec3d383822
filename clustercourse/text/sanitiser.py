"""The one sanitiser: bleach, then nh3, both with the same lists. And the one place where markup is called trusted."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

import nh3
from bleach.sanitizer import Cleaner
from markupsafe import Markup

from clustercourse.text.limits import refuse_deep

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x20\x7f\\]+|/(?![/\\])[^\s\x00-\x20\x7f\\]*|#[a-zA-Z0-9_.-]+|/", re.IGNORECASE)
_MEDIA = re.compile(r"/media/[0-9a-f]{64}/[A-Za-z0-9._-]+")
_ID = re.compile(r"[a-z][a-z0-9-]*")
_NUMBER = re.compile(r"[0-9]{1,5}")
_SCHEMES = frozenset({"http", "https", "mailto"})

_PLAIN_TAGS = frozenset(
    {"p", "br", "hr", "h3", "h4", "h5", "h6", "blockquote", "pre", "ul", "ol", "li", "dl", "dt", "dd"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
    | {"a", "abbr", "b", "cite", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "strong", "sub", "sup"}
)
_PLAIN_ATTRIBUTES: dict[str, frozenset[str]] = {
    "a": frozenset({"href", "title"}),
    "abbr": frozenset({"title"}),
    "ol": frozenset({"start"}),
    "th": frozenset({"scope"}),
}
_COURSE_CLASSES = frozenset(
    {"admonition", "admonition-title", "note", "tip", "warning", "case", "tool", "question"}
    | {"footnote", "footnote-ref", "footnote-backref", "cite", "term", "arithmatex", "keys"}
    | {"align-left", "align-center", "align-right", "task", "task-box", "task-done", "tabs", "tab", "tab-title"}
)


@dataclass(frozen=True, eq=False)
class Rules:
    """What may stand in a cleaned text: elements, attributes by element ("*" for all), classes, and whose ids. Two are never equal."""

    tags: frozenset[str]
    attributes: Mapping[str, frozenset[str]]
    classes: frozenset[str] = field(default_factory=frozenset)
    rel: str | None = None

    def keep(self, tag: str, name: str, value: str) -> str | None:
        """The value that may stay, or None where the attribute has to go."""
        if name == "rel":
            return self.rel
        if name not in self.attributes.get(tag, ()) and name not in self.attributes.get("*", ()):
            return None
        if name == "class":
            return " ".join(word for word in value.split() if word in self.classes) or None
        shape = _SHAPES.get(name)
        return value if shape is None or shape.fullmatch(value) else None


_SHAPES = {
    "href": _LINK,
    "src": _MEDIA,
    "id": _ID,
    "start": _NUMBER,
    "width": _NUMBER,
    "height": _NUMBER,
    "open": re.compile(r"|open"),
    "scope": re.compile(r"row|col|rowgroup|colgroup"),
}

LEARNER = Rules(tags=_PLAIN_TAGS, attributes=_PLAIN_ATTRIBUTES, rel="noopener noreferrer nofollow")
COURSE = Rules(
    tags=_PLAIN_TAGS | {"h2", "figure", "figcaption", "img", "details", "summary", "div", "span"},
    attributes=_PLAIN_ATTRIBUTES
    | {
        "*": frozenset({"class", "id"}),
        "img": frozenset({"src", "alt", "title", "width", "height"}),
        "details": frozenset({"open"}),
        "td": frozenset({"colspan", "rowspan"}),
        "th": frozenset({"scope", "colspan", "rowspan"}),
    },
    classes=_COURSE_CLASSES,
)


def sanitise(html: str, rules: Rules = COURSE) -> str:
    """What is left of ``html`` under ``rules``; raises TextTooComplex for nesting nobody needs."""
    refuse_deep(html)
    first, second = _cleaners.made.pop(rules) if rules in _cleaners.made else (_bleach(rules), _nh3(rules))
    cleaned: str = second.clean(first.clean(html))
    _cleaners.made[rules] = first, second
    return cleaned


class _Cleaners(threading.local):
    """Both, kept for each thread: bleach's parser has a state, and making one takes longer than cleaning a short text.

    They are put back only after they have done their work: what failed in the middle is not used again.
    """

    def __init__(self) -> None:
        self.made: dict[Rules, tuple[Cleaner, nh3.Cleaner]] = {}


_cleaners = _Cleaners()


def _bleach(rules: Rules) -> Cleaner:
    def keeps(tag: str, name: str, value: str) -> bool:
        return rules.keep(tag, name, value) is not None

    return Cleaner(tags=rules.tags, attributes=keeps, protocols=_SCHEMES, strip=True, strip_comments=True)


def _nh3(rules: Rules) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(rules.tags),
        attributes={tag: set(names) for tag, names in rules.attributes.items()},
        attribute_filter=rules.keep,
        url_schemes=set(_SCHEMES),
        link_rel=rules.rel,
        clean_content_tags=set(),
    )


def trusted(html: str) -> Markup:
    """HTML that ``sanitise`` has made or a template of ours has written: shown as it stands."""
    return Markup(html)  # noqa: S704 (the one place)
