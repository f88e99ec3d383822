"""Attendance from a file. What each cell means is decided in `attendance_planning`; the same file twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from clustercourse.cohorts.actions.attendance import Change, Mark, locked_session, mark_attendance
from clustercourse.cohorts.actions.attendance import Outcome as Came
from clustercourse.cohorts.attendance_planning import Plan, Planned, plan_attendance
from clustercourse.cohorts.attendance_words import mark_words
from clustercourse.cohorts.queries.attendance_changes import numbers_seen
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.language import _
from clustercourse.tables import Table


def import_attendance(cohort_id: int, table: Table, *, seen: int, by: int, reason: str = "") -> Plan:
    """Carry out what the file says, through the register: every mark a revision; returns the plan with what came of each cell.

    What somebody changed after revision `seen` (that of the dry run) is a clash and stays. Cells that are wrong change nothing.
    Refused as a whole: a change in a locked register without a reason.
    """
    for session in sorted(session.id for session in sessions_of(cohort_id)):
        locked_session(session)
    plan = plan_attendance(cohort_id, table)
    wanted: dict[int, list[Planned]] = defaultdict(list)
    for line in plan.of("change"):
        wanted[line.session_id].append(line)
    shown = numbers_seen(sorted(wanted), seen=seen)
    came: dict[int, Planned] = {}
    for session_id, lines in sorted(wanted.items()):
        changes = [_change(line, shown.get((session_id, line.seat_id or 0), 0)) for line in lines]
        outcomes = mark_attendance(session_id, changes, by=by, source="import", reason=reason)
        came |= {id(line): _after(line, outcome) for line, outcome in zip(lines, outcomes, strict=True)}
    return Plan(tuple(came.get(id(line), line) for line in plan.lines), plan.seen)


def _change(line: Planned, number_seen: int) -> Change:
    return Change(line.seat_id or 0, line.mark or Mark("expected"), number_seen)


def _after(line: Planned, outcome: Came) -> Planned:
    if outcome.kind == "clash":
        stands = outcome.standing.mark
        who = _("{name} changed this meanwhile.", name=outcome.standing.by_name)
        return replace(line, outcome="clash", was=mark_words(stands.status, stands.arrived, stands.left, stands.place), why=who)
    if outcome.kind == "refused":
        return replace(line, outcome="wrong", why=outcome.why)
    return replace(line, outcome="change" if outcome.kind == "changed" else "same")
