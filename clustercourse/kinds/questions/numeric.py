"""A number with a tolerance. How numbers are typed stands in kinds/numbers.py."""

from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, Literal

from pydantic import Field

from clustercourse.kinds.fields import FieldSpec
from clustercourse.kinds.numbers import LONGEST, Number, read_number, understood, write_number
from clustercourse.kinds.questions.question import (
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
from clustercourse.kinds.source import Amount, Problem, Strict, Words
from clustercourse.language import _, number_separators


class WrongNumber(Strict):
    answer: Amount
    tolerance: Amount = Decimal(0)
    feedback: Words


class NumericSource(QuestionSource):
    kind: Literal["numeric"]
    answer: Amount
    tolerance: Amount = Decimal(0)
    unit: str = ""
    wrong: list[WrongNumber] = Field(default_factory=list)


class Numeric:
    def problems(self, source: NumericSource) -> list[Problem]:
        below = _("A tolerance should not be below 0.")
        found = explanation_problems(source)
        if source.tolerance < 0:
            found.append(refuse("tolerance", sentence=below))
        for position, wrong in enumerate(source.wrong):
            if wrong.tolerance < 0:
                found.append(refuse("wrong", position, "tolerance", sentence=below))
            if abs(wrong.answer - source.answer) <= source.tolerance:
                sentence = _("This number is also a right answer, so its feedback would never be shown.")
                found.append(refuse("wrong", position, "answer", sentence=sentence))
        return found

    def compile(self, source: NumericSource, original: NumericSource, render: Render) -> Specification:
        wrong = [
            {"answer": str(entry.answer), "tolerance": str(entry.tolerance), "feedback": render(entry.feedback)} for entry in source.wrong
        ]
        return {"answer": str(source.answer), "tolerance": str(source.tolerance), "unit": source.unit, "wrong": wrong}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        return []

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        id_, unit = specification["id"], specification["unit"]
        return [FieldSpec(field_name(id_), "number", specification["text"], id_, unit=unit, max_length=LONGEST)]

    def read(self, specification: Specification, form: Form) -> Any:
        return first(typed(form, specification["id"], longest=LONGEST))

    def score(self, specification: Specification, answer: Any) -> Mark:
        """The difference is compared exactly; at the tolerance is still right.

        Where the unit is not per cent, a typed "75 %" is right as 75 and as 0.75.
        """
        right = (escaped(f"{write_number(Fraction(specification['answer']), *number_separators())} {specification['unit']}".strip()),)
        if not isinstance(answer, str) or not answer.strip():
            return Mark(Fraction(0), (), (), right, complete=False)
        number = read_number(_without_unit(answer, specification["unit"]), *number_separators())
        given = (escaped(answer),)
        if not isinstance(number, Number):
            sentence = str(_("“{typed}” is not a number. Write for example 4.6 or 4,6.", typed=answer))
            return Mark(Fraction(0), (Feedback(None, "wrong", escaped(sentence)),), given, right, complete=True, trouble=sentence)
        meant = _meanings(number)
        share = Fraction(any(_within(value, specification) for value in meant))
        matched = [entry for entry in specification["wrong"] if any(_within(value, entry) for value in meant)]
        feedback = tuple(Feedback(None, "wrong", entry["feedback"]) for entry in matched[:1] if not share)
        return Mark(share, feedback, given, right, complete=True, understood=understood(number))


def _within(value: Fraction, target: Specification) -> bool:
    return abs(value - Fraction(target["answer"])) <= Fraction(target["tolerance"])


def _without_unit(answer: str, unit: str) -> str:
    end = answer.rstrip()
    return end[: -len(unit)] if unit and same_words(end).endswith(same_words(unit)) else answer


def _meanings(number: Number) -> list[Fraction]:
    return [number.value, number.value / 100] if number.unit.startswith("%") else [number.value]
