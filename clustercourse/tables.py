"""Tables as texts, and as CSV for people's office programs. Knows no rows of ours.

What such a program would read as a formula gets an apostrophe on the way out, and loses it on the way in.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass

from clustercourse.language import language

# What begins a formula, also in its wide, small, raised and lowered forms, and what office programs skip before it.
_SIGN = "[=+@\\-＝﹦⁼₌＋﹢⁺₊﬩－﹣＠﹫]"
_SKIPPED = '[ "\\u00a0\\u1680\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u2064\\u3000\\ufeff]*'
_AT_START = re.compile(f"^('*)(?=[\t\r\n]|{_SKIPPED}{_SIGN})")
_INSIDE = re.compile(f"([,;\t\r\n])('*)(?={_SKIPPED}{_SIGN})")
_HONEST_NUMBER = re.compile(r"-\d{1,15}([.,]\d{1,15})?")
CONTROLS = {code: None for code in range(32) if chr(code) not in "\t\r\n"} | {0x7F: None}


@dataclass(frozen=True)
class Table:
    """A header and rows of equally many texts. `lines` says which line of the file each row was, the first being 1."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...] = ()


def neutral(text: str) -> str:
    """The text with an apostrophe before it when an office program would take it for a formula. A plain number such as -5 stays."""
    clean = text.translate(CONTROLS)
    return clean if _HONEST_NUMBER.fullmatch(clean) else _AT_START.sub(r"'\1", clean)


def plain(text: str) -> str:
    """What `neutral` was given."""
    return _AT_START.sub(lambda found: found[1][1:], text)


def _neutral_inside(text: str) -> str:
    """A CSV file may be cut at another sign than its own; then what follows that sign begins a cell."""
    return text if _HONEST_NUMBER.fullmatch(text) else _INSIDE.sub(r"\1'\2", text)


def plain_inside(text: str) -> str:
    return _INSIDE.sub(lambda found: found[1] + found[2][1:], text)


def as_csv(table: Table, delimiter: str | None = None) -> bytes:
    """For Excel too: UTF-8 with a mark, and the delimiter that it expects in the reader's language unless one is named."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter or ("," if language() == "en" else ";"), lineterminator="\r\n")
    for first, *others in (table.header, *table.rows):
        # Cut at another sign, the whole line may be one cell: it must not even begin like a number.
        begin = f"'{first}" if _HONEST_NUMBER.fullmatch(first) else _neutral_inside(neutral(first))
        writer.writerow([begin, *(_neutral_inside(neutral(cell)) for cell in others)])
    return text.getvalue().encode("utf-8-sig", "replace")
