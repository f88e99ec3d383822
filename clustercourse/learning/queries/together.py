"""How far the people of a cohort are in its courses. One statement however many they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows
from clustercourse.language import language
from clustercourse.learning.queries.completion import standing
from clustercourse.learning.queries.marks import TRAIL_IN_COHORT, marks_in
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment

_courses = (
    select(
        Enrolment.id,
        Enrolment.person_id,
        Enrolment.withdrawn_at,
        Enrolment.finished_at,
        Enrolment.last_item_id,
        Enrolment.last_visit_at,
        func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id).label("version_id"),
        *TRAIL_IN_COHORT,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.cohort_id == bindparam("cohort"), Course.newest_version_id.is_not(None))
    .order_by(Enrolment.person_id, Enrolment.id)
)


@dataclass(frozen=True)
class Progress:
    """One person in one course of the cohort, with titles in the reader's language.

    `next_title` is where they go on, `failed_title` a check that is not passed yet.
    """

    person_id: int
    course_title: str
    percent: int
    is_finished: bool
    has_left: bool
    next_title: str
    failed_title: str
    last_visit_at: datetime | None


def progress_in(cohort_id: int) -> dict[int, tuple[Progress, ...]]:
    """By person."""
    found = rows(_courses, cohort=cohort_id)
    known = outlines(list({line.version_id for line in found}))
    made: dict[int, tuple[Progress, ...]] = {}
    for line in found:
        version = known[line.version_id]
        now = standing(version, marks_in(line), is_finished=line.finished_at is not None)
        step = now.next_step(line.last_item_id)
        progress = Progress(
            person_id=line.person_id,
            course_title=version.text(language()).title,
            percent=now.percent,
            is_finished=line.finished_at is not None,
            has_left=line.withdrawn_at is not None,
            next_title=step.item.title(language()) if step else "",
            failed_title=now.failed.title(language()) if now.failed else "",
            last_visit_at=line.last_visit_at,
        )
        made[line.person_id] = (*made.get(line.person_id, ()), progress)
    return made
