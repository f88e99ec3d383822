"""Text as it is compared in searches: without case, accents and the Nordic and German letters that keyboards lack."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """`Kørsel` and `korsel`, `Å` and `a` become the same. Words stay words."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    without_marks = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return without_marks.casefold().translate(_LETTERS).replace("\x00", " ")
