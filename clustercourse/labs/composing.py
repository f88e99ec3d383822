"""The text of a product with its lab's data in it: a paragraph such as `{{verdict}}` is replaced by what stands for it. Pure.

Data never passes through Markdown: it becomes blocks of text, beside those that the text is read into, so that nothing an organisation
typed can change the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.labs.evidence_blocks import BLOCKS
from clustercourse.labs.queries.evidence import Evidence
from clustercourse.labs.words import DATA_WORDS
from clustercourse.language import Message, _
from clustercourse.text.blocks import Block, Listing, Quotation, Run, Table, plain, read_own_text
from clustercourse.text.cleaning import cleaned

_NAME = re.compile(r"\{\{\s*([^{}]{0,40}?)\s*\}\}")
_ALONE = re.compile(r"(?:\s*\{\{[^{}]{0,60}\}\})+\s*")


@dataclass(frozen=True)
class Picture:
    """A drawing among the blocks."""

    drawing: Drawing
    kind: Literal["picture"] = "picture"


Piece = Block | Picture


@dataclass(frozen=True)
class Composed:
    """`problems` are for the writer: names that stand for nothing, and names that do not stand alone."""

    pieces: tuple[Piece, ...]
    problems: tuple[Message, ...]


def compose(source: str, evidence: Evidence) -> Composed:
    """What a reader sees. A name that stands for nothing is left out and told among the problems."""
    pieces, problems = list[Piece](), list[Message]()
    for block in read_own_text(source):
        names = _names_alone(block)
        if names is None:
            pieces.append(block)
            problems += [_not_alone(name) for name in _NAME.findall(_words_of(block))]
            continue
        for name in names:
            if name in BLOCKS:
                pieces += [Picture(made) if isinstance(made, Drawing) else made for made in BLOCKS[name](evidence)]
            else:
                problems.append(_unknown(name))
    return Composed(cleaned(tuple(pieces)), tuple(dict.fromkeys(problems)))


def _names_alone(block: Block) -> list[str] | None:
    """The names in a paragraph that holds nothing else; None for any other block."""
    if block.kind != "paragraph" or any(run.is_code for run in block.runs):
        return None
    words = plain(block.runs)
    return _NAME.findall(words) if _ALONE.fullmatch(words) else None


def _words_of(block: Block) -> str:
    return " ".join(run.text for run in _runs_in(block) if not run.is_code)


def _runs_in(block: Block) -> Iterator[Run]:
    if isinstance(block, Table):
        for cells in (block.heads, *block.rows):
            for cell in cells:
                yield from cell
    elif isinstance(block, Listing):
        yield from _runs_of(part for item in block.items for part in item)
    elif isinstance(block, Quotation):
        yield from _runs_of(block.blocks)
    elif block.kind in ("paragraph", "heading"):
        yield from block.runs


def _runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    for block in blocks:
        yield from _runs_in(block)


def _not_alone(name: str) -> Message:
    if name not in DATA_WORDS:
        return _unknown(name)
    return _("“{name}” stands among other words, so it is shown as typed. Put it alone between two empty lines.", name=f"{{{{{name}}}}}")


def _unknown(name: str) -> Message:
    return _("“{name}” stands for nothing. The names that do are listed beside the text.", name=f"{{{{{name}}}}}")
