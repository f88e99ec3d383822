from fractions import Fraction
from typing import Any

import pytest

from clustercourse.kinds.results import Feedback
from clustercourse.language import speaking
from tests.kinds.quizzes import scored_one


def test_the_right_option_scores_and_is_explained() -> None:
    result = scored_one("single", "a")
    assert (result.points, result.right, result.answered) == (1, True, True)
    assert result.feedback == (Feedback("a", "right", "<p>Members join it.</p>"),)
    assert (result.given, result.right_answer) == (("organisation",), ("organisation",))


def test_a_wrong_option_gets_its_reason_and_the_right_one_too() -> None:
    result = scored_one("single", "b")
    assert (result.points, result.right, result.answered) == (0, False, True)
    assert result.feedback == (Feedback("b", "wrong", "<p>Nobody joins that.</p>"), Feedback("a", "missed", "<p>Members join it.</p>"))


@pytest.mark.parametrize("answer", [None, "", "z", 7, {"a": "a"}, []])
def test_no_known_option_is_no_answer(answer: Any) -> None:
    result = scored_one("single", answer)
    assert (result.points, result.answered, result.given) == (0, False, ())


@pytest.mark.parametrize(
    ("picks", "share"),
    [
        ([], Fraction(0)),
        (["a"], Fraction(1, 3)),
        (["a", "b"], Fraction(2, 3)),
        (["a", "b", "c"], Fraction(1)),
        (["a", "b", "d"], Fraction(1, 3)),
        (["a", "b", "c", "d"], Fraction(2, 3)),
        (["a", "b", "c", "d", "e"], Fraction(1, 3)),
        (["a", "d"], Fraction(0)),
        (["d", "e"], Fraction(0)),
        (["a", "a", "a"], Fraction(1, 3)),
    ],
)
def test_multiple_counts_right_minus_wrong(picks: list[str], share: Fraction) -> None:
    result = scored_one("multiple", picks, points=3)
    assert (result.points, result.maximum) == (3 * share, 3)
    assert result.right is (share == 1)


def test_multiple_gives_a_reason_for_each_pick_and_each_miss() -> None:
    feedback = scored_one("multiple", ["d", "a"]).feedback
    assert [(entry.part, entry.verdict) for entry in feedback] == [("a", "right"), ("d", "wrong"), ("b", "missed"), ("c", "missed")]


def test_true_false() -> None:
    assert scored_one("true-false", "false").points == 1
    wrong = scored_one("true-false", "true")
    assert (wrong.points, wrong.given, wrong.right_answer) == (0, ("True",), ("False",))
    assert wrong.feedback == (
        Feedback("true", "wrong", "<p>Many never join.</p>"),
        Feedback("false", "missed", "<p>Right, many never join.</p>"),
    )


def test_true_false_keys_may_be_booleans() -> None:
    result = scored_one("true-false", "true", answer="true", feedback={True: "yes", False: "no"})
    assert result.feedback == (Feedback("true", "right", "<p>yes</p>"),)


def test_explanation_comes_last() -> None:
    feedback = scored_one("single", "b", explanation="Because.").feedback
    assert feedback[-1] == Feedback(None, "wrong", "<p>Because.</p>")
    assert scored_one("single", "a", explanation="Because.").feedback[-1] == Feedback(None, "right", "<p>Because.</p>")


def test_a_right_answer_is_right_in_any_language() -> None:
    with speaking("da"):
        assert scored_one("true-false", "false").points == 1
