"""Locking the register of a session after its day, and opening it again. What is marked in a locked register needs a reason."""

from __future__ import annotations

from clustercourse.cohorts.actions.attendance import locked_session
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.attendance import RegisterStep
from clustercourse.models.training_sessions import TrainingSession


def lock_register(session_id: int, *, by: int | None) -> bool:
    """Lock it; `by` None is the job that does it after the day. Twice is once: says whether it was locked now.

    Refused: a session that has not begun, and a cancelled one.
    """
    session = locked_session(session_id)
    if session.is_cancelled:
        raise Refused(_("This session is cancelled. There is nothing to lock."))
    if session.locked_at is not None:
        return False
    if session.starts_at > now():
        raise Refused(_("This session has not begun. Lock its register when it is over."))
    session.locked_at = now()
    _step(session, "locked", by=by)
    record("cohorts.session_locked", by=by, thing=("training_session", session_id), detail={"cohort": session.cohort_id})
    return True


def unlock_register(session_id: int, *, by: int, reason: str) -> bool:
    """Open it again, for a day: the job locks it after that. The reason stands in the change log. Twice is once.

    Refused: without a reason.
    """
    if not reason.strip():
        raise Refused(_("Say why the register is opened again."), field="reason")
    session = locked_session(session_id)
    if session.locked_at is None:
        return False
    session.locked_at = None
    _step(session, "open", by=by, reason=reason.strip())
    record("cohorts.session_unlocked", by=by, thing=("training_session", session_id), detail={"cohort": session.cohort_id})
    return True


def _step(session: TrainingSession, to_state: str, *, by: int | None, reason: str = "") -> None:
    db.session.add(RegisterStep(session_id=session.id, to_state=to_state, at=now(), by_id=by, reason=reason))
    db.session.flush()
