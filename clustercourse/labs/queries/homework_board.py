"""The page of homework: tasks × organisations for the facilitator, one's own tasks for a participant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from clustercourse.db import now
from clustercourse.labs.policy import can_facilitate_lab, can_report_for, reads_report
from clustercourse.labs.queries.homework import HOMEWORK_OPEN, Chase, Report, Task, chases_of, reports_of, tasks_of, zone_of
from clustercourse.labs.queries.labs import LabRow
from clustercourse.labs.queries.participants import Participant, participants_of
from clustercourse.language import today
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Cell:
    """Where one organisation stands with one task. `days` is how late it is, or was reported.

    `state` is reported, late (not reported, the lab goes on), missing (not reported, nobody can any more) or not-due.
    """

    participant_id: int
    organisation: str
    state: str
    days: int
    shared_with: str
    may_read: bool
    may_write: bool
    is_own: bool


@dataclass(frozen=True)
class Line:
    """A task with its cells, in the order of the organisations, and who was reminded of it."""

    task: Task
    cells: tuple[Cell, ...]
    chases: tuple[Chase, ...]

    @property
    def own(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.is_own)

    @property
    def shared(self) -> tuple[Cell, ...]:
        """Reports of others that one may read."""
        return tuple(cell for cell in self.cells if cell.may_read and not cell.is_own)

    @property
    def silent(self) -> int:
        return sum(1 for cell in self.cells if cell.state in ("late", "not-due"))


@dataclass(frozen=True)
class Board:
    is_open: bool
    organisations: tuple[str, ...]
    lines: tuple[Line, ...]


def standing(due_on: date, reported_on: date | None, *, on: date, is_open: bool) -> tuple[str, int]:
    """State and days late. A report on the day itself is in time."""
    if reported_on is not None:
        return "reported", max(0, (reported_on - due_on).days)
    if on <= due_on and is_open:
        return "not-due", 0
    return ("late", (on - due_on).days) if is_open else ("missing", 0)


def board_of(viewer: Viewer, lab: LabRow) -> Board:
    """As far as the viewer may see it: a participant learns of others only what they share."""
    participants, reports = participants_of(lab.id), reports_of(lab.id)
    zone, is_open, runs = zone_of(lab.id), lab.state in HOMEWORK_OPEN, can_facilitate_lab(viewer, lab)
    have_reported = {participant for _task, participant in reports}
    seen = [one for one in participants if one.left_on is None or one.id in have_reported]
    on = today(now(), zone)
    chases = chases_of(lab.id) if runs else ()

    def cell(task: Task, one: Participant) -> Cell:
        report = reports.get((task.id, one.id))
        reported_on = today(report.reported_at, zone) if report is not None else None
        state, days = standing(task.due_on, reported_on, on=on, is_open=is_open and one.left_on is None)
        return _cell(viewer, lab, one, report, state, days)

    lines = tuple(
        Line(
            task,
            tuple(cell(task, one) for one in seen),
            tuple(chase for chase in chases if chase.homework_id == task.id),
        )
        for task in tasks_of(lab.id)
    )
    return Board(is_open, tuple(one.name for one in seen), lines)


def _cell(viewer: Viewer, lab: LabRow, one: Participant, report: Report | None, state: str, days: int) -> Cell:
    shared_with = report.shared_with if report is not None else ""
    return Cell(
        participant_id=one.id,
        organisation=one.name,
        state=state,
        days=days,
        shared_with=shared_with,
        may_read=report is not None and reads_report(viewer, lab, one.organisation_id, shared_with),
        may_write=lab.state in HOMEWORK_OPEN and can_report_for(viewer, lab, one.organisation_id),
        is_own=viewer.belongs_to(one.organisation_id),
    )
