"""Letters and jobs, and what becomes of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, and_, case, cast, func, literal, or_, select

from clustercourse.listing import Listing, listing
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter


@dataclass(frozen=True)
class LetterRow:
    id: int
    kind: str
    to_address: str
    subject: str
    state: str
    tries: int
    last_error: str | None
    created_at: datetime
    sent_at: datetime | None
    next_at: datetime | None


@dataclass(frozen=True)
class JobRow:
    id: int
    kind: str
    key: str
    state: str
    tries: int
    last_error: str | None
    due_at: datetime


# Its jobs are "letter:12" and, when it was sent again, "letter:12:…"; what follows a colon in the order of signs is a semicolon.
_its_job = literal("letter:") + cast(Letter.id, Text)
_its_jobs = or_(Job.key == _its_job, and_(Job.key > _its_job + ":", Job.key < _its_job + ";"))
_next = select(func.min(Job.due_at)).where(Job.state == "waiting", _its_jobs).scalar_subquery()
_letters = select(
    Letter.id,
    Letter.kind,
    Letter.to_address,
    Letter.subject,
    Letter.state,
    Letter.tries,
    Letter.last_error,
    Letter.created_at,
    Letter.sent_at,
    case((Letter.state == "waiting", _next)).label("next_at"),
)
_jobs = select(Job.id, Job.kind, Job.key, Job.state, Job.tries, Job.last_error, Job.due_at)


def list_letters(state: str, number: int) -> Listing[LetterRow]:
    wanted = [Letter.state == state] if state else []
    return listing(_letters.where(*wanted).order_by(Letter.id.desc()), lambda found: LetterRow(*found), number)


def list_jobs(state: str, number: int) -> Listing[JobRow]:
    wanted = [Job.state == state] if state else []
    return listing(_jobs.where(*wanted).order_by(Job.id.desc()), lambda found: JobRow(*found), number)
