from typing import Any

import pytest

from tests.kinds.quizzes import PERFECT, QUESTIONS, QUIZ, question, quiz, source, specification, translation

DANISH: dict[str, Any] = {
    "title": "Tjek",
    "questions": {
        "word": {
            "text": "Hvilket ord?",
            "options": {
                "a": {"text": "organisation", "feedback": "Ja."},
                "b": {"text": "økonomi", "feedback": "Nej."},
                "c": {"text": "netværk", "feedback": "Nej."},
            },
        },
        "bridges": {"text": "Hvilke tre?", "options": {key: {"text": f"svar {key}", "feedback": f"grund {key}"} for key in "abcde"}},
        "claim": {"text": "Alle er med.", "feedback": {"true": "Nej.", "false": "Ja."}},
        "quotient": {"text": "Hvor meget?", "explanation": "46 / 10", "wrong": ["Vendt om."]},
        "person": {"text": "Hvem?", "explanation": "Den imellem.", "accept": ["brobygger"], "wrong": ["For bredt."]},
        "pairs": {
            "text": "Par.",
            "explanation": "Se listen.",
            "pairs": {
                "p1": {"left": "bank", "right": "kapital", "feedback": "Penge."},
                "p2": {"left": "skole", "right": "kunnen"},
                "p3": {"left": "engel", "right": "kapital"},
            },
            "others": {"x1": "politik"},
        },
        "steps": {"text": "Orden.", "explanation": "Først.", "items": {"i1": "spørg", "i2": "prøv", "i3": "fortæl"}},
        "sentence": {
            "text": "I [[g2]] er en [[g1]].",
            "explanation": "Firmaer.",
            "gaps": {
                "g1": {"accept": ["virksomhed"], "feedback": "Ikke en person."},
                "g2": {"choices": ["klyngen", "organisationen", "regionen"]},
            },
        },
    },
}


def test_a_full_translation_has_no_problems_and_lacks_nothing() -> None:
    original, words = source(quiz()), translation(DANISH)
    assert QUIZ.translation_problems(original, words) == []
    assert QUIZ.untranslated(original, words) == []


def test_right_stays_right_in_the_translation() -> None:
    made = specification(quiz(), DANISH)
    answers = {**PERFECT, "person": "Brobygger", "sentence": {"g1": "virksomhed", "g2": "2"}}
    paper = QUIZ.paper(made, draw_seed=1)
    assert QUIZ.score(made, paper, answers).percent == 100
    assert QUIZ.score(made, paper, PERFECT).percent == 100


def test_the_words_are_the_translated_ones() -> None:
    made = specification(quiz(), DANISH)
    results = {result.id: result for result in QUIZ.score(made, QUIZ.paper(made, draw_seed=1), {}).questions}
    assert {id_: result.right_answer for id_, result in results.items()} == {
        "word": ("organisation",),
        "bridges": ("svar a", "svar b", "svar c"),
        "claim": ("False",),
        "quotient": ("4.6",),
        "person": ("brobygger",),
        "pairs": ("bank → kapital", "skole → kunnen", "engel → kapital"),
        "steps": ("1. spørg", "2. prøv", "3. fortæl"),
        "sentence": ("virksomhed", "organisationen"),
    }
    assert (made["title"], made["questions"][0]["text"]) == ("Tjek", "<p>Hvilket ord?</p>")
    assert made["questions"][3]["wrong"] == [{"answer": "0.46", "tolerance": "0.005", "feedback": "<p>Vendt om.</p>"}]
    assert made["questions"][7]["pieces"][0] == {"html": "<p>I "}


def test_what_is_missing_falls_back_to_the_original() -> None:
    made = specification(quiz("single"), {"questions": {"word": {"options": {"b": {"text": "økonomi"}}}}})
    options = made["questions"][0]["options"]
    assert [option["text"] for option in options] == ["organisation", "økonomi", "network"]
    assert (made["title"], options[1]["feedback"]) == ("Check", "<p>Nobody joins that.</p>")


def test_what_is_missing_is_listed() -> None:
    words = translation({"questions": {"word": {"text": "Hvilket?", "options": {"a": {"text": "x", "feedback": "y"}}}}})
    assert QUIZ.untranslated(source(quiz("single", "gaps", summary="One.")), words) == [
        ("title",),
        ("summary",),
        ("questions", "word", "options", "b", "text"),
        ("questions", "word", "options", "b", "feedback"),
        ("questions", "word", "options", "c", "text"),
        ("questions", "word", "options", "c", "feedback"),
        ("questions", "sentence", "text"),
        ("questions", "sentence", "explanation"),
        ("questions", "sentence", "gaps", "g1", "accept"),
        ("questions", "sentence", "gaps", "g1", "feedback"),
        ("questions", "sentence", "gaps", "g2", "choices"),
    ]


@pytest.mark.parametrize(
    ("kind", "words", "path", "sentence"),
    [
        ("single", {"options": {"z": {"text": "x", "feedback": "y"}}}, ("options", "z"), "The original question has no text for “z”."),
        ("single", {"items": {"i1": "x"}}, ("items",), "The original question has no text for “items”."),
        ("numeric", {"wrong": ["a", "b"]}, ("wrong", 1), "The original question has no text for “1”."),
        ("gaps", {"text": "[[g1]]"}, ("text",), "The text has no place for the gap “g2”. Write [[g2]]."),
        ("gaps", {"gaps": {"g2": {"choices": ["a"]}}}, ("gaps", "g2", "choices"), "Translate all 3 choices, in the order of the original."),
    ],
)
def test_what_does_not_fit_the_original(kind: str, words: dict[str, Any], path: tuple[str | int, ...], sentence: str) -> None:
    id_ = QUESTIONS[kind]["id"]
    found = QUIZ.translation_problems(source(question(kind)), translation({"questions": {id_: words}}))
    assert found == [(("questions", id_, *path), sentence)]


def test_a_question_that_the_original_does_not_have() -> None:
    found = QUIZ.translation_problems(source(quiz("single")), translation({"questions": {"other": {"text": "x"}}}))
    assert found == [(("questions", "other"), "The original has no question “other”.")]
