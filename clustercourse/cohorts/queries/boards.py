"""The board of a cohort: progress, attendance and open questions of everybody, and who needs help. Five statements at any size."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, literal, select, union_all

from clustercourse.cohorts.queries.attendance import Row, standings_of
from clustercourse.cohorts.queries.attendance_rule import Outcome
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.sessions import SessionRow
from clustercourse.db import now, rows
from clustercourse.language import Message, _, ngettext
from clustercourse.learning.queries.together import Progress, progress_in
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import Apology, CheckInRequest
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession

_QUIET = timedelta(days=14)


@dataclass(frozen=True)
class BoardRow:
    """A person on the board. `troubles` say in words why they may need help; empty for who is on track."""

    seat_id: int
    person_id: int
    name: str
    organisation: str
    courses: tuple[Progress, ...]
    outcome: Outcome
    troubles: tuple[Message, ...]

    @property
    def percent(self) -> int | None:
        """Progress over all courses of the cohort, rounded down; None while there is no course."""
        return sum(each.percent for each in self.courses) // len(self.courses) if self.courses else None

    @property
    def would_be_certified(self) -> bool:
        """Attendance is enough, and every course of the cohort is finished."""
        return self.outcome.state == "reached" and all(each.is_finished for each in self.courses)


@dataclass(frozen=True)
class Question:
    """Something that waits for the coordinator: an apology, or somebody who is not on the list."""

    kind: str
    id: int
    session_id: int
    session_title: str
    name: str
    text: str
    created_at: datetime


@dataclass(frozen=True)
class Board:
    """Everything the page shows."""

    rows: tuple[BoardRow, ...]
    sessions: tuple[SessionRow, ...]
    questions: tuple[Question, ...]

    @property
    def in_trouble(self) -> tuple[BoardRow, ...]:
        return tuple(each for each in self.rows if each.troubles)

    @property
    def on_track(self) -> tuple[BoardRow, ...]:
        return tuple(each for each in self.rows if not each.troubles)

    @property
    def unmarked(self) -> int:
        """How many marks are missing for sessions that are over."""
        return sum(each.outcome.unmarked for each in self.rows)

    @property
    def certified(self) -> tuple[BoardRow, ...]:
        return tuple(each for each in self.rows if each.would_be_certified)

    @property
    def lacking(self) -> tuple[BoardRow, ...]:
        return tuple(each for each in self.rows if not each.would_be_certified)

    def ticked(self, whom: str) -> frozenset[int]:
        """The seats to tick: of `all`, of `none`, of those `lacking` something for the certificate, else of those who may need help."""
        groups = {"all": self.rows, "none": (), "lacking": self.lacking}
        return frozenset(each.seat_id for each in groups.get(whom, self.in_trouble))


_of: Any = bindparam("cohort")
_apologies = (
    select(
        literal("apology").label("kind"),
        Apology.id.label("number"),
        TrainingSession.id.label("session"),
        TrainingSession.title,
        Person.name,
        Apology.text,
        Apology.created_at.label("asked_at"),
    )
    .join(TrainingSession, TrainingSession.id == Apology.session_id)
    .join(Seat, Seat.id == Apology.seat_id)
    .join(Person, Person.id == Seat.person_id)
    .where(TrainingSession.cohort_id == _of, Apology.decided_at.is_(None))
)
_asked = (
    select(
        literal("request").label("kind"),
        CheckInRequest.id.label("number"),
        TrainingSession.id.label("session"),
        TrainingSession.title,
        Person.name,
        CheckInRequest.message,
        CheckInRequest.created_at.label("asked_at"),
    )
    .join(TrainingSession, TrainingSession.id == CheckInRequest.session_id)
    .join(Person, Person.id == CheckInRequest.person_id)
    .where(TrainingSession.cohort_id == _of, CheckInRequest.decided_at.is_(None))
)
_questions = union_all(_apologies, _asked).order_by("kind", "asked_at", "number")


def board_of(cohort: CohortRow) -> Board:
    """The whole board: people by name, those in trouble first where the page wants it so."""
    sessions, people = standings_of(cohort.id, percent_wanted=cohort.attendance_percent)
    progress = progress_in(cohort.id)
    begun = any(session.is_past for session in sessions)
    lines = [_board_row(line, progress.get(line.person_id, ()), begun) for line in people if line.state in ("confirmed", "finished")]
    return Board(tuple(lines), sessions, tuple(Question(*found) for found in rows(_questions, cohort=cohort.id)))


def _board_row(line: Row, courses: tuple[Progress, ...], begun: bool) -> BoardRow:
    troubles = (*_absences(line.outcome), *(trouble for each in courses for trouble in _stuck(each, begun)))
    return BoardRow(line.seat_id, line.person_id, line.name, line.organisation, courses, line.outcome, troubles)


def _absences(outcome: Outcome) -> list[Message]:
    if outcome.reach == "out_of_reach":
        return [_("The certificate is out of reach.")]
    if outcome.reach == "last_chance":
        return [_("One more miss puts the certificate out of reach.")]
    if outcome.state == "coordinator_decides":
        return [_("Attendance: you decide.")]
    return [_("Attendance is below the rule so far.")] if outcome.state == "not_reached" else []


def _stuck(progress: Progress, begun: bool) -> list[Message]:
    if progress.is_finished:
        return []
    if progress.has_left:
        return [_("Has left the course “{title}”.", title=progress.course_title)]
    if progress.failed_title:
        return [_("Has not passed “{title}” yet.", title=progress.failed_title)]
    if not begun:
        return []
    if progress.last_visit_at is None:
        return [_("Has not begun “{title}”.", title=progress.course_title)]
    quiet = (now() - progress.last_visit_at) // timedelta(days=1)
    if now() - progress.last_visit_at < _QUIET:
        return []
    return [
        ngettext(
            "Stands at “{title}”, last there {n} day ago.",
            "Stands at “{title}”, last there {n} days ago.",
            quiet,
            title=progress.next_title,
        )
    ]
