from __future__ import annotations

from fractions import Fraction

from tests.kinds.calculations.calculating import calculated, some

WEIGHTS = {"weight_1": 30, "weight_2": 25, "weight_3": 20, "weight_4": 15, "weight_5": 10}
TOOLS = [(4, 5, 3, 4, 3), (5, 3, 4, 3, 5), (3, 4, 4, 5, None)]


def columns(tools: list[tuple[object, ...]]) -> dict[str, object]:
    return {f"score_{number}": column for number, column in enumerate(zip(*tools, strict=True), start=1)}


def test_example_decided_without_the_last_score() -> None:
    assert calculated("criteria-matrix", **columns(TOOLS), **WEIGHTS) == {
        "score": [Fraction("3.95"), 4, "<missing>"],
        "lowest": [Fraction("3.95"), 4, Fraction("3.55")],
        "highest": [Fraction("3.95"), 4, Fraction("3.95")],
        "standing": ["behind", "leads", "behind"],
        "weight-total": 100,
        "lead": "clear",
    }


def test_open_where_the_best_case_could_win() -> None:
    tools = [*TOOLS[:2], (3, 5, 4, 5, None)]
    assert some("criteria-matrix", "lowest", "highest", "standing", "lead", **columns(tools), **WEIGHTS) == [
        [Fraction("3.95"), 4, Fraction("3.8")],
        [Fraction("3.95"), 4, Fraction("4.2")],
        ["behind", "open", "open"],
        "open",
    ]


def test_nothing_known_of_a_tool() -> None:
    assert some("criteria-matrix", "lowest", "highest", "lead", score_1=[3, None], weight_1=100) == [[3, 1], [3, 5], "open"]


def test_a_known_tie_with_a_third_that_cannot_reach_it() -> None:
    given = {"score_1": [5, 5, 1], "score_2": [5, 5, None], "weight_1": 50, "weight_2": 50}
    assert some("criteria-matrix", "standing", "lead", **given) == [["tied", "tied", "behind"], "tie"]


def test_a_score_off_the_scale_is_not_taken_for_the_others() -> None:
    given = {"score_1": [5, 9], "weight_1": 100}
    assert some("criteria-matrix", "lowest", "standing", "lead", **given) == [[5, "<invalid>"], ["open", "<invalid>"], "<invalid>"]


def test_no_weights_or_no_tools() -> None:
    assert some("criteria-matrix", "lowest", "lead", "weight-total") == [[], "<missing>", "<missing>"]
    assert some("criteria-matrix", "lowest", "lead", score_1=[3, 4]) == [["<missing>"] * 2, "<missing>"]
    assert some("criteria-matrix", "lowest", "lead", weight_1=100) == [[], "<missing>"]
