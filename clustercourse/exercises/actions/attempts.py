"""Attempts: beginning one, and sending its answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, update

from clustercourse import faults
from clustercourse.content.queries import page
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.exercises.actions.keeping import (
    Sending,
    add,
    change,
    is_over,
    keep_beside,
    old_page,
    owner,
    read_for,
    refuse_old_page,
    sent_attempt,
)
from clustercourse.exercises.queries.attempts import AttemptRow, Situation, situation
from clustercourse.exercises.queries.papers import attempts_left, criterion_of, draw, end_of, kind_of
from clustercourse.exercises.queries.tasks import Task, locked_step
from clustercourse.kinds.kind import Answers, Paper, Specification
from clustercourse.kinds.results import Result
from clustercourse.language import _
from clustercourse.learning.actions import note_all, plan_practice
from clustercourse.models.exercises import Attempt, Draft


@dataclass(frozen=True)
class Receipt:
    """What became of a form. `kept_beside`: the attempt was sent before with other answers, so these wait as a second text."""

    number: int
    was_late: bool = False
    kept_beside: bool = False


@dataclass(frozen=True)
class _Sheet:
    """Everything that decides what answers are worth: fixed when the attempt is begun.

    The questions are those of the form that was sent, the rules those of the version read now: no older form gives more attempts.
    """

    version_id: int
    specification: Specification
    paper: Paper
    criterion: Mapping[str, Any]


class Incomplete(Refused):
    """Some answers are empty or cannot be read: the form is shown again before it counts."""


def start_attempt(task: Task, *, version_id: int, by: int) -> int:
    """Begin an attempt: its paper is drawn and kept, its rules are frozen, and a time limit begins to run; returns its number.

    Twice is once: an open attempt goes on. Refused while the exercise is locked, or when all attempts are used.
    """
    found = situation(task.enrolment_id, task.item.id)
    if found.open is None:
        open_attempt(task, found, version_id=version_id, by=by)
    return found.next_number


def submit_attempt(task: Task, sent: Sending, *, by: int) -> Receipt:
    """Score the answers and keep them for ever; note what that means for the course, plan practice, and let go of the draft.

    Sent twice with the same answers it is one attempt; with other answers the second text is kept beside the first. After the time of
    the exercise is over, what was saved by then counts. Refused: locked, no attempt left, not started where the time is limited,
    answers that cannot be read, and, unless `anyway`, empty ones.
    """
    found = situation(task.enrolment_id, task.item.id)
    if sent.number <= found.submitted:
        return _sent_before(task, found, sent)
    refuse_old_page(found, sent.number)
    sheet = _sheet(task, found, found.open.version_id if found.open else sent.version_id)
    if found.open is None:
        _refuse_beginning(task, found, sheet.criterion)
        _refuse_unstarted(sheet.criterion)
    late = found.open is not None and is_over(found.open)
    answers = _typed_by_then(found) if late else _complete(sheet, sent)
    result = _result(sheet, answers)
    passed = result.reaches(sheet.criterion["threshold"])
    worth = {"result": {**result.to_json(), "late": late}, "percent": result.percent, "passed": passed}
    attempt_id = _write(task, found, sheet, {"answers": answers, **worth})
    if attempt_id is None:
        return _sent_before(task, situation(task.enrolment_id, task.item.id), sent)
    faults.point("exercises.after_attempt")
    _tell_learning(task, found, sheet, result, by)
    if found.draft is not None:
        db.session.execute(delete(Draft).where(Draft.enrolment_id == task.enrolment_id, Draft.item_id == task.item.id))
    detail = {"item": task.item.id, "number": found.next_number, "percent": result.percent}
    record("exercises.attempt_submitted", by=by, person=by, thing=("attempt", attempt_id), detail=detail)
    return Receipt(found.next_number, was_late=late)


def open_attempt(task: Task, found: Situation, *, version_id: int, by: int) -> AttemptRow:
    """A new row with its paper and its rules. Where another request was first, its row."""
    sheet = _sheet(task, found, version_id)
    _refuse_beginning(task, found, sheet.criterion)
    row = _row(task, found, sheet)
    row.ends_at = end_of(sheet.criterion, row.created_at)
    if add(row):
        detail = {"item": task.item.id, "number": row.number}
        record("exercises.attempt_started", by=by, person=by, thing=("attempt", row.id), detail=detail)
    begun = situation(task.enrolment_id, task.item.id).open
    if begun is None:
        raise old_page()
    return begun


def _result(sheet: _Sheet, answers: Answers) -> Result:
    """What the answers are worth."""
    return kind_of(sheet.specification).score(sheet.specification, sheet.paper, answers)


def _sheet(task: Task, found: Situation, version_id: int) -> _Sheet:
    specification = page(version_id, task.item.id, task.language).specification
    if found.open is not None:
        return _Sheet(version_id, specification, found.open.paper, found.open.criterion)
    paper = draw(specification, task.enrolment_id, task.item.id, found.next_number)
    rules_now = page(task.outline.version_id, task.item.id, task.language).specification
    return _Sheet(version_id, specification, paper, criterion_of(rules_now))


def _complete(sheet: _Sheet, sent: Sending) -> Answers:
    kind = kind_of(sheet.specification)
    answers = kind.read(sheet.specification, sheet.paper, sent.form)
    unreadable = kind.unreadable(sheet.specification, sheet.paper, answers)
    if unreadable or (not sent.anyway and kind.unanswered(sheet.specification, sheet.paper, answers)):
        raise Incomplete(_("Some questions need another look before you send them."))
    return answers


def _typed_by_then(found: Situation) -> Answers:
    return found.draft.answers if found.draft else {}


def _row(task: Task, found: Situation, sheet: _Sheet) -> Attempt:
    return Attempt(
        **owner(task),
        number=found.next_number,
        version_id=sheet.version_id,
        language=task.language,
        paper=sheet.paper,
        criterion=dict(sheet.criterion),
        created_at=now(),
    )


def _write(task: Task, found: Situation, sheet: _Sheet, values: Mapping[str, Any]) -> int | None:
    """The id of the attempt, or None when another request has sent it."""
    if found.open is not None:
        still_open = update(Attempt).where(Attempt.id == found.open.id, Attempt.submitted_at.is_(None))
        return found.open.id if change(still_open.values(**values, language=task.language, submitted_at=now())) else None
    row = _row(task, found, sheet)
    for name, value in values.items():
        setattr(row, name, value)
    row.submitted_at = row.created_at
    return row.id if add(row) else None


def _tell_learning(task: Task, found: Situation, sheet: _Sheet, result: Result, by: int) -> None:
    passed, percent = result.reaches(sheet.criterion["threshold"]), result.percent
    if sheet.criterion["counts"] == "best":
        passed, percent = passed or found.has_passed, max(percent, found.best or 0)
    evidence = {"submit": {"number": found.next_number}, "pass": {"passed": passed, "percent": percent}}
    note_all(task.enrolment_id, task.item.id, evidence, version_id=sheet.version_id, by=by)
    right = {question.id: question.right for question in result.questions}
    plan_practice(task.enrolment_id, task.item.id, right, version_id=sheet.version_id)


def _sent_before(task: Task, found: Situation, sent: Sending) -> Receipt:
    """The same form again: the same receipt. Another one: its text is kept."""
    attempt = sent_attempt(task, sent.number)
    was_late = bool((attempt.result or {}).get("late"))
    answers = read_for(task, attempt, sent.form)
    if was_late or answers == attempt.answers:
        return Receipt(attempt.number, was_late=was_late)
    keep_beside(task, found.draft, attempt.answers or {}, answers)
    return Receipt(attempt.number, kept_beside=True)


def _refuse_beginning(task: Task, found: Situation, criterion: Mapping[str, Any]) -> None:
    locked = None if task.may_pass_locks else locked_step(task.enrolment_id, task.outline, task.item)
    if locked is not None and locked.locked_by is not None:
        raise Refused(_("This exercise opens when “{title}” is done."), title=locked.locked_by.title(task.language))
    if locked is not None and locked.opens is not None:
        raise Refused(_("This exercise is still locked. {why}."), why=locked.opens.words)
    if attempts_left(criterion, found.submitted) == 0:
        raise Refused(_("You have used all attempts at this exercise. Your answers and their result are kept."))


def _refuse_unstarted(criterion: Mapping[str, Any]) -> None:
    if criterion["time_limit"]:
        raise Refused(_("This exercise has a time limit. Start it first."))
