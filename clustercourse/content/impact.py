"""What a publication would change for learners, compared with the newest version: shown before it is published."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from clustercourse.content.publishing import Prepared, outline_of
from clustercourse.content.queries.changes import (
    ItemChange,
    QuestionChange,
    answered_in,
    change_sentences,
    item_changes,
    question_changes,
    specifications,
)
from clustercourse.db import row, value
from clustercourse.language import Message, _, ngettext
from clustercourse.models.content import Course, Version
from clustercourse.models.learning import Enrolment

_newest = (
    select(Version.id, Version.number, Version.digest, Version.outline, Course.id.label("course_id"))
    .join(Course, Course.newest_version_id == Version.id)
    .where(Course.key == bindparam("key"))
)
_learners = select(func.count(func.distinct(Enrolment.person_id))).where(
    Enrolment.course_id == bindparam("course"), Enrolment.withdrawn_at.is_(None), Enrolment.finished_at.is_(None)
)


@dataclass(frozen=True)
class Impact:
    """Every change, and how many people are in the course now. `newest` is the number of the version compared with (0: none)."""

    newest: int
    is_same: bool
    learners: int
    items: tuple[ItemChange, ...]
    questions: tuple[QuestionChange, ...]

    def sentences(self) -> list[Message]:
        """The summary, one sentence for each kind of change."""
        if not self.newest:
            return [_("This is the first version of the course.")]
        if self.is_same:
            return [_("Nothing has changed since version {number}.", number=self.newest)]
        here = ngettext("{n} person is in the course now.", "{n} people are in the course now.", self.learners)
        return [*change_sentences(self.items, self.questions), here]


def impact(prepared: Prepared) -> Impact:
    """Compare with the newest version of the course. At most four statements."""
    compiled = prepared.course
    newest = row(_newest, key=compiled.key)
    if newest is None:
        return Impact(0, False, 0, (), ())
    items = item_changes(newest.outline, outline_of(compiled))
    changed = [item.key for item in items if item.kind == "exercise" and item.what == "changed"]
    stored = specifications(newest.id, newest.outline["language"])
    now = {page.item_key: page.specification or {} for page in compiled.pages if page.language == compiled.language}
    answered = answered_in(newest.course_id, changed)
    questions = tuple(change for key in changed for change in question_changes(key, stored.get(key, {}), now[key], answered))
    return Impact(newest.number, newest.digest == prepared.digest, int(value(_learners, course=newest.course_id) or 0), items, questions)
