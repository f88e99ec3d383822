"""Text with gaps, written as [[gap id]]: typed words, or a choice from a list of plain texts."""

from fractions import Fraction
from random import Random
from typing import Any, Literal

from clustercourse.kinds.fields import Choice, FieldSpec
from clustercourse.kinds.questions.gap import Gap, gap_pieces, gap_problems, mark_problems
from clustercourse.kinds.questions.question import (
    LONGEST_TEXT,
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
    refuse,
    rendered,
    repeated_ids,
    same_words,
    shuffled,
    typed,
)
from clustercourse.kinds.results import Feedback
from clustercourse.kinds.source import Problem
from clustercourse.language import _


class GapsSource(QuestionSource):
    kind: Literal["gaps"]
    gaps: list[Gap]


class Gaps:
    def problems(self, source: GapsSource) -> list[Problem]:
        found = explanation_problems(source) + repeated_ids("gaps", (gap.id for gap in source.gaps))
        if not source.gaps:
            found.append(refuse("gaps", sentence=_("List at least one gap.")))
        found += mark_problems(source.text, [gap.id for gap in source.gaps])
        for position, gap in enumerate(source.gaps):
            found += [(("gaps", position, key), str(sentence)) for key, sentence in gap_problems(gap)]
        return found

    def compile(self, source: GapsSource, original: GapsSource, render: Render) -> Specification:
        """Choices are known by their place in the list, so that a translation cannot change which is right."""
        first_written = {gap.id: gap for gap in original.gaps}
        gaps = [_compiled(gap, first_written[gap.id], render) for gap in source.gaps]
        return {"gaps": gaps, "pieces": gap_pieces(render(source.text), [gap.id for gap in source.gaps])}

    def arrange(self, specification: Specification, *, shuffle: bool, random: Random) -> list[str]:
        ids = [f"{gap['id']}.{place}" for gap in specification["gaps"] for place in range(1, len(gap["choices"]) + 1)]
        return shuffled(ids, random) if shuffle else ids

    def fields(self, specification: Specification, order: list[str]) -> list[FieldSpec]:
        return [_field(specification["id"], number, gap, order) for number, gap in enumerate(specification["gaps"], 1)]

    def read(self, specification: Specification, form: Form) -> Any:
        sent = {gap["id"]: first(typed(form, specification["id"], gap["id"])) for gap in specification["gaps"]}
        places = {gap["id"]: [str(place) for place in range(1, len(gap["choices"]) + 1)] for gap in specification["gaps"]}
        return {gap: value for gap, value in sent.items() if value and (not places[gap] or value in places[gap])} or None

    def score(self, specification: Specification, answer: Any) -> Mark:
        """The share of gaps that are right."""
        filled = as_parts(answer)
        gaps = specification["gaps"]
        answered = [gap for gap in gaps if gap["id"] in filled]
        right = {gap["id"] for gap in answered if _fits(gap, filled[gap["id"]])}
        said = [Feedback(gap["id"], "right" if gap["id"] in right else "wrong", gap["feedback"]) for gap in answered if gap["feedback"]]
        return Mark(
            share=Fraction(len(right), len(gaps)),
            feedback=tuple(said),
            given=tuple(escaped(_words(gap, filled[gap["id"]])) for gap in answered),
            right_answer=tuple(escaped(_words(gap, gap["right"][0])) for gap in gaps),
            complete=len(answered) == len(gaps),
        )


def _compiled(gap: Gap, original: Gap, render: Render) -> Specification:
    accepted = {same_words(words) for words in original.accept}
    places = [str(place) for place, choice in enumerate(original.choices, 1) if same_words(choice) in accepted]
    right = places or list(dict.fromkeys([*gap.accept, *original.accept]))
    return {"id": gap.id, "choices": gap.choices, "right": right, "feedback": rendered(render, gap.feedback)}


def _field(question: str, number: int, gap: Specification, order: list[str]) -> FieldSpec:
    name, label = field_name(question, gap["id"]), str(_("Gap {number}", number=number))
    if not gap["choices"]:
        return FieldSpec(name, "text", label, question, gap["id"], max_length=LONGEST_TEXT)
    places = [entry.split(".")[1] for entry in order if entry.split(".")[0] == gap["id"]]
    choices = tuple(Choice(place, gap["choices"][int(place) - 1]) for place in places)
    return FieldSpec(name, "select", label, question, gap["id"], choices)


def _fits(gap: Specification, value: str) -> bool:
    return value in gap["right"] if gap["choices"] else same_words(value) in map(same_words, gap["right"])


def _words(gap: Specification, value: str) -> str:
    """A chosen place as its words; typed words as they are."""
    known = gap["choices"] and value.isdecimal() and 0 < int(value) <= len(gap["choices"])
    return str(gap["choices"][int(value) - 1]) if known else value
