"""Titles and excerpts in pieces: what was looked for, and what stands around it. Plain text, never markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from clustercourse.search.folding import fold
from clustercourse.search.words import LONGEST_WORD, WORD, Wanted

_AROUND = 110


@dataclass(frozen=True)
class Piece:
    """A part of a text; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool


def pieces(text: str, words: Wanted) -> tuple[Piece, ...]:
    """The whole text, cut before and after each hit."""
    return tuple(_pieces(text, words))


def excerpt(body: str, folded: str, words: Wanted) -> tuple[Piece, ...]:
    """The part of a text in which the first hit stands, cut between words. `folded` are its words as they are compared."""
    first = _first_hit(body, f" {folded} ", words)
    start = body.rfind(" ", 0, max(first - _AROUND, 0)) + 1
    end = body.find(" ", min(first + 2 * _AROUND, len(body)))
    stop = min(end if end != -1 else len(body), first + 4 * _AROUND)
    shown = body[max(start, first - 2 * _AROUND) : stop]
    return pieces(("… " if start else "") + shown + (" …" if stop < len(body) else ""), words)


def _first_hit(body: str, folded: str, words: Wanted) -> int:
    """Where it begins. It is sought among the folded words: the first hit is the same word of the text."""
    places = [place for start in words.starts if (place := folded.find(start)) != -1]
    found = next(islice(WORD.finditer(body), folded.count(" ", 0, min(places)), None), None) if places else None
    return found.start() if found else 0


def _pieces(text: str, words: Wanted) -> Iterator[Piece]:
    at = 0
    for match in WORD.finditer(text):
        if _is_hit(match.group(), words):
            if match.start() > at:
                yield Piece(text[at : match.start()], is_hit=False)
            yield Piece(match.group(), is_hit=True)
            at = match.end()
    if at < len(text):
        yield Piece(text[at:], is_hit=False)


@lru_cache(20_000)
def _folded(word: str) -> str:
    """Excerpts are made of the same words again and again."""
    return fold(word)


def _is_hit(word: str, words: Wanted) -> bool:
    return words.is_hit(_folded(word)[:LONGEST_WORD])
