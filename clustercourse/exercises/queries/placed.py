"""An exercise as it stands on a page: the form of the next attempt, or the last result. All exercises of a lesson cost one statement."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from clustercourse.content.queries import Outline, OutlineItem, ReadPage, page
from clustercourse.content.queries.made import Made
from clustercourse.db import now
from clustercourse.exercises.queries.attempts import Situation, situations
from clustercourse.exercises.queries.papers import GRACE, attempts_left, criterion_of, draw, kind_of
from clustercourse.exercises.queries.questions import Form, ShownQuestion, question_id, shown_questions
from clustercourse.exercises.queries.reviews import Review, review
from clustercourse.kinds.kind import Paper, Specification
from clustercourse.learning.queries.enrolments import CourseHere
from clustercourse.text import trusted

_SHARED = 3
"""Attempts whose empty form is kept for everybody; later ones are rare."""

Mode = Literal["form", "result", "start", "over", "reading"]


@dataclass(frozen=True)
class PlacedExercise:
    """What to show. `mode`: a form, the last result, a button that starts the clock, a paper whose time is over, or questions only to read.

    `number` and `version_id` are the attempt the form is for, `draft_number` the draft it goes on from.
    """

    item: OutlineItem
    course: str
    language: str
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
    empty: tuple[ShownQuestion, ...] = ()
    unreadable: tuple[ShownQuestion, ...] = ()
    made: Made | None = field(default=None, repr=False, compare=False)

    @property
    def anchor(self) -> str:
        return f"exercise-{self.item.key}"

    @property
    def seconds_left(self) -> int:
        """Until the time is over, by this server's clock."""
        return max(0, int((self.ends_at - now()).total_seconds())) if self.ends_at else 0

    @property
    def can_try_again(self) -> bool:
        return self.last is not None and self.attempts_left != 0


def placed(here: CourseHere, items: Sequence[OutlineItem], language: str) -> dict[str, PlacedExercise]:
    """The exercises in a lesson's text, by key: the form, or the last result. Costs a statement only where something was begun."""
    if here.enrolment is None:
        return {item.key: _exercise(None, here.outline, item, language, None) for item in items}
    begun = situations(here.enrolment.id, [item.id for item in items if item.id in here.marks.worked_on])
    return {item.key: _exercise(here.enrolment.id, here.outline, item, language, begun.get(item.id, Situation())) for item in items}


def modes(exercises: Mapping[str, PlacedExercise]) -> tuple[Mode | None, ...]:
    """How the exercises of a text stand there, where nothing of this learner's is in them; empty where something is."""
    if any(exercise.made is None or exercise.number > 1 for exercise in exercises.values()):
        return ()
    return tuple(exercise.mode for exercise in exercises.values()) or (None,)


def exercise_alone(
    enrolment_id: int | None, version: Outline, item: OutlineItem, language: str, found: Situation | None, again: bool = False
) -> PlacedExercise:
    """The exercise on its own page; the situation is read before. `again`: the next attempt, if there is one, not the last result."""
    shown = _exercise(enrolment_id, version, item, language, found)
    if again and shown.mode == "result" and shown.can_try_again:
        return replace(shown, mode="start", questions=()) if shown.minutes else replace(shown, mode="form")
    return shown


def exercise_typed(enrolment_id: int, version: Outline, item: OutlineItem, language: str, found: Situation, typed: Form) -> PlacedExercise:
    """The exercise with a form that was sent and not taken: what was typed, and what needs another look."""
    shown = exercise_alone(enrolment_id, version, item, language, found, again=True)
    if shown.mode != "form":
        return shown
    specification = page(shown.version_id, item.id, language).specification
    kind, paper = kind_of(specification), _paper(found, specification, enrolment_id, item)
    answers = kind.read(specification, paper, typed)
    troubles, empty = kind.unreadable(specification, paper, answers), kind.unanswered(specification, paper, answers)
    asked = [(question_id(item.key, shown_one), shown_one) for shown_one in shown_questions(item.key, specification, paper, answers)]
    questions = [(id_, replace(shown_one, problem=troubles.get(id_))) for id_, shown_one in asked]
    return replace(
        shown,
        questions=tuple(shown_one for _id, shown_one in questions),
        empty=tuple(shown_one for id_, shown_one in questions if id_ in empty),
        unreadable=tuple(shown_one for id_, shown_one in questions if id_ in troubles),
        made=None,
    )


def _exercise(enrolment_id: int | None, version: Outline, item: OutlineItem, language: str, known: Situation | None) -> PlacedExercise:
    found = known or Situation()
    version_id = found.open.version_id if found.open else version.version_id
    text = page(version_id, item.id, language)
    specification = text.specification
    criterion = found.open.criterion if found.open else criterion_of(specification)
    mode = "reading" if known is None else _mode(found, criterion["time_limit"], attempts_left(criterion, found.submitted))
    is_the_same_for_all = found.open is None and found.draft is None and not specification["draw"] and found.next_number <= _SHARED
    untouched = (item.key, found.next_number) if is_the_same_for_all else None
    return PlacedExercise(
        item=item,
        course=version.slug,
        language=text.language,
        title=item.title(language),
        intro=trusted(specification["intro"]),
        mode=mode,
        questions=() if mode in ("start", "over") else _questions(text, found, enrolment_id, item, untouched),
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
        made=text.made if untouched else None,
    )


def _questions(
    text: ReadPage, found: Situation, enrolment_id: int | None, item: OutlineItem, untouched: Hashable | None
) -> tuple[ShownQuestion, ...]:
    """The questions as a form. One in which nothing stands yet is the same for everybody and made once."""
    made: tuple[ShownQuestion, ...] | None = text.made.get(untouched) if untouched else None
    if made is None:
        paper = _paper(found, text.specification, enrolment_id, item)
        made = tuple(shown_questions(item.key, text.specification, paper, found.draft.answers if found.draft else {}))
        if untouched:
            text.made.keep(untouched, made, 0)
    return made


def _paper(found: Situation, specification: Specification, enrolment_id: int | None, item: OutlineItem) -> Paper:
    """The paper of the open attempt, else the one the next attempt will be given."""
    return found.open.paper if found.open else draw(specification, enrolment_id, item.id, found.next_number)


def _mode(found: Situation, minutes: int, left: int | None) -> Mode:
    if found.open is not None and found.open.ends_at is not None and now() > found.open.ends_at + GRACE:
        return "over"
    if found.open is None and (left == 0 or (found.last is not None and found.draft is None)):
        return "result"
    return "start" if minutes and found.open is None else "form"
