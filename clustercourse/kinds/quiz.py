"""The quiz: questions that are scored at once. What each type of question does stands in kinds/questions."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Literal

from pydantic import Field

from clustercourse.kinds.fields import FieldSet, FieldSpec
from clustercourse.kinds.kind import Answers, Paper, Specification
from clustercourse.kinds.questions import QUESTIONS, Question
from clustercourse.kinds.questions.question import (
    Mark,
    QuestionSource,
    refuse,
    rendered,
    repeated_ids,
)
from clustercourse.kinds.questions.translation import QuestionTranslation, translated
from clustercourse.kinds.questions.translation_check import (
    missing_texts,
    question_translation_problems,
)
from clustercourse.kinds.results import Feedback, QuestionResult, Result
from clustercourse.kinds.source import (
    ExerciseSource,
    ExerciseTranslation,
    Flag,
    Path,
    Problem,
    Whole,
)
from clustercourse.language import _

_RULES = ("threshold", "attempts", "counts", "shuffle", "draw", "time_limit", "answers_shown", "optional", "requires")


class QuizSource(ExerciseSource):
    kind: Literal["quiz"]
    attempts: Whole = 0
    counts: Literal["best", "last"] = "best"
    shuffle: Flag = False
    draw: Whole = 0
    time_limit: Whole = 0
    answers_shown: Literal["at-once", "when-passed", "never"] = "at-once"
    questions: list[Question]


class QuizTranslation(ExerciseTranslation):
    questions: dict[str, QuestionTranslation] = Field(default_factory=dict)


class Quiz:
    name = "quiz"
    Source = QuizSource
    Translation = QuizTranslation

    def problems(self, source: QuizSource) -> list[Problem]:
        found = repeated_ids("questions", (question.id for question in source.questions))
        if not source.questions:
            found.append(refuse("questions", sentence=_("A quiz needs at least one question.")))
        if not 1 <= source.threshold <= 100:
            found.append(refuse("threshold", sentence=_("The threshold is a percentage from 1 to 100.")))
        if source.draw > len(source.questions):
            sentence = _("“draw” asks for {draw} questions, but there are only {all}.", draw=source.draw, all=len(source.questions))
            found.append(refuse("draw", sentence=sentence))
        for position, question in enumerate(source.questions):
            found += [(("questions", position, *path), sentence) for path, sentence in _question_problems(question)]
        return found

    def translation_problems(self, source: QuizSource, translation: QuizTranslation) -> list[Problem]:
        questions = {question.id: question for question in source.questions}
        found: list[Problem] = []
        for id_, words in translation.questions.items():
            if id_ not in questions:
                found.append(refuse("questions", id_, sentence=_("The original has no question “{id}”.", id=id_)))
                continue
            found += [(("questions", id_, *path), text) for path, text in question_translation_problems(questions[id_], words)]
        return found

    def untranslated(self, source: QuizSource, translation: QuizTranslation) -> list[Path]:
        heads: list[Path] = [(key,) for key in ("title", "summary", "intro") if getattr(source, key) and not getattr(translation, key)]
        texts = [
            ("questions", question.id, *path)
            for question in source.questions
            for path in missing_texts(question, translation.questions.get(question.id))
        ]
        return heads + texts

    def compile(self, source: QuizSource, translation: QuizTranslation | None, render: Callable[[str], str]) -> Specification:
        words = translation or QuizTranslation()
        plain = source.model_dump(include={"id", "kind", *_RULES})
        return {
            **plain,
            "done": source.done.what,
            "title": words.title or source.title,
            "summary": words.summary or source.summary,
            "intro": rendered(render, words.intro or source.intro),
            "questions": [_compiled(question, words.questions.get(question.id), render) for question in source.questions],
        }

    def paper(self, specification: Specification, *, draw_seed: int, only: Sequence[str] | None = None) -> Paper:
        """`draw` picks questions, `shuffle` mixes them and their options; otherwise they stand as in the file."""
        ids = [question["id"] for question in specification["questions"]]
        chosen = [id_ for id_ in ids if id_ in only] if only is not None else _drawn(ids, specification, _repeatable(draw_seed))
        questions = {question["id"]: question for question in specification["questions"]}
        return {"questions": chosen, "choices": {id_: _arranged(questions[id_], specification["shuffle"], draw_seed) for id_ in chosen}}

    def practice(self, specification: Specification) -> list[str]:
        return [question["id"] for question in specification["questions"] if question["alone"]]

    def fieldsets(self, specification: Specification, paper: Paper) -> list[FieldSet]:
        return [_fieldset(question, paper["choices"][question["id"]]) for question in _asked(specification, paper)]

    def fields(self, specification: Specification, paper: Paper) -> list[FieldSpec]:
        return [field for fieldset in self.fieldsets(specification, paper) for field in fieldset.fields]

    def read(self, specification: Specification, paper: Paper, form: Mapping[str, Sequence[str]]) -> Answers:
        given = {question["id"]: QUESTIONS[question["kind"]].read(question, form) for question in _asked(specification, paper)}
        return {id_: answer for id_, answer in given.items() if answer is not None}

    def unanswered(self, specification: Specification, paper: Paper, answers: Answers) -> list[str]:
        return [question["id"] for question, mark in _marks(specification, paper, answers) if not mark.complete]

    def unreadable(self, specification: Specification, paper: Paper, answers: Answers) -> dict[str, str]:
        return {question["id"]: mark.trouble for question, mark in _marks(specification, paper, answers) if mark.trouble}

    def score(self, specification: Specification, paper: Paper, answers: Answers) -> Result:
        """Each question gives its share of its points; the whole is their sum. Questions of the paper only."""
        results = tuple(_result(question, mark) for question, mark in _marks(specification, paper, answers))
        points = sum((result.points for result in results), Fraction(0))
        return Result(points, sum((result.maximum for result in results), Fraction(0)), results)


def _question_problems(question: QuestionSource) -> list[Problem]:
    found = QUESTIONS[question.kind].problems(question)
    if question.points <= 0:
        found.append(refuse("points", sentence=_("Points should be above 0.")))
    return found


def _compiled(question: QuestionSource, words: QuestionTranslation | None, render: Callable[[str], str]) -> Specification:
    shown = translated(question, words)
    return {
        "id": shown.id,
        "kind": shown.kind,
        "points": str(shown.points),
        "alone": shown.alone,
        "lesson": shown.lesson,
        "text": render(shown.text),
        "explanation": rendered(render, shown.explanation),
        **QUESTIONS[shown.kind].compile(shown, question, render),
    }


def _repeatable(*seed: int | str) -> Random:
    return Random(":".join(map(str, seed)))  # noqa: S311 - a paper must be the same again, not secret


def _drawn(ids: list[str], specification: Specification, random: Random) -> list[str]:
    count = specification["draw"] or len(ids)
    drawn = random.sample(ids, min(count, len(ids)))
    return drawn if specification["shuffle"] else [id_ for id_ in ids if id_ in drawn]


def _arranged(question: Specification, shuffle: bool, draw_seed: int) -> list[str]:
    """Each question has its own order, whatever other questions are drawn."""
    return QUESTIONS[question["kind"]].arrange(question, shuffle=shuffle, random=_repeatable(draw_seed, question["id"]))


def _asked(specification: Specification, paper: Paper) -> list[Specification]:
    questions = {question["id"]: question for question in specification["questions"]}
    return [questions[id_] for id_ in paper["questions"] if id_ in questions]


def _fieldset(question: Specification, order: list[str]) -> FieldSet:
    fields = tuple(QUESTIONS[question["kind"]].fields(question, order))
    by_part = {field.part: field for field in fields}
    pieces = tuple(piece["html"] if "html" in piece else by_part[piece["gap"]] for piece in question.get("pieces", []))
    return FieldSet(question["id"], question["text"], fields, pieces)


def _marks(specification: Specification, paper: Paper, answers: Answers) -> Iterator[tuple[Specification, Mark]]:
    for question in _asked(specification, paper):
        yield question, QUESTIONS[question["kind"]].score(question, answers.get(question["id"]))


def _result(question: Specification, mark: Mark) -> QuestionResult:
    maximum = Fraction(question["points"])
    right = mark.share == 1
    said: list[Feedback] = list(mark.feedback)
    if question["explanation"]:
        said.append(Feedback(None, "right" if right else "wrong", question["explanation"]))
    return QuestionResult(
        id=question["id"],
        points=mark.share * maximum,
        maximum=maximum,
        right=right,
        answered=bool(mark.given),
        feedback=tuple(said),
        given=mark.given,
        right_answer=mark.right_answer,
        understood=mark.understood,
    )
