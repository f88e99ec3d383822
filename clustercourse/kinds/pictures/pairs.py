"""Two bars for each row, one above the other, each with its own word and number: what comes in against what goes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.given import Entry
from clustercourse.kinds.pictures.labels import width
from clustercourse.kinds.pictures.marks import Mark, Pattern, cut
from clustercourse.kinds.pictures.rows import LEFT, RIGHT, bar, head, unknown
from clustercourse.kinds.pictures.scales import Scale, from_zero
from clustercourse.kinds.pictures.wording import Writer, amount, shown
from clustercourse.language import Message

PAIR = 72.0
LINE = 20.0
WORDS = 196.0
"""What the word and the number of a bar take beside it."""

UNKNOWN = 40.0


@dataclass(frozen=True)
class Pairs:
    """The bars of the first and the second number of each row, by these words."""

    scale: Scale
    words: tuple[Message, Message]
    writer: Writer = amount

    def row(self, y: float, entry: Entry, said: str, name: str = "") -> list[Mark]:
        marks = head(y, name or entry.name, said)
        patterns: tuple[Pattern, Pattern] = ("", "two")
        for place, (word, pattern) in enumerate(zip(self.words, patterns, strict=True)):
            marks += bar_line(y + 31 + place * LINE, str(word), entry.outcomes[place], (self.scale, self.writer), pattern)
        return marks


def beside_words(found: Sequence[Entry], columns: int = 2) -> Scale:
    """A scale for the bars that stand right of their words."""
    held = [number for each in found for column in range(columns) if (number := each.number(column)) is not None]
    return from_zero(held, LEFT + WORDS, RIGHT)


def bar_line(y: float, word: str, outcome: Outcome, by: tuple[Scale, Writer], pattern: Pattern) -> list[Mark]:
    """A word, its number and its bar on one line."""
    scale, writer = by
    if outcome.number is None:
        hatched = unknown(y, scale.start, UNKNOWN)
        why = cut(scale.start + UNKNOWN + 8, y + 5, shown(outcome), RIGHT - scale.start - UNKNOWN - 8, "picture-quiet")
        return [cut(LEFT, y + 5, word, WORDS - 12, "picture-quiet"), hatched, why]
    value = writer(outcome.number)
    return [
        cut(LEFT, y + 5, word, max(WORDS - width(value) - 20, 24), "picture-quiet"),
        cut(LEFT + WORDS - 12, y + 5, value, WORDS - 48, anchor="end"),
        *bar(y, scale, outcome.number, pattern),
    ]
