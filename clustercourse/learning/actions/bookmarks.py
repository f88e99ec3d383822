"""Lessons a learner wants to find again."""

from __future__ import annotations

from sqlalchemy import delete, select

from clustercourse.db import db, now
from clustercourse.learning.actions.owner import lock_own
from clustercourse.models.learning import Bookmark


def keep_bookmark(enrolment_id: int, item_id: int, *, by: int) -> None:
    """Remember a lesson. Twice is once; nothing is refused."""
    lock_own(enrolment_id, by)
    known = db.session.scalar(select(Bookmark.id).where(Bookmark.enrolment_id == enrolment_id, Bookmark.item_id == item_id))
    if known is None:
        db.session.add(Bookmark(enrolment_id=enrolment_id, item_id=item_id, created_at=now()))
        db.session.flush()


def remove_bookmark(enrolment_id: int, item_id: int, *, by: int) -> None:
    """Forget a lesson that was remembered. Twice is once; nothing is refused."""
    lock_own(enrolment_id, by)
    db.session.execute(delete(Bookmark).where(Bookmark.enrolment_id == enrolment_id, Bookmark.item_id == item_id))
