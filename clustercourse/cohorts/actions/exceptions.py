"""Letting one person past a lock or a condition of a course, for a while."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from clustercourse.content.queries import outline
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.learning.actions import recompute
from clustercourse.learning.queries.completion import DONE, LOCK
from clustercourse.models.content import Course
from clustercourse.models.learning import Completion, Enrolment, ItemException

LONGEST_REASON = 500


def grant_exception(enrolment_id: int, item_id: int, what: str, *, until: datetime, reason: str, by: int) -> int:
    """Let somebody past the lock of an item (`lock`) or one of its conditions (its name) until a moment; returns the exception's id.

    Completes what is done by it at once; what is done stays done when the time is over. The same exception again changes its end
    and its reason. Refused: no reason, an end that has passed, what the item does not ask, an item that is done.
    """
    enrolment = db.session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None or enrolment.cohort_id is None:
        raise NotHere
    _check(enrolment, item_id, what)
    if not reason.strip():
        raise Refused(_("Say why, in a sentence."), field="reason")
    if until <= now():
        raise Refused(_("Choose a day that is still to come."), field="until_on")
    exception = _in_force(enrolment_id, item_id, what)
    if exception is None:
        exception = ItemException(enrolment_id=enrolment_id, item_id=item_id, what=what, created_at=now())
        db.session.add(exception)
    exception.until, exception.reason, exception.by_id = until, reason.strip()[:LONGEST_REASON], by
    db.session.flush()
    detail = {"cohort": enrolment.cohort_id, "item": item_id, "what": what, "exception": exception.id}
    record("cohorts.exception_granted", by=by, person=enrolment.person_id, thing=("enrolment", enrolment_id), detail=detail)
    recompute(enrolment_id, by=by)
    return exception.id


def end_exception(exception_id: int, *, by: int) -> None:
    """What was let past counts again from now on; what is done by it stays done. Twice is once; nothing is refused."""
    exception = db.session.get(ItemException, exception_id, with_for_update=True)
    if exception is None:
        raise NotHere
    if exception.ended_at is not None:
        return
    exception.ended_at = now()
    db.session.flush()
    enrolment = db.session.get_one(Enrolment, exception.enrolment_id)
    detail = {"cohort": enrolment.cohort_id, "item": exception.item_id, "what": exception.what, "exception": exception_id}
    record("cohorts.exception_ended", by=by, person=enrolment.person_id, thing=("enrolment", enrolment.id), detail=detail)


def _check(enrolment: Enrolment, item_id: int, what: str) -> None:
    newest = db.session.scalar(select(Course.newest_version_id).where(Course.id == enrolment.course_id))
    item = outline(enrolment.pinned_version_id or newest or 0).by_id.get(item_id)
    if item is None or (what != LOCK and what not in {condition.name for condition in item.rule}):
        raise Refused(_("Choose one from the list."), field="what")
    own = Completion.enrolment_id == enrolment.id, Completion.item_id == item_id
    if db.session.scalar(select(Completion.state).where(*own)) in DONE:
        raise Refused(_("This is done already."), field="what")


def _in_force(enrolment_id: int, item_id: int, what: str) -> ItemException | None:
    same = ItemException.enrolment_id == enrolment_id, ItemException.item_id == item_id, ItemException.what == what
    return db.session.scalar(select(ItemException).where(*same, ItemException.ended_at.is_(None), ItemException.until > now()).limit(1))
