"""What people wrote, read once into blocks and runs that every writer can set in its own way.

The Markdown is the learners' (`clustercourse/text/learner.py`): no HTML, no pictures. It always gives something to show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from clustercourse.text.limits import LEARNER_CHARACTERS

_LINK = re.compile(r"(?:https?://|mailto:)[^\s\\<>\"]+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"https?://[^\s<>\"\\]*[^\s<>\"\\.,;:!?'()\[\]{}|]")
DEEPEST_HEADING = 2


@dataclass(frozen=True)
class Run:
    """Letters that look alike. A line ends where `text` holds a line break."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_code: bool = False
    link: str = ""


Runs = tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    runs: Runs
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Heading:
    """`level` counts below the heading the text stands under, and never skips one: 1 or 2."""

    level: int
    runs: Runs
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Listing:
    """`start` is the first number, or None where the items have marks instead."""

    items: tuple[tuple[Block, ...], ...]
    start: int | None = None
    kind: Literal["listing"] = "listing"


@dataclass(frozen=True)
class Quotation:
    blocks: tuple[Block, ...]
    kind: Literal["quotation"] = "quotation"


@dataclass(frozen=True)
class Code:
    text: str
    kind: Literal["code"] = "code"


@dataclass(frozen=True)
class Table:
    """Every row has as many cells as there are heads."""

    heads: tuple[Runs, ...]
    rows: tuple[tuple[Runs, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Rule:
    kind: Literal["rule"] = "rule"


Block = Paragraph | Heading | Listing | Quotation | Code | Table | Rule


def safe_link(address: str) -> str:
    """The address as every format can carry it, or nothing where a link may not lead: to scripts, and to places only the site knows."""
    return quote(address, safe="%/:=&?~#+!$,;'@()*[]") if _LINK.fullmatch(address) else ""


def read_own_text(source: str) -> tuple[Block, ...]:
    """The blocks of a text. What is too long to read as Markdown stands word for word, in paragraphs."""
    if len(source) > LEARNER_CHARACTERS:
        return _as_typed(source)
    return tuple(_levelled(_blocks(SyntaxTreeNode(_engine().parse(source)).children)))


def linked_text(text: str) -> Runs:
    """Words that are no Markdown, with the addresses in them as links."""
    runs, last = list[Run](), 0
    for found in _BARE_ADDRESS.finditer(text):
        runs += [Run(text[last : found.start()]), Run(found[0], link=safe_link(found[0]))]
        last = found.end()
    return tuple(run for run in (*runs, Run(text[last:])) if run.text)


def plain(runs: Runs) -> str:
    return "".join(run.text for run in runs)


def _engine() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "maxNesting": 20}).enable("table").disable("image")


def _as_typed(source: str) -> tuple[Block, ...]:
    parts = (part.strip() for part in source.replace("\r\n", "\n").split("\n\n"))
    return tuple(Paragraph((Run(part),)) for part in parts if part)


def outline(levels: Iterable[int]) -> Iterator[int]:
    """How deep headings of these levels stand, one below the other: readers and PDF/UA refuse an outline with gaps.

    Headings that look alike stay alike: a text that begins with its second level has the same outline as one that begins with its first.
    """
    above = list[int]()
    for level in levels:
        while above and above[-1] >= level:
            above.pop()
        above.append(level)
        yield min(len(above), DEEPEST_HEADING)


def _levelled(blocks: list[Block]) -> list[Block]:
    levels = outline(block.level for block in blocks if isinstance(block, Heading))
    return [replace(block, level=next(levels)) if isinstance(block, Heading) else block for block in blocks]


def _blocks(nodes: Iterable[SyntaxTreeNode], is_inside: bool = False) -> list[Block]:
    found = list[Block]()
    for node in nodes:
        block = _block(node, is_inside)
        if block is not None:
            found.append(block)
    return found


def _block(node: SyntaxTreeNode, is_inside: bool) -> Block | None:
    match node.type:
        case "paragraph":
            return Paragraph(_inline(node))
        case "heading":
            runs = _inline(node)
            if is_inside:
                return Paragraph(tuple(replace(run, is_bold=True) for run in runs))
            return Heading(int(node.tag[1]), runs) if plain(runs).strip() else None
        case "bullet_list":
            return Listing(tuple(tuple(_blocks(item.children, True)) for item in node.children))
        case "ordered_list":
            return Listing(tuple(tuple(_blocks(item.children, True)) for item in node.children), int(node.attrs.get("start", 1)))
        case "blockquote":
            return Quotation(tuple(_blocks(node.children, True)))
        case "fence" | "code_block":
            return Code(node.content.rstrip("\n"))
        case "table":
            return _table(node)
        case "hr":
            return Rule()
    return None


def _table(node: SyntaxTreeNode) -> Table:
    rows = [tuple(_inline(cell) for cell in row.children) for part in node.children for row in part.children]
    return Table(rows[0], tuple(rows[1:]))


def _inline(node: SyntaxTreeNode) -> Runs:
    return tuple(_joined(run for child in node.children for run in _runs(child, Run(""))))


def _runs(node: SyntaxTreeNode, like: Run) -> list[Run]:
    match node.type:
        case "text":
            return [replace(like, text=node.content)]
        case "softbreak":
            return [replace(like, text=" ")]
        case "hardbreak":
            return [replace(like, text="\n")]
        case "code_inline":
            return [replace(like, text=node.content, is_code=True)]
        case "strong":
            like = replace(like, is_bold=True)
        case "em":
            like = replace(like, is_italic=True)
        case "link":
            like = replace(like, link=safe_link(str(node.attrs.get("href", ""))))
    return [run for child in node.children for run in _runs(child, like)]


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Neighbours that look alike as one, and none that is empty."""
    found = list[Run]()
    for run in runs:
        if found and replace(found[-1], text="") == replace(run, text=""):
            found[-1] = replace(run, text=found[-1].text + run.text)
        elif run.text:
            found.append(run)
    return found
