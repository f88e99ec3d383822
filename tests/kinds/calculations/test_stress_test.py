from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated, outcomes, said, some

CLUSTER = {
    "income": 800_000,
    "stream": 360_000,
    "share_lost": "0.5",
    "cost": 780_250,
    "members": 135,
    "fee_income": 150_000,
    "variable_cost": 150,
    "reserve": 150_000,
}


def test_public_base_halved() -> None:
    found = calculated("stress-test", **CLUSTER)
    assert found == {
        "income-after-change": 620_000,
        "coverage": Fraction(620_000, 780_250),
        "shortfall": 160_250,
        "gap": 290_000,
        "members-needed": 302,
        "fee-needed": Fraction(310_250, 135),
        "fee-rise": Fraction(310_250, 150_000) - 1,
        "months-of-reserve": Fraction(150_000 * 12, 160_250),
    }
    printed = {"coverage": "0.7946", "fee-needed": "2298.15", "fee-rise": "1.068", "months-of-reserve": "11.23"}
    for name, figure in printed.items():
        assert round(found[name], len(figure.partition(".")[2])) == Fraction(figure)


@pytest.mark.parametrize(("stream", "coverage"), [(360_000, "0.5639"), (240_000, "0.7177"), (0, "1.0253")])
def test_a_stream_lost_altogether(stream: int, coverage: str) -> None:
    given = {**CLUSTER, "stream": stream}
    del given["share_lost"]
    assert round(calculated("stress-test", **given)["coverage"], 4) == Fraction(coverage)


def test_no_shortfall_is_not_burning() -> None:
    for stream in (0, 39_500):
        found = calculated("stress-test", **{**CLUSTER, "stream": stream})
        assert [found["shortfall"], found["months-of-reserve"]] == [0, "not-burning"]
    assert some("stress-test", "shortfall", "months-of-reserve", income=100, stream=0, cost=100, reserve=0) == [0, "not-burning"]
    assert some("stress-test", "shortfall", "months-of-reserve", income=100, stream=12, cost=100, reserve=0) == [12, 0]


def test_gap_covered_and_members_who_add_nothing() -> None:
    assert some("stress-test", "gap", "members-needed", "fee-needed", **{**CLUSTER, "cost": 400_000}) == [-90_250, 0, 0]
    no_gap = {"income": 100, "stream": 0, "cost": 100, "members": 10, "fee_income": 0, "variable_cost": 0}
    assert some("stress-test", "gap", "members-needed", **no_gap) == [0, 0]
    assert calculated("stress-test", **{**CLUSTER, "variable_cost": 2_000})["members-needed"] == "none"


@pytest.mark.parametrize(
    ("change", "states"),
    [
        ({"stream": 800_001}, ["<invalid>"] * 8),
        ({"share_lost": "1.1"}, ["<invalid>"] * 8),
        ({"fee_income": 620_001}, [620_000, "", "", "<invalid>", "<invalid>", "<invalid>", "<invalid>", ""]),
        ({"variable_cost": 6_000}, [620_000, "", "", "<invalid>", "<invalid>", "<invalid>", "<invalid>", ""]),
        ({"cost": 0, "variable_cost": 0}, [620_000, "<undefined>", 0, -470_000, 0, 0, -1, "not-burning"]),
        ({"members": 0}, [620_000, "", "", 310_250, "<undefined>", "<undefined>", "<undefined>", ""]),
        ({"fee_income": 0}, [620_000, "", "", "", "none", "", "<undefined>", ""]),
        ({"reserve": None}, [620_000, "", "", "", "", "", "", "<missing>"]),
        ({"income": None}, ["<missing>"] * 8),
        ({"variable_cost": None}, [620_000, "", "", "<missing>", "<missing>", "<missing>", "<missing>", ""]),
    ],
)
def test_each_outcome_needs_its_own_inputs(change: dict[str, object], states: list[object]) -> None:
    found = list(calculated("stress-test", **{**CLUSTER, **change}).values())
    assert [each for each, state in zip(found, states, strict=True) if state != ""] == [state for state in states if state != ""]
    assert not [each for each, state in zip(found, states, strict=True) if state == "" and isinstance(each, str)]


def test_impossible_parts_are_explained() -> None:
    found = outcomes("stress-test", **{**CLUSTER, "fee_income": 620_001})["gap"]
    assert said(found) == "The fees are more than all income after the change. Enter the fees that would be left."
