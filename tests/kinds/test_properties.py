"""What holds for every answer, whoever made it up."""

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from clustercourse.kinds.results import Result
from tests.conftest import LONG
from tests.kinds.quizzes import PERFECT, QUIZ, quiz, specification

SPECIFICATION = specification(quiz())
SHUFFLED = specification(quiz(shuffle=True, draw=5))
WORDS = st.one_of(st.sampled_from(["a", "b", "c", "d", "p1", "p2", "x1", "i1", "1", "2", "3", "true", "firm", "4,6"]), st.text(max_size=12))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(WORDS, inner, max_size=4)),
    max_leaves=8,
)
PARTS = {
    "bridges": st.lists(st.sampled_from("abcdez"), max_size=6),
    "pairs": st.dictionaries(st.sampled_from(["p1", "p2", "p3", "p9"]), st.sampled_from(["p1", "p2", "x1", ""])),
    "steps": st.dictionaries(st.sampled_from(["i1", "i2", "i3"]), st.sampled_from(["1", "2", "3", "4", "", "x"])),
    "sentence": st.dictionaries(st.sampled_from(["g1", "g2"]), st.sampled_from(["firm", "man", "1", "2", "9"])),
}
ANSWERS = st.fixed_dictionaries({}, optional={id_: st.one_of(PARTS.get(id_, WORDS), JSON) for id_ in PERFECT})


def check(result: Result) -> None:
    assert 0 <= result.points <= result.maximum
    assert 0 <= result.percent <= 100
    for question in result.questions:
        assert 0 <= question.points <= question.maximum
        assert question.right is (question.points == question.maximum)
        assert question.answered or question.points == 0
    assert Result.from_json(json.loads(json.dumps(result.to_json()))) == result


@settings(max_examples=300 if LONG else 60, deadline=None)
@given(ANSWERS, st.integers(0, 2**63))
def test_points_stay_between_nothing_and_everything(answers: dict[str, Any], seed: int) -> None:
    for made in (SPECIFICATION, SHUFFLED):
        check(QUIZ.score(made, QUIZ.paper(made, draw_seed=seed), answers))


@given(st.integers(0, 2**63))
def test_the_perfect_answer_gets_everything_on_every_paper(seed: int) -> None:
    result = QUIZ.score(SHUFFLED, QUIZ.paper(SHUFFLED, draw_seed=seed), PERFECT)
    assert (result.points, result.maximum, result.percent) == (5, 5, 100)


@settings(max_examples=300 if LONG else 60, deadline=None)
@given(ANSWERS, st.integers(0, 2**63))
def test_the_order_of_questions_and_choices_changes_no_points(answers: dict[str, Any], seed: int) -> None:
    straight = QUIZ.paper(SPECIFICATION, draw_seed=seed)
    random = Random(seed)
    mixed = {
        "questions": random.sample(straight["questions"], len(straight["questions"])),
        "choices": {id_: random.sample(order, len(order)) for id_, order in straight["choices"].items()},
    }
    turned = dict(reversed(list(answers.items())))
    one, other = QUIZ.score(SPECIFICATION, straight, answers), QUIZ.score(SPECIFICATION, mixed, turned)
    assert one.points == other.points
    assert {question.id: question for question in one.questions} == {question.id: question for question in other.questions}


@given(st.permutations(["a", "b", "c", "d"]), st.integers(0, 4))
def test_the_order_of_picks_changes_nothing(picks: list[str], count: int) -> None:
    paper = QUIZ.paper(SPECIFICATION, draw_seed=1, only=["bridges"])
    picked = QUIZ.score(SPECIFICATION, paper, {"bridges": picks[:count]})
    assert picked == QUIZ.score(SPECIFICATION, paper, {"bridges": sorted(picks[:count])})


@settings(max_examples=200 if LONG else 60, deadline=None)
@given(
    st.dictionaries(st.sampled_from([f"answer.{id_}" for id_ in PERFECT] + ["answer.pairs.p1", "answer.steps.i1", "x"]), st.lists(WORDS))
)
def test_any_form_can_be_read_and_scored(form: dict[str, list[str]]) -> None:
    paper = QUIZ.paper(SPECIFICATION, draw_seed=1)
    answers = QUIZ.read(SPECIFICATION, paper, form)
    assert json.loads(json.dumps(answers)) == answers
    check(QUIZ.score(SPECIFICATION, paper, answers))


@given(st.integers(0, 2**63))
def test_a_paper_survives_json(seed: int) -> None:
    paper = QUIZ.paper(SHUFFLED, draw_seed=seed)
    stored = json.loads(json.dumps(paper))
    assert stored == paper
    assert QUIZ.fieldsets(SHUFFLED, stored) == QUIZ.fieldsets(SHUFFLED, paper)
