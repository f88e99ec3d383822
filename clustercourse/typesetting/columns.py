"""How wide the columns of a table should be, for the formats where we have to say so."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_WORD = 18
_LONGEST_LINE = 34
_AROUND = 2
_FULL_WIDTH = 56
_SMALL = ((10, 84), (7, 74), (5, 65))
"""From how many columns on letters are smaller, and how many of them then stand in a line of the page."""


def column_shares(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the width of the page: by the longest word, and for sentences by their length up to a line.

    They add up to 1, or to less where all is short: numbers far from the words they belong to are read wrongly. Where the page is too
    narrow for all of it, sentences are broken before words are.
    """
    wants = [_wanted(head, [row[at] for row in rows if at < len(row)]) for at, head in enumerate(heads)]
    whole = sum(want for want, _need in wants)
    room = next((letters for many, letters in _SMALL if len(heads) >= many), _FULL_WIDTH)
    if whole <= room:
        return [want / max(whole, _FULL_WIDTH) for want, _need in wants]
    needed = sum(need for _want, need in wants)
    if needed >= room:
        return [need / needed for _want, need in wants]
    spread = (room - needed) / (whole - needed)
    return [(need + (want - need) * spread) / room for want, need in wants]


def _wanted(head: str, texts: Sequence[str]) -> tuple[float, float]:
    """How many letters a column would like to have, and how many its longest word needs."""
    words = max((len(word) for text in (head, *texts) for word in text.split()), default=1)
    lines = max((len(text) for text in texts), default=1)
    need = min(words, _LONGEST_WORD) + _AROUND
    return max(need, min(lines, _LONGEST_LINE) + _AROUND), need
