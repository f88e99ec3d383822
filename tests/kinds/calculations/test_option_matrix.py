from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kinds.calculations.calculating import calculated, outcomes, said, some

OPTIONS = {"score_1": [4, 5, 3], "score_2": [3, 4, 5], "score_3": [5, 2, 3], "score_4": [4, 3, 2]}


def weights(*held: object, prefix: str = "weight") -> dict[str, object]:
    return {f"{prefix}_{number}": each for number, each in enumerate(held, start=1)}


def test_example_with_a_tie_that_other_weights_break() -> None:
    given = {**OPTIONS, **weights(40, 30, 20, 10), **weights(25, 45, 20, 10, prefix="second_weight")}
    assert calculated("option-matrix", **given) == {
        "score": [Fraction("3.9"), Fraction("3.9"), Fraction("3.5")],
        "standing": ["tied", "tied", "behind"],
        "weight-total": 100,
        "lead": "tie",
        "second-score": [Fraction("3.75"), Fraction("3.75"), Fraction("3.8")],
        "second-standing": ["behind", "behind", "leads"],
        "second-weight-total": 100,
        "second-lead": "clear",
        "sensitivity": "changes",
    }


def test_the_same_lead_under_both() -> None:
    given = {**OPTIONS, **weights(40, 30, 20, 10), **weights(40, 30, 20, 10, prefix="second_weight")}
    assert calculated("option-matrix", **given)["sensitivity"] == "same"


def test_second_weights_are_not_needed() -> None:
    found = calculated("option-matrix", **OPTIONS, **weights(40, 30, 20, 10))
    assert [found["lead"], found["second-lead"], found["second-score"], found["sensitivity"]] == [
        "tie",
        "<missing>",
        ["<missing>"] * 3,
        "<missing>",
    ]


@pytest.mark.parametrize("held", [(40, 30, 20, 9), (40, 30, 20, 11), (0, 0, 0, 0), ("33.3", "33.3", "33.3", 0), (100, 100, 0, 0)])
def test_weights_must_total_100(held: tuple[object, ...]) -> None:
    found = outcomes("option-matrix", **OPTIONS, **weights(*held))
    assert found["lead"].state == found["score"][0].state == "invalid"
    assert said(found["lead"]) == "The weights do not total 100. Change them until they do."
    assert found["weight-total"].value == sum(map(Fraction, held))


@pytest.mark.parametrize("held", [(-10, 60, 40, 10), (110, 0, 0, 0)])
def test_impossible_weights(held: tuple[object, ...]) -> None:
    assert some("option-matrix", "lead", "weight-total", **OPTIONS, **weights(*held)) == ["<invalid>", "<invalid>"]


def test_a_criterion_with_scores_needs_a_weight() -> None:
    outcome = outcomes("option-matrix", **OPTIONS, **weights(50, 30, 20))["lead"]
    assert (outcome.state, said(outcome), outcome.about) == ("missing", "Not known: weight of criterion 4.", ("weight-4",))


@pytest.mark.parametrize("wrong", [0, 6, -1])
def test_a_score_off_the_scale(wrong: int) -> None:
    given = {"score_1": [wrong, 4], **weights(100)}
    assert some("option-matrix", "score", "standing", "lead", **given) == [["<invalid>", 4], ["<invalid>", "open"], "<invalid>"]


def test_a_missing_score_leaves_open_what_it_could_change() -> None:
    given = {"score_1": [4, 5], "score_2": [3, None], **weights(50, 50)}
    assert some("option-matrix", "score", "standing", "lead", **given) == [[Fraction("3.5"), "<missing>"], ["open", "open"], "open"]
    given = {"score_1": [5, 1], "score_2": [5, None], **weights(80, 20)}
    assert some("option-matrix", "score", "standing", "lead", **given) == [[5, "<missing>"], ["leads", "behind"], "clear"]


def test_a_score_that_could_only_tie_leaves_open() -> None:
    assert some("option-matrix", "standing", "lead", score_1=[5, None], **weights(100)) == [["open", "open"], "open"]


def test_a_criterion_that_weighs_nothing_needs_no_score() -> None:
    given = {"score_1": [4, 5], "score_2": [None, 1], **weights(100, 0)}
    assert some("option-matrix", "score", "lead", **given) == [[4, 5], "clear"]


def test_one_option_is_no_comparison() -> None:
    assert some("option-matrix", "score", "standing", "lead", score_1=[4], **weights(100)) == [[4], ["<missing>"], "<missing>"]


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=2, max_size=6), st.integers(0, 100))
def test_the_best_leads_or_ties(options: list[tuple[int, int]], weight: int) -> None:
    one, two = zip(*options, strict=True)
    score, standing, lead = some("option-matrix", "score", "standing", "lead", score_1=one, score_2=two, **weights(weight, 100 - weight))
    best = [each == max(score) for each in score]
    ahead = "tied" if sum(best) > 1 else "leads"
    assert standing == [ahead if is_best else "behind" for is_best in best]
    assert lead == {"tied": "tie", "leads": "clear"}[ahead]
