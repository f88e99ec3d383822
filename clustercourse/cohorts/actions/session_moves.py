"""Moving a session to another time, cancelling it and bringing it back. Its people are told once, ten minutes later."""

from __future__ import annotations

from clustercourse.cohorts.actions.sessions import When, held, is_marked, place_in_time, refuse_locked
from clustercourse.cohorts.session_letters import Told, tell_later
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.training_sessions import TrainingSession


def move_session(session_id: int, when: When, *, by: int) -> TrainingSession:
    """Give a session another day, time, zone or length. To where it is already changes nothing.

    Its people get one letter about where it ended up, ten minutes later; moved back by then, they get none.
    Refused: when the register is locked; another day or length when somebody is marked; what `When.wall` refuses.
    """
    session = held(session_id)
    refuse_locked(session)
    told, before = Told.of(session), _wall_of(session)
    wall = when.wall()
    if (wall.day, wall.time, wall.zone, wall.fold, when.minutes) == before:
        return session
    if is_marked(session_id):
        _refuse_rewriting(session, when)
    place_in_time(session, when)
    session.sequence, session.changed_at = session.sequence + 1, now()
    db.session.flush()
    record("cohorts.session_moved", by=by, thing=("training_session", session_id), detail={"cohort": session.cohort_id})
    tell_later(session, told)
    return session


def cancel_session(session_id: int, *, reason: str, by: int) -> None:
    """Say that a session does not take place. It stays in every list, marked so; its people are told why. Twice is once.

    Refused: without a reason, when the register is locked, when somebody is marked present.
    """
    session = held(session_id)
    if session.is_cancelled:
        return
    refuse_locked(session)
    if not reason.strip():
        raise Refused(_("Say why, in a sentence. The people of the session are told."), field="reason")
    if is_marked(session_id, "present"):
        raise Refused(_("Somebody is marked present, so this session took place. Take the marks back first if that is wrong."))
    told = Told.of(session)
    session.cancelled_at, session.cancel_reason = now(), reason.strip()
    session.sequence, session.changed_at = session.sequence + 1, now()
    db.session.flush()
    record("cohorts.session_cancelled", by=by, thing=("training_session", session_id), detail={"cohort": session.cohort_id})
    tell_later(session, told)


def restore_session(session_id: int, *, by: int) -> None:
    """Undo of cancelling. Twice is once. Within ten minutes of it nobody hears of either."""
    session = held(session_id)
    if not session.is_cancelled:
        return
    told = Told.of(session)
    session.cancelled_at, session.cancel_reason = None, ""
    session.sequence, session.changed_at = session.sequence + 1, now()
    db.session.flush()
    record("cohorts.session_restored", by=by, thing=("training_session", session_id), detail={"cohort": session.cohort_id})
    tell_later(session, told)


def _wall_of(session: TrainingSession) -> tuple[object, ...]:
    return session.on_day, session.at_time, session.zone, session.fold, session.minutes


def _refuse_rewriting(session: TrainingSession, when: When) -> None:
    """Marks say who was there on that day and for how long; only the hour may still be put right."""
    if when.day != session.on_day:
        raise Refused(_("People are marked for this session, so it stays on its day. Plan another session instead."), field="on_day")
    if when.minutes != session.minutes:
        raise Refused(_("People are marked with minutes of this session, so its length stays. Take the marks back first."), field="minutes")
