import json
from fractions import Fraction

import pytest

from clustercourse.kinds.results import Result
from tests.kinds.quizzes import PERFECT, question, quiz, scored, specification


@pytest.mark.parametrize(
    ("points", "maximum", "percent"),
    [("0", 3, 0), ("1", 3, 33), ("2", 3, 67), ("3", 3, 100), ("1/8", 1, 13), ("0.795", 1, 80), ("0.7949", 1, 79), ("0", 0, 0)],
)
def test_percent_is_rounded_half_up(points: str, maximum: int, percent: int) -> None:
    assert Result(Fraction(points), Fraction(maximum), ()).percent == percent


@pytest.mark.parametrize(
    ("points", "maximum", "reached"),
    [("4", 5, True), ("0.795", 1, False), ("0.79999999999", 1, False), ("0.8", 1, True), ("5", 5, True), ("0", 5, False)],
)
def test_a_threshold_is_compared_exactly(points: str, maximum: int, reached: bool) -> None:
    assert Result(Fraction(points), Fraction(maximum), ()).reaches(80) is reached


def test_points_add_up_exactly() -> None:
    data = quiz("single", "multiple", "short")
    data["questions"][0]["points"] = 2
    data["questions"][1]["points"] = "0.5"
    result = scored(data, {"word": "a", "bridges": ["a", "b"]})
    assert (result.points, result.maximum) == (2 + Fraction(1, 3), Fraction(7, 2))
    assert [entry.points for entry in result.questions] == [2, Fraction(1, 3), 0]


def test_only_the_questions_of_the_paper_count() -> None:
    result = scored(quiz(draw=1), PERFECT)
    assert (result.points, result.maximum, len(result.questions)) == (1, 1, 1)


@pytest.mark.parametrize("answers", [{}, PERFECT, {"word": "b", "bridges": ["a", "d"], "quotient": "1,234", "pairs": {"p1": "x1"}}])
def test_a_result_survives_json(answers: dict[str, object]) -> None:
    result = scored(quiz(), answers)
    stored = json.dumps(result.to_json(), sort_keys=True)
    assert Result.from_json(json.loads(stored)) == result


def test_a_specification_is_json() -> None:
    made = specification(quiz())
    assert json.loads(json.dumps(made)) == made


def test_a_specification_keeps_the_rules_of_the_file() -> None:
    made = specification(quiz("single", done="pass", threshold=70, attempts=3, counts="last", requires=["some-lesson"], intro="Hello"))
    del made["questions"]
    assert made == {
        "id": "check-one",
        "kind": "quiz",
        "title": "Check",
        "summary": "",
        "intro": "<p>Hello</p>",
        "done": "pass",
        "threshold": 70,
        "attempts": 3,
        "counts": "last",
        "shuffle": False,
        "draw": 0,
        "time_limit": 0,
        "answers_shown": "at-once",
        "optional": False,
        "requires": ["some-lesson"],
    }


def test_labels_lose_the_tags_of_a_single_paragraph() -> None:
    data = question("single")
    data["questions"][0]["options"][0]["text"] = "one</p><p>two"
    options = specification(data)["questions"][0]["options"]
    assert [option["text"] for option in options] == ["<p>one</p><p>two</p>", "economy", "network"]
