"""The mark of a course or a cohort that a lab has tested (L-07)."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.policy import SAYS_RESULTS
from clustercourse.language import _
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.methods import LabMark
from clustercourse.models.trials import LabVerdict


def mark(lab_id: int, *, course_id: int | None = None, cohort_id: int | None = None, by: int) -> None:
    """Say that a lab tested a course, or a cohort; its page shows the lab's verdict from now on. Twice is once.

    Refused: a lab without a verdict or that still runs, a course or a cohort that is not there, the lab's own group.
    """
    lab = locked_lab(lab_id)
    if lab.state not in SAYS_RESULTS or db.session.scalar(select(LabVerdict.id).where(LabVerdict.lab_id == lab_id)) is None:
        raise Refused(_("A mark needs the lab’s verdict. Write it down and say that the lab is tested first."))
    is_course = course_id is not None and cohort_id is None and db.session.get(Course, course_id) is not None
    is_cohort = cohort_id is not None and course_id is None and db.session.get(Cohort, cohort_id) is not None and cohort_id != lab.cohort_id
    if not (is_course or is_cohort):
        raise Refused(_("Choose one from the list."), field="marked")
    known = select(LabMark.id).where(
        LabMark.lab_id == lab_id, LabMark.course_id == course_id if is_course else LabMark.cohort_id == cohort_id
    )
    if db.session.scalar(known) is None:
        db.session.add(LabMark(lab_id=lab_id, course_id=course_id, cohort_id=cohort_id, by_id=by, created_at=now()))
        db.session.flush()
        record("labs.marked", by=by, thing=("lab", lab_id), detail={"course": course_id, "cohort": cohort_id})


def unmark(mark_id: int, *, by: int) -> None:
    """Take a mark off. Twice is once."""
    row = db.session.get(LabMark, mark_id)
    if row is not None:
        db.session.delete(row)
        db.session.flush()
        record("labs.mark_removed", by=by, thing=("lab", row.lab_id), detail={"course": row.course_id, "cohort": row.cohort_id})
