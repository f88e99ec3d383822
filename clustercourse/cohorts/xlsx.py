"""Reading the files of Excel: a zip of XML, unpacked with limits and walked through with the parser of the standard library.

Not with calamine: it makes room for what a file says it holds. Two cells far apart, or a count that lies, in a file of 6 kB ask for
500 GB and end the whole process; a date beyond all years ends it too.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from typing import TypeVar
from xml.parsers import expat

from clustercourse.cohorts.xlsx_parts import Cell, Relations, Sheet, Strings, Styles, Walk, WorkbookPart
from clustercourse.errors import Refused
from clustercourse.language import _

Part = TypeVar("Part", bound=Walk)

_MOST_MEMBERS = 2_000
_MOST_BYTES = 24 * 1024 * 1024
_HARMLESS_BYTES = 4 * 1024 * 1024
_MOST_RATIO = 50
_PIECE = 256 * 1024
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    OverflowError,
    struct.error,
)
_OUTSIDE = re.compile(r"(^|/)\.\.(/|$)")


def read_cells(content: bytes) -> list[list[Cell]]:
    """The cells of the first visible sheet, row by row from the first row on: texts, numbers, dates, times, True and False.

    Refused: what is no such file, macros, too many rows or columns, and what would be far larger unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as opened:
            return _Book(opened, len(content)).cells()
    except _BROKEN:
        raise Refused(_("This is not an Excel file that we can read. Save it as .xlsx or CSV and send it again."), field="file") from None


class _Book:
    """An open file. Only the parts that hold the first sheet are ever unpacked."""

    def __init__(self, opened: zipfile.ZipFile, packed: int) -> None:
        self.opened, self.packed, self.unpacked = opened, packed, 0
        names = [member.filename for member in opened.infolist()]
        if len(names) > _MOST_MEMBERS:
            raise Refused(_("This file holds too many parts. Copy the table into a new sheet and save that."), field="file")
        if any("vbaproject" in name.casefold() for name in names):
            raise Refused(_("This file holds macros. Save it as .xlsx without them, or as CSV."), field="file")
        if len({name.casefold() for name in names}) != len(names):
            raise zipfile.BadZipFile
        self.names = frozenset(names)

    def cells(self) -> list[list[Cell]]:
        book = self._walked("xl/workbook.xml", WorkbookPart())
        relations = self._walked("xl/_rels/workbook.xml.rels", Relations())
        strings, styles = Strings(), Styles()
        for kind, part in (("sharedStrings", strings), ("styles", styles)):
            if kind in relations.by_kind:
                self._walked(_inside(relations.by_kind[kind]), part)
        sheet = Sheet(strings.texts, styles.dates, is_1904=book.is_1904)
        return self._walked(_inside(relations.by_id[book.first_sheet]), sheet).lines()

    def _walked(self, name: str, part: Part) -> Part:
        part.walk(self._unpacked(name))
        return part

    def _unpacked(self, name: str) -> bytes:
        """The bytes of a part, counted while they come and not as the file says."""
        member, pieces = self.opened.getinfo(name), []
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile
        with self.opened.open(member) as opened:
            while piece := opened.read(_PIECE):
                self.unpacked += len(piece)
                is_bomb = self.unpacked > _HARMLESS_BYTES and self.unpacked > self.packed * _MOST_RATIO
                if self.unpacked > _MOST_BYTES or is_bomb:
                    raise Refused(_("Unpacked, this file is far too large. Copy the table into a new sheet and save that."), field="file")
                pieces.append(piece)
        return b"".join(pieces)


def _inside(target: str) -> str:
    """The name of a part from how the book points to it. Refused: what leads out of the file."""
    if _OUTSIDE.search(target) or "\\" in target or ":" in target:
        raise ValueError("leads elsewhere")
    return target.removeprefix("/") if target.startswith("/") else posixpath.join("xl", target)
