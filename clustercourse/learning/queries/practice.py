"""Questions that are due today in a person's practice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.content.queries import Outline, OutlineItem, page
from clustercourse.content.queries.versions import outlines
from clustercourse.db import now, rows, value
from clustercourse.kinds import ANSWERED
from clustercourse.kinds.fields import FieldSet
from clustercourse.kinds.results import QuestionResult
from clustercourse.language import Message, _, today
from clustercourse.models.accounts import Person
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment, PracticeQuestion
from clustercourse.viewer import Viewer

AT_ONCE = 5
_LOOKED_AT = 25

_kept = (PracticeQuestion.person_id == bindparam("person"), Person.wants_practice, Enrolment.withdrawn_at.is_(None))
"""The questions of somebody who wants them, from courses they are in."""

_due = (
    select(
        PracticeQuestion.id,
        PracticeQuestion.item_id,
        PracticeQuestion.question_key,
        PracticeQuestion.due_on,
        Enrolment.language,
        func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id).label("version_id"),
    )
    .join(Enrolment, Enrolment.id == PracticeQuestion.enrolment_id)
    .join(Course, Course.id == Enrolment.course_id)
    .join(Person, Person.id == PracticeQuestion.person_id)
    .where(*_kept, PracticeQuestion.due_on <= bindparam("today"))
    .order_by(PracticeQuestion.due_on, PracticeQuestion.id)
    .limit(_LOOKED_AT)
)

_next = (
    select(func.min(PracticeQuestion.due_on))
    .join(Enrolment, Enrolment.id == PracticeQuestion.enrolment_id)
    .join(Person, Person.id == PracticeQuestion.person_id)
    .where(*_kept, PracticeQuestion.due_on > bindparam("today"))
)


@dataclass(frozen=True)
class DueQuestion:
    """A question to ask now: where it comes from and its specification."""

    id: int
    question_key: str
    due_on: date
    version_id: int
    outline: Outline
    item: OutlineItem
    language: str
    specification: dict[str, Any]

    @cached_property
    def paper(self) -> dict[str, Any]:
        """This question alone; drawn when it is asked, not when it is counted."""
        return ANSWERED[self.specification["kind"]].paper(self.specification, draw_seed=self.id, only=[self.question_key])

    @property
    def fieldset(self) -> FieldSet:
        return ANSWERED[self.specification["kind"]].fieldsets(self.specification, self.paper)[0]

    @property
    def read_again(self) -> OutlineItem | None:
        """The lesson that the question names, else the one its exercise stands in."""
        named = next((question.get("lesson") for question in self.specification["questions"] if question["id"] == self.question_key), None)
        return self.outline.by_key.get(named or self.item.placed_in or "")


def due_questions(viewer: Viewer) -> tuple[DueQuestion, ...]:
    """At most five, oldest first. Questions that are no longer in the course are passed over. One statement."""
    found = rows(_due, person=viewer.person_id, today=today(now(), viewer.time_zone))
    known = outlines([line.version_id for line in found])
    asked = (_question(line, known[line.version_id]) for line in found)
    return tuple(islice((question for question in asked if question is not None), AT_ONCE))


def next_day_of_questions(viewer: Viewer) -> date | None:
    """The first day after today on which questions come back."""
    found: date | None = value(_next, person=viewer.person_id, today=today(now(), viewer.time_zone))
    return found


@dataclass(frozen=True)
class GivenAnswer:
    """What somebody answered. `problem` says why it cannot be taken as an answer yet; `values` are what was typed."""

    answers: dict[str, Any]
    values: dict[str, list[str]]
    result: QuestionResult
    problem: Message | str | None


def read_answer(asked: DueQuestion, form: Mapping[str, list[str]]) -> GivenAnswer:
    """The answer as typed, scored; or why it has to be looked at again."""
    kind = ANSWERED[asked.specification["kind"]]
    answers = kind.read(asked.specification, asked.paper, form)
    problem: Message | str | None = kind.unreadable(asked.specification, asked.paper, answers).get(asked.question_key)
    if kind.unanswered(asked.specification, asked.paper, answers):
        problem = _("Answer the question first, even if you have to guess.")
    return GivenAnswer(answers, dict(form), kind.score(asked.specification, asked.paper, answers).questions[0], problem)


def _question(line: Any, outline: Outline) -> DueQuestion | None:
    item = outline.by_id.get(line.item_id)
    if item is None:
        return None
    specification = page(outline.version_id, item.id, line.language).specification
    kind = ANSWERED[specification["kind"]]
    if line.question_key not in kind.practice(specification):
        return None
    return DueQuestion(line.id, line.question_key, line.due_on, outline.version_id, outline, item, line.language, specification)
