"""What is still open in a cohort that is about to be closed, and what each of its people lacks for the certificate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, func, select

from clustercourse.cohorts.queries.attendance import standings_of
from clustercourse.cohorts.queries.boards import Board, BoardRow, board_of
from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.people import open_invitations
from clustercourse.db import rows
from clustercourse.language import Message, _
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class StillOpen:
    """What is not settled, each as a number. `last_day` is that of the last session that is not over."""

    sessions: int
    last_day: date | None
    applications: int
    offers: int
    invitations: int
    marks: int

    @property
    def is_something(self) -> bool:
        return any((self.sessions, self.applications, self.offers, self.invitations, self.marks))


@dataclass(frozen=True)
class Closure:
    """Everything the page shows. `lacks` says by seat what a person still lacks; empty for who would get a certificate."""

    board: Board
    still_open: StillOpen
    lacks: dict[int, tuple[Message, ...]]


_undecided = (
    select(Seat.state, func.count())
    .where(Seat.cohort_id == bindparam("cohort"), Seat.state.in_(("applied", "offered")))
    .group_by(Seat.state)
)


def closure_of(cohort: CohortRow) -> Closure:
    board = board_of(cohort)
    return Closure(board, still_open(cohort.id), {line.seat_id: _lacks(line) for line in board.rows})


def still_open(cohort_id: int) -> StillOpen:
    """Sessions that are not over, people who wait for an answer or owe one, and marks missing for sessions that are over."""
    # What is counted here does not depend on the percentage.
    sessions, people = standings_of(cohort_id, percent_wanted=100)
    to_come = [session.on_day for session in sessions if not session.is_past]
    waiting = {state: int(number) for state, number in rows(_undecided, cohort=cohort_id)}
    return StillOpen(
        sessions=len(to_come),
        last_day=max(to_come, default=None),
        applications=waiting.get("applied", 0),
        offers=waiting.get("offered", 0),
        invitations=len(open_invitations(cohort_id)),
        marks=sum(line.outcome.unmarked for line in people if line.state in ("confirmed", "finished")),
    )


def _lacks(line: BoardRow) -> tuple[Message, ...]:
    attendance = () if line.outcome.state == "reached" else (line.outcome.why,)
    courses = (_("“{title}” is not finished.", title=each.course_title) for each in line.courses if not each.is_finished)
    return (*attendance, *courses)
