"""The parts of an Excel file, each walked through once: the book, its relations, texts, styles and a sheet."""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from xml.parsers import expat

from clustercourse.errors import Refused
from clustercourse.language import _, number

Cell = str | float | bool | date | datetime | time

MOST_ROWS = 5_000
MOST_COLUMNS = 100
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROW = re.compile(r"[1-9][0-9]{0,6}")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_BUILT_IN_DATES = {*range(14, 23), *range(45, 48)}
_NOT_LETTERS = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_LAST_DAY = 2_958_465


def too_many_rows() -> Refused:
    return Refused(_("The file can have at most {n} rows."), field="file", n=number(MOST_ROWS))


def too_many_columns() -> Refused:
    return Refused(_("The file can have at most {n} columns."), field="file", n=MOST_COLUMNS)


class Walk:
    """Walks through XML that brings no rules of its own. Names are without their prefix; `text` gathers what stands in a `t` or `v`."""

    def __init__(self) -> None:
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = lambda tag, attributes: self.begin(tag.rpartition(":")[2], attributes)
        self.parser.EndElementHandler = lambda tag: self.end(tag.rpartition(":")[2])
        self.parser.CharacterDataHandler = self.text.append
        self.parser.StartDoctypeDeclHandler = self._declare

    def walk(self, data: bytes) -> None:
        self.parser.Parse(data, True)

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def taken(self) -> str:
        """The text gathered since it was asked for last."""
        text = "".join(self.text)
        self.text.clear()
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text

    def _declare(self, *_parts: object) -> None:
        raise ValueError("a document type has no place here")


class WorkbookPart(Walk):
    """Which sheet comes first, of those that are shown, and from which year days are counted."""

    first_sheet, is_1904 = "", False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.is_1904 = attributes.get("date1904", "0") in ("1", "true")
        if name == "sheet" and not self.first_sheet and attributes.get("state", "visible") == "visible":
            self.first_sheet = next((text for key, text in attributes.items() if key.endswith(":id")), "")


class Relations(Walk):
    """Where the other parts are."""

    def __init__(self) -> None:
        super().__init__()
        self.by_id: dict[str, str] = {}
        self.by_kind: dict[str, str] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.by_id[attributes["Id"]] = self.by_kind[attributes["Type"].rpartition("/")[2]] = attributes["Target"]


class Strings(Walk):
    """The texts that cells point to. How a text is read aloud is passed over."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.pieces: list[str] = []
        self.is_sound = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        self.is_sound = name == "rPh" or (self.is_sound and name != "si")
        self.text.clear()

    def end(self, name: str) -> None:
        if name == "t" and not self.is_sound:
            self.pieces.append(self.taken())
        elif name == "rPh":
            self.is_sound = False
        elif name == "si":
            self.texts.append("".join(self.pieces))
            self.pieces.clear()


class Styles(Walk):
    """Which styles show a number as a day or a time."""

    def __init__(self) -> None:
        super().__init__()
        self.dates: list[bool] = []
        self.own: dict[str, str] = {}
        self.is_cells = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt":
            self.own[attributes["numFmtId"]] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self.is_cells = True
        elif name == "xf" and self.is_cells:
            self.dates.append(self._is_date(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self.is_cells = False

    def _is_date(self, number_format: str) -> bool:
        own = self.own.get(number_format)
        if own is None:
            return number_format.isdecimal() and int(number_format[:9]) in _BUILT_IN_DATES
        return bool(set(_NOT_LETTERS.sub("", own).lower()) & set("ydhs"))


class Sheet(Walk):
    """The cells of a sheet. Refused: one with content that lies outside our limits."""

    def __init__(self, strings: list[str], dates: list[bool], *, is_1904: bool) -> None:
        super().__init__()
        self.strings, self.dates = strings, dates
        self.epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        self.row = self.column = 0
        self.kind, self.style = "n", 0
        self.pieces: list[str] = []
        self.found: dict[int, dict[int, Cell]] = {}

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            self.row, self.column = self._numbered(attributes.get("r")) or self.row + 1, 0
        elif name == "c":
            self._place(attributes.get("r"))
            self.kind, self.style = attributes.get("t", "n"), int(attributes.get("s", "0"))
            self.pieces.clear()
        elif name in ("v", "t"):
            self.text.clear()

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self.pieces.append(self.taken())
        elif name == "c" and self.pieces:
            self._keep("".join(self.pieces))
            self.pieces.clear()

    def lines(self) -> list[list[Cell]]:
        """All rows from the first on, the empty ones too."""
        width = max((max(cells) for cells in self.found.values()), default=0)
        return [[cells.get(column, "") for column in range(1, width + 1)] for cells in self._rows()]

    def _rows(self) -> list[dict[int, Cell]]:
        return [self.found.get(row, {}) for row in range(1, max(self.found, default=0) + 1)]

    def _numbered(self, text: str | None) -> int:
        if text is not None and _ROW.fullmatch(text) is None:
            raise ValueError("not the number of a row")
        return int(text or 0)

    def _place(self, reference: str | None) -> None:
        self.column += 1
        if reference is None:
            return
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            raise ValueError("not the place of a cell")
        self.row, self.column = int(found[2]), 0
        for letter in found[1]:
            self.column = self.column * 26 + ord(letter) - 64

    def _keep(self, text: str) -> None:
        if self.row > MOST_ROWS + 1:
            raise too_many_rows()
        if self.column > MOST_COLUMNS:
            raise too_many_columns()
        self.found.setdefault(self.row, {})[self.column] = self._value(text)

    def _value(self, text: str) -> Cell:
        if self.kind == "s":
            return self.strings[int(text)]
        if self.kind == "b":
            return text.strip() in ("1", "true")
        if self.kind != "n" or not text.strip():
            return "" if self.kind == "e" else text
        value = float(text)
        if not math.isfinite(value):
            raise ValueError("not a number")
        return self._moment(value) if self.style < len(self.dates) and self.dates[self.style] else value

    def _moment(self, value: float) -> Cell:
        """A count of days as what it means; numbers that are no day of ours stay numbers."""
        if not 0 <= value <= _LAST_DAY:
            return value
        moment = self.epoch + timedelta(days=int(value), seconds=round(value % 1 * 86_400))
        return moment.time() if value < 1 else moment
