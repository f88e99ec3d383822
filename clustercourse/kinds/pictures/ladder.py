"""Where something stands on a ladder of six levels, and where it is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.given import Entry
from clustercourse.kinds.pictures.marks import Anchor, Dot, Line, Mark, Words, arrow
from clustercourse.kinds.pictures.rows import LEFT, MIDDLE, RIGHT, ROW, head, track, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import plain, shown
from clustercourse.language import Message

NOW, WANTED = 0, 1
HEAD = 44.0
_SCALE = Scale(0, 5, LEFT + 8, RIGHT - 8)


@dataclass(frozen=True)
class Ladder:
    """`levels` are the words for 0 to 5."""

    levels: tuple[Message, ...]

    def word(self, outcome: Outcome) -> str:
        level = outcome.number
        if level is None or level.denominator != 1 or not 0 <= level < len(self.levels):
            return shown(outcome)
        return str(self.levels[int(level)])

    def cell(self, outcome: Outcome) -> str:
        """“3 – contributes”."""
        word = self.word(outcome)
        return word if outcome.number is None or word == plain(outcome.number) else f"{plain(outcome.number)} – {word}"

    def drawn(self, part: Sequence[Entry]) -> tuple[list[Mark], float]:
        """The levels at the head on two lines in turn, and a row for each; its height."""
        height = HEAD + len(part) * ROW
        marks: list[Mark] = []
        for level, word in enumerate(self.levels):
            side: Anchor = "start" if level == 0 else ("end" if level == len(self.levels) - 1 else "middle")
            x = {"start": LEFT, "end": RIGHT}.get(side, _SCALE(level))
            base = 14 if level % 2 == 0 else 32
            marks += [
                Line(_SCALE(level), base + 5, _SCALE(level), height - 4, "picture-grid"),
                Words(x, base, str(word), "picture-quiet picture-halo", side),
            ]
        for place, each in enumerate(sorted(part, key=lambda each: -(distance(each) or 0))):
            marks += self._row(HEAD + place * ROW, each)
        return marks, height

    def _row(self, y: float, entry: Entry) -> list[Mark]:
        now, wanted = entry.outcomes[NOW], entry.outcomes[WANTED]
        said = self.word(now)
        if wanted.number is not None and wanted.number != now.number:
            said = f"{said} → {self.word(wanted)}"
        marks = [*head(y, entry.name, said), track(y + MIDDLE, _SCALE)]
        if now.number is None:
            marks.append(unknown(y + MIDDLE, long=40))
        return [*marks, *_steps(y + MIDDLE, now.number, wanted.number)]


def _steps(y: float, now: Fraction | None, wanted: Fraction | None) -> list[Mark]:
    """A full dot for now, a hollow one for wanted, an arrow from one to the other."""
    marks: list[Mark] = []
    if wanted is not None:
        marks.append(Dot(_SCALE(wanted), y, 6, "picture-hollow"))
    if now is not None and wanted is not None and abs(now - wanted) > Fraction(1, 5):
        side = 8 if wanted > now else -8
        marks += arrow(_SCALE(now), y, _SCALE(wanted) - side, "picture-thick")
    if now is not None:
        marks.append(Dot(_SCALE(now), y, 6, "picture-solid"))
    return marks


def distance(entry: Entry) -> Fraction | None:
    """Levels to climb; negative where less is wanted."""
    now, wanted = entry.number(NOW), entry.number(WANTED)
    return None if now is None or wanted is None else wanted - now


def to_climb(found: Sequence[Entry]) -> tuple[Fraction | None, list[str]]:
    """The longest way up, and who has it."""
    ways = [(way, each.name) for each in found if (way := distance(each)) is not None]
    longest = max((way for way, _name in ways), default=None)
    return longest, [name for way, name in ways if way == longest]
