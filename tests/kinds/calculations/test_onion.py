from __future__ import annotations

from fractions import Fraction

import pytest

from tests.kinds.calculations.calculating import calculated, noted, outcomes, said

LAYERS = {
    "impact": [2, 3, 4, 5, 5],
    "understanding": [5, 4, 3, 2, 1],
    "influence": [5, 3, 2, 1, 0],
    "time": [45, 30, 15, 8, 2],
}


def onion(**change: object) -> dict[str, object]:
    return calculated("onion", **{**LAYERS, **change})


def test_example() -> None:
    found = onion()
    shares = [Fraction(each, 19) for each in LAYERS["impact"]]
    assert found == {
        "coverage": [5, 4, 3, 2, 1],
        "exposure-gap": [0, 3, 8, 15, 20],
        "exposure-place": [5, 4, 3, 2, 1],
        "impact-share": shares,
        "attention-gap": [Fraction(time, 100) - share for time, share in zip(LAYERS["time"], shares, strict=True)],
        "time-total": 100,
        "weighted-coverage": Fraction("9.8") / 19,
        "weighted-coverage-external": Fraction("7.8") / 17,
        "external-covered": 2,
        "sub-optimisation": "no-flag",
    }
    printed = ["34.47", "14.21", "-6.05", "-18.32", "-24.32"]
    assert [round(each * 100, 2) for each in found["attention-gap"]] == [Fraction(each) for each in printed]


def test_risk_of_sub_optimisation() -> None:
    found = onion(understanding=[5, 4, 2, 2, 1], influence=[5, 3, 2, 1, 0])
    assert (found["external-covered"], found["sub-optimisation"]) == (1, "risk")


@pytest.mark.parametrize(
    ("understanding", "word"),
    [
        ([5, 4, None, 2, 1], "cannot-tell"),
        ([5, 3, 3, None, None], "no-flag"),
        ([5, 1, 1, None, 1], "risk"),
        ([5, 1, 1, None, None], "cannot-tell"),
    ],
)
def test_layers_not_rated_can_leave_the_risk_open(understanding: list[int | None], word: str) -> None:
    assert onion(understanding=understanding, influence=[None] * 5)["sub-optimisation"] == word


def test_partly_rated_layers_count_with_what_is_known() -> None:
    found = outcomes("onion", **{**LAYERS, "influence": [5, 3, None, 1, 0], "understanding": [5, 4, 3, None, 1]})
    assert [each.value for each in found["coverage"]] == [5, 4, 3, 1, 1]
    partly = "Partly rated: only one of understanding and influence is known."
    assert [noted(each) for each in found["coverage"]] == [[], [], [partly], [partly], []]


def test_a_layer_not_rated_is_left_out_and_that_is_said() -> None:
    given = {**LAYERS, "influence": [5, 3, 2, 1, None], "understanding": [5, 4, 3, 2, None]}
    found = outcomes("onion", **given)
    assert [each.state for each in found["exposure-gap"]] == ["value"] * 4 + ["missing"]
    assert found["weighted-coverage"].value == Fraction("8.8") / 14
    assert found["weighted-coverage-external"].value == Fraction("6.8") / 12
    assert noted(found["weighted-coverage"]) == ["1 layer is not rated and left out."]
    without_impact = onion(impact=[2, 3, 4, 5, None])
    assert without_impact["weighted-coverage"] == Fraction("8.8") / 14
    assert without_impact["impact-share"] == without_impact["attention-gap"] == ["<missing>"] * 5


@pytest.mark.parametrize("time", [[45, 30, 15, 8, 1], [45, 30, 15, 8, 3], [0] * 5, [101, 0, 0, 0, 0], [-1, 101, 0, 0, 0]])
def test_time_must_total_100(time: list[int]) -> None:
    found = onion(time=time)
    assert found["attention-gap"] == ["<invalid>"] * 5
    assert found["weighted-coverage"] == Fraction("9.8") / 19


def test_time_not_known_is_missing() -> None:
    assert onion(time=[45, 30, 15, 10, None])["attention-gap"] == ["<missing>"] * 5
    assert said(outcomes("onion", **{**LAYERS, "time": [45, 30, 15, 8, 1]})["attention-gap"][0]) == (
        "The time does not total 100 per cent. Change it until it does."
    )


def test_no_understanding_and_no_influence_is_no_coverage() -> None:
    found = onion(understanding=[5, 4, 3, 2, 0])
    assert [found["coverage"][4], found["exposure-gap"][4]] == [0, 25]


def test_off_the_scale() -> None:
    found = onion(impact=[2, 3, 4, 5, 6])
    assert [found["exposure-gap"], found["weighted-coverage"]] == [[0, 3, 8, 15, "<invalid>"], "<invalid>"]
    found = onion(influence=[5, 3, 2, 1, -1])
    assert [found["coverage"], found["sub-optimisation"]] == [[5, 4, 3, 2, "<invalid>"], "<invalid>"]
    assert onion(impact=[0, 3, 4, 5, 5])["impact-share"] == ["<invalid>"] * 5


def test_no_layers() -> None:
    found = calculated("onion")
    assert [found["weighted-coverage"], found["sub-optimisation"], found["external-covered"]] == ["<undefined>", "<missing>", 0]
    assert onion(impact=[None] * 5)["weighted-coverage"] == "<undefined>"
