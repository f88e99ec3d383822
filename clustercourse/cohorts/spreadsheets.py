"""Tables from people's spreadsheets and back to them: `tables` writes CSV, here is XLSX and reading both. Knows no cohorts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time

from clustercourse.cohorts.xlsx import read_cells
from clustercourse.cohorts.xlsx_parts import MOST_COLUMNS, MOST_ROWS, Cell, too_many_columns, too_many_rows
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.tables import CONTROLS, Table, as_csv, neutral, plain, plain_inside

LARGEST = 5 * 1024 * 1024
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LONGEST_CELL = 32_000
_ZIP, _OLE, _UTF_16 = b"PK\x03\x04", b"\xd0\xcf\x11\xe0", (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS, _NO_DELIMITER = ",;\t", "\x1f"

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\']")
_NOT_IN_NAMES = re.compile(r"[\W_]+")


def as_xlsx(table: Table, title: str, *, numbers: Collection[int] = ()) -> bytes:
    """One sheet. Texts stay texts whatever they look like; the columns named in `numbers` hold whole numbers where they can."""
    made = io.BytesIO()
    from xlsxwriter import Workbook  # slow import: few processes ever write a table  # noqa: PLC0415

    book = Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False})
    sheet = book.add_worksheet(_NOT_IN_TITLES.sub(" ", title)[:31].strip() or "1")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for line, row in enumerate((table.header, *table.rows)):
        for column, cell in enumerate(row):
            if line and column in numbers and cell.isdecimal() and cell.isascii():
                sheet.write_number(line, column, int(cell))
            else:
                sheet.write_string(line, column, neutral(cell)[:_LONGEST_CELL], bold if line == 0 else None)
    for column in range(len(table.header)):
        longest = max(len(row[column]) for row in (table.header, *table.rows[:200]))
        sheet.set_column(column, column, min(max(longest, 8), 40) + 1)
    sheet.freeze_panes(1, 0)
    book.close()
    return made.getvalue()


def as_file(table: Table, form: str, title: str, *, numbers: Collection[int] = ()) -> bytes:
    """The table as `csv` or `xlsx`."""
    return as_xlsx(table, title, numbers=numbers) if form == "xlsx" else as_csv(table)


def read_table(content: bytes, name: str) -> Table:
    """The table in a CSV file or on the first sheet of an XLSX file; what begins the bytes decides, not the name.

    Refused: empty, too large, too many rows or columns, a bomb, an old .xls, macros, and what is not a table.
    """
    if not content.strip():
        raise Refused(_("The file “{name}” is empty."), field="file", name=name)
    if len(content) > LARGEST:
        raise Refused(_("The file can have at most {n} MB."), field="file", n=LARGEST // 1024 // 1024)
    if content.startswith(_OLE):
        raise Refused(
            _("“{name}” is an old Excel file, or one with a password. Save it as .xlsx without a password, or as CSV."),
            field="file",
            name=name,
        )
    if content.startswith(_ZIP):
        lines = [[plain(_typed(cell)).strip() for cell in line] for line in read_cells(content)]
    else:
        lines = [[plain(plain_inside(cell)).strip() for cell in line] for line in _csv_lines(content, name)]
    return _table(lines, name)


def matched(header: Sequence[str], wanted: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Which column holds what: key → place in the header, found by the key or any of its names; only keys that were found.

    Capitals, spaces and hyphens do not matter. Refused: two columns for the same key.
    """
    found: dict[str, int] = {}
    keys = {_folded(name): key for key, names in wanted.items() for name in (key, *names)}
    for place, title in enumerate(header):
        key = keys.get(_folded(title))
        if key is not None and key in found:
            raise Refused(
                _("Two columns say the same: “{first}” and “{second}”. Keep one of them."),
                field="file",
                first=header[found[key]],
                second=title,
            )
        if key is not None:
            found[key] = place
    return found


def _folded(name: str) -> str:
    return _NOT_IN_NAMES.sub("", name.casefold())


def _csv_lines(content: bytes, name: str) -> list[list[str]]:
    text = _text(content, name)
    first = next(line for line in text.splitlines() if line.strip())
    if first.lower().startswith("sep=") and len(first.rstrip()) <= 5:
        delimiter, text = first[4:5] or ",", text.split("\n", 1)[-1]
    else:
        counted = re.sub(r'"[^"]*"', "", first).count
        delimiter = max(_DELIMITERS, key=counted) if any(map(counted, _DELIMITERS)) else _NO_DELIMITER
    lines: list[list[str]] = []
    try:
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            lines.append(line)
            if len(lines) > MOST_ROWS * 2:
                raise too_many_rows()
    except csv.Error:
        raise Refused(
            _("We cannot read “{name}” as a table. Save it as CSV or .xlsx and send it again."), field="file", name=name
        ) from None
    return lines


def _text(content: bytes, name: str) -> str:
    """The letters of a CSV file: UTF-8 (or UTF-16 with its mark), else as Danish Windows writes them."""
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if not text.strip() or set(text) & set(map(chr, CONTROLS)):
            break
        return text
    raise Refused(_("“{name}” is not a table of text. Save it as CSV or .xlsx and send it again."), field="file", name=name)


def _typed(cell: Cell) -> str:
    """A cell as a person would type it: 5 rather than 5.0, 2027-08-27 rather than a count of days."""
    if isinstance(cell, datetime):
        return cell.strftime("%Y-%m-%d %H:%M") if cell.time() != time.min else cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.strftime("%H:%M")
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    return str(cell)


def _table(lines: Sequence[Sequence[str]], name: str) -> Table:
    filled = [(number, line) for number, line in enumerate(lines, 1) if any(line)]
    if not filled:
        raise Refused(_("The file “{name}” is empty."), field="file", name=name)
    if len(filled) - 1 > MOST_ROWS:
        raise too_many_rows()
    width = max(place for _number, line in filled for place, cell in enumerate(line, 1) if cell)
    if width > MOST_COLUMNS:
        raise too_many_columns()
    padded = [tuple(line[:width]) + ("",) * (width - len(line)) for _number, line in filled]
    return Table(padded[0], tuple(padded[1:]), tuple(number for number, _line in filled[1:]))
