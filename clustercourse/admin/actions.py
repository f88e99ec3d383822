"""What those who run the site do: teams of courses, letters again, jobs again."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse import jobs
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Address
from clustercourse.models.content import CourseTeam
from clustercourse.models.notifications import Letter
from clustercourse.notifications.actions import resend


def join_team(course_id: int, *, email: str, role: str, by: int) -> CourseTeam:
    """Make the person with this confirmed address trainer or author. Twice is once. Refused: nobody has the address."""
    address = db.session.scalar(select(Address).where(Address.key == email.strip().lower(), Address.confirmed_at.is_not(None)))
    if address is None:
        raise Refused(_("Nobody here has this address. Ask them to register first."), field="email")
    same = select(CourseTeam).where(CourseTeam.course_id == course_id, CourseTeam.person_id == address.person_id, CourseTeam.role == role)
    row = db.session.scalar(same)
    if row is None:
        row = CourseTeam(course_id=course_id, person_id=address.person_id, role=role, created_at=now())
        db.session.add(row)
        db.session.flush()
        record("content.team_joined", by=by, person=address.person_id, thing=("course", course_id), detail={"role": role})
    return row


def leave_team(course_id: int, team_id: int, *, by: int) -> None:
    """Take somebody off a course's team. Twice is once."""
    row = db.session.scalar(select(CourseTeam).where(CourseTeam.id == team_id, CourseTeam.course_id == course_id))
    if row is not None:
        record("content.team_left", by=by, person=row.person_id, thing=("course", course_id), detail={"role": row.role})
        db.session.delete(row)
        db.session.flush()


def resend_letter(letter_id: int, *, by: int) -> None:
    """Send a letter that was refused or given up once more. Refused: it waits or was sent."""
    letter = db.session.get(Letter, letter_id)
    if letter is None:
        raise NotHere
    if letter.state in ("waiting", "sent"):
        raise Refused(_("This letter needs no second try."))
    resend(letter, by=by)


def retry_job(job_id: int, *, by: int) -> None:
    """Put a job that was given up back in the queue. Refused: it is not given up."""
    if not jobs.retry(job_id):
        raise Refused(_("Only a job that was given up can be tried again."))
    record("admin.job_retried", by=by, thing=("job", job_id))
