"""The order of results, the same on both databases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from clustercourse.search.words import Phrase, Wanted

_DATED = ("topic", "post")


def in_order(hits: Iterable[Any], words: Wanted, first: str) -> list[Any]:
    """Titles that hold everything first, then the language `first`, then what says it most; of equal posts the newest."""
    return sorted(hits, key=lambda hit: _place(hit, words, first))


def _place(hit: Any, words: Wanted, first: str) -> tuple[Any, ...]:
    is_first = hit.language in ("", first)
    newest = -hit.thing_id if hit.kind in _DATED else 0
    return (hit.tier != 2, not is_first, -_weight(hit, words), newest, hit.id)


def _weight(hit: Any, words: Wanted) -> float:
    """How much a text speaks of it: words as they were typed count twice, each word five times at most, long texts count less."""
    title, body = f" {hit.title_folded} ", f" {hit.body_folded} "
    in_title = sum(_times(phrase, title) for phrase in words.phrases) / (1 + title.count(" ") / 4)
    return round(8 * in_title + sum(_times(phrase, body) for phrase in words.phrases) / (1 + len(body) / 1000), 2)


def _times(phrase: Phrase, text: str) -> int:
    begun = max(text.count(f" {' '.join(words)}") for words in phrase.spellings)
    whole = max(text.count(f" {' '.join(words)} ") for words in phrase.spellings)
    return min(begun, 5) + min(whole, 5)
