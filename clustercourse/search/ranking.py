"""The order of results, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clustercourse.search.statements import TITLED
from clustercourse.search.words import Wanted

_DATED = ("topic", "post")
_LARGER = {"course": 2}
"""A course says more than one of its words."""
_COUNTED = 5
"""So many times a word counts in one text."""

Spellings = tuple[str, ...]


def in_order(hits: Iterable[Any], words: Wanted, first: str) -> list[Any]:
    """Titles that hold everything first, then the language `first`, then what says it most; of equal posts the newest."""
    sought = [tuple(f" {' '.join(spelling)}" for spelling in phrase.spellings) for phrase in words.phrases]
    return sorted(hits, key=lambda hit: _place(hit, sought, first))


def _place(hit: Any, sought: list[Spellings], first: str) -> tuple[Any, ...]:
    tier, number, kind, language, thing_id, title, body = hit
    weight = 8 * _weight(title, sought) / (4 + title.count(" ")) + _weight(body, sought) / (10 + len(body) / 100)
    newest = -thing_id if kind in _DATED else 0
    return (tier != TITLED, language not in ("", first), -round(weight * _LARGER.get(kind, 1), 1), newest, number)


def _weight(text: str, sought: list[Spellings]) -> int:
    """How often a text says it; a word exactly as it was typed counts twice."""
    around, weight = f" {text} ", 0
    for spellings in sought:
        begun = max(map(around.count, spellings))
        if begun:
            whole = max(around.count(f"{spelling} ") for spelling in spellings)
            weight += min(begun, _COUNTED) + min(whole, _COUNTED)
    return weight
