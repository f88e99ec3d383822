"""The own text of a section, and lists, in the Word document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from docx.document import Document as Word
from docx.shared import Twips
from docx.text.paragraph import Paragraph as Line

from clustercourse.text.blocks import Block, Code, Heading, Listing, Paragraph, Quotation, Rule, Run, Runs, Table, plain
from clustercourse.typesetting.columns import column_shares
from clustercourse.workbook.writers.word_pieces import add_link, new_list, put_in_list
from clustercourse.workbook.writers.word_tables import Fill, add_table, shared_width

_STEP = Twips(397)


def add_listed(word: Word, entries: Iterable[Runs]) -> None:
    """A bulleted list."""
    number = new_list(word, None)
    for runs in entries:
        line = word.add_paragraph(style="List Paragraph")
        put_in_list(line, number, 0)
        add_runs(line, runs)


def add_own_text(word: Word, blocks: Sequence[Block], style: str = "Normal", depth: int = 0) -> None:
    """`depth` counts the lists around it."""
    for block in blocks:
        match block:
            case Paragraph():
                _begin(word, style, depth, block.runs)
            case Heading():
                add_runs(word.add_heading(level=block.level + 1), block.runs)
            case Listing():
                _add_listing(word, block, style, depth)
            case Quotation():
                add_own_text(word, block.blocks, "Quote", depth)
            case Code():
                _begin(word, "Code Text", depth, (Run(block.text),))
            case Table():
                _add_table(word, block)
            case Rule():
                word.add_paragraph(style="Rule")


def add_runs(line: Line, runs: Runs) -> None:
    for run in runs:
        made = add_link(line, run.link, run.text) if run.link else line.add_run(run.text, "Code Words" if run.is_code else None)
        made.bold, made.italic = run.is_bold or None, run.is_italic or None


def _begin(word: Word, style: str, depth: int, runs: Runs) -> Line:
    line = word.add_paragraph(style=style)
    if depth:
        line.paragraph_format.left_indent = _STEP * depth
    add_runs(line, runs)
    return line


def _add_listing(word: Word, block: Listing, style: str, depth: int) -> None:
    number = new_list(word, block.start)
    for item in block.items:
        first, rest = (item[0], item[1:]) if item and isinstance(item[0], Paragraph) else (Paragraph(()), item)
        line = word.add_paragraph(style="List Paragraph")
        put_in_list(line, number, depth)
        add_runs(line, first.runs)
        add_own_text(word, rest, style if style == "Quote" else "List Paragraph", depth + 1)


def _add_table(word: Word, block: Table) -> None:
    texts = [[plain(cell) for cell in row] for row in (block.heads, *block.rows)]
    lines = [[_cell(runs) for runs in row] for row in (block.heads, *block.rows)]
    add_table(word, "", lines[0], lines[1:], shared_width(column_shares(texts[0], texts[1:])))
    word.add_paragraph(style="Gap")


def _cell(runs: Runs) -> Fill:
    def fill(line: Line) -> None:
        add_runs(line, runs)

    return fill
