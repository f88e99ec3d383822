"""An exercise as it stands on a page: the form of the next attempt, or the last result. All exercises of a lesson cost one statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from clustercourse.content.queries import Outline, OutlineItem, page
from clustercourse.db import now
from clustercourse.exercises.queries.attempts import Situation, situations
from clustercourse.exercises.queries.papers import GRACE, attempts_left, criterion_of, draw, kind_of
from clustercourse.exercises.queries.questions import Form, ShownQuestion, shown_questions
from clustercourse.exercises.queries.reviews import Review, review
from clustercourse.kinds.kind import Paper, Specification
from clustercourse.text import trusted

Mode = Literal["form", "result", "start", "over", "reading"]


@dataclass(frozen=True)
class PlacedExercise:
    """What to show. `mode`: a form, the last result, a button that starts the clock, a paper whose time is over, or questions only to read.

    `number` and `version_id` are the attempt the form is for, `draft_number` the draft it goes on from.
    """

    item: OutlineItem
    course: str
    title: str
    intro: Markup
    mode: Mode
    questions: tuple[ShownQuestion, ...]
    number: int
    version_id: int
    draft_number: int
    saved_at: datetime | None
    has_two_texts: bool
    ends_at: datetime | None
    minutes: int
    attempts_left: int | None
    best: int | None
    has_passed: bool
    wants_pass: bool
    threshold: int
    last: Review | None
    empty: tuple[int, ...] = ()

    @property
    def anchor(self) -> str:
        return f"exercise-{self.item.key}"

    @property
    def can_try_again(self) -> bool:
        return self.last is not None and self.attempts_left != 0


def placed(enrolment_id: int | None, version: Outline, items: Sequence[OutlineItem], language: str) -> dict[str, PlacedExercise]:
    """The exercises in a lesson's text, by key: the form, or the last result. Without an enrolment only to read, without a statement."""
    found = situations(enrolment_id, [item.id for item in items]) if enrolment_id is not None else {}
    return {item.key: _exercise(enrolment_id, version, item, language, found.get(item.id)) for item in items}


def exercise_form(
    enrolment_id: int | None, version: Outline, item: OutlineItem, language: str, found: Situation | None, typed: Form | None = None
) -> PlacedExercise:
    """The exercise ready for the next attempt, even when there is a result. `typed` is a form that was sent and not taken."""
    shown = _exercise(enrolment_id, version, item, language, found)
    if shown.mode == "result" and shown.can_try_again:
        shown = replace(shown, mode="start" if shown.minutes else "form")
    return shown if typed is None else _with_typed(shown, language, enrolment_id, found or Situation(), typed)


def _exercise(enrolment_id: int | None, version: Outline, item: OutlineItem, language: str, known: Situation | None) -> PlacedExercise:
    found = known or Situation()
    version_id = found.open.version_id if found.open else version.version_id
    specification = page(version_id, item.id, language).specification
    criterion = found.open.criterion if found.open else criterion_of(specification)
    mode = "reading" if known is None else _mode(found, criterion["time_limit"], attempts_left(criterion, found.submitted))
    shown = shown_questions(item.key, specification, paper_of(found, specification, enrolment_id, item), found.draft.answers if found.draft else {})
    return PlacedExercise(
        item=item,
        course=version.slug,
        title=item.title(language),
        intro=trusted(specification["intro"]),
        mode=mode,
        questions=() if mode in ("start", "over") else tuple(shown),
        number=found.next_number,
        version_id=version_id,
        draft_number=found.draft.number if found.draft else 0,
        saved_at=found.draft.saved_at if found.draft else None,
        has_two_texts=found.draft is not None and found.draft.other is not None,
        ends_at=found.open.ends_at if found.open else None,
        minutes=criterion["time_limit"],
        attempts_left=attempts_left(criterion, found.submitted),
        best=found.best,
        has_passed=found.has_passed,
        wants_pass=criterion["done"] == "pass",
        threshold=criterion["threshold"],
        last=review(item, found.last, has_passed=found.has_passed) if found.last else None,
    )


def paper_of(found: Situation, specification: Specification, enrolment_id: int | None, item: OutlineItem) -> Paper:
    """The paper of the open attempt, else the one the next attempt will be given."""
    return found.open.paper if found.open else draw(specification, enrolment_id, item.id, found.next_number)


def _mode(found: Situation, minutes: int, left: int | None) -> Mode:
    if found.open is not None and found.open.ends_at is not None and now() > found.open.ends_at + GRACE:
        return "over"
    if found.open is None and (left == 0 or (found.last is not None and found.draft is None)):
        return "result"
    return "start" if minutes and found.open is None else "form"


def _with_typed(shown: PlacedExercise, language: str, enrolment_id: int | None, found: Situation, typed: Form) -> PlacedExercise:
    specification = page(shown.version_id, shown.item.id, language).specification
    kind, paper = kind_of(specification), paper_of(found, specification, enrolment_id, shown.item)
    answers = kind.read(specification, paper, typed)
    troubles = kind.unreadable(specification, paper, answers)
    empty = kind.unanswered(specification, paper, answers)
    questions = shown_questions(shown.item.key, specification, paper, answers)
    ids = [question.fieldset.id.removeprefix(f"{shown.item.key}.") for question in questions]
    marked = tuple(replace(question, problem=troubles.get(id_)) for question, id_ in zip(questions, ids, strict=True))
    return replace(shown, questions=marked, empty=tuple(number for number, id_ in enumerate(ids, 1) if id_ in empty))
