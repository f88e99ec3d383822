"""Single choice: exactly one option is right; one point or none."""

from fractions import Fraction
from random import Random
from typing import Any, Literal

from clustercourse.kinds.fields import FieldSpec
from clustercourse.kinds.questions import choice
from clustercourse.kinds.questions.question import (
    Form,
    Mark,
    QuestionSource,
    Render,
    Specification,
    field_name,
    refuse,
    shuffled,
    typed,
)
from clustercourse.kinds.source import Problem
from clustercourse.language import _


class SingleSource(QuestionSource):
    kind: Literal["single"]
    options: list[choice.Option]


class Single:
    def problems(self, source: SingleSource) -> list[Problem]:
        found = choice.option_problems(source.options)
        if sum(option.right for option in source.options) != 1:
            sentence = _("A single choice has exactly one right option. Mark one with “right: true”, or use the kind “multiple”.")
            found.append(refuse("options", sentence=sentence))
        return found

    def compile(self, source: SingleSource, original: SingleSource, render: Render) -> Specification:
        return choice.compile_options(source.options, render)

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        ids = choice.option_ids(specification)
        return shuffled(ids, random) if shuffle else ids

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        choices = choice.option_choices(specification, order)
        return [FieldSpec(field_name(specification["id"]), "radio", specification["text"], specification["id"], choices=choices)]

    def read(self, specification: Specification, form: Form) -> Any:
        chosen = [value for value in typed(form, specification["id"]) if value in choice.option_ids(specification)]
        return chosen[0] if chosen else None

    def score(self, specification: Specification, answer: Any) -> Mark:
        chosen = choice.picked(specification, answer)[:1]
        right = choice.right_ids(specification)
        return Mark(
            share=Fraction(bool(chosen) and chosen[0] in right),
            feedback=choice.option_feedback(specification, chosen),
            given=choice.texts_of(specification, chosen),
            right_answer=choice.texts_of(specification, right),
            complete=bool(chosen),
        )
