"""The strategy document as a tagged PDF. The layout is `strategy.typ`; what people wrote reaches it as data only."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Literal

import typst

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.pictures.standalone import standalone
from clustercourse.typesetting import fonts, typeset
from clustercourse.workbook.queries.document import Grid, Part, Section, StrategyDocument
from clustercourse.workbook.writers.answers import answer_tables
from clustercourse.workbook.writers.columns import column_shares
from clustercourse.workbook.writers.own_text import Block, Table, linked_text, plain, read_own_text
from clustercourse.workbook.writers.sizes import width_on_paper
from clustercourse.workbook.writers.words import accepted, made_on, source_line, words

_LAYOUT = (Path(__file__).parent / "strategy.typ").read_bytes()

Said = dict[str, Any]
Standard = Literal["ua-1"]


def pdf_of(document: StrategyDocument) -> bytes:
    """PDF/UA-1 where our fonts, or those of the machine, have every letter; otherwise only tagged, with boxes for those they lack."""
    data = json.dumps(_said(document))
    made = datetime.combine(document.made_on, time(12), UTC)
    for with_system in (False, True):
        try:
            return _compiled(data, made, with_system, "ua-1")
        except typst.TypstError as refusal:
            if "could not be displayed" not in str(refusal):
                raise
    return _compiled(data, made, True, None)


def _compiled(data: str, made: datetime, with_system: bool, standard: Standard | None) -> bytes:
    letters = fonts(with_system=with_system, with_embedded=True)
    return typeset(_LAYOUT, {"said": data}, set_in=letters, format="pdf", pdf_standards=standard, timestamp=made)


def _said(document: StrategyDocument) -> Said:
    return {
        "language": document.language,
        "title": document.title,
        "organisation": document.organisation,
        "made": made_on(document),
        "words": asdict(words()),
        "sections": [_section(section) for section in document.sections],
        "sources": [[asdict(run) for run in linked_text(each)] for each in document.sources],
        "remarks": [asdict(remark) for remark in document.remarks],
    }


def _section(section: Section) -> Said:
    return {
        "title": section.title,
        "own": [_own(block) for block in read_own_text(section.own_text)],
        "parts": [_part(part) for part in section.parts],
    }


def _own(block: Block) -> Said:
    """As it is, with the widths of tables."""
    said = asdict(block)
    if isinstance(block, Table):
        said["shares"] = column_shares([plain(head) for head in block.heads], [[plain(cell) for cell in row] for row in block.rows])
    return said


def _part(part: Part) -> Said:
    return {
        "title": part.title,
        "address": part.address,
        "accepted": accepted(part),
        "answers": [asdict(table) for table in answer_tables(part)],
        "grids": [
            {"caption": grid.caption, "source": source_line(grid.source), **_table(grid.heads, grid.rows, grid.numbers)}
            for grid in part.grids
        ],
        "pictures": [_picture(picture) for picture in part.pictures],
        "note": part.note.strip(),
    }


def _grid(grid: Grid) -> Said:
    return {"caption": grid.caption, "source": source_line(grid.source), **_table(grid.heads, grid.rows, grid.numbers)}


def _picture(picture: Drawing) -> Said:
    table = picture.table
    return {
        "finding": picture.finding,
        "description": picture.description,
        "svg": standalone(picture.svg) if picture.svg else "",
        "width": width_on_paper(picture.svg),
        "note": picture.note.strip(),
        "table": _table(table.heads, table.rows, table.numbers) if table.heads else None,
    }


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Said:
    return {"heads": heads, "rows": rows, "numbers": numbers, "shares": column_shares(heads, rows)}
