from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said, some


def shares(cost: object, equal: object, size: list[object]) -> list[object]:
    return some("cost-key", "share", "total", cost=cost, equal_share=equal, size=size)


@pytest.mark.parametrize(
    ("cost", "equal", "size", "found"),
    [
        (60_000, "0.5", [135, 60, 240, 15], ["16500", "11500", "23500", "8500"]),
        (10_000, "0.5", [7, 7, 7], ["3333.34", "3333.33", "3333.33"]),
        (10_000, 0, [135, 60, 240, 16], ["2993.35", "1330.37", "5321.51", "354.77"]),
        (10_000, 0, [1, 1, 1], ["3333.34", "3333.33", "3333.33"]),
        (100, 1, [0, 0], ["50", "50"]),
        (100, 1, [None, 5], ["50", "50"]),
        (0, "0.5", [3, 4], ["0", "0"]),
        ("0.01", 1, [3, 4, 5], ["0.01", "0", "0"]),
        (100, 0, [0, 3], ["0", "100"]),
    ],
)
def test_examples(cost: object, equal: object, size: list[object], found: list[str]) -> None:
    assert shares(cost, equal, size) == [[Fraction(each) for each in found], Fraction(cost)]


@pytest.mark.parametrize(
    ("cost", "equal", "size", "state"),
    [
        (100, "0.5", [0, 0], "<undefined>"),
        (100, "0.5", [], "<undefined>"),
        (100, "1.01", [1, 2], "<invalid>"),
        (100, "-0.1", [1, 2], "<invalid>"),
        (-100, "0.5", [1, 2], "<invalid>"),
        ("100.005", "0.5", [1, 2], "<invalid>"),
        (100, "0.5", [1, -2], "<invalid>"),
        (100, 1, [1, -2], "<invalid>"),
        (100, "0.5", [1, None], "<missing>"),
        (None, "0.5", [1, 2], "<missing>"),
        (100, None, [1, 2], "<missing>"),
        (None, None, [], "<missing>"),
    ],
)
def test_without_a_value(cost: object, equal: object, size: list[object], state: str) -> None:
    assert shares(cost, equal, size) == [[state] * len(size), state]


def test_what_to_do_is_said() -> None:
    outcome = outcomes("cost-key", cost=100, equal_share="0.5", size=[4, None])["total"]
    assert said(outcome) == "Row 2. Not known: size of the cluster."
    assert calculated("cost-key", cost=0, equal_share=1, size=[4])["share-of-cost"] == ["<undefined>"]


@settings(max_examples=40)
@given(st.integers(0, 10**9), st.fractions(0, 1, max_denominator=50), st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_shares_add_up_to_the_cent(cents: int, equal: Fraction, sizes: list[int]) -> None:
    cost = Fraction(cents, 100)
    found, whole = shares(cost, equal, sizes)
    assert sum(found) == whole == cost
    for share, size in zip(found, sizes, strict=True):
        exact = cost * (equal / len(sizes) + (1 - equal) * Fraction(size, sum(sizes)))
        assert abs(share - exact) < Fraction(1, 100)
        assert (share * 100).denominator == 1
