"""From values to places: a straight scale, with round steps that a reader can name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

Number = Fraction | int | float


@dataclass(frozen=True)
class Scale:
    """`low` stands at `start`, `high` at `end`; what lies beyond stands at the edge."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: Number) -> float:
        part = (float(value) - self.low) / (self.high - self.low)
        return self.start + min(max(part, 0.0), 1.0) * (self.end - self.start)


def step(reach: float, parts: int = 4) -> float:
    """A round step (1, 2 or 5 with zeros) that divides a reach into about so many parts."""
    if reach <= 0:
        return 1.0
    rough = reach / parts
    power = 10.0 ** floor(log10(rough))
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough * 0.999)


def from_zero(values: Iterable[Number], start: float, end: float) -> Scale:
    """From zero, or from the lowest where something is negative, to the highest."""
    held = [float(value) for value in values]
    low, high = min([0.0, *held]), max([0.0, *held])
    return Scale(low, high if high > low else low + 1, start, end)


def ticks(low: float, high: float, parts: int = 4) -> list[float]:
    """Round values within these bounds."""
    size = step(high - low, parts)
    first, last = ceil(low / size - 1e-9), floor(high / size + 1e-9)
    return [place * size for place in range(first, last + 1)]
