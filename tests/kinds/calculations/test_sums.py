from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.kinds.calculations.sums import dealt, places, rounded
from clustercourse.language import number


@pytest.mark.parametrize(
    ("exact", "decimals", "found"),
    [("0.625", 2, "0.63"), ("-0.625", 2, "-0.63"), ("2.5", 0, "3"), ("-2.5", 0, "-3"), ("0.4999", 0, "0"), ("-0.4", 0, "0"), ("7", 3, "7")],
)
def test_rounds_half_up(exact: str, decimals: int, found: str) -> None:
    assert rounded(Fraction(exact), decimals) == Fraction(found)


@settings(max_examples=40)
@given(st.fractions(-(10**6), 10**6, max_denominator=1000), st.integers(0, 4))
def test_rounds_as_numbers_are_shown(exact: Fraction, decimals: int) -> None:
    assert Fraction(number(exact, decimals).replace(",", "")) == rounded(exact, decimals)


def test_places_are_shared_from_the_top() -> None:
    held = [Fraction(5), None, Fraction(9), Fraction(5), Fraction(1)]
    assert places(held) == [2, None, 1, 2, 4]
    assert places([]) == []


def test_dealing_gives_the_rest_to_the_largest_remainder_then_the_first() -> None:
    assert dealt(10, [Fraction(10, 3)] * 3) == [4, 3, 3]
    assert dealt(10, [Fraction("2.2"), Fraction("3.9"), Fraction("3.9")]) == [2, 4, 4]
    assert dealt(0, []) == []
