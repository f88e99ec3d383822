"""Arithmetic that several calculations share: rounding, ranking, dividing out. Exact throughout; knows no input and no outcome."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from fractions import Fraction
from math import floor


def rounded(number: Fraction, decimals: int = 0) -> Fraction:
    """Half up, away from zero, as numbers are shown."""
    scaled = floor(abs(number) * 10**decimals + Fraction(1, 2))
    return Fraction(scaled if number >= 0 else -scaled, 10**decimals)


def places(numbers: Sequence[Fraction | None]) -> list[int | None]:
    """The place of each from the largest down: 1 + how many are strictly greater, so that equals share the better place."""
    known = sorted(each for each in numbers if each is not None)
    return [None if each is None else 1 + len(known) - bisect_right(known, each) for each in numbers]


def dealt(whole: int, quotas: Sequence[Fraction]) -> list[int]:
    """Whole units for each, near its quota, that add up to `whole` exactly: largest remainder first, among equals the first listed."""
    parts = [floor(each) for each in quotas]
    remainders = sorted(range(len(quotas)), key=lambda place: parts[place] - quotas[place])
    for place in remainders[: whole - sum(parts)]:
        parts[place] += 1
    return parts
