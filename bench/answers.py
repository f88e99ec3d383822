"""An exercise as somebody might have answered it: made once by the real kind, and used for many attempts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from clustercourse.content.queries import page
from clustercourse.exercises.queries.papers import criterion_of, draw, kind_of
from clustercourse.kinds.fields import FieldSpec


@dataclass(frozen=True)
class Answered:
    """The columns of an attempt, and the questions that retrieval practice may ask again."""

    columns: dict[str, Any]
    questions: tuple[str, ...]


def answered(version_id: int, item_id: int) -> Answered:
    specification = page(version_id, item_id, "en").specification
    kind, paper, criterion = kind_of(specification), draw(specification, None, item_id, 1), criterion_of(specification)
    answers = kind.read(specification, paper, typed(kind.fields(specification, paper)))
    result = kind.score(specification, paper, answers)
    columns = {
        "version_id": version_id,
        "language": "en",
        "paper": paper,
        "criterion": criterion,
        "answers": answers,
        "result": {**result.to_json(), "late": False},
        "percent": result.percent,
        "passed": result.reaches(criterion["threshold"]),
    }
    return Answered(columns, tuple(kind.practice(specification)))


def typed(fields: Iterable[FieldSpec]) -> dict[str, list[str]]:
    """Something in every input: the first choice, places in the order given, a one, or a word."""
    form: dict[str, list[str]] = {}
    places: dict[str, int] = {}
    for spec in fields:
        place = places[spec.question] = places.get(spec.question, 0) + 1
        chosen = [choice.value for choice in spec.choices if choice.value]
        if spec.type == "order":
            form[spec.name] = [chosen[(place - 1) % len(chosen)] if chosen else str(place)]
        elif chosen:
            form[spec.name] = [chosen[0]]
        else:
            form[spec.name] = ["1" if spec.type == "number" else "bridge builder"]
    return form
