"""What people typed, and pictures' tables, as data for the layouts of PDFs (`typesetting/paper.typ`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from clustercourse.text.blocks import Block, Table, plain
from clustercourse.typesetting.columns import column_shares

Said = dict[str, Any]


def block_on_paper(block: Block) -> Said:
    """As it is, with the widths of tables."""
    said = asdict(block)
    if isinstance(block, Table):
        said["shares"] = column_shares([plain(head) for head in block.heads], [[plain(cell) for cell in row] for row in block.rows])
    return said


def table_on_paper(heads: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]) -> Said:
    """A table of plain words; `numbers` are the places of its columns of numbers."""
    return {"heads": heads, "rows": rows, "numbers": numbers, "shares": column_shares(heads, rows)}
