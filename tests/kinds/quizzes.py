"""Quizzes for the tests of this folder: one question of each type, and short ways to take them."""

from copy import deepcopy
from typing import Any

from clustercourse.kinds.quiz import Quiz, QuizSource, QuizTranslation
from clustercourse.kinds.results import QuestionResult, Result

QUIZ = Quiz()

QUESTIONS: dict[str, dict[str, Any]] = {
    "single": {
        "id": "word",
        "kind": "single",
        "text": "Which word?",
        "options": [
            {"id": "a", "text": "organisation", "right": True, "feedback": "Members join it."},
            {"id": "b", "text": "economy", "feedback": "Nobody joins that."},
            {"id": "c", "text": "network", "feedback": "Not the same."},
        ],
    },
    "multiple": {
        "id": "bridges",
        "kind": "multiple",
        "text": "Which three?",
        "options": [
            {"id": "a", "text": "fair", "right": True, "feedback": "yes a"},
            {"id": "b", "text": "lab", "right": True, "feedback": "yes b"},
            {"id": "c", "text": "visit", "right": True, "feedback": "yes c"},
            {"id": "d", "text": "logo", "feedback": "no d"},
            {"id": "e", "text": "flyer", "feedback": "no e"},
        ],
    },
    "true-false": {
        "id": "claim",
        "kind": "true-false",
        "text": "All firms are members.",
        "answer": False,
        "feedback": {"true": "Many never join.", "false": "Right, many never join."},
    },
    "numeric": {
        "id": "quotient",
        "kind": "numeric",
        "text": "How much?",
        "answer": "4.6",
        "tolerance": "0.05",
        "explanation": "46 / 10",
        "wrong": [{"answer": "0.46", "tolerance": "0.005", "feedback": "Turned round."}],
    },
    "short": {
        "id": "person",
        "kind": "short",
        "text": "Who?",
        "accept": ["bridge builder", "bridge-builder"],
        "explanation": "The one between.",
        "wrong": [{"accept": ["manager"], "feedback": "Too wide."}],
    },
    "matching": {
        "id": "pairs",
        "kind": "matching",
        "text": "Match.",
        "explanation": "See the list.",
        "pairs": [
            {"id": "p1", "left": "bank", "right": "capital", "feedback": "Money."},
            {"id": "p2", "left": "school", "right": "skills"},
            {"id": "p3", "left": "angel", "right": "capital"},
        ],
        "others": [{"id": "x1", "text": "policy"}],
    },
    "ordering": {
        "id": "steps",
        "kind": "ordering",
        "text": "Order.",
        "explanation": "First things first.",
        "items": [{"id": "i1", "text": "ask"}, {"id": "i2", "text": "try"}, {"id": "i3", "text": "tell"}],
    },
    "gaps": {
        "id": "sentence",
        "kind": "gaps",
        "text": "A [[g1]] joins the [[g2]].",
        "explanation": "Firms join.",
        "gaps": [
            {"id": "g1", "accept": ["firm", "company"], "feedback": "Not a person."},
            {"id": "g2", "choices": ["cluster", "organisation", "region"], "accept": ["organisation"]},
        ],
    },
}

PERFECT: dict[str, Any] = {
    "word": "a",
    "bridges": ["a", "b", "c"],
    "claim": "false",
    "quotient": "4,6",
    "person": "Bridge  Builder ",
    "pairs": {"p1": "p1", "p2": "p2", "p3": "p1"},
    "steps": {"i1": "1", "i2": "2", "i3": "3"},
    "sentence": {"g1": "Firm", "g2": "2"},
}


def quiz(*kinds: str, **rules: Any) -> dict[str, Any]:
    """File data of a quiz with these types of question; without any: with all."""
    questions = [deepcopy(QUESTIONS[kind]) for kind in kinds or QUESTIONS]
    return {"id": "check-one", "kind": "quiz", "title": "Check", "questions": questions, **rules}


def question(kind: str, /, **changes: Any) -> dict[str, Any]:
    return {**quiz(), "questions": [{**deepcopy(QUESTIONS[kind]), **changes}]}


def source(data: dict[str, Any]) -> QuizSource:
    return QuizSource.model_validate(data)


def problems(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return QUIZ.problems(source(data))


def translation(data: dict[str, Any]) -> QuizTranslation:
    return QuizTranslation.model_validate(data)


def render(text: str) -> str:
    return f"<p>{text}</p>"


def specification(data: dict[str, Any], translated: dict[str, Any] | None = None) -> dict[str, Any]:
    return QUIZ.compile(source(data), translation(translated) if translated is not None else None, render)


def scored(data: dict[str, Any], answers: dict[str, Any], seed: int = 1) -> Result:
    made = specification(data)
    return QUIZ.score(made, QUIZ.paper(made, draw_seed=seed), answers)


def scored_one(kind: str, given: Any, /, **changes: Any) -> QuestionResult:
    data = question(kind, **changes)
    return scored(data, {data["questions"][0]["id"]: given}).questions[0]
