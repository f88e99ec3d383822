from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said

NAMES = ("public_base", "project_income", "fees", "service_income")


def mix(*amounts: object) -> dict[str, object]:
    return calculated("income-mix", **dict(zip(NAMES, amounts, strict=True)))


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        ((360, 240, 150, 50), [800, "0.3315625", "0.6684375", "0.89125", 1 / Fraction("0.3315625"), "0.25"]),
        ((500, 0, 0, 0), [500, 1, 0, 0, 1, 0]),
        ((200, 200, 200, 200), [800, "0.25", "0.75", 1, 4, "0.5"]),
        ((400, 0, 400, 0), [800, "0.5", "0.5", Fraction(2, 3), 2, "0.5"]),
    ],
)
def test_examples(amounts: tuple[int, ...], found: list[object]) -> None:
    assert list(mix(*amounts).values()) == [Fraction(each) for each in found]


def test_printed_effective_streams() -> None:
    assert round(mix(360, 240, 150, 50)["effective-streams"], 4) == Fraction("3.016")


@pytest.mark.parametrize(
    ("amounts", "state"),
    [((1, None, 0, 0), "<missing>"), ((1, -1, 0, 0), "<invalid>"), ((None, -1, 0, 0), "<invalid>")],
)
def test_without_a_value(amounts: tuple[object, ...], state: str) -> None:
    assert list(mix(*amounts).values()) == [state] * 6


def test_no_income_has_no_shares_but_is_a_total() -> None:
    assert list(mix(0, 0, 0, 0).values()) == [0, *["<undefined>"] * 5]
    assert (
        said(outcomes("income-mix", **dict.fromkeys(NAMES, 0))["private-share"])
        == "There is no income at all, so there are no shares of it."
    )


AMOUNTS = st.lists(st.integers(0, 10**12), min_size=4, max_size=4).filter(any)


@settings(max_examples=40)
@given(AMOUNTS, st.integers(1, 1000))
def test_bounds(amounts: list[int], factor: int) -> None:
    found = mix(*amounts)
    assert Fraction(1, 4) <= found["concentration"] <= 1
    assert 0 <= found["diversity"] <= Fraction(3, 4)
    assert 0 <= found["normalised-diversity"] <= 1
    assert 1 <= found["effective-streams"] <= 4
    assert (found["concentration"] == 1) == (sum(map(bool, amounts)) == 1)
    scaled = mix(*(each * factor for each in amounts))
    assert {**scaled, "total": found["total"]} == found
