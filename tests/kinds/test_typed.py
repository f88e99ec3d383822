from fractions import Fraction
from typing import Any

import pytest

from clustercourse.kinds.results import Feedback
from clustercourse.language import speaking
from tests.kinds.quizzes import QUIZ, question, scored_one, specification


@pytest.mark.parametrize("typed", ["4.6", "4,6", "4.65", "4,55", "4.5500", " 4.6 ", "23/5", "4.6 %", "460%"])
def test_numbers_within_the_tolerance(typed: str) -> None:
    assert scored_one("numeric", typed).points == 1


@pytest.mark.parametrize("typed", ["4.651", "4.5499999999", "46", "-4.6", "460"])
def test_numbers_outside_the_tolerance(typed: str) -> None:
    result = scored_one("numeric", typed)
    assert (result.points, result.answered) == (0, True)


def test_tolerance_is_exact_and_inclusive() -> None:
    assert scored_one("numeric", "0.3", answer="0.1", tolerance="0.2").points == 1
    assert scored_one("numeric", "0.3", answer=0.1, tolerance=0.2).points == 1
    assert scored_one("numeric", "0.30000000000000001", answer="0.1", tolerance="0.2").points == 0


def test_a_known_mistake_gets_its_feedback() -> None:
    assert scored_one("numeric", "0,46").feedback == (
        Feedback(None, "wrong", "<p>Turned round.</p>"),
        Feedback(None, "wrong", "<p>46 / 10</p>"),
    )


def test_what_is_not_a_number_is_said_and_escaped() -> None:
    result = scored_one("numeric", "<b>lots</b>")
    sentence = "“&lt;b&gt;lots&lt;/b&gt;” is not a number. Write for example 4.6 or 4,6."
    assert result.feedback[0] == Feedback(None, "wrong", sentence)
    assert (result.points, result.answered, result.given) == (0, True, ("&lt;b&gt;lots&lt;/b&gt;",))


def test_what_is_not_a_number_can_be_mended_before_it_counts() -> None:
    made = specification(question("numeric"))
    paper = QUIZ.paper(made, draw_seed=1)
    assert QUIZ.unreadable(made, paper, {"quotient": "lots"}) == {
        "quotient": "“lots” is not a number. Write for example 4.6 or 4,6.",
    }
    assert QUIZ.unreadable(made, paper, {"quotient": "7"}) == {}
    assert QUIZ.unreadable(made, paper, {}) == {}


@pytest.mark.parametrize(
    ("language", "typed", "understood", "points"),
    [
        ("en", "1,234", "Understood as the whole number 1,234.", 1),
        ("en", "1.234", "Understood as the decimal number 1.234.", 0),
        ("en", "1234", None, 1),
        ("en", "1 234", None, 1),
        ("en", "1234 firms", "Understood as 1,234. The words after it were not read.", 1),
    ],
)
def test_an_unclear_number_says_how_it_was_read(language: str, typed: str, understood: str | None, points: int) -> None:
    with speaking(language):
        result = scored_one("numeric", typed, answer="1234", tolerance="0", wrong=[])
    assert (result.understood, result.points) == (understood, points)


def test_thousands_follow_the_language_of_the_learner() -> None:
    with speaking("da"):
        assert scored_one("numeric", "1.234", answer="1234", tolerance="0").points == 1
        assert scored_one("numeric", "1,234", answer="1234", tolerance="0").points == 0


@pytest.mark.parametrize(
    ("unit", "typed", "points"),
    [
        ("%", "75", 1),
        ("%", "75 %", 1),
        ("%", "0.75", 0),
        ("", "75 %", 1),
        ("m2", "75 m2", 1),
        ("m2", "75 M2", 1),
        ("m2", "75", 1),
        ("m2", "75 m3", 0),
        ("EUR", "75 eur", 1),
    ],
)
def test_the_unit_may_be_typed(unit: str, typed: str, points: int) -> None:
    result = scored_one("numeric", typed, answer="75", tolerance="0", unit=unit)
    assert (result.points, result.right_answer) == (points, (f"75 {unit}".strip(),))


def test_per_cent_of_a_share() -> None:
    assert scored_one("numeric", "75 %", answer="0.75", tolerance="0").points == 1


@pytest.mark.parametrize("answer", [None, "", "  ", 7, [], {}])
def test_no_number_is_no_answer(answer: Any) -> None:
    result = scored_one("numeric", answer)
    assert (result.points, result.answered) == (0, False)


@pytest.mark.parametrize("typed", ["bridge builder", "Bridge-Builder", "  BRIDGE   builder "])
def test_short_text_ignores_case_and_spaces(typed: str) -> None:
    result = scored_one("short", typed)
    assert (result.points, result.right_answer) == (1, ("bridge builder",))


def test_short_text_folds_the_german_s() -> None:
    assert scored_one("short", "STRASSE", accept=["Straße"]).points == 1


def test_short_text_that_is_wrong() -> None:
    known = scored_one("short", "Manager")
    other = scored_one("short", "bridgebuilder")
    assert (known.points, other.points) == (0, 0)
    assert known.feedback == (Feedback(None, "wrong", "<p>Too wide.</p>"), Feedback(None, "wrong", "<p>The one between.</p>"))
    assert other.feedback == (Feedback(None, "wrong", "<p>The one between.</p>"),)


def test_short_text_is_shown_as_typed_and_escaped() -> None:
    assert scored_one("short", "<i>me</i>").given == ("&lt;i&gt;me&lt;/i&gt;",)


@pytest.mark.parametrize("answer", [None, "", " ", ["bridge builder"]])
def test_no_short_text_is_no_answer(answer: Any) -> None:
    result = scored_one("short", answer)
    assert (result.points, result.answered) == (Fraction(0), False)
