from fractions import Fraction

import pytest

from clustercourse.kinds.questions.gap import gap_pieces
from clustercourse.kinds.results import Feedback
from tests.kinds.quizzes import QUESTIONS, QUIZ, question, scored_one, specification


@pytest.mark.parametrize(
    ("chosen", "share"),
    [
        ({}, Fraction(0)),
        ({"p1": "p1"}, Fraction(1, 3)),
        ({"p1": "p1", "p2": "p2", "p3": "p1"}, Fraction(1)),
        ({"p1": "p1", "p2": "p1", "p3": "p1"}, Fraction(2, 3)),
        ({"p1": "x1", "p2": "x1", "p3": "x1"}, Fraction(0)),
        ({"p1": "p3"}, Fraction(0)),
        ({"p9": "p1"}, Fraction(0)),
    ],
)
def test_matching_gives_the_share_of_right_pairs(chosen: dict[str, str], share: Fraction) -> None:
    assert scored_one("matching", chosen).points == share


def test_pairs_with_the_same_right_side_share_one_choice() -> None:
    made = specification(question("matching"))["questions"][0]
    assert made["choices"] == {"p1": "capital", "p2": "skills", "x1": "policy"}
    assert [pair["answer"] for pair in made["pairs"]] == ["p1", "p2", "p1"]


def test_matching_shows_both_sides_and_the_reason_of_a_pair() -> None:
    result = scored_one("matching", {"p1": "x1", "p2": "p2"})
    assert result.given == ("bank → policy", "school → skills")
    assert result.right_answer == ("bank → capital", "school → skills", "angel → capital")
    assert result.feedback == (Feedback("p1", "wrong", "<p>Money.</p>"), Feedback(None, "wrong", "<p>See the list.</p>"))


@pytest.mark.parametrize(
    ("places", "points", "off"),
    [
        ({"i1": "1", "i2": "2", "i3": "3"}, 1, None),
        ({"i1": "1", "i2": "3", "i3": "2"}, 0, 2),
        ({"i1": "3", "i2": "1", "i3": "2"}, 0, 1),
        ({"i1": "1", "i2": "1", "i3": "3"}, 0, 1),
        ({"i1": "1", "i2": "2"}, 0, 3),
        ({"i1": "1", "i2": "2", "i3": "9"}, 0, 3),
        ({"i1": "1", "i2": "2", "i3": "x"}, 0, 3),
        ({"i1": "1", "i2": "2", "i3": "9" * 5000}, 0, 3),
    ],
)
def test_ordering_is_all_or_nothing(places: dict[str, str], points: int, off: int | None) -> None:
    result = scored_one("ordering", places)
    first = (Feedback(None, "wrong", f"The first place that is off is place {off}."),) if off else ()
    assert result.points == points
    assert result.feedback == (*first, Feedback(None, "right" if points else "wrong", "<p>First things first.</p>"))


def test_an_empty_order_is_no_answer() -> None:
    result = scored_one("ordering", {})
    assert (result.points, result.answered, result.given) == (0, False, ())
    assert result.feedback == (Feedback(None, "wrong", "<p>First things first.</p>"),)


def test_the_order_is_shown_as_given() -> None:
    result = scored_one("ordering", {"i1": "3", "i2": "1", "i3": "2"})
    assert (result.given, result.right_answer) == (("1. try", "2. tell", "3. ask"), ("1. ask", "2. try", "3. tell"))


@pytest.mark.parametrize(
    ("filled", "share"),
    [
        ({}, Fraction(0)),
        ({"g1": " COMPANY "}, Fraction(1, 2)),
        ({"g1": "firm", "g2": "2"}, Fraction(1)),
        ({"g1": "firm", "g2": "1"}, Fraction(1, 2)),
        ({"g1": "man", "g2": "organisation"}, Fraction(0)),
    ],
)
def test_gaps_give_the_share_of_right_gaps(filled: dict[str, str], share: Fraction) -> None:
    assert scored_one("gaps", filled).points == share


def test_gaps_show_words_not_numbers() -> None:
    result = scored_one("gaps", {"g1": "<man>", "g2": "3"})
    assert (result.given, result.right_answer) == (("&lt;man&gt;", "region"), ("firm", "organisation"))
    assert result.feedback == (Feedback("g1", "wrong", "<p>Not a person.</p>"), Feedback(None, "wrong", "<p>Firms join.</p>"))


def test_inputs_stand_inside_the_text() -> None:
    made = specification(question("gaps"))
    fieldset = QUIZ.fieldsets(made, QUIZ.paper(made, draw_seed=1))[0]
    names = [piece if isinstance(piece, str) else piece.name for piece in fieldset.pieces]
    assert names == ["<p>A ", "answer.sentence.g1", " joins the ", "answer.sentence.g2", ".</p>"]


def test_a_gap_that_rendering_lost_can_still_be_answered() -> None:
    assert gap_pieces('<p>A <img alt="[[g1]]"> b [[g2]] [[other]]</p>', ["g1", "g2"]) == [
        {"html": '<p>A <img alt="[[g1]]"> b '},
        {"gap": "g2"},
        {"html": " </p>"},
        {"gap": "g1"},
    ]


def test_every_type_has_a_sample() -> None:
    assert set(QUESTIONS) == {"single", "multiple", "true-false", "numeric", "short", "matching", "ordering", "gaps"}
