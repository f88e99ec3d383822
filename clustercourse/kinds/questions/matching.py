"""Matching: for each left side, choose the right side. Right sides are plain text; two pairs may share one."""

from fractions import Fraction
from random import Random
from typing import Any, Literal

from pydantic import Field

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
    rendered,
    repeated_ids,
    same_words,
    shuffled,
    typed,
)
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import PartId, Problem, Strict, Words
from clustercourse.language import _


class Pair(Strict):
    id: PartId
    left: Words
    right: Words
    feedback: str = ""


class Other(Strict):
    id: PartId
    text: Words


class MatchingSource(QuestionSource):
    kind: Literal["matching"]
    pairs: list[Pair]
    others: list[Other] = Field(default_factory=list)


class Matching:
    def problems(self, source: MatchingSource) -> list[Problem]:
        seen: set[str] = set()
        found = explanation_problems(source) + repeated_ids("pairs", (pair.id for pair in source.pairs), seen)
        found += repeated_ids("others", (other.id for other in source.others), seen)
        if len(source.pairs) < 2:
            found.append(refuse("pairs", sentence=_("Matching needs at least two pairs.")))
        known = {same_words(pair.right) for pair in source.pairs}
        for position, other in enumerate(source.others):
            if same_words(other.text) in known:
                found.append(refuse("others", position, "text", sentence=_("This choice stands in the list twice.")))
            known.add(same_words(other.text))
        return found

    def compile(self, source: MatchingSource, original: MatchingSource, render: Render) -> Specification:
        """Pairs that share a right side share one choice, named after the first of them."""
        owner: dict[str, str] = {}
        for pair in original.pairs:
            owner.setdefault(same_words(pair.right), pair.id)
        answers = {pair.id: owner[same_words(pair.right)] for pair in original.pairs}
        pairs = [
            {"id": pair.id, "left": inline(render, pair.left), "answer": answers[pair.id], "feedback": rendered(render, pair.feedback)}
            for pair in source.pairs
        ]
        choices = {pair.id: pair.right for pair in source.pairs if answers[pair.id] == pair.id}
        return {"pairs": pairs, "choices": {**choices, **{other.id: other.text for other in source.others}}}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        """Always mixed: the order of the file would give the answer away."""
        return shuffled(specification["choices"], random)

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        id_ = specification["id"]
        choices = tuple(Choice(choice, specification["choices"][choice]) for choice in order)
        return [FieldSpec(field_name(id_, pair["id"]), "select", pair["left"], id_, pair["id"], choices) for pair in specification["pairs"]]

    def read(self, specification: Specification, form: Form) -> Any:
        sent = {pair["id"]: first(typed(form, specification["id"], pair["id"])) for pair in specification["pairs"]}
        return {pair: value for pair, value in sent.items() if value in specification["choices"]} or None

    def score(self, specification: Specification, answer: Any) -> Mark:
        """The share of pairs that are right."""
        pairs, choices = specification["pairs"], specification["choices"]
        chosen = {pair: value for pair, value in as_parts(answer).items() if value in choices}
        right = {pair["id"] for pair in pairs if chosen.get(pair["id"]) == pair["answer"]}
        answered = [pair for pair in pairs if pair["id"] in chosen]
        said = [
            Feedback(pair["id"], "right" if pair["id"] in right else "wrong", pair["feedback"]) for pair in answered if pair["feedback"]
        ]
        return Mark(
            share=Fraction(len(right), len(pairs)),
            feedback=tuple(said),
            given=tuple(f"{pair['left']} → {escaped(choices[chosen[pair['id']]])}" for pair in answered),
            right_answer=tuple(f"{pair['left']} → {escaped(choices[pair['answer']])}" for pair in pairs),
            complete=len(answered) == len(pairs),
        )
