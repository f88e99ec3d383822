import json
from typing import Any

import pytest

from clustercourse.content.validation import read_as
from clustercourse.content.yaml_source import read_yaml
from clustercourse.kinds import ANSWERED, KINDS
from clustercourse.kinds.quiz import QuizSource
from tests.kinds.quizzes import PERFECT, QUESTIONS, problems, question, quiz

KEYS = (
    "answers_shown, attempts, counts, done, draw, id, intro, kind, opens, optional, questions, requires, shuffle, summary, threshold, "
    "time_limit, title"
)
EXPLAIN = "This question needs an explanation: why the right answer is right."


def shape(data: object) -> list[str]:
    """What a trainer is told about the shape of such a file."""
    made, found = read_as(QuizSource, read_yaml(json.dumps(data)), "check.yaml")
    assert (made is None) is bool(found)
    return [str(problem.sentence) for problem in found]


def test_the_kinds() -> None:
    assert [(name, kind.name) for name, kind in KINDS.items()] == [(name, name) for name in ("quiz", "reflection", "worksheet")]
    assert list(ANSWERED) == ["quiz", "reflection"]


@pytest.mark.parametrize("kind", QUESTIONS)
def test_the_samples_have_no_problems(kind: str) -> None:
    assert problems(quiz(kind)) == []
    assert QUESTIONS[kind]["id"] in PERFECT


@pytest.mark.parametrize(
    ("data", "found"),
    [
        ([], "“The file” must have keys and values below it."),
        (quiz("single", shufle=True), "“shufle” is not a known key here. Did you mean “shuffle”?"),
        (quiz("single", zzzz=1), f"“zzzz” is not a known key here. Known: {KEYS}."),
        (quiz("single", title=7), "“title” must be text. Put the value in quotes."),
        (quiz("single", title=" "), "This text is empty."),
        (quiz("single", id="Check One"), "An id has 3 to 64 small letters, digits and hyphens."),
        (quiz("single", done="read"), "“read” is not possible for “done”. Possible: submit, pass."),
        (quiz("single", done=[]), "“done” is empty. Write “done: submit”, or leave the line out."),
        (quiz("single", shuffle="maybe"), "“shuffle” must be true or false."),
        (quiz("single", attempts=True), "“attempts” must be a whole number."),
        (quiz("single", attempts=1.5), "“attempts” must be a whole number."),
        (quiz("single", attempts=-1), "“attempts” must be at least 0."),
        (quiz("single", questions={}), "“questions” must be a list, such as [first, second]."),
        (quiz("single", questions=["a"]), "“questions, entry 1” must have keys and values below it."),
        (quiz("single", questions=[{"id": "q1"}]), "“kind” is missing. Add a line “kind: …”."),
    ],
)
def test_faults_of_shape_are_said_in_words(data: object, found: str) -> None:
    assert shape(data) == [found]


def test_a_missing_key_is_named_where_it_should_stand() -> None:
    data = quiz("single")
    del data["title"], data["questions"][0]["options"][1]["text"]
    assert shape(data) == ["“title” is missing. Add a line “title: …”.", "“text” is missing. Add a line “text: …”."]


def test_an_unknown_type_of_question() -> None:
    kinds = "single, multiple, true-false, numeric, short, matching, ordering, gaps"
    assert shape(question("single", kind="essay")) == [f"“essay” is not a known kind here. Possible: {kinds}."]


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (True, "This should be a number."),
        ([], "This should be a number."),
        ("1,5", "This should be a number, written with a point: 1.5"),
        ("five", "This should be a number, written with a point: 1.5"),
        ("nan", "This number is too long or not a number."),
        ("1e9999", "This number is too long or not a number."),
    ],
)
def test_a_number_in_a_file_is_plain(answer: object, sentence: str) -> None:
    assert shape(question("numeric", answer=answer)) == [sentence]


def test_a_file_may_quote_numbers_and_truth() -> None:
    made, found = read_as(QuizSource, read_yaml(json.dumps(quiz("single", shuffle="true", draw="1"))), "check.yaml")
    assert found == []
    assert made is not None
    assert (made.shuffle, made.draw) == (True, 1)


OPTION = {"id": "a", "text": "one", "feedback": "why"}
OTHER = {"id": "b", "text": "two", "feedback": "why"}
ONE_RIGHT = "A single choice has exactly one right option. Mark one with “right: true”, or use the kind “multiple”."
NO_FEEDBACK = "Option “b” needs feedback: say why it is right or wrong."
AT_LEAST_ONE = "At least one option must be right. Mark it with “right: true”."
UNREACHED = "This number is also a right answer, so its feedback would never be shown."
PAIR, PAIR2 = {"id": "p1", "left": "l", "right": "r"}, {"id": "p2", "left": "l2", "right": "r2"}


@pytest.mark.parametrize(
    ("kind", "changes", "path", "sentence"),
    [
        ("single", {"options": [OPTION, OTHER]}, ("options",), ONE_RIGHT),
        ("single", {"options": [{**OPTION, "right": True}, {**OTHER, "right": True}]}, ("options",), ONE_RIGHT),
        ("single", {"options": [{**OPTION, "right": True}]}, ("options",), "A question needs at least two options."),
        ("single", {"options": [{**OPTION, "right": True}, OPTION]}, ("options", 1, "id"), "The id “a” is used twice."),
        ("single", {"options": [{**OPTION, "right": True}, {**OTHER, "feedback": " "}]}, ("options", 1, "feedback"), NO_FEEDBACK),
        ("single", {"points": 0}, ("points",), "Points should be above 0."),
        ("multiple", {"options": [OPTION, OTHER]}, ("options",), AT_LEAST_ONE),
        ("numeric", {"explanation": " "}, ("explanation",), EXPLAIN),
        ("numeric", {"tolerance": "-0.1", "wrong": []}, ("tolerance",), "A tolerance should not be below 0."),
        ("numeric", {"wrong": [{"answer": "4.65", "feedback": "no"}]}, ("wrong", 0, "answer"), UNREACHED),
        (
            "numeric",
            {"wrong": [{"answer": 9, "tolerance": -1, "feedback": "no"}]},
            ("wrong", 0, "tolerance"),
            "A tolerance should not be below 0.",
        ),
        ("short", {"explanation": ""}, ("explanation",), EXPLAIN),
        ("short", {"accept": []}, ("accept",), "Name at least one accepted answer."),
        (
            "short",
            {"wrong": [{"accept": ["Bridge  Builder"], "feedback": "no"}]},
            ("wrong", 0, "accept"),
            "One of these is also an accepted answer, so its feedback would never be shown.",
        ),
        ("matching", {"explanation": ""}, ("explanation",), EXPLAIN),
        ("matching", {"pairs": [PAIR], "others": []}, ("pairs",), "Matching needs at least two pairs."),
        ("matching", {"pairs": [PAIR, {**PAIR2, "id": "p1"}]}, ("pairs", 1, "id"), "The id “p1” is used twice."),
        (
            "matching",
            {"pairs": [PAIR, PAIR2], "others": [{"id": "p2", "text": "x"}]},
            ("others", 0, "id"),
            "The id “p2” is used twice.",
        ),
        ("matching", {"others": [{"id": "x1", "text": "Capital"}]}, ("others", 0, "text"), "This choice stands in the list twice."),
        ("ordering", {"explanation": ""}, ("explanation",), EXPLAIN),
        ("ordering", {"items": [{"id": "i1", "text": "t"}]}, ("items",), "Ordering needs at least two items."),
        (
            "ordering",
            {"items": [{"id": "i1", "text": "t"}, {"id": "i1", "text": "u"}]},
            ("items", 1, "id"),
            "The id “i1” is used twice.",
        ),
        ("gaps", {"explanation": ""}, ("explanation",), EXPLAIN),
        ("gaps", {"text": "[[g1]] [[g2]] [[g3]]"}, ("text",), "The text has the gap “g3”, but “gaps” does not list it."),
        ("gaps", {"text": "[[g1]] [[g2]] [[g2]]"}, ("text",), "The gap “g2” stands in the text twice."),
        ("gaps", {"text": "[[g1]]"}, ("text",), "The text has no place for the gap “g2”. Write [[g2]]."),
        ("gaps", {"text": "[[g1]] [a](b/[[g2]])"}, ("text",), "A gap cannot stand inside an address or a picture."),
        ("gaps", {"text": "[[g1]] ![a [[g2]]](b)"}, ("text",), "A gap cannot stand inside an address or a picture."),
        ("gaps", {"text": "none", "gaps": []}, ("gaps",), "List at least one gap."),
    ],
)
def test_each_rule_of_a_question(kind: str, changes: dict[str, Any], path: tuple[str | int, ...], sentence: str) -> None:
    assert problems(question(kind, **changes)) == [(("questions", 0, *path), sentence)]


GAP = QUESTIONS["gaps"]["gaps"]


@pytest.mark.parametrize(
    ("gap", "key", "sentence"),
    [
        ({"accept": []}, "accept", "Name at least one accepted answer."),
        ({"accept": ["x"], "choices": ["x"]}, "choices", "Give at least two choices, each once."),
        ({"accept": ["x"], "choices": ["x", "X"]}, "choices", "Give at least two choices, each once."),
        ({"accept": ["z"], "choices": ["x", "y"]}, "accept", "“z” is not one of the choices."),
    ],
)
def test_each_rule_of_a_gap(gap: dict[str, Any], key: str, sentence: str) -> None:
    data = question("gaps", gaps=[GAP[0], {"id": "g2", **gap}])
    assert problems(data) == [(("questions", 0, "gaps", 1, key), sentence)]


def test_a_gap_beside_a_link_is_allowed() -> None:
    assert problems(question("gaps", text="![a](b) [c](d) [[g1]] and (see [[g2]])")) == []


def test_true_and_false_both_need_a_reason() -> None:
    sentence = "Say why the statement is true or false, for those who chose “true” and for those who chose “false”."
    assert problems(question("true-false", feedback={"true": "no"})) == [(("questions", 0, "feedback", "false"), sentence)]


@pytest.mark.parametrize(
    ("rules", "path", "sentence"),
    [
        ({"questions": []}, ("questions",), "A quiz needs at least one question."),
        ({"draw": 3}, ("draw",), "“draw” asks for 3 questions, but there are only 2."),
        ({"threshold": 0}, ("threshold",), "The threshold is a percentage from 1 to 100."),
        ({"threshold": 101}, ("threshold",), "The threshold is a percentage from 1 to 100."),
    ],
)
def test_each_rule_of_a_quiz(rules: dict[str, Any], path: tuple[str | int, ...], sentence: str) -> None:
    assert problems(quiz("single", "short", **rules)) == [(path, sentence)]


def test_question_ids_stand_once() -> None:
    assert problems(quiz("single", "single")) == [(("questions", 1, "id"), "The id “word” is used twice.")]


def test_all_problems_are_found_at_once() -> None:
    data = quiz("single", "numeric", draw=5)
    data["questions"][0]["options"][0]["right"] = False
    data["questions"][1]["explanation"] = ""
    assert [path for path, _sentence in problems(data)] == [("draw",), ("questions", 0, "options"), ("questions", 1, "explanation")]
