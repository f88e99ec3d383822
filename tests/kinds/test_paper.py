from typing import Any

import pytest

from tests.kinds.quizzes import PERFECT, QUIZ, question, quiz, specification


def paper(data: dict[str, Any], seed: int = 1, **rules: Any) -> dict[str, Any]:
    return QUIZ.paper(specification(data), draw_seed=seed, **rules)


def test_without_shuffling_questions_and_options_stand_as_in_the_file() -> None:
    made = paper(quiz())
    assert made["questions"] == ["word", "bridges", "claim", "quotient", "person", "pairs", "steps", "sentence"]
    assert made["choices"]["word"] == ["a", "b", "c"]
    assert made["choices"]["sentence"] == ["g2.1", "g2.2", "g2.3"]


def test_the_same_seed_gives_the_same_paper() -> None:
    data = quiz(shuffle=True, draw=5)
    assert paper(data, 7) == paper(data, 7)
    assert len({str(paper(data, seed)) for seed in range(20)}) == 20


def test_shuffling_mixes_questions_and_options_and_loses_none() -> None:
    papers = [paper(quiz(shuffle=True), seed) for seed in range(30)]
    assert {frozenset(made["questions"]) for made in papers} == {frozenset(PERFECT)}
    assert len({tuple(made["choices"]["word"]) for made in papers}) == 6
    assert {tuple(made["choices"]["claim"]) for made in papers} == {("true", "false")}


def test_a_draw_keeps_the_order_of_the_file_unless_shuffled() -> None:
    order = list(PERFECT)
    drawn = [paper(quiz(draw=3), seed)["questions"] for seed in range(30)]
    assert {len(questions) for questions in drawn} == {3}
    assert drawn == [sorted(questions, key=order.index) for questions in drawn]
    assert {id_ for questions in drawn for id_ in questions} == set(order)


def test_order_and_matching_are_always_mixed() -> None:
    steps = {tuple(paper(quiz("ordering"), seed)["choices"]["steps"]) for seed in range(60)}
    assert len(steps) == 5
    assert ("i1", "i2", "i3") not in steps
    assert len({tuple(paper(quiz("matching"), seed)["choices"]["pairs"]) for seed in range(60)}) == 6


def test_the_order_of_options_does_not_depend_on_the_other_questions() -> None:
    alone = paper(quiz("ordering", shuffle=True), 4)["choices"]["steps"]
    assert paper(quiz(shuffle=True), 4)["choices"]["steps"] == alone


def test_a_question_can_be_asked_alone() -> None:
    assert paper(quiz(shuffle=True, draw=2), only=["claim"]) == {"questions": ["claim"], "choices": {"claim": ["true", "false"]}}
    assert paper(quiz(), only=["gone"]) == {"questions": [], "choices": {}}


def test_questions_that_need_their_context_are_not_for_practice() -> None:
    data = quiz("single", "short")
    data["questions"][0]["alone"] = False
    assert QUIZ.practice(specification(data)) == ["person"]


def test_the_form_says_nothing_about_what_is_right() -> None:
    made = specification(quiz("single"))
    field = QUIZ.fields(made, {"questions": ["word"], "choices": {"word": ["c", "a", "b"]}})[0]
    assert (field.name, field.type, field.label_html) == ("answer.word", "radio", "<p>Which word?</p>")
    assert [(choice.value, choice.label) for choice in field.choices] == [("c", "network"), ("a", "organisation"), ("b", "economy")]


def test_the_inputs_of_all_types() -> None:
    made = specification(quiz())
    fields = QUIZ.fields(made, QUIZ.paper(made, draw_seed=1))
    steps = [field.name for field in fields if field.type == "order"]
    assert [(field.name, field.type) for field in fields if field.type != "order"] == [
        ("answer.word", "radio"),
        ("answer.bridges", "checkboxes"),
        ("answer.claim", "radio"),
        ("answer.quotient", "number"),
        ("answer.person", "text"),
        ("answer.pairs.p1", "select"),
        ("answer.pairs.p2", "select"),
        ("answer.pairs.p3", "select"),
        ("answer.sentence.g1", "text"),
        ("answer.sentence.g2", "select"),
    ]
    assert sorted(steps) == ["answer.steps.i1", "answer.steps.i2", "answer.steps.i3"]


FORM: dict[str, list[str]] = {
    "answer.word": ["a"],
    "answer.bridges": ["c", "a", "b"],
    "answer.claim": ["false"],
    "answer.quotient": [" 4,6"],
    "answer.person": ["Bridge  Builder "],
    "answer.pairs.p1": ["p1"],
    "answer.pairs.p2": ["p2"],
    "answer.pairs.p3": ["p1"],
    "answer.steps.i1": ["1"],
    "answer.steps.i2": ["2"],
    "answer.steps.i3": ["3"],
    "answer.sentence.g1": ["Firm"],
    "answer.sentence.g2": ["2"],
    "once": ["x"],
    "answer.other": ["x"],
}


def read(form: dict[str, list[str]], data: dict[str, Any] | None = None, **rules: Any) -> dict[str, Any]:
    made = specification(data or quiz())
    return QUIZ.read(made, QUIZ.paper(made, draw_seed=1, **rules), form)


def test_a_form_is_read_as_typed() -> None:
    assert read(FORM) == {**PERFECT, "quotient": " 4,6"}


def test_only_questions_of_the_paper_are_read() -> None:
    assert read(FORM, only=["claim", "person"]) == {"claim": "false", "person": "Bridge  Builder "}


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("single", {"answer.word": ["z"]}),
        ("single", {"answer.word": []}),
        ("multiple", {"answer.bridges": ["z"]}),
        ("true-false", {"answer.claim": ["maybe"]}),
        ("numeric", {"answer.quotient": ["  "]}),
        ("short", {"answer.person": [""]}),
        ("matching", {"answer.pairs.p1": ["p3"], "answer.pairs.p9": ["p1"]}),
        ("ordering", {"answer.steps.i1": ["4"], "answer.steps.i2": [""]}),
        ("gaps", {"answer.sentence.g1": [" "], "answer.sentence.g2": ["organisation"]}),
    ],
)
def test_what_the_question_does_not_have_is_not_an_answer(kind: str, form: dict[str, list[str]]) -> None:
    assert read(form, question(kind)) == {}


def test_lengths_are_capped_and_nul_is_dropped() -> None:
    assert read({"answer.person": ["x" * 10_000]}) == {"person": "x" * 200}
    assert read({"answer.quotient": ["4" * 10_000]}) == {"quotient": "4" * 60}
    assert read({"answer.person": ["a\x00b"]}) == {"person": "ab"}


def test_unanswered_names_empty_and_half_empty_questions() -> None:
    made = specification(quiz())
    everything = QUIZ.paper(made, draw_seed=1)
    assert QUIZ.unanswered(made, everything, {}) == everything["questions"]
    assert QUIZ.unanswered(made, everything, PERFECT) == []
    halves = {**PERFECT, "pairs": {"p1": "p1"}, "steps": {"i1": "1"}, "sentence": {"g2": "2"}}
    assert QUIZ.unanswered(made, everything, halves) == ["pairs", "steps", "sentence"]
