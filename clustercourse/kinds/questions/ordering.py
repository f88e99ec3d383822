"""Ordering: every item gets its place. The file lists the items in the right order."""

from fractions import Fraction
from random import Random
from typing import Any, Literal

from clustercourse.kinds.fields import Choice, FieldSpec
from clustercourse.kinds.questions.question import (
    Form,
    Mark,
    QuestionSource,
    Render,
    Specification,
    as_parts,
    escaped,
    explanation_problems,
    field_name,
    first,
    inline,
    refuse,
    repeated_ids,
    shuffled,
    typed,
)
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import PartId, Problem, Strict, Words
from clustercourse.language import _


class OrderedItem(Strict):
    id: PartId
    text: Words


class OrderingSource(QuestionSource):
    kind: Literal["ordering"]
    items: list[OrderedItem]


class Ordering:
    def problems(self, source: OrderingSource) -> list[Problem]:
        found = explanation_problems(source) + repeated_ids("items", (item.id for item in source.items))
        if len(source.items) < 2:
            found.append(refuse("items", sentence=_("Ordering needs at least two items.")))
        return found

    def compile(self, source: OrderingSource, original: OrderingSource, render: Render) -> Specification:
        return {"items": [{"id": item.id, "text": inline(render, item.text)} for item in source.items]}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        """Always mixed, and never in the right order by chance."""
        right = [item["id"] for item in specification["items"]]
        order = shuffled(right, random)
        return order if order != right else [*right[1:], right[0]]

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        id_ = specification["id"]
        texts = {item["id"]: item["text"] for item in specification["items"]}
        places = tuple(Choice(place, place) for place in _places(order))
        return [FieldSpec(field_name(id_, item), "order", texts[item], id_, item, places) for item in order]

    def read(self, specification: Specification, form: Form) -> Any:
        items = [item["id"] for item in specification["items"]]
        sent = {item: first(typed(form, specification["id"], item)) for item in items}
        return {item: value for item, value in sent.items() if value in _places(items)} or None

    def score(self, specification: Specification, answer: Any) -> Mark:
        """All or nothing: the whole order is right, or no point is given.

        The feedback names the first place that is off (empty, taken twice, or held by the wrong item), without telling what belongs there.
        """
        items = [item["id"] for item in specification["items"]]
        texts = {item["id"]: item["text"] for item in specification["items"]}
        placed = {item: value for item, value in as_parts(answer).items() if item in items and value in _places(items)}
        sequence = sorted(placed, key=lambda item: (int(placed[item]), items.index(item)))
        off = next((place for place, item in enumerate(items, 1) if _holders(placed, place) != [item]), None)
        sentence = _("The first place that is off is place {place}.", place=off)
        return Mark(
            share=Fraction(off is None),
            feedback=(Feedback(None, "wrong", escaped(sentence)),) if off and placed else (),
            given=tuple(f"{escaped(placed[item])}. {texts[item]}" for item in sequence),
            right_answer=tuple(f"{place}. {texts[item]}" for place, item in enumerate(items, 1)),
            complete=len(placed) == len(items),
        )


def _places(items: list[str]) -> list[str]:
    return [str(place) for place in range(1, len(items) + 1)]


def _holders(placed: dict[str, str], place: int) -> list[str]:
    return [item for item, value in placed.items() if value == str(place)]
