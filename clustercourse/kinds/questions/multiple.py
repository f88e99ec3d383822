"""Multiple choice: at least one option is right."""

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


class MultipleSource(QuestionSource):
    kind: Literal["multiple"]
    options: list[choice.Option]


class Multiple:
    def problems(self, source: MultipleSource) -> list[Problem]:
        found = choice.option_problems(source.options)
        if not any(option.right for option in source.options):
            found.append(refuse("options", sentence=_("At least one option must be right. Mark it with “right: true”.")))
        return found

    def compile(self, source: MultipleSource, original: MultipleSource, render: Render) -> Specification:
        return choice.compile_options(source.options, render)

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        ids = choice.option_ids(specification)
        return shuffled(ids, random) if shuffle else ids

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        choices = choice.option_choices(specification, order)
        return [FieldSpec(field_name(specification["id"]), "checkboxes", specification["text"], specification["id"], choices=choices)]

    def read(self, specification: Specification, form: Form) -> Any:
        return choice.picked(specification, typed(form, specification["id"])) or None

    def score(self, specification: Specification, answer: Any) -> Mark:
        """max(0, (right picks - wrong picks) / number of right options): picking everything earns no more than guessing."""
        chosen = choice.picked(specification, answer)
        right = choice.right_ids(specification)
        hits = len(right.intersection(chosen))
        return Mark(
            share=max(Fraction(0), Fraction(2 * hits - len(chosen), len(right))),
            feedback=choice.option_feedback(specification, chosen),
            given=choice.texts_of(specification, chosen),
            right_answer=choice.texts_of(specification, right),
            complete=bool(chosen),
        )
