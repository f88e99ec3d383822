"""The reflection: sent, never scored, and asked to go on where it is short."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clustercourse.kinds import ANSWERED
from clustercourse.kinds.kind import Specification
from clustercourse.kinds.reflection import LONGEST, ReflectionSource, ReflectionTranslation

REFLECTION = ANSWERED["reflection"]
PATH = {"id": "path", "text": "What did you **see**?", "least_words": 5}
DOUBT = {"id": "doubt", "text": "What do you doubt?", "least_words": 0}


def data(*questions: dict[str, Any], **rules: Any) -> dict[str, Any]:
    return {
        "id": "reflection-one",
        "kind": "reflection",
        "title": "Reflection",
        "questions": [*(questions or (PATH, DOUBT))],
        **rules,
    }


def source(*questions: dict[str, Any], **rules: Any) -> ReflectionSource:
    return ReflectionSource.model_validate(data(*questions, **rules))


def translation(**words: Any) -> ReflectionTranslation:
    return ReflectionTranslation.model_validate(words)


def specification(translated: ReflectionTranslation | None = None, **rules: Any) -> Specification:
    return REFLECTION.compile(source(**rules), translated, lambda text: f"<p>{text}</p>")


MADE = specification()
PAPER = REFLECTION.paper(MADE, draw_seed=1)


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (source(), []),
        (source(questions=[]), [(("questions",), "A reflection needs at least one question.")]),
        (source(PATH, DOUBT, PATH), [(("questions", 2, "id"), "The id “path” is used twice.")]),
        (source(done="pass"), [(("done",), "A reflection is sent; there is nothing to pass. Write “done: submit”.")]),
        (source(done=[{"attend": "kick-off"}]), []),
        (
            source(PATH, PATH, done=["pass", {"post": 2}]),
            [
                (("questions", 1, "id"), "The id “path” is used twice."),
                (("done",), "A reflection is sent; there is nothing to pass. Write “done: submit”."),
            ],
        ),
    ],
)
def test_each_rule(made: ReflectionSource, found: list[Any]) -> None:
    assert REFLECTION.problems(made) == found


def test_fifty_words_are_asked_for_unless_the_file_says_otherwise() -> None:
    assert source({"id": "path", "text": "What?"}).questions[0].least_words == 50


@pytest.mark.parametrize(
    ("words", "problems", "lacking"),
    [
        ({}, [], [("title",), ("summary",), ("questions", "path"), ("questions", "doubt")]),
        ({"title": "Tanker", "summary": "Kort.", "questions": {"path": "Hvad?", "doubt": "Hvorfor?"}}, [], []),
        (
            {"title": "Tanker", "summary": "Kort.", "questions": {"path": "Hvad?", "tvivl": "Hvorfor?"}},
            [(("questions", "tvivl"), "The original has no question “tvivl”.")],
            [("questions", "doubt")],
        ),
    ],
)
def test_a_translation(words: dict[str, Any], problems: list[Any], lacking: list[Any]) -> None:
    made = source(summary="Short.")
    assert REFLECTION.translation_problems(made, translation(**words)) == problems
    assert REFLECTION.untranslated(made, translation(**words)) == lacking


def test_what_is_compiled_is_never_scored_and_has_no_limits() -> None:
    rules = {"threshold": 80, "optional": False, "requires": [], "done": "submit", "draw": 0, "shuffle": False, "attempts": 0}
    assert (
        rules
        | {
            "id": "reflection-one",
            "kind": "reflection",
            "counts": "last",
            "time_limit": 0,
            "answers_shown": "at-once",
            "title": "Reflection",
            "summary": "",
            "intro": "",
            "questions": [
                {"id": "path", "text": "<p>What did you **see**?</p>", "least_words": 5},
                {"id": "doubt", "text": "<p>What do you doubt?</p>", "least_words": 0},
            ],
        }
        == MADE
    )
    danish = specification(translation(title="Tanker", questions={"path": "Hvad så du?"}))
    assert (danish["title"], [each["text"] for each in danish["questions"]]) == (
        "Tanker",
        ["<p>Hvad så du?</p>", "<p>What do you doubt?</p>"],
    )


def test_every_question_is_asked_and_none_is_practised() -> None:
    assert {seed: REFLECTION.paper(MADE, draw_seed=seed) for seed in (1, 2)} == {
        1: {"questions": ["path", "doubt"]},
        2: {"questions": ["path", "doubt"]},
    }
    assert REFLECTION.practice(MADE) == []
    fields = [(field.name, field.type, field.max_length, field.least_words) for field in REFLECTION.fields(MADE, PAPER)]
    assert fields == [("answer.path", "long", LONGEST, 5), ("answer.doubt", "long", LONGEST, 0)]


def test_what_is_typed_is_kept_as_it_is() -> None:
    sent = {"answer.path": ["  A bench\r\nand <b>.\x00"], "answer.doubt": [" "], "answer.other": ["x"], "doubt": ["y"]}
    assert REFLECTION.read(MADE, PAPER, sent) == {"path": "  A bench\r\nand <b>."}
    assert len(str(REFLECTION.read(MADE, PAPER, {"answer.path": ["w " * LONGEST]})["path"])) == LONGEST


SHORT = "{} so far; at least 5 words are asked for."


@pytest.mark.parametrize(
    ("answers", "unanswered", "unreadable"),
    [
        ({}, ["doubt"], {"path": SHORT.format("0 words")}),
        ({"doubt": "no"}, [], {"path": SHORT.format("0 words")}),
        ({"path": "one two three four five"}, ["doubt"], {}),
        ({"path": "one two three four", "doubt": "no"}, [], {"path": SHORT.format("4 words")}),
        ({"path": "one", "doubt": "no"}, [], {"path": SHORT.format("1 word")}),
        ({"path": " one\n\n two\tthree four  five "}, ["doubt"], {}),
    ],
)
def test_short_texts_go_on(answers: dict[str, str], unanswered: list[str], unreadable: dict[str, str]) -> None:
    assert REFLECTION.unanswered(MADE, PAPER, answers) == unanswered
    assert REFLECTION.unreadable(MADE, PAPER, answers) == unreadable


def test_an_answer_is_a_point_whatever_it_says() -> None:
    result = REFLECTION.score(MADE, PAPER, {"path": "Nothing <at> all"})
    assert (result.points, result.maximum, result.percent, result.reaches(80)) == (Fraction(1), Fraction(2), 50, False)
    assert [(each.id, each.right, each.answered, each.given) for each in result.questions] == [
        ("path", True, True, ("Nothing &lt;at&gt; all",)),
        ("doubt", False, False, ()),
    ]


@given(st.dictionaries(st.sampled_from(["path", "doubt"]), st.text(min_size=1, max_size=80).filter(str.strip)))
def test_all_answered_is_everything(answers: dict[str, str]) -> None:
    result = REFLECTION.score(MADE, PAPER, answers)
    assert result.points == len(answers)
    assert [each.answered for each in result.questions] == [id_ in answers for id_ in ("path", "doubt")]
    assert set(REFLECTION.unanswered(MADE, PAPER, answers)) == {"doubt"} - set(answers)
