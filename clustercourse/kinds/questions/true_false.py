"""True or false, with a reason for both."""

from random import Random
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from clustercourse.kinds.fields import Choice, FieldSpec
from clustercourse.kinds.questions.question import (
    Form,
    Mark,
    QuestionSource,
    Render,
    Specification,
    field_name,
    refuse,
)
from clustercourse.kinds.questions.single import Single
from clustercourse.kinds.source import Flag, Problem, Strict
from clustercourse.language import _


def true_false_keys(value: object) -> object:
    """YAML reads the keys true and false as booleans."""
    return {str(key).lower(): words for key, words in value.items()} if isinstance(value, dict) else value


class Reasons(Strict):
    true: str = ""
    false: str = ""


class TrueFalseSource(QuestionSource):
    kind: Literal["true-false"]
    answer: Flag
    feedback: Annotated[Reasons, BeforeValidator(true_false_keys)] = Reasons()


class TrueFalse:
    """A single choice with two fixed options, whose words are chosen when they are shown."""

    _single = Single()

    def problems(self, source: TrueFalseSource) -> list[Problem]:
        sentence = _("Say why the statement is true or false, for those who chose “true” and for those who chose “false”.")
        reasons = {"true": source.feedback.true, "false": source.feedback.false}
        return [refuse("feedback", key, sentence=sentence) for key, words in reasons.items() if not words.strip()]

    def compile(self, source: TrueFalseSource, original: TrueFalseSource, render: Render) -> Specification:
        reasons = {"true": source.feedback.true, "false": source.feedback.false}
        right = str(original.answer).lower()
        return {"options": [{"id": key, "right": key == right, "feedback": render(words)} for key, words in reasons.items()]}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        return ["true", "false"]

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        choices = tuple(Choice(key, self._words()[key]) for key in order)
        return [FieldSpec(field_name(specification["id"]), "radio", specification["text"], specification["id"], choices=choices)]

    def read(self, specification: Specification, form: Form) -> Any:
        return self._single.read(specification, form)

    def score(self, specification: Specification, answer: Any) -> Mark:
        words = self._words()
        options = [{**option, "text": words[option["id"]]} for option in specification["options"]]
        return self._single.score({**specification, "options": options}, answer)

    def _words(self) -> dict[str, str]:
        return {"true": str(_("True")), "false": str(_("False"))}
