"""Pictures that are a list: a row has its name and its value on one line, and below them what is drawn. Made for narrow screens."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from clustercourse.kinds.calculations.outcome import STATES, Outcome, State
from clustercourse.kinds.pictures.frame import EDGE, WIDTH
from clustercourse.kinds.pictures.given import Entry
from clustercourse.kinds.pictures.labels import fitted, width
from clustercourse.kinds.pictures.marks import Box, Line, Mark, Pattern, Words, cut
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import listed, sentences
from clustercourse.language import _, ngettext

MOST = 40
"""More rows than this stand in the table alone."""

LEFT, RIGHT = EDGE, WIDTH - EDGE
ROW = 44.0
MIDDLE = 27.0
"""Where in a row the drawing stands."""

BAR = 11.0


def drawn_part(found: Sequence[Entry], most: int = MOST) -> tuple[list[Entry], str]:
    """The rows that are drawn, and the sentence about those that are not."""
    left = len(found) - most
    said = ngettext("{n} more row stands in the table alone.", "{n} more rows stand in the table alone.", left) if left > 0 else ""
    return list(found[:most]), str(said)


def head(y: float, name: str, said: str, look: str = "picture-strong") -> list[Mark]:
    """The first line of a row: the name at the left, the value at the right."""
    value = fitted(said, (RIGHT - LEFT) * 0.62)
    room = RIGHT - LEFT - width(value) - 12
    full = said if value != said else ""
    return [cut(LEFT, y + 14, name, room, "picture-halo"), Words(RIGHT, y + 14, value, f"picture-halo {look}", "end", full)]


def bar(y: float, scale: Scale, value: Fraction | float, pattern: Pattern = "", look: str = "picture-fill-one") -> list[Mark]:
    """From zero to the value; what is exactly nothing is a stroke."""
    zero, end = scale(0), scale(value)
    if abs(end - zero) < 1.5:
        return [Line(zero, y - BAR / 2, zero, y + BAR / 2, "picture-line")]
    return [Box(min(zero, end), y - BAR / 2, abs(end - zero), BAR, "" if pattern else look, pattern)]


def unknown(y: float, start: float = LEFT, long: float = 64) -> Mark:
    """Where a value is not known: a hatched place of no particular length."""
    return Box(start, y - BAR / 2, long, BAR, "picture-missing", "missing")


def track(y: float, scale: Scale) -> Mark:
    return Line(scale.start, y, scale.end, y, "picture-grid")


def left_out(held: Sequence[tuple[str, Outcome]]) -> str:
    """Which rows have no number, and why: “Not known: Space technology.”"""
    states: tuple[State, ...] = ("missing", "undefined", "invalid")
    said = []
    for state in states:
        names = [name for name, outcome in held if outcome.state == state]
        if names:
            word = str(STATES[state])
            said.append(_("{why}: {names}.", why=word[:1].upper() + word[1:], names=listed(names, 6)))
    return sentences(*said)
