"""What attempts and drafts have in common: what a form sends, whose rows they are, and writing them when another request may be first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Update, update
from sqlalchemy.exc import IntegrityError

from clustercourse.content.queries import page
from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere
from clustercourse.exercises.queries.attempts import AttemptRow, DraftRow, Situation, attempt_numbered
from clustercourse.exercises.queries.papers import GRACE, kind_of
from clustercourse.exercises.queries.questions import Form
from clustercourse.exercises.queries.tasks import Task
from clustercourse.kinds.kind import Answers
from clustercourse.language import _
from clustercourse.models.exercises import Attempt, Draft


@dataclass(frozen=True)
class Sending:
    """A form as it was sent: for which attempt, drawn from which version, and whether empty questions are meant."""

    number: int
    version_id: int
    form: Form
    anyway: bool = False


def read_for(task: Task, attempt: AttemptRow, form: Form) -> Answers:
    """The answers in a form for an attempt."""
    specification = page(attempt.version_id, task.item.id, task.language).specification
    return kind_of(specification).read(specification, attempt.paper, form)


def sent_attempt(task: Task, number: int) -> AttemptRow:
    """The attempt that was sent under a number."""
    attempt = attempt_numbered(task.enrolment_id, task.item.id, number)
    if attempt is None:
        raise NotHere
    return attempt


def is_over(attempt: AttemptRow) -> bool:
    """Whether the time of an attempt has run out, by this server's clock."""
    return attempt.ends_at is not None and now() > attempt.ends_at + GRACE


def refuse_old_page(found: Situation, number: int) -> None:
    """Refuse a form for an attempt that is not the next one."""
    if number != found.next_number:
        raise old_page()


def old_page() -> Conflict:
    """What to say to a form that fits nothing any more."""
    return Conflict(_("This page is out of date. Open the exercise again; what you typed is below."))


def owner(task: Task) -> dict[str, int]:
    """The columns that say whose row it is."""
    return {"enrolment_id": task.enrolment_id, "item_id": task.item.id}


def own_draft(task: Task) -> Update:
    """A change of the learner's draft."""
    return update(Draft).where(Draft.enrolment_id == task.enrolment_id, Draft.item_id == task.item.id)


def keep_beside(task: Task, draft: DraftRow | None, first: Answers, second: Answers) -> None:
    """Keep a second text beside the first until its owner chooses."""
    if draft is None and add(Draft(**owner(task), answers=first, other=second, number=1, saved_at=now())):
        return
    change(own_draft(task).values(other=second))


def add(row: Attempt | Draft) -> bool:
    """Add the row; False when another request was first."""
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        return False
    return True


def change(statement: Update) -> bool:
    """Change a row; False when it was not there as expected."""
    changed: Any = db.session.execute(statement, execution_options={"synchronize_session": False})
    return bool(changed.rowcount == 1)
