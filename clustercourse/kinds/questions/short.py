"""A short text, compared with accepted variants: case, outer spaces and repeated inner spaces do not count."""

from fractions import Fraction
from random import Random
from typing import Any, Literal

from pydantic import Field

from clustercourse.kinds.fields import FieldSpec
from clustercourse.kinds.questions.question import (
    LONGEST_TEXT,
    Form,
    Mark,
    QuestionSource,
    Render,
    Specification,
    escaped,
    explanation_problems,
    field_name,
    first,
    refuse,
    same_words,
    typed,
)
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import Problem, Strict, Words
from clustercourse.language import _


class WrongText(Strict):
    accept: list[Words]
    feedback: Words


class ShortSource(QuestionSource):
    kind: Literal["short"]
    accept: list[Words]
    wrong: list[WrongText] = Field(default_factory=list)


class Short:
    def problems(self, source: ShortSource) -> list[Problem]:
        found = explanation_problems(source)
        if not source.accept:
            found.append(refuse("accept", sentence=_("Name at least one accepted answer.")))
        right = {same_words(text) for text in source.accept}
        for position, wrong in enumerate(source.wrong):
            if right.intersection(same_words(text) for text in wrong.accept):
                sentence = _("One of these is also an accepted answer, so its feedback would never be shown.")
                found.append(refuse("wrong", position, "accept", sentence=sentence))
        return found

    def compile(self, source: ShortSource, original: ShortSource, render: Render) -> Specification:
        """An answer in the course's own language stays right in a translation."""
        accept = list(dict.fromkeys([*source.accept, *original.accept]))
        wrong = [{"accept": entry.accept, "feedback": render(entry.feedback)} for entry in source.wrong]
        return {"accept": accept, "wrong": wrong}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        return []

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        id_ = specification["id"]
        return [FieldSpec(field_name(id_), "text", specification["text"], id_, max_length=LONGEST_TEXT)]

    def read(self, specification: Specification, form: Form) -> Any:
        return first(typed(form, specification["id"]))

    def score(self, specification: Specification, answer: Any) -> Mark:
        text = answer if isinstance(answer, str) and answer.strip() else ""
        right = same_words(text) in map(same_words, specification["accept"])
        matched = [] if right else [entry for entry in specification["wrong"] if same_words(text) in map(same_words, entry["accept"])]
        return Mark(
            share=Fraction(right),
            feedback=tuple(Feedback(None, "wrong", entry["feedback"]) for entry in matched[:1]),
            given=(escaped(text),) if text else (),
            right_answer=(escaped(specification["accept"][0]),),
            complete=bool(text),
        )
