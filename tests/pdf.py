"""The text of a PDF that typst made, as a reader would copy it: streams unpacked, glyphs turned into letters by each font's own table."""

from __future__ import annotations

import re
import zlib

_PLAIN = rb"(?:\\.|[^\\()])"
_BALANCED = rb"(?:%s|\((?:%s|\(%s*\))*\))*" % (_PLAIN, _PLAIN, _PLAIN)
_SHOWN = re.compile(rb"/(\w+) [\d.]+ Tf|\((%s)\)|\bET\b" % _BALANCED, re.S)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
_NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_PAIR = re.compile(r"<([0-9A-F]+)>\s*<([0-9A-F]+)>", re.I)


def pages(content: bytes) -> list[list[str]]:
    """The pieces of text on each page, in the order they are drawn."""
    known = {int(number): body for number, body in re.findall(rb"(?s)\b(\d+) 0 obj\s(.*?)endobj", content)}
    tree = next(body for body in known.values() if b"/Type/Pages" in body)
    leaves = [known[int(number)] for number in re.findall(rb"(\d+) 0 R", re.findall(rb"/Kids\[(.*?)\]", tree)[0])]
    return [_drawn(unpacked(known[pointed(leaf, b"Contents")]), _fonts(known, leaf)) for leaf in leaves]


def unpacked(body: bytes) -> bytes:
    """A packed stream may end with the byte of a line break: so its end is not searched for."""
    stream = body.partition(b"stream\n")[2]
    return zlib.decompressobj().decompress(stream) if b"/FlateDecode" in body else stream.rpartition(b"endstream")[0].rstrip(b"\r\n")


def pointed(body: bytes, name: bytes) -> int:
    found = re.search(rb"/%s (\d+) 0 R" % name, body)
    assert found is not None
    return int(found[1])


def _fonts(known: dict[int, bytes], leaf: bytes) -> dict[bytes, dict[int, str]]:
    named = re.findall(rb"/Font<<(.*?)>>", known[pointed(leaf, b"Resources")])[0]
    return {name: letters(known[pointed(known[int(number)], b"ToUnicode")]) for name, number in re.findall(rb"/(\w+) (\d+) 0 R", named)}


def letters(body: bytes) -> dict[int, str]:
    """Glyph → text."""
    table = unpacked(body).decode("latin-1")
    pairs = [pair for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S) for pair in _PAIR.findall(block)]
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _drawn(stream: bytes, fonts: dict[bytes, dict[int, str]]) -> list[str]:
    pieces, current, table = list[str](), "", dict[int, str]()
    for found in _SHOWN.finditer(stream):
        if found[1]:
            table = fonts[found[1]]
        elif found[0] == b"ET":
            pieces.append(current)
            current = ""
        else:
            raw = _ESCAPE.sub(lambda sign: _NAMED.get(sign[1]) or (bytes([int(sign[1], 8)]) if sign[1].isdigit() else sign[1]), found[2])
            current += "".join(table.get(int.from_bytes(raw[at : at + 2]), "\ufffd") for at in range(0, len(raw), 2))
    return pieces
