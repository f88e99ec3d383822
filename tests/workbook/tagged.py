"""What a reader, and a screen reader, finds in a tagged PDF that typst made: its words with what typst says they stand for, and its tags."""

from __future__ import annotations

import re
from collections import Counter

from tests.pdf import letters, pointed, unpacked

_PIECE = re.compile(
    rb"/(\w+) [\d.]+ Tf|/ActualText(?:<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\()])*)\))[^>]*>>\s*BDC|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|(EMC)|\bET\b",
    re.S,
)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_OBJECT = re.compile(rb"(?s)\b(\d+) 0 obj\s(.*?)endobj")
_HEX_OR_PLAIN = rb"(?:<([0-9A-Fa-f]*)>|\(((?:\\.|[^\\()])*)\))"


def words(content: bytes) -> str:
    """All words in the order they are drawn, page after page, one space where a piece ends; hyphens of hyphenation taken out."""
    known = {int(number): body for number, body in _OBJECT.findall(content)}
    tree = next(body for body in known.values() if b"/Type/Pages" in body)
    found = list[str]()
    for leaf in re.findall(rb"(\d+) 0 R", re.findall(rb"/Kids\[(.*?)\]", tree)[0]):
        page = known[int(leaf)]
        fonts = re.findall(rb"/Font<<(.*?)>>", known[pointed(page, b"Resources")])[0]
        tables = {
            name: letters(known[pointed(known[int(number)], b"ToUnicode")]) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", fonts)
        }
        found += _drawn(unpacked(known[pointed(page, b"Contents")]), tables)
    return " ".join(found).replace(" \xad ", "").replace("\xad", "").replace("\u200b", "")


def squeezed(text: str) -> str:
    """Without spaces: where a line breaks, a space is not drawn."""
    return "".join(text.split()).replace("\u200b", "").replace("\xad", "")


def _drawn(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    pieces, current, table, is_said = list[str](), "", dict[int, str](), False
    for found in _PIECE.finditer(stream):
        if found[1]:
            table = fonts[found[1]]
        elif found[2] or found[3] is not None:
            current, is_said = current + _text(found[2], found[3]), True
        elif found[4] is not None:
            current += "" if is_said else _glyphs(found[4], table)
        elif found[5]:
            is_said = False
        else:
            pieces.append(current)
            current = ""
    return pieces


def _glyphs(shown: bytes, table: dict[int, str]) -> str:
    raw = _raw(shown)
    return "".join(table.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2))


def _raw(shown: bytes) -> bytes:
    return _ESCAPE.sub(lambda sign: _NAMED.get(sign[1]) or (bytes([int(sign[1], 8)]) if sign[1].isdigit() else sign[1]), shown)


def _text(coded: bytes | None, plain: bytes | None) -> str:
    raw = bytes.fromhex(coded.decode()) if coded is not None else _raw(plain or b"")
    return raw[2:].decode("utf-16-be") if raw.startswith(b"\xfe\xff") else raw.decode("latin-1")


def tags(content: bytes) -> Counter[str]:
    return Counter(name.decode() for name in re.findall(rb"/Type/StructElem/S/(\w+)", content))


def strings(content: bytes, key: bytes) -> list[str]:
    """What stands under a key, as /Alt, /URI or /Title, anywhere."""
    return [
        _text(*found) for found in ((coded or None, plain) for coded, plain in re.findall(rb"/%s\s*%s" % (key, _HEX_OR_PLAIN), content))
    ]
