"""Taking a course with a cohort, and going on without it."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db
from clustercourse.errors import Refused
from clustercourse.learning.actions.enrolments import enrol
from clustercourse.learning.actions.evidence import recompute
from clustercourse.learning.queries.cohorts import taken_elsewhere
from clustercourse.models.learning import Enrolment


def take_with_cohort(person_id: int, course_id: int, *, cohort_id: int, version_id: int | None, by: int | None, language: str) -> int:
    """Let somebody take a course with a cohort; returns the enrolment's id.

    Their open enrolment is adopted with everything done in it, else they are enrolled; it keeps its language and gets the version
    of the cohort (None: the newest). What is done before stays done. Who has finished the course with this cohort stays as they are.
    Twice is once. Refused: they take it with another cohort that is going on.
    """
    done = _finished_with(person_id, course_id, cohort_id)
    if done is not None:
        return done
    enrolment = _open_one(person_id, course_id, by=by, language=language)
    if enrolment.cohort_id == cohort_id and enrolment.pinned_version_id == version_id:
        return enrolment.id
    for found in taken_elsewhere([person_id], [course_id], cohort_id=cohort_id):
        raise Refused(found.sentence)
    recompute(enrolment.id, by=by)
    if enrolment.finished_at is not None:
        enrolment = _open_one(person_id, course_id, by=by, language=language)
    _bind(enrolment, cohort_id, version_id, by=by)
    return enrolment.id


def leave_cohort(person_id: int, cohort_id: int, *, by: int | None) -> None:
    """Let somebody who has left a cohort go on alone in the courses they have not finished.

    Everything done is kept and the language too. The version of the cohort is let go of: they read the newest, for nobody would
    move them on any more. Sessions are not asked of them from now on. Twice is once; nothing is refused.
    """
    own = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.cohort_id == cohort_id, Enrolment.finished_at.is_(None))
    for enrolment in list(db.session.scalars(own.order_by(Enrolment.id).with_for_update())):
        recompute(enrolment.id, by=by)
        if enrolment.finished_at is None:
            _bind(enrolment, None, None, by=by)


def _bind(enrolment: Enrolment, cohort_id: int | None, version_id: int | None, *, by: int | None) -> None:
    enrolment.cohort_id, enrolment.pinned_version_id = cohort_id, version_id
    db.session.flush()
    recompute(enrolment.id, by=by)


def _finished_with(person_id: int, course_id: int, cohort_id: int) -> int | None:
    own = Enrolment.person_id == person_id, Enrolment.course_id == course_id, Enrolment.cohort_id == cohort_id
    return db.session.scalar(select(Enrolment.id).where(*own, Enrolment.finished_at.is_not(None)).limit(1))


def _open_one(person_id: int, course_id: int, *, by: int | None, language: str) -> Enrolment:
    enrolment_id = enrol(person_id, course_id, by=by, language=language)
    return db.session.get_one(Enrolment, enrolment_id, with_for_update=True, populate_existing=True)
