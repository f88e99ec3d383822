"""Tables in the Word document: a header row that is repeated on every page, rows that stay whole, widths that fit what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from docx.document import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from clustercourse.typesetting.columns import column_shares
from clustercourse.typesetting.sizes import TEXT_WIDTH
from clustercourse.workbook.writers.word_pieces import element

Fill = Callable[[Paragraph], None]
"""Writes what stands in a cell into its paragraph."""

_SIZES = ((10, Pt(7)), (7, Pt(8)), (5, Pt(9)))
"""From how many columns on letters become smaller."""

_ON_ONE_PAGE = 12
"""Tables of so many rows are not divided."""

_AFTER_NUMBERS = Mm(2)


def add_table(word: Word, caption: str, heads: Sequence[Fill], rows: Sequence[Sequence[Fill]], widths: Sequence[Length]) -> Table:
    """The caption is read aloud; on the page it stands in a paragraph above."""
    table: Table = word.add_table(len(rows) + 1, len(heads), "Calm Table")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    size = next((size for many, size in _SIZES if len(heads) >= many), None)
    for at, (line, fills) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
        line._tr.get_or_add_trPr().append(element("w:cantSplit"))
        for cell, fill, width in zip(line.cells, fills, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.style = "Table Text"
            paragraph.paragraph_format.keep_with_next = at == 0 or at < len(rows) <= _ON_ONE_PAGE or None
            fill(paragraph)
            for run in paragraph._p.iter(qn("w:r")) if size else ():
                Run(run, paragraph).font.size = size
    table.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    _say(table, caption)
    return table


def keep_with_next(word: Word) -> None:
    """A table that comes last so far stays on the page of what follows."""
    content = list(word.iter_inner_content())
    if content and isinstance(content[-1], Table):
        for cell in content[-1].rows[-1].cells:
            cell.paragraphs[0].paragraph_format.keep_with_next = True


def _say(table: Table, caption: str) -> None:
    properties = table._tbl.tblPr
    look = properties.find(element("w:tblLook").tag)
    if look is not None:
        properties.remove(look)
    shown = {"firstRow": "1", "lastRow": "0", "firstColumn": "0", "lastColumn": "0", "noHBand": "1", "noVBand": "1"}
    properties.append(element("w:tblLook", val="0620", **shown))
    if caption:
        properties.append(element("w:tblCaption", val=caption))


def add_grid(word: Word, caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int] = ()) -> Table:
    """A table of plain texts; numbers stand to the right."""
    widths = shared_width(column_shares(heads, rows))
    lines = [[_cell(text, at in numbers, at - 1 in numbers) for at, text in enumerate(line)] for line in (heads, *rows)]
    return add_table(word, caption, lines[0], lines[1:], widths)


def end_with_a_paragraph(word: Word) -> None:
    """Word wants one behind a table that comes last."""
    content = list(word.iter_inner_content())
    if not content or isinstance(content[-1], Table):
        word.add_paragraph(style="Gap")


def shared_width(shares: Sequence[float]) -> list[Length]:
    return [Mm(TEXT_WIDTH * share) for share in shares]


def _cell(text: str, is_number: bool, is_after_number: bool) -> Fill:
    def fill(paragraph: Paragraph) -> None:
        paragraph.add_run(text)
        if is_number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif is_after_number:
            paragraph.paragraph_format.left_indent = _AFTER_NUMBERS

    return fill
