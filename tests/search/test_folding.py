"""Folding is quick on long texts, and does what going through them letter by letter would do."""

from __future__ import annotations

import unicodedata

from hypothesis import example, given
from hypothesis import strategies as some

from clustercourse.search.folding import _LETTERS, fold


def letter_by_letter(text: str) -> str:
    letters = str.maketrans(_LETTERS)
    plain = unicodedata.normalize("NFKD", text.casefold().translate(letters))
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return bare.casefold().translate(letters).replace("\x00", " ")


@given(some.lists(some.text() | some.sampled_from([*"æøßđðłþœıÆØİÅäé\u0301\u0323ﬁ\x00", "Word "])).map("".join))
@example("Kørsel på Ærø i İstanbul, ﬁrms; e\u0301\u0323 \U0001d165\U00010a0f")
def test_a_text_is_folded_as_its_letters_are(text: str) -> None:
    assert fold(text) == letter_by_letter(text)
