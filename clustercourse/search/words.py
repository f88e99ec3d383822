"""Words as they are compared: what a text becomes in the index, and what a question asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from clustercourse.search.folding import fold

WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 60
_LONGEST_TEXT = 100_000
_MOST_PHRASES = 12
_QUOTES = re.compile('["“”„»«]')
_GOES_ON = re.compile("...|[^\x00-\x7f]")
"""The beginning of a word is enough from three letters on: what is shorter (EU, it) means itself. Chinese needs one sign."""
_SPELT = str.maketrans({"ø": "oe", "ö": "oe", "ä": "ae", "ü": "ue", "å": "aa"})
_PAIRS = re.compile("([ou])e|(a)a")

Words = tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The folded words of a text, as they are compared."""
    return [word[:LONGEST_WORD] for word in WORD.findall(fold(text[:_LONGEST_TEXT]))]


def in_title(word: str) -> str:
    """How the index knows a word of a title, so that it finds titles without going through texts. No word has an underscore."""
    return f"t_{word}"


@dataclass(frozen=True)
class Phrase:
    """Words that must follow each other, in every spelling that means the same; the last one may go on.

    Who lacks a key types `koersel` or `korsel` for `kørsel`: both are looked for, and what a text itself spells `koersel` too.
    """

    spellings: tuple[Words, ...]


@dataclass(frozen=True)
class Wanted:
    """What is looked for: every phrase must occur."""

    phrases: tuple[Phrase, ...]

    @property
    def is_empty(self) -> bool:
        return not self.phrases

    @cached_property
    def _whole(self) -> frozenset[str]:
        return frozenset(word for phrase in self.phrases for words in phrase.spellings for word in words)

    @cached_property
    def _beginnings(self) -> tuple[str, ...]:
        return tuple({words[-1] for phrase in self.phrases for words in phrase.spellings if goes_on(words[-1])})

    @cached_property
    def starts(self) -> tuple[str, ...]:
        """Where a folded text with a space around it says it, one of these stands."""
        spellings = (words for phrase in self.phrases for words in phrase.spellings)
        return tuple(f" {' '.join(words)}{'' if goes_on(words[-1]) else ' '}" for words in spellings)

    def is_hit(self, folded: str) -> bool:
        """Whether a folded word is one that was looked for."""
        return folded in self._whole or folded.startswith(self._beginnings)


def goes_on(word: str) -> bool:
    """Whether a longer word that begins so is meant too."""
    return _GOES_ON.search(word) is not None


def wanted(asked: str) -> Wanted:
    """Words, and phrases between double quotes. Any text can be asked for; what is no word is passed over."""
    phrases: list[Phrase] = []
    for position, part in enumerate(_QUOTES.split(asked)):
        for words in [part] if position % 2 else part.split():
            phrases += _phrases(words, quoted=bool(position % 2))
    return Wanted(tuple(dict.fromkeys(phrases))[:_MOST_PHRASES])


def _phrases(text: str, *, quoted: bool) -> list[Phrase]:
    """One phrase of a quoted text; each word of another one for itself."""
    typed, spelt = words_of(text), words_of(unicodedata.normalize("NFC", text.casefold()).translate(_SPELT))
    contracted = [_PAIRS.sub(r"\1\2", word) for word in typed]
    swedish = [word.replace("ae", "a") for word in contracted]
    forms = [tuple(words[:_MOST_PHRASES]) for words in (typed, contracted, swedish, spelt) if words]
    if quoted:
        return [Phrase(tuple(dict.fromkeys(forms)))] if forms else []
    if len({len(form) for form in forms}) > 1:
        forms = forms[:1]
    return [Phrase(tuple((word,) for word in dict.fromkeys(spellings))) for spellings in zip(*forms, strict=True)]
