from __future__ import annotations

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, noted, outcomes, said

SEVERITY = [4, 2, 5, 3, 4, 3, 5]
IMPORTANCE = [5, 4, 4, 3, 5, 2, None]


def test_example_with_a_tie_and_a_gap_not_rated() -> None:
    assert calculated("gap-radar", severity=SEVERITY, importance=IMPORTANCE) == {
        "priority": [20, 8, 20, 9, 20, 6, "<missing>"],
        "place": [1, 5, 1, 4, 1, 6, "<missing>"],
        "mean-severity": Fraction(26, 7),
        "bridge-index": 1 - (Fraction(26, 7) - 1) / 4,
        "rated": 7,
        "not-rated": 0,
    }
    assert round(calculated("gap-radar", severity=SEVERITY)["bridge-index"], 6) == Fraction("0.321429")


def test_a_shared_place_is_said() -> None:
    found = outcomes("gap-radar", severity=SEVERITY, importance=IMPORTANCE)["place"]
    assert [noted(each) for each in found] == [
        ["Shared with 2 others."],
        [],
        ["Shared with 2 others."],
        [],
        ["Shared with 2 others."],
        [],
        [],
    ]
    two = outcomes("gap-radar", severity=[2, 1], importance=[1, 2])["place"]
    assert [noted(each) for each in two] == [["Shared with 1 other."]] * 2


def test_gaps_not_rated_are_left_out_and_that_is_said() -> None:
    found = outcomes("gap-radar", severity=[5, None, None], importance=[1, 5, None])
    assert (found["mean-severity"].value, noted(found["mean-severity"])) == (5, ["2 gaps are not rated and left out."])
    assert found["not-rated"].value == 2


def test_no_severity_at_all() -> None:
    found = outcomes("gap-radar", severity=[None, None], importance=[3, 4])
    assert [found[name].state for name in ("mean-severity", "bridge-index")] == ["undefined"] * 2
    assert said(found["bridge-index"]) == "Rate the severity of at least one gap."


def test_off_the_scale() -> None:
    for wrong in (0, 6, -1, "2.5"):
        found = calculated("gap-radar", severity=[4, wrong], importance=[5, 5])
        assert [found["priority"], found["mean-severity"], found["bridge-index"]] == [[20, "<invalid>"], "<invalid>", "<invalid>"]


@settings(max_examples=40)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_bridge_index_lies_between_wide_and_bridged(severity: list[int]) -> None:
    index = calculated("gap-radar", severity=severity)["bridge-index"]
    assert 0 <= index <= 1
    assert (index == 1, index == 0) == (set(severity) == {1}, set(severity) == {5})
