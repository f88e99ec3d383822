"""The strategy document as a tagged PDF. The layout is `strategy.typ`; what people wrote reaches it as data only."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from clustercourse.kinds.pictures.on_paper import picture_on_paper
from clustercourse.text.blocks import linked_text, read_own_text
from clustercourse.text.paper import Said, block_on_paper, table_on_paper
from clustercourse.typesetting.paper import tagged_pdf
from clustercourse.workbook.queries.document import Part, Section, StrategyDocument
from clustercourse.workbook.writers.answers import answer_tables
from clustercourse.workbook.writers.words import accepted, made_on, source_line, words

_LAYOUT = (Path(__file__).parent / "strategy.typ").read_bytes()
_LEVELS_ABOVE = 1
"""The heading of a section."""


def pdf_of(document: StrategyDocument) -> bytes:
    """As `tagged_pdf` sets it."""
    return tagged_pdf(_LAYOUT, _said(document), document.made_on)


def _said(document: StrategyDocument) -> Said:
    return {
        "language": document.language,
        "title": document.title,
        "author": document.organisation,
        "organisation": document.organisation,
        "above": _LEVELS_ABOVE,
        "made": made_on(document),
        "words": asdict(words()),
        "sections": [_section(section) for section in document.sections],
        "sources": [[asdict(run) for run in linked_text(each)] for each in document.sources],
        "remarks": [asdict(remark) for remark in document.remarks],
    }


def _section(section: Section) -> Said:
    return {
        "title": section.title,
        "own": [block_on_paper(block) for block in read_own_text(section.own_text)],
        "parts": [_part(part) for part in section.parts],
    }


def _part(part: Part) -> Said:
    return {
        "title": part.title,
        "address": part.address,
        "accepted": accepted(part),
        "answers": [asdict(table) for table in answer_tables(part)],
        "grids": [
            {"caption": grid.caption, "source": source_line(grid.source), **table_on_paper(grid.heads, grid.rows, grid.numbers)}
            for grid in part.grids
        ],
        "pictures": [picture_on_paper(picture) for picture in part.pictures],
        "note": part.note.strip(),
    }
