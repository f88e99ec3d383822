"""How wide the columns of a table should be, for the formats where we have to say so."""

from __future__ import annotations

from collections.abc import Sequence

_LONGEST_WORD = 18
_LONGEST_LINE = 34
_AROUND = 2
_FULL_WIDTH = 56


def column_shares(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Shares of the width of the page: by the longest word, and for sentences by their length up to a line.

    They add up to 1, or to less where all is short: numbers far from the words they belong to are read wrongly.
    """
    wants = [_wanted(head, [row[at] for row in rows if at < len(row)]) for at, head in enumerate(heads)]
    return [want / max(sum(wants), _FULL_WIDTH) for want in wants]


def _wanted(head: str, texts: Sequence[str]) -> float:
    words = max((len(word) for text in (head, *texts) for word in text.split()), default=1)
    lines = max((len(text) for text in texts), default=1)
    return max(min(words, _LONGEST_WORD), min(lines, _LONGEST_LINE)) + _AROUND
