"""How wide words are in Inter, and how they are cut or broken so that they stay where they belong."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, east_asian_width

SIZE = 14.0
"""Size of all words in a picture, in its own units: more than 11 pixels on a phone, 17 on a wide page."""

LEADING = 18.0
LARGE = 28.0

# Advances in parts of the size, rounded up, of the wider of the two weights.
_GROUPS = {
    0.26: "ijl \u00a0’'",
    0.31: "!,.:;I·`",
    0.38: '()/[\\]{}|ft1r"',
    0.46: "-^_“”*",
    0.56: "?7JLacksvxyzåä–",
    0.62: "235EFbdehnopquöéüÉ6",
    0.66: "489#$&+0<=>BPRSTZg~ßø−×≥≤≈",
    0.72: "DKXYAÅÄV€",
    0.77: "CGHNOQUÖØÜ",
    0.86: "w½…",
    0.92: "Mmæ",
    1.03: "%@WÆ→",
}
_ADVANCES = {letter: advance for advance, letters in _GROUPS.items() for letter in letters}
_OTHER = 0.68
_WIDE = 1.1


def _advance(letter: str) -> float:
    known = _ADVANCES.get(letter)
    if known is not None:
        return known
    if east_asian_width(letter) in "WF" or category(letter) == "So":
        return _WIDE
    return 0.0 if category(letter) == "Mn" else _OTHER


@lru_cache(maxsize=4096)
def width(text: str, size: float = SIZE) -> float:
    """How much room a text takes at most."""
    return sum(map(_advance, text)) * size


def fitted(text: str, room: float) -> str:
    """The text, or as much of it as there is room for, with an ellipsis; cut between words where not much is lost by that."""
    if width(text) <= room:
        return text
    left = room - width("…")
    kept = 0
    for letter in text:
        left -= width(letter)
        if left < 0:
            break
        kept += 1
    return whole_words(text, kept).rstrip(" ,;·-–") + "…"


def whole_words(text: str, kept: int) -> str:
    """The first letters of a text, without a word that they cut, unless that word is a third of them."""
    end = text.rfind(" ", 0, kept + 1)
    return text[:end] if end > kept * 2 / 3 else text[:kept]


def wrapped(text: str, room: float, most: int) -> list[str]:
    """The text on at most so many lines; the last one ends in an ellipsis where something is left out. Words too long are broken."""
    lines: list[str] = []
    line = ""
    pieces = [(piece, " " if first == 0 else "") for word in text.split() for first, piece in enumerate(_pieces(word, room))]
    for place, (piece, space) in enumerate(pieces):
        longer = f"{line}{space}{piece}" if line else piece
        if width(longer) <= room:
            line = longer
        elif len(lines) + 1 == most:
            return [*lines, fitted(line + "".join(space + piece for piece, space in pieces[place:]), room)]
        else:
            lines.append(line)
            line = piece
    return [*lines, line] if line else lines


def unbroken(text: str, room: float, most: int) -> list[str] | None:
    """The whole text on at most so many lines, broken at its own spaces and hyphens alone; None where it does not fit."""
    if any(width(piece) > room for word in text.split() for piece in _parts(word)):
        return None
    lines = wrapped(text, room, most + 1)
    return lines if len(lines) <= most else None


def _parts(word: str) -> list[str]:
    """A word at its own hyphens."""
    return re.findall(r"[^-]+-*|-+", word)


def _pieces(word: str, room: float) -> list[str]:
    """A word at its own hyphens, and with more of them where a part is wider than the line."""
    return [part for piece in _parts(word) for part in _broken(piece, room)]


def _broken(word: str, room: float) -> list[str]:
    pieces: list[str] = []
    while width(word) > room and len(word) > 1:
        kept = len(word)
        while kept > 1 and width(word[:kept]) > room - width("-"):
            kept = min(kept - 1, max(1, int(kept * room / width(word[:kept]))))
        pieces.append(word[:kept] + "-")
        word = word[kept:]
    return [*pieces, word]


def spread(wanted: Sequence[float], rooms: Sequence[float], least: float, most: float) -> list[float]:
    """Where things begin that want to begin here and take this room each: in the same order, as near as they can, within these bounds."""
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    pressed = min(1.0, (most - least) / max(sum(rooms), 1.0))
    found = [0.0] * len(wanted)
    free = least
    for index in order:
        found[index] = max(wanted[index], free)
        free = found[index] + rooms[index] * pressed
    limit = most
    for index in reversed(order):
        found[index] = min(found[index], limit - rooms[index] * pressed)
        limit = found[index]
    return found
