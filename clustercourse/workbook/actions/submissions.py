"""Submissions: what a learner hands in, and what reviewers make of it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.learning.actions import note_evidence
from clustercourse.models.workbook import Sheet, SheetSubmission, SheetSubmissionStep
from clustercourse.workbook.queries.sheets import current_values
from clustercourse.workbook.queries.submissions import OPENED

SHARES = ("nobody", "trainers", "cohort")
_NEXT = {
    "submitted": ("in-review", "returned", "accepted"),
    "in-review": ("returned", "accepted"),
    "returned": (),
    "accepted": ("returned",),
}


@dataclass(frozen=True)
class Learner:
    """Whose exercise is done by it: their enrolment, the worksheet's item, and the version of the course they read."""

    enrolment_id: int
    item_id: int
    version_id: int
    cohort_id: int | None


def submit_sheet(sheet: Sheet, *, version_id: int, by: int, learner: Learner | None, shared_with: str = "nobody") -> SheetSubmission:
    """Hand in what stands in a sheet: its values are fixed, and the exercise is done for this learner, for nobody else.

    The same values again by the same person, while nothing was decided, are the same submission; only with whom it is shared changes.
    Refused: an empty sheet; sharing with a cohort without being in one.
    """
    values = sorted(value.id for value in current_values(sheet.id).values())
    if not values:
        raise Refused(_("Nothing stands in this sheet yet. Fill it first."))
    cohort_id = learner.cohort_id if learner else None
    if shared_with == "cohort" and cohort_id is None:
        raise Refused(_("You take this course without a cohort. Share it with the trainers, or with nobody."), field="shared_with")
    last = db.session.scalar(
        select(SheetSubmission).where(SheetSubmission.sheet_id == sheet.id).order_by(SheetSubmission.number.desc()).limit(1)
    )
    if last is not None and last.author_id == by and last.state == "submitted" and last.value_ids == values:
        last.shared_with, last.cohort_id = shared_with, cohort_id
        db.session.flush()
        return last
    made = SheetSubmission(
        sheet_id=sheet.id,
        number=(db.session.scalar(select(func.max(SheetSubmission.number)).where(SheetSubmission.sheet_id == sheet.id)) or 0) + 1,
        version_id=version_id,
        value_ids=values,
        state="submitted",
        shared_with=shared_with,
        cohort_id=cohort_id,
        author_id=by,
        submitted_at=now(),
    )
    db.session.add(made)
    db.session.flush()
    _step(made, "", by=by)
    if learner is not None:
        evidence = {"number": made.number}
        note_evidence(learner.enrolment_id, learner.item_id, "submit", evidence, version_id=learner.version_id, by=by)
    detail = {"sheet": sheet.id, "item": sheet.item_id, "shared_with": shared_with, "cohort": cohort_id}
    record("workbook.submitted", by=by, thing=("sheet_submission", made.id), detail=detail)
    return made


def decide_submission(submission_id: int, state: str, *, by: int, reason: str = "") -> None:
    """Take a submission on for reading, return it for changes (with a reason), or accept it: then it feeds the strategy document.

    Twice is once. Refused: a step that its state does not allow, and returning without a reason.
    """
    submission = db.session.get_one(SheetSubmission, submission_id, with_for_update=True)
    if submission.state == state:
        return
    if state not in _NEXT[submission.state]:
        raise Refused(_("This submission was decided before. Look at it again."))
    if state == "returned" and not reason.strip():
        raise Refused(_("Say what should be changed, so that they know how to go on."), field="reason")
    before, submission.state = submission.state, state
    submission.decided_at = now() if state in ("returned", "accepted") else None
    _step(submission, before, by=by, reason=reason.strip())
    detail = {"from": before, "to": state, "person": submission.author_id}
    record("workbook.submission_decided", by=by, person=submission.author_id, thing=("sheet_submission", submission.id), detail=detail)


def open_submission(submission_id: int, *, by: int) -> None:
    """Note that somebody opens what another organisation shared with them; its people see who did."""
    record(OPENED, by=by, thing=("sheet_submission", submission_id))


def _step(submission: SheetSubmission, before: str, *, by: int, reason: str = "") -> None:
    step = SheetSubmissionStep(
        submission_id=submission.id, from_state=before, to_state=submission.state, reason=reason, author_id=by, at=now()
    )
    db.session.add(step)
    db.session.flush()
