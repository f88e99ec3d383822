"""The reflection: questions a person answers in their own words, for themselves. It is sent, never scored; nobody else reads it."""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from pydantic import Field

from clustercourse.kinds.fields import FieldSet, FieldSpec
from clustercourse.kinds.kind import Answers, Paper, Specification
from clustercourse.kinds.questions.question import escaped, field_name, first, refuse, rendered, repeated_ids, typed
from clustercourse.kinds.results import QuestionResult, Result
from clustercourse.kinds.source import ExerciseSource, ExerciseTranslation, PartId, Path, Problem, Strict, Whole, Words
from clustercourse.language import _, ngettext

LONGEST = 8000
_NO_PAPER = {"draw": 0, "shuffle": False, "attempts": 0, "counts": "last", "time_limit": 0, "answers_shown": "at-once"}


class Prompt(Strict):
    """`least_words`: fewer than that are asked to go on; 0 asks for nothing."""

    id: PartId
    text: Words
    least_words: Whole = 50


class ReflectionSource(ExerciseSource):
    kind: Literal["reflection"]
    questions: list[Prompt]


class ReflectionTranslation(ExerciseTranslation):
    questions: dict[str, Words] = Field(default_factory=dict)


class Reflection:
    name = "reflection"
    Source = ReflectionSource
    Translation = ReflectionTranslation

    def problems(self, source: ReflectionSource) -> list[Problem]:
        found = repeated_ids("questions", (question.id for question in source.questions))
        if not source.questions:
            found.append(refuse("questions", sentence=_("A reflection needs at least one question.")))
        if source.done.what == "pass":
            found.append(refuse("done", sentence=_("A reflection is sent; there is nothing to pass. Write “done: submit”.")))
        return found

    def translation_problems(self, source: ReflectionSource, translation: ReflectionTranslation) -> list[Problem]:
        known = {question.id for question in source.questions}
        strange = [id_ for id_ in translation.questions if id_ not in known]
        return [refuse("questions", id_, sentence=_("The original has no question “{id}”.", id=id_)) for id_ in strange]

    def untranslated(self, source: ReflectionSource, translation: ReflectionTranslation) -> list[Path]:
        heads: list[Path] = [(key,) for key in ("title", "summary", "intro") if getattr(source, key) and not getattr(translation, key)]
        return heads + [("questions", question.id) for question in source.questions if question.id not in translation.questions]

    def compile(self, source: ReflectionSource, translation: ReflectionTranslation | None, render: Callable[[str], str]) -> Specification:
        words = translation or ReflectionTranslation()
        return {
            **source.model_dump(include={"id", "kind", "threshold", "optional", "requires"}),
            **_NO_PAPER,
            "done": source.done.what,
            "title": words.title or source.title,
            "summary": words.summary or source.summary,
            "intro": rendered(render, words.intro or source.intro),
            "questions": [
                {"id": each.id, "text": render(words.questions.get(each.id, each.text)), "least_words": each.least_words}
                for each in source.questions
            ],
        }

    def practice(self, _specification: Specification) -> list[str]:
        return []

    def paper(self, specification: Specification, *, draw_seed: int, only: Sequence[str] | None = None) -> Paper:
        """Every reflection asks all its questions."""
        return {"questions": [question["id"] for question in specification["questions"]]}

    def fieldsets(self, specification: Specification, paper: Paper) -> list[FieldSet]:
        return [_fieldset(question) for question in _asked(specification, paper)]

    def fields(self, specification: Specification, paper: Paper) -> list[FieldSpec]:
        return [field for fieldset in self.fieldsets(specification, paper) for field in fieldset.fields]

    def read(self, specification: Specification, paper: Paper, form: Mapping[str, Sequence[str]]) -> Answers:
        given = {question["id"]: first(typed(form, question["id"], longest=LONGEST)) for question in _asked(specification, paper)}
        return {id_: answer for id_, answer in given.items() if answer is not None}

    def unanswered(self, specification: Specification, paper: Paper, answers: Answers) -> list[str]:
        """Only what asks for no number of words can be sent without an answer."""
        return [each["id"] for each in _asked(specification, paper) if not each["least_words"] and each["id"] not in answers]

    def unreadable(self, specification: Specification, paper: Paper, answers: Answers) -> dict[str, str]:
        """Texts that are shorter than asked, nothing at all among them: they are kept, and go on."""
        found: dict[str, str] = {}
        for question in _asked(specification, paper):
            written, least = len(str(answers.get(question["id"], "")).split()), question["least_words"]
            if written < least:
                asked = ngettext("at least {n} word is asked for", "at least {n} words are asked for", least)
                found[question["id"]] = str(_("{written} so far; {asked}.", written=_words(written), asked=asked))
        return found

    def score(self, specification: Specification, paper: Paper, answers: Answers) -> Result:
        """One point for each question that has an answer: a reflection is done when it is sent, whatever it says."""
        results = tuple(_result(question, answers.get(question["id"])) for question in _asked(specification, paper))
        return Result(sum((each.points for each in results), Fraction(0)), Fraction(len(results)), results)


def _words(n: int) -> object:
    return ngettext("{n} word", "{n} words", n)


def _asked(specification: Specification, paper: Paper) -> list[Specification]:
    return [question for question in specification["questions"] if question["id"] in paper["questions"]]


def _fieldset(question: Specification) -> FieldSet:
    length = {"max_length": LONGEST, "least_words": question["least_words"]}
    spec = FieldSpec(field_name(question["id"]), "long", question["text"], question["id"], **length)
    return FieldSet(question["id"], question["text"], (spec,))


def _result(question: Specification, answer: object) -> QuestionResult:
    has_answer = isinstance(answer, str) and bool(answer.strip())
    given = (escaped(answer),) if has_answer else ()
    return QuestionResult(question["id"], Fraction(has_answer), Fraction(1), has_answer, has_answer, (), given, ())
