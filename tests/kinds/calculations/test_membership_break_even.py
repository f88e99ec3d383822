from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, noted, outcomes, said, some

CLUSTER = {"fixed_cost": 760_000, "other_income": 650_000, "members": 135, "fee_income": 150_000, "variable_cost": 150}
COVERED = "Already covered: the other income pays for everything that does not depend on members."


def test_example_cluster() -> None:
    assert calculated("membership-break-even", **CLUSTER, unpaid_share="0.05") == {
        "gap": 110_000,
        "average-fee": Fraction(150_000, 135),
        "contribution": Fraction(150_000, 135) - 150,
        "break-even": 115,
        "margin-of-safety": Fraction(20, 135),
        "surplus": 19_750,
        "contribution-with-unpaid": Fraction(150_000, 135) * Fraction(95, 100) - 150,
        "break-even-with-unpaid": 122,
    }


def test_all_fees_are_paid_unless_said() -> None:
    assert some("membership-break-even", "break-even", "break-even-with-unpaid", **CLUSTER) == [115, 115]
    assert calculated("membership-break-even", **CLUSTER, unpaid_share=1)["break-even-with-unpaid"] == "none"


def planned(gap: int, fee: object, variable: object, **more: object) -> dict[str, object]:
    given = {"fixed_cost": gap, "other_income": 0, "members": 0, "planned_average_fee": fee, "variable_cost": variable}
    return calculated("membership-break-even", **{**given, **more})


def test_exact_integer_needs_nobody_more() -> None:
    assert planned(100_000, 1_100, 100)["break-even"] == 100
    assert planned(100_001, 1_100, 100)["break-even"] == 101
    assert planned(3, "0.3", "0.1")["break-even"] == 15


def test_a_member_who_adds_nothing() -> None:
    found = planned(100_000, 150, 150, members=10)
    assert [found["break-even"], found["contribution"], found["margin-of-safety"]] == ["none", 0, "<undefined>"]
    assert planned(100_000, 100, 150)["break-even"] == "none"


def test_already_covered() -> None:
    outcome = outcomes("membership-break-even", **{**CLUSTER, "other_income": 760_000})["break-even"]
    assert (outcome.value, noted(outcome)) == (0, [COVERED])
    assert calculated("membership-break-even", **{**CLUSTER, "other_income": 900_000})["margin-of-safety"] == 1
    assert planned(0, None, 150)["break-even"] == 0


def test_no_members_yet() -> None:
    given = {**CLUSTER, "members": 0, "fee_income": 0}
    found = outcomes("membership-break-even", **given)
    assert [found[name].state for name in ("average-fee", "break-even", "surplus")] == ["undefined"] * 3
    assert said(found["average-fee"]) == "Without members there is no average fee yet. Enter the average fee you plan."
    planned_fee = calculated("membership-break-even", **given, planned_average_fee=Fraction(150_000, 135))
    assert [planned_fee["break-even"], planned_fee["margin-of-safety"]] == [115, "<undefined>"]


def test_the_real_fee_goes_before_the_planned_one() -> None:
    assert calculated("membership-break-even", **CLUSTER, planned_average_fee=1)["break-even"] == 115


@pytest.mark.parametrize(
    ("change", "state"),
    [
        ({"members": 0}, "<invalid>"),
        ({"fee_income": None}, "<missing>"),
        ({"members": None}, "<missing>"),
        ({"fixed_cost": None}, "<missing>"),
        ({"variable_cost": None}, "<missing>"),
        ({"fixed_cost": -1}, "<invalid>"),
        ({"fee_income": -5}, "<invalid>"),
        ({"members": "1.5"}, "<invalid>"),
    ],
)
def test_break_even_without_a_value(change: dict[str, object], state: str) -> None:
    assert calculated("membership-break-even", **{**CLUSTER, **change})["break-even"] == state


@pytest.mark.parametrize(("unpaid", "state"), [("1.01", "<invalid>"), ("-0.1", "<invalid>"), (None, "<missing>")])
def test_unpaid_share_concerns_its_own_figures_alone(unpaid: object, state: str) -> None:
    assert some("membership-break-even", "break-even", "break-even-with-unpaid", **CLUSTER, unpaid_share=unpaid) == [115, state]


@settings(max_examples=40)
@given(st.integers(1, 10**9), st.integers(1, 10**5), st.integers(0, 10**5))
def test_the_members_needed_are_just_enough(gap: int, fee: int, variable: int) -> None:
    needed = planned(gap, fee, variable)["break-even"]
    if fee <= variable:
        assert needed == "none"
    else:
        assert needed == ceil(Fraction(gap, fee - variable))
        assert (needed - 1) * (fee - variable) < gap <= needed * (fee - variable)
