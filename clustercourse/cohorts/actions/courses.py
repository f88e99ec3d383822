"""The courses of a cohort: which ones, in which version, and who takes them."""

from __future__ import annotations

from sqlalchemy import select, update

from clustercourse.cohorts.actions.attending import note_attendance_of
from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.queries.enrolled import courses_to_take, enrolled_in_cohort, people_with_places
from clustercourse.db import db
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.jobs import enqueue
from clustercourse.language import _
from clustercourse.learning.actions import leave_cohort, take_with_cohort
from clustercourse.learning.queries.cohorts import taken_elsewhere
from clustercourse.models.accounts import Person
from clustercourse.models.cohorts import Cohort, CohortCourse
from clustercourse.models.content import Course, Version
from clustercourse.models.learning import Enrolment

ENROL, SETTLE = "cohorts.enrol", "cohorts.settle"
"""Jobs: everybody with a place takes a course; what the register and a version mean for enrolments."""


def add_course(cohort_id: int, course_id: int, *, stays: bool, by: int) -> None:
    """Let a cohort take a course, in the newest version always or, if it stays, in the one of today.

    A job then enrols everybody with a place. Twice is once. Refused: a course that was never published; a cohort that is over;
    people who take the course with another running cohort, with the first one's name.
    """
    cohort = _running(cohort_id)
    newest = db.session.scalar(select(Course.newest_version_id).where(Course.id == course_id))
    if newest is None:
        raise Refused(_("This course has not been published yet."), field="course")
    if _link(cohort.id, course_id) is not None:
        return
    for found in taken_elsewhere([*people_with_places(cohort_id)], [course_id], cohort_id=cohort_id):
        raise Refused(found.sentence, field="course")
    db.session.add(CohortCourse(cohort_id=cohort_id, course_id=course_id, pinned_version_id=newest if stays else None))
    db.session.flush()
    event = record("cohorts.course_linked", by=by, thing=("cohort", cohort_id), detail={"course": course_id})
    enqueue(ENROL, f"{ENROL}:{event.id}", {"cohort": cohort_id})


def remove_course(cohort_id: int, course_id: int, *, by: int) -> None:
    """Let a cohort no longer take a course. Whoever is in it goes on alone, with everything they did. Twice is once."""
    locked(cohort_id)
    link = _link(cohort_id, course_id)
    if link is None:
        return
    db.session.delete(link)
    own = select(Enrolment.id).where(Enrolment.cohort_id == cohort_id, Enrolment.course_id == course_id, Enrolment.finished_at.is_(None))
    people = list(db.session.scalars(own.order_by(Enrolment.id)))
    db.session.execute(update(Enrolment).where(Enrolment.id.in_(people)).values(cohort_id=None, pinned_version_id=None))
    event = record("cohorts.course_unlinked", by=by, thing=("cohort", cohort_id), detail={"course": course_id})
    settle_later(people, key=str(event.id))


def move_pin(cohort_id: int, course_id: int, version_id: int | None, *, by: int) -> int:
    """Let a cohort read another version of a course, or always the newest (None); returns how many people that moves.

    Whoever has finished stays where they finished. What is done stays done; a job completes what the other version makes easier.
    Twice is once. Refused: a version of another course; a cohort that is over.
    """
    _running(cohort_id)
    link = _link(cohort_id, course_id)
    if link is None:
        raise NotHere
    number = db.session.scalar(select(Version.number).where(Version.id == version_id, Version.course_id == course_id))
    if version_id is not None and number is None:
        raise Refused(_("This course has no such version."), field="version")
    if link.pinned_version_id == version_id:
        return 0
    was, link.pinned_version_id = link.pinned_version_id, version_id
    moved = Enrolment.cohort_id == cohort_id, Enrolment.course_id == course_id, Enrolment.finished_at.is_(None)
    people = list(db.session.scalars(select(Enrolment.id).where(*moved).order_by(Enrolment.id)))
    db.session.execute(update(Enrolment).where(Enrolment.id.in_(people)).values(pinned_version_id=version_id))
    detail = {"course": course_id, "from": was, "to": version_id, "people": len(people)}
    event = record("cohorts.version_pinned", by=by, thing=("cohort", cohort_id), detail=detail)
    settle_later(people, key=str(event.id))
    return len(people)


def take_courses(cohort_id: int, person_id: int, *, by: int | None) -> None:
    """Let somebody with a place take every course of the cohort. Twice is once.

    Refused: they take one of them with another cohort that is going on (`queries.enrolled.refuses_seat` says so beforehand).
    """
    language = db.session.scalar(select(Person.language).where(Person.id == person_id)) or "en"
    for course in courses_to_take(cohort_id):
        take_with_cohort(person_id, course.course_id, cohort_id=cohort_id, version_id=course.version_id, by=by, language=language)
    note_attendance_of(person_id, cohort_id, by=by)


def leave_courses(cohort_id: int, person_id: int, *, by: int | None) -> None:
    """Let somebody who has left the cohort go on alone in its courses, with everything they did. Twice is once."""
    leave_cohort(person_id, cohort_id, by=by)


def settle_cohort(cohort_id: int, *, key: str) -> None:
    """Have a job look again at what everybody in a cohort has done, as when one of its sessions is cancelled. `key` names the occasion."""
    settle_later([enrolment.id for enrolment in enrolled_in_cohort(cohort_id)], key=key)


def settle_later(enrolments: list[int], *, key: str) -> None:
    """Have a job look again at what these enrolments have done; the same key is one job. Nothing is refused."""
    if enrolments:
        enqueue(SETTLE, f"{SETTLE}:{key}", {"enrolments": enrolments})


def _running(cohort_id: int) -> Cohort:
    cohort = locked(cohort_id)
    if cohort.is_over:
        raise Refused(_("This cohort is over. What its people read stays as it is."))
    return cohort


def _link(cohort_id: int, course_id: int) -> CohortCourse | None:
    found = select(CohortCourse).where(CohortCourse.cohort_id == cohort_id, CohortCourse.course_id == course_id)
    return db.session.scalar(found.with_for_update())
