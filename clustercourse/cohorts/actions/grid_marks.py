"""Marking several people at several sessions at once, as the overview of a cohort does."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from clustercourse.cohorts.actions.attendance import Change, Mark, Outcome, locked_session, mark_attendance, too_early
from clustercourse.cohorts.queries.attendance_changes import numbers_seen
from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.models.training_sessions import TrainingSession

_NOT_BEGUN = _("“{session}” has not begun. Before it begins you can only mark who is excused or not expected.")


def mark_many(
    cohort_id: int, session_ids: Sequence[int], seat_ids: Sequence[int], *, status: str, seen: int, by: int, reason: str = ""
) -> dict[int, list[Outcome]]:
    """Mark the same status for all these people at all these sessions; outcomes by session.

    `seen` is the newest revision the page showed: a mark that was changed after it is a clash, as on the register. All or nothing
    where it is refused: no session or nobody chosen, a session of another cohort, one that has not begun, and what `mark_attendance`
    refuses.
    """
    found = select(TrainingSession.id).where(TrainingSession.cohort_id == cohort_id, TrainingSession.id.in_(session_ids))
    chosen = sorted(db.session.scalars(found))
    if not chosen or len(chosen) != len(set(session_ids)):
        raise Refused(_("Choose at least one session of this cohort."))
    if not seat_ids:
        raise Refused(_("Choose at least one person."))
    for session_id in chosen:
        session = locked_session(session_id)
        if too_early(session.starts_at, status) is not None:
            raise Refused(_NOT_BEGUN, session=session.title)
    shown = numbers_seen(chosen, seen=seen)
    done: dict[int, list[Outcome]] = {}
    for session_id in chosen:
        changes = [Change(seat, Mark(status), shown.get((session_id, seat), 0)) for seat in dict.fromkeys(seat_ids)]
        done[session_id] = mark_attendance(session_id, changes, by=by, source="grid", reason=reason)
    return done
