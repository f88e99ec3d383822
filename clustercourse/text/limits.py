"""How large and how tangled a text may be before the engines are asked to read it."""

import re
from collections.abc import Iterator

from clustercourse.language import Message, _

COURSE_CHARACTERS = 200_000
LEARNER_CHARACTERS = 20_000
DEEPEST = 100
LONGEST_BLOCK = 30_000
MOST_LINES = 1_500
MOST_EFFORT = 3_000_000

_VOID = frozenset({"br", "hr", "img", "wbr", "input", "meta", "link", "source", "track", "col", "area", "base", "embed"})
_IMPLIED = frozenset({"p"})
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_BLANK = re.compile(r"\n[ \t]*\n")
_COSTLY = {"[": 600, "<": 600, "`": 600, "*": 1200, "_": 1200, "$": 600, "~": 600, "^": 600, "=": 2000, "!": 1200, "+": 600}
_QUADRATIC = "[<!`"
_MARKERS = re.compile(r"^(?:[ \t]*(?:[-*+>:]|\d+[.)]|[!?]{3})[ \t]+){20,}|^(?:[ \t]*>){20,}", re.MULTILINE)
_DEEP = re.compile(r"^ {80,}\S", re.MULTILINE)


class TextTooComplex(ValueError):
    """A text that would take too long to read, or that an engine gave up on."""

    def __init__(self, sentence: Message) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def refuse_costly(source: str, characters: int) -> None:
    """Refuse what is known to make Markdown engines slow: size, deep nesting, and one paragraph full of signs."""
    if len(source) > characters:
        raise TextTooComplex(_("This text is longer than {limit} characters. Divide it.").format(limit=characters))
    if _MARKERS.search(source) or _DEEP.search(source):
        raise TextTooComplex(_("Lists or quotations are nested too deeply here. Use fewer levels."))
    effort = 0
    for block in _BLANK.split(source):
        effort += sum(block.count(sign) ** 2 for sign in _QUADRATIC)
        if len(block) > LONGEST_BLOCK:
            raise TextTooComplex(_("One paragraph is longer than {limit} characters. Divide it.").format(limit=LONGEST_BLOCK))
        if block.count("\n") > MOST_LINES:
            raise TextTooComplex(_("More than {limit} lines follow each other without an empty line.").format(limit=MOST_LINES))
        for sign, most in _COSTLY.items():
            if block.count(sign) > most:
                raise TextTooComplex(
                    _("One paragraph holds the sign {sign} more than {most} times. Divide it with an empty line.").format(
                        sign=sign, most=most
                    )
                )
    if effort > MOST_EFFORT:
        raise TextTooComplex(_("This text holds very many brackets in long paragraphs. Divide it."))


def outline_depths(html: str) -> Iterator[tuple[int, int]]:
    """Each place where the depth of open elements changes, with the depth from there on (never too small)."""
    depth = 0
    for found in _TAG.finditer(html):
        name = found.group(2).lower()
        if name in _VOID or name in _IMPLIED:
            continue
        depth = max(0, depth - 1) if found.group(1) else depth + 1
        yield found.start(), depth


def refuse_deep(html: str) -> None:
    """Refuse nesting that the cleaning would answer with minutes of work."""
    if any(depth > DEEPEST for _place, depth in outline_depths(html)):
        raise TextTooComplex(_("HTML elements are nested too deeply here. Use fewer levels."))
