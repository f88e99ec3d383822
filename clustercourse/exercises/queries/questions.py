"""Questions as a page shows them: inputs with names of their own, and what was typed. A form knows no right or wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from clustercourse.content.queries import Outline, page
from clustercourse.exercises.queries.papers import kind_of
from clustercourse.kinds.fields import FieldSet, FieldSpec
from clustercourse.kinds.kind import Answers, Paper, Specification
from clustercourse.kinds.results import QuestionResult

Form = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class ShownQuestion:
    """One question: its inputs, what stands in them, what is wrong with that, and after sending its result. `lesson` is (slug, title)."""

    number: int
    fieldset: FieldSet
    values: dict[str, list[str]]
    problem: str | None = None
    result: QuestionResult | None = None
    lesson: tuple[str, str] | None = None


@dataclass(frozen=True)
class PracticeForm:
    """A question asked alone, later. `specification` and `paper` are what its answer is read and scored with."""

    title: str
    shown: ShownQuestion
    specification: Specification = field(repr=False)
    paper: Paper = field(repr=False)


def named(key: str, fieldset: FieldSet) -> FieldSet:
    """The inputs under names that begin with the exercise's key: exercises of one lesson may use the same ids for questions."""

    def own(spec: FieldSpec) -> FieldSpec:
        return replace(spec, name=f"{key}.{spec.name}")

    return replace(
        fieldset,
        id=f"{key}.{fieldset.id}",
        fields=tuple(own(spec) for spec in fieldset.fields),
        pieces=tuple(piece if isinstance(piece, str) else own(piece) for piece in fieldset.pieces),
    )


def sent_names(key: str, form: Form) -> dict[str, list[str]]:
    """What was sent for one exercise, under the names its kind knows."""
    prefix = f"{key}."
    return {name.removeprefix(prefix): list(values) for name, values in form.items() if name.startswith(prefix)}


def question_id(key: str, shown: ShownQuestion) -> str:
    """The id that the file gave the question."""
    return shown.fieldset.id.removeprefix(f"{key}.")


def values_of(fieldset: FieldSet, answers: Answers) -> dict[str, list[str]]:
    """Answers as texts of inputs."""
    return {spec.name: texts for spec in fieldset.fields if (texts := _texts(spec, answers.get(spec.question)))}


def shown_questions(key: str, specification: Specification, paper: Paper, answers: Answers) -> list[ShownQuestion]:
    """The questions of a paper, with what was answered."""
    fieldsets = [named(key, fieldset) for fieldset in kind_of(specification).fieldsets(specification, paper)]
    return [ShownQuestion(number, fieldset, values_of(fieldset, answers)) for number, fieldset in enumerate(fieldsets, 1)]


def lesson_links(outline: Outline, specification: Specification, language: str, home: str | None) -> dict[str, tuple[str, str]]:
    """Where to read again, by question; not the lesson `home`, in which the exercise stands."""
    keys = {question["id"]: question.get("lesson") for question in specification["questions"]}
    lessons = {key: item for key, item in outline.by_key.items() if item.is_lesson and key != home}
    return {id_: (lessons[key].slug, lessons[key].title(language)) for id_, key in keys.items() if key in lessons}


def question(version_id: int, item_id: int, question_key: str, language: str) -> PracticeForm | None:
    """One question of an exercise, for retrieval practice. None when this version does not ask it any more."""
    specification = page(version_id, item_id, language).specification
    kind = kind_of(specification)
    paper = kind.paper(specification, draw_seed=item_id, only=[question_key])
    fieldsets = kind.fieldsets(specification, paper)
    if not fieldsets:
        return None
    return PracticeForm(specification["title"], ShownQuestion(1, fieldsets[0], {}), specification, paper)


def _texts(spec: FieldSpec, answer: Any) -> list[str]:
    if spec.part is not None:
        answer = answer.get(spec.part) if isinstance(answer, dict) else None
    if answer is None:
        return []
    return [str(text) for text in answer] if isinstance(answer, list) else [str(answer)]
