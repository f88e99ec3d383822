"""Drafts: what is typed and not sent. Never lost: where two texts meet, both are kept until their owner chooses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import null

from clustercourse.db import now
from clustercourse.errors import Refused
from clustercourse.exercises.actions.attempts import open_attempt
from clustercourse.exercises.actions.keeping import (
    Sending,
    add,
    change,
    is_over,
    keep_beside,
    own_draft,
    owner,
    read_for,
    refuse_old_page,
    sent_attempt,
)
from clustercourse.exercises.queries.attempts import DraftRow, Situation, situation
from clustercourse.exercises.queries.tasks import Task
from clustercourse.kinds.kind import Answers
from clustercourse.language import _, clock
from clustercourse.models.exercises import Draft


@dataclass(frozen=True)
class Saved:
    """The draft's new number, and whether its text now stands beside another one."""

    number: int
    saved_at: datetime
    is_conflict: bool = False


def save_draft(task: Task, sent: Sending, *, draft_number: int, by: int) -> Saved:
    """Keep what is typed so far. The first save begins the attempt, so that its paper stays the same.

    A save that does not go on from the last one is a conflict: both texts are kept. Refused when the time is over, and while the
    exercise is locked or used up.
    """
    found = situation(task.enrolment_id, task.item.id)
    if sent.number <= found.submitted:
        return _saved_after_sending(task, found, sent, draft_number)
    refuse_old_page(found, sent.number)
    attempt = found.open or open_attempt(task, found, version_id=sent.version_id, by=by)
    if attempt.ends_at and is_over(attempt):
        raise Refused(_("The time for this exercise was over at {time}. What you had typed by then counts."), time=clock(attempt.ends_at))
    answers = read_for(task, attempt, sent.form)
    if found.draft is None:
        return _first(task, answers)
    return _next(task, found.draft, answers, draft_number)


def settle_draft(task: Task, *, keep_second: bool, draft_number: int) -> None:
    """Go on with one of two texts; the other one is let go. Twice is once. Refused when they changed since they were shown."""
    draft = situation(task.enrolment_id, task.item.id).draft
    if draft is None or draft.other is None:
        return
    chosen = draft.other if keep_second else draft.answers
    settled = own_draft(task).where(Draft.number == draft_number)
    if not change(settled.values(answers=chosen, other=null(), number=draft_number + 1, saved_at=now())):
        raise Refused(_("The texts have changed meanwhile. Look at both again."))


def _saved_after_sending(task: Task, found: Situation, sent: Sending, draft_number: int) -> Saved:
    attempt = sent_attempt(task, sent.number)
    answers = read_for(task, attempt, sent.form)
    if answers == attempt.answers:
        return Saved(draft_number, now())
    keep_beside(task, found.draft, attempt.answers or {}, answers)
    return Saved(draft_number, now(), is_conflict=True)


def _first(task: Task, answers: Answers) -> Saved:
    draft = Draft(**owner(task), answers=answers, number=1, saved_at=now())
    if add(draft):
        return Saved(1, draft.saved_at)
    meanwhile = situation(task.enrolment_id, task.item.id).draft
    return _next(task, meanwhile, answers, 0) if meanwhile else Saved(0, now(), is_conflict=True)


def _next(task: Task, draft: DraftRow, answers: Answers, draft_number: int) -> Saved:
    """The next number, when it goes on from the last; the same text again is no conflict."""
    if answers == draft.answers:
        return Saved(draft.number, draft.saved_at)
    moment = now()
    following = own_draft(task).where(Draft.number == draft_number)
    if change(following.values(answers=answers, number=draft_number + 1, saved_at=moment)):
        return Saved(draft_number + 1, moment)
    keep_beside(task, draft, draft.answers, answers)
    return Saved(draft.number, draft.saved_at, is_conflict=True)
