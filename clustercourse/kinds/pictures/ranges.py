"""A value with the bounds between which it can still move, and whether it reaches a threshold whatever comes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.pictures.marks import Box, Dot, Line, Mark
from clustercourse.kinds.pictures.rows import BAR, MIDDLE, ROW, head, track, unknown
from clustercourse.kinds.pictures.scales import Scale
from clustercourse.kinds.pictures.wording import Writer, beside, shown
from clustercourse.language import _


@dataclass(frozen=True)
class Range:
    name: str
    held: Outcome
    low: Fraction | None
    high: Fraction | None

    @property
    def is_open(self) -> bool:
        return self.low is not None and self.high is not None and self.low != self.high


def range_words(held: Range, mark: Fraction | None, writer: Writer) -> str:
    """“74.2%–83.9% · cannot tell”."""
    said = shown(held.held, writer)
    if held.is_open and held.low is not None and held.high is not None:
        said = f"{writer(held.low)}–{writer(held.high)}"
    if mark is None or held.low is None or held.high is None:
        return said
    if held.low >= mark:
        return beside(said, _("reached"))
    return beside(said, _("not reached") if held.high < mark else _("cannot tell"))


def range_rows(begin: float, ranges: Sequence[Range], scale: Scale, mark: Fraction | None, words: Callable[[Range], str]) -> list[Mark]:
    """One row each: a bar to what is certain, hatched to what is still possible, a dot for what is held now."""
    marks: list[Mark] = []
    for place, each in enumerate(ranges):
        y = begin + place * ROW
        marks += [*head(y, each.name, words(each)), track(y + MIDDLE, scale), *range_marks(y + MIDDLE, each, scale)]
        if mark is not None:
            marks.append(Line(scale(mark), y + MIDDLE - 8, scale(mark), y + MIDDLE + 12, "picture-dashed"))
    return marks


def range_marks(y: float, held: Range, scale: Scale) -> list[Mark]:
    value = held.held.number
    if value is None and not held.is_open:
        return [unknown(y, scale.start)]
    marks: list[Mark] = []
    certain = held.low if held.low is not None else value
    if certain is not None and scale(certain) > scale(0):
        marks.append(Box(scale(0), y - BAR / 2, scale(certain) - scale(0), BAR, "picture-fill-one"))
    if held.is_open and held.low is not None and held.high is not None:
        start, end = sorted((scale(held.low), scale(held.high)))
        marks.append(Box(start, y - BAR / 2, end - start, BAR, "picture-missing", "missing"))
    if value is not None:
        marks.append(Dot(scale(value), y, BAR / 2, "picture-solid"))
    return marks
