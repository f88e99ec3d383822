"""A space comes into being with the first thing written or set in it."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.events import record
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import Space


def space_for(*, cohort_id: int | None = None, course_id: int | None = None) -> Space:
    """The space of a cohort or a course, made where there is none: one, however many ask at once."""
    own = Space.cohort_id == cohort_id if cohort_id is not None else Space.course_id == course_id
    found = db.session.scalar(select(Space).where(own))
    if found is None:
        owner: type[Cohort | Course] = Cohort if cohort_id is not None else Course
        db.session.get_one(owner, cohort_id or course_id, with_for_update=True)
        found = db.session.scalar(select(Space).where(own))
    if found is None:
        found = Space(cohort_id=cohort_id, course_id=course_id, is_chatham=False, created_at=now())
        db.session.add(found)
        db.session.flush()
    return found


def set_chatham(space: Space, *, is_chatham: bool, by: int) -> None:
    """Say whether what is said here may be passed on only without who said it. The same again changes nothing."""
    if space.is_chatham != is_chatham:
        space.is_chatham = is_chatham
        db.session.flush()
        record("discussions.space_changed", by=by, thing=("space", space.id), detail={"chatham": is_chatham})
