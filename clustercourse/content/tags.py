"""HTML in Markdown as it was typed: where elements stand, and which are never closed."""

import re

from clustercourse.text import COURSE

_QUIET = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<code>`+)(?!`).+?(?<!`)(?P=code)(?!`)"
    r"|<!--.*?-->|\$\$.*?\$\$|\$[^$\n]+\$|\\<",
    re.MULTILINE | re.DOTALL,
)
"""Code, comments and maths, where a tag is none."""

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:\s[^<>]*)?/?>")
_NEVER_CLOSED = frozenset({"br", "hr", "img"})
_CLOSED_BY_OTHERS = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot"})
_CLOSED = COURSE.tags - _NEVER_CLOSED - _CLOSED_BY_OTHERS


def lines_of_html(name: str, source: str) -> list[int]:
    """The lines, from 0, on which an element of this name begins."""
    text = _spoken(source)
    return [text.count("\n", 0, found.start()) for found in _TAG.finditer(text) if not found[1] and found[2].lower() == name]


def unclosed(source: str) -> list[tuple[str, int]]:
    """The names of elements that are not closed, with their lines from 0."""
    text = _spoken(source)
    waiting: list[tuple[str, int]] = []
    left: list[tuple[str, int]] = []
    for found in _TAG.finditer(text):
        name = found[2].lower()
        if name not in _CLOSED:
            continue
        if not found[1]:
            waiting.append((name, found.start()))
            continue
        at = next((at for at in reversed(range(len(waiting))) if waiting[at][0] == name), None)
        if at is not None:
            left += waiting[at + 1 :]
            del waiting[at:]
    return [(name, text.count("\n", 0, start)) for name, start in sorted([*left, *waiting], key=lambda each: each[1])]


def _spoken(source: str) -> str:
    """The text without what is no HTML in it, on the same lines."""
    return _QUIET.sub(lambda found: "\n" * found[0].count("\n"), source)
