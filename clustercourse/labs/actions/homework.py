"""Tasks between workshops: setting, changing, taking back, and reminding those who have not reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.homework import HOMEWORK_OPEN, Waiting, chased_on, day_of, waiting_on
from clustercourse.labs.words import CHASE_WORDS
from clustercourse.language import _
from clustercourse.models.labs import Lab, LabParticipant
from clustercourse.models.trials import Homework, HomeworkChase, HomeworkReport

LONGEST_WAY = timedelta(days=3 * 365)
SOON, LATE = timedelta(days=2), timedelta(days=3)
"""How long before the day, and after it, the site reminds."""


@dataclass(frozen=True)
class TaskFacts:
    """What a task asks for, and by when; `html` is made from `text` beforehand."""

    title: str
    text: str
    html: str
    due_on: date


def set_homework(lab_id: int, facts: TaskFacts, *, by: int) -> Homework:
    """Give every participant a task. Refused: a lab that is neither ready nor running; a day that is over, or years away."""
    _open_lab(lab_id)
    _refuse_day(lab_id, facts.due_on)
    number = (db.session.scalar(select(func.max(Homework.number)).where(Homework.lab_id == lab_id)) or 0) + 1
    moment = now()
    task = Homework(lab_id=lab_id, number=number, edition=1, created_at=moment, changed_at=moment, **vars(facts))
    db.session.add(task)
    db.session.flush()
    record("labs.homework_set", by=by, thing=("homework", task.id), detail={"lab": lab_id, "due_on": facts.due_on.isoformat()})
    return task


def change_homework(homework_id: int, facts: TaskFacts, *, edition: int, by: int) -> None:
    """Change a task; those who take part are told when its day moves. The same again is once.

    `edition` is that of the task that the writer saw. Raises Conflict when somebody else changed it meanwhile. Refused: a lab that is
    neither ready nor running, a new day that is over.
    """
    task = _task(homework_id)
    _open_lab(task.lab_id)
    changed = sorted(name for name, said in vars(facts).items() if getattr(task, name) != said)
    if not changed:
        return
    if task.edition != edition:
        raise Conflict(_("Somebody changed this task while you wrote. Their text stands; yours is below."))
    was = task.due_on
    if was != facts.due_on:
        _refuse_day(task.lab_id, facts.due_on)
    for name in changed:
        setattr(task, name, getattr(facts, name))
    task.edition, task.changed_at = task.edition + 1, now()
    db.session.flush()
    moved = [was.isoformat(), facts.due_on.isoformat()] if was != facts.due_on else []
    detail = {"lab": task.lab_id, "fields": changed, "moved": moved, "edition": task.edition}
    record("labs.homework_changed", by=by, thing=("homework", homework_id), detail=detail)


def remove_homework(homework_id: int, *, by: int) -> None:
    """Take a task back that nobody has reported on yet. Twice is once. Refused: when somebody has; a lab that does not go on."""
    task = db.session.get(Homework, homework_id, with_for_update=True)
    if task is None:
        return
    _open_lab(task.lab_id)
    if db.session.scalar(select(HomeworkReport.id).where(HomeworkReport.homework_id == homework_id).limit(1)) is not None:
        raise Refused(_("Somebody has reported on this task. It stays, with its reports."))
    for chase in db.session.scalars(select(HomeworkChase).where(HomeworkChase.homework_id == homework_id)):
        db.session.delete(chase)
    db.session.flush()
    db.session.delete(task)
    db.session.flush()
    record("labs.homework_removed", by=by, thing=("homework", homework_id), detail={"lab": task.lab_id})


def chase(homework_id: int, reason: str, *, on: date, by: int | None) -> int:
    """Remind the people of those who have not reported on a task; gives how many organisations that are. Twice is once.

    `reason` is soon or late (the site, once for its due day, `by` None) or asked (the facilitator, once a day). Refused: a lab that is
    neither ready nor running, when the facilitator asks.
    """
    task = _task(homework_id)
    if reason not in CHASE_WORDS:
        raise ValueError(f"{reason} is no reason to remind")
    if reason == "asked":
        _open_lab(task.lab_id)
    for_day = on if reason == "asked" else task.due_on
    known = chased_on(homework_id)
    silent = [one for one in waiting_on(homework_id) if (homework_id, one.participant_id, reason, for_day) not in known]
    if reason != "asked":
        silent = [one for one in silent if reason_on(one, on) == reason]
    if not silent:
        return 0
    numbers = [one.participant_id for one in silent]
    for number in numbers:
        db.session.add(HomeworkChase(homework_id=homework_id, participant_id=number, reason=reason, for_day=for_day, at=now(), by_id=by))
    db.session.flush()
    of = list(db.session.scalars(select(LabParticipant.organisation_id).where(LabParticipant.id.in_(numbers)).order_by(LabParticipant.id)))
    detail = {"lab": task.lab_id, "reason": reason, "for_day": for_day.isoformat(), "organisations": of}
    record("labs.homework_chased", by=by, thing=("homework", homework_id), detail=detail)
    return len(numbers)


def reason_on(one: Waiting, on: date) -> str:
    """Why the site would remind an organisation on this day; empty for no reason. Nobody is late with what was due before they came."""
    if on <= one.due_on <= on + SOON:
        return "soon"
    return "late" if on >= one.due_on + LATE and one.joined_at.date() <= one.due_on else ""


def _refuse_day(lab_id: int, due_on: date) -> None:
    on = day_of(lab_id)
    if due_on < on:
        raise Refused(_("This day is over. Choose today or a day to come."), field="due_on")
    if due_on > on + LONGEST_WAY:
        raise Refused(_("Choose a day within the next three years."), field="due_on")


def _open_lab(lab_id: int) -> Lab:
    lab = locked_lab(lab_id)
    if lab.state not in HOMEWORK_OPEN:
        raise Refused(_("Homework is written while a lab is ready or running. Nothing was changed."))
    return lab


def _task(homework_id: int) -> Homework:
    task = db.session.get(Homework, homework_id, with_for_update=True)
    if task is None:
        raise NotHere
    return task
