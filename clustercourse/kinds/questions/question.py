"""What every type of question offers, and the few things they share. A new type is one file beside this one and a line in __init__."""

import html
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any, Protocol, TypeVar

from clustercourse.kinds.fields import FieldSpec
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import (
    Amount,
    Flag,
    ItemId,
    PartId,
    Problem,
    Strict,
    Words,
)
from clustercourse.language import Message, _

Render = Callable[[str], str]
Specification = dict[str, Any]
Form = Mapping[str, Sequence[str]]

PREFIX = "answer"
LONGEST_TEXT = 200
_MOST_VALUES = 100


class QuestionSource(Strict):
    id: PartId
    kind: str
    text: Words
    points: Amount = Decimal(1)
    alone: Flag = True
    lesson: ItemId | None = None
    explanation: str = ""


@dataclass(frozen=True)
class Mark:
    """`share` of the question's points. `given` is empty where nothing was answered; `complete`: every part has something.

    `trouble` says why an answer cannot be read at all, so that it can be mended before it counts.
    """

    share: Fraction
    feedback: tuple[Feedback, ...]
    given: tuple[str, ...]
    right_answer: tuple[str, ...]
    complete: bool
    understood: str | None = None
    trouble: str | None = None


S_contra = TypeVar("S_contra", bound=QuestionSource, contravariant=True)


class QuestionKind(Protocol[S_contra]):
    def problems(self, source: S_contra) -> list[Problem]:
        """Rules beyond the types of the values, with paths inside the question."""

    def compile(self, source: S_contra, original: S_contra, render: Render) -> Specification:
        """What this type adds to the specification. `original` is the question before translation: it decides what is right."""

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        """The order in which choices are shown."""

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]: ...

    def read(self, specification: Specification, form: Form) -> Any:
        """The answer as typed, or None. Choices that the question does not have are ignored."""

    def score(self, specification: Specification, answer: Any) -> Mark: ...


def refuse(*path: str | int, sentence: Message) -> Problem:
    return path, str(sentence)


def explanation_problems(source: QuestionSource) -> list[Problem]:
    if source.explanation.strip():
        return []
    return [refuse("explanation", sentence=_("This question needs an explanation: why the right answer is right."))]


def repeated_ids(key: str, ids: Iterable[str], seen: set[str] | None = None) -> list[Problem]:
    """One problem for each id under `key` that stood before."""
    found: list[Problem] = []
    known = set() if seen is None else seen
    for position, id_ in enumerate(ids):
        if id_ in known:
            found.append(refuse(key, position, "id", sentence=_("The id “{id}” is used twice.", id=id_)))
        known.add(id_)
    return found


def inline(render: Render, text: str) -> str:
    """Markdown for inside a label: a single paragraph loses its tags."""
    made = render(text).strip()
    inner = made.removeprefix("<p>").removesuffix("</p>")
    return inner if made == f"<p>{inner}</p>" and "<p" not in inner else made


def rendered(render: Render, text: str) -> str:
    return render(text) if text.strip() else ""


def escaped(text: object) -> str:
    return html.escape(str(text))


def field_name(question: str, part: str | None = None) -> str:
    return f"{PREFIX}.{question}" if part is None else f"{PREFIX}.{question}.{part}"


def typed(form: Form, question: str, part: str | None = None, longest: int = LONGEST_TEXT) -> list[str]:
    """What was sent under the name, exactly as typed, with lengths and number capped."""
    values = form.get(field_name(question, part), ())
    return [value.replace("\x00", "")[:longest] for value in values[:_MOST_VALUES]]


def first(values: Sequence[str]) -> str | None:
    """The one value of a field, or None where it is empty."""
    return values[0] if values and values[0].strip() else None


def shuffled(ids: Iterable[str], random: Random) -> list[str]:
    order = list(ids)
    random.shuffle(order)
    return order


def same_words(text: str) -> str:
    """Text as it is compared: case, outer and repeated inner spaces do not count."""
    return " ".join(text.casefold().split())


def as_parts(answer: Any) -> dict[str, str]:
    """The answer of a question with several inputs, without its empty ones."""
    given = answer if isinstance(answer, dict) else {}
    return {str(part): str(value) for part, value in given.items() if str(value).strip()}
