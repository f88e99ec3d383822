"""Committing to something in the real cluster, saying what came of it, and the one reminder in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Conflict, NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.learning.actions.owner import lock_own
from clustercourse.models.commitments import Commitment
from clustercourse.notifications.actions import mark_read, notify
from clustercourse.workbook.queries.commitments import OUTCOMES, Reminder

LONGEST_WAY = timedelta(days=180)
MORNING = 8
_SATURDAY = 5
DUE = "workbook.commitment_due"


@dataclass(frozen=True)
class Said:
    """What somebody means to do, with whom, and by when."""

    what: str
    with_whom: str
    due_on: date


def commit(enrolment_id: int, module_id: int, said: Said, *, seen: int, on: date, by: int) -> Commitment:
    """Write the commitment at the end of a module, or change it. `seen` is its number as the page had it, 0 for none; `on` is today.

    The same again is once. A new day brings a new reminder. Refused: another person's enrolment; a day that is over or more than 180 days
    away; changing one of which the outcome is said. Conflict: another window was quicker; its text is in the sentence.
    """
    enrolment = lock_own(enrolment_id, by)
    wanted = Said(said.what.strip(), said.with_whom.strip(), said.due_on)
    there = db.session.scalar(select(Commitment).filter_by(enrolment_id=enrolment_id, item_id=module_id))
    if there is not None and _said(there) == wanted:
        return there
    if there is not None and there.number != seen:
        text = f"{there.what} ({there.with_whom})" if there.with_whom else there.what
        raise Conflict(_("In another window you wrote meanwhile: “{text}”. That stands; what you typed now is below.", text=text))
    if there is not None and there.outcome:
        raise Refused(_("You have said what came of this one. It stays as it is."))
    if there is None or there.due_on != wanted.due_on:
        _refuse_day(wanted.due_on, on)
    if there is None:
        there = Commitment(enrolment_id=enrolment_id, item_id=module_id, what="", due_on=wanted.due_on, number=0, created_at=now())
        db.session.add(there)
    if there.due_on != wanted.due_on:
        there.reminded_at = None
    there.what, there.with_whom, there.due_on, there.number = wanted.what, wanted.with_whom, wanted.due_on, there.number + 1
    db.session.flush()
    detail = {"course": enrolment.course_id, "item": module_id}
    record("workbook.committed", by=by, person=by, thing=("commitment", there.id), detail=detail)
    return there


def tell_outcome(commitment_id: int, outcome: str, note: str, *, by: int) -> None:
    """Say what came of a commitment, in a word and a sentence; also later, and anew. The same again is once.

    Refused: another person's; a word that is none of the four.
    """
    there = db.session.get(Commitment, commitment_id, with_for_update=True)
    if there is None:
        raise NotHere
    enrolment = lock_own(there.enrolment_id, by)
    if outcome not in OUTCOMES:
        raise Refused(_("Choose one from the list."), field="outcome")
    mark_read(by, ("commitment", there.id))
    if (there.outcome, there.outcome_note) == (outcome, note.strip()):
        return
    there.outcome, there.outcome_note, there.decided_at = outcome, note.strip(), now()
    db.session.flush()
    detail = {"course": enrolment.course_id, "item": there.item_id, "outcome": outcome}
    record("workbook.commitment_decided", by=by, person=by, thing=("commitment", there.id), detail=detail)


def is_morning(reminder: Reminder, moment: datetime) -> bool:
    """Whether its day has come and it is a weekday, eight o'clock or later, where its person lives."""
    local = moment.astimezone(ZoneInfo(reminder.time_zone))
    return local.date() >= reminder.due_on and local.weekday() < _SATURDAY and local.hour >= MORNING


def remind(reminder: Reminder) -> None:
    """Ask a learner what came of a commitment, once for its day."""
    there = db.session.get(Commitment, reminder.id, with_for_update=True)
    if there is None or there.outcome or there.reminded_at is not None or there.due_on != reminder.due_on:
        return
    there.reminded_at = now()
    db.session.flush()
    notify(
        DUE,
        [reminder.person_id],
        key=f"commitment:{there.id}:{there.due_on.isoformat()}",
        by=None,
        thing=("commitment", there.id),
        address=reminder.address,
        title=there.what,
    )


def _said(there: Commitment) -> Said:
    return Said(there.what, there.with_whom, there.due_on)


def _refuse_day(due: date, on: date) -> None:
    if due <= on:
        raise Refused(_("Choose a day to come."), field="due_on")
    if due > on + LONGEST_WAY:
        raise Refused(_("Choose a day within the next 180 days. What takes longer has a first step that does not."), field="due_on")
