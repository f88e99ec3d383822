"""Income other than fees, the cost of a year, and the reserve in the deepest case."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from clustercourse.kinds.calculations import CALCULATIONS


def found(name: str, **given: Any) -> dict[str, Any]:
    return dict(CALCULATIONS[name].calculate({key.replace("_", "-"): value for key, value in given.items()}))


def test_other_income_of_the_worked_example() -> None:
    income = found("other-income", public_base=Fraction(360_000), project_income=Fraction(240_000), service_income=Fraction(50_000))
    assert income["total"].value == 650_000


def test_cost_of_the_worked_example() -> None:
    assert found("yearly-cost", fixed_cost=Fraction(760_000), variable_cost=Fraction(150), members=Fraction(135))["cost"].value == 780_250


def test_nothing_known_is_missing_and_a_negative_cannot_be_right() -> None:
    assert found("other-income")["total"].state == "missing"
    assert found("other-income", public_base=Fraction(-1))["total"].state == "invalid"
    assert found("yearly-cost", members=Fraction(1, 2))["cost"].state == "invalid"


@pytest.mark.parametrize(
    ("shortfalls", "reserve", "monthly", "months"),
    [
        ([0, 160_250], 150_000, Fraction(160_250, 12), Fraction(150_000 * 12, 160_250)),
        ([0, 0], 150_000, 0, "not-burning"),
        ([120], 0, 10, 0),
    ],
)
def test_the_reserve_in_the_deepest_case(shortfalls: list[int], reserve: int, monthly: Fraction, months: object) -> None:
    outcomes = found("cash-reserve", shortfall=[Fraction(each) for each in shortfalls], reserve=Fraction(reserve))
    assert (outcomes["monthly-shortfall"].value, outcomes["months-of-reserve"].value) == (monthly, months)


def test_cases_that_are_not_known_are_left_out_and_told() -> None:
    outcomes = found("cash-reserve", shortfall=[None, Fraction(12)], reserve=None)
    assert (outcomes["monthly-shortfall"].value, len(outcomes["monthly-shortfall"].notes)) == (1, 1)
    assert outcomes["months-of-reserve"].state == "missing"
    assert found("cash-reserve", shortfall=[None])["monthly-shortfall"].state == "missing"
    assert found("cash-reserve", shortfall=[Fraction(-1)])["monthly-shortfall"].state == "invalid"
