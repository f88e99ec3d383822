"""Joining a course, leaving it, and the language it is read in."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clustercourse.content.queries import outline
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import LANGUAGE_NAMES, _
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment


def enrol(person_id: int, course_id: int, *, by: int | None, language: str) -> int:
    """Put a person into a course; returns the enrolment's id.

    Who is in already stays as they are; who withdrew comes back to what they did; who finished begins anew in a new enrolment.
    A language the course does not offer becomes the course's own. Refused while the course has no version.
    """
    course = db.session.get(Course, course_id)
    if course is None:
        raise NotHere
    if course.newest_version_id is None:
        raise Refused(_("This course has not been published yet."))
    open_one = _open_enrolment(person_id, course_id)
    if open_one is None:
        return _new(person_id, course, by=by, language=language)
    if open_one.withdrawn_at is not None:
        open_one.withdrawn_at = None
        db.session.flush()
        record("learning.returned", by=by, person=person_id, thing=("enrolment", open_one.id), detail={"course": course_id})
    return open_one.id


def withdraw(enrolment_id: int, *, by: int | None) -> None:
    """Leave a course. Everything done in it is kept for coming back. Twice is once. Refused once the course is finished."""
    enrolment = _locked(enrolment_id)
    if enrolment.finished_at is not None:
        raise Refused(_("You have finished this course, so there is nothing to withdraw from."))
    if enrolment.withdrawn_at is None:
        enrolment.withdrawn_at = now()
        db.session.flush()
        detail = {"course": enrolment.course_id}
        record("learning.withdrew", by=by, person=enrolment.person_id, thing=("enrolment", enrolment_id), detail=detail)


def choose_language(enrolment_id: int, *, by: int | None, language: str) -> None:
    """Read the course in another language from now on. Refused for a language in which the course is not offered."""
    enrolment = _locked(enrolment_id)
    newest = db.session.scalar(select(Course.newest_version_id).where(Course.id == enrolment.course_id))
    offered = outline(enrolment.pinned_version_id or newest or 0).languages
    if language not in offered:
        names = ", ".join(LANGUAGE_NAMES[code] for code in offered)
        raise Refused(_("This course is offered in: {names}."), field="language", names=names)
    if enrolment.language != language:
        enrolment.language = language
        db.session.flush()
        record(
            "learning.language_changed",
            by=by,
            person=enrolment.person_id,
            thing=("enrolment", enrolment_id),
            detail={"language": language},
        )


def _open_enrolment(person_id: int, course_id: int) -> Enrolment | None:
    found = select(Enrolment).where(Enrolment.person_id == person_id, Enrolment.course_id == course_id, Enrolment.finished_at.is_(None))
    return db.session.scalar(found.with_for_update())


def _new(person_id: int, course: Course, *, by: int | None, language: str) -> int:
    made = outline(course.newest_version_id or 0)
    enrolment = Enrolment(person_id=person_id, course_id=course.id, language=made.best_language(language), created_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(enrolment)
    except IntegrityError:
        meanwhile = _open_enrolment(person_id, course.id)
        if meanwhile is None:
            raise
        return meanwhile.id
    record("learning.enrolled", by=by, person=person_id, thing=("enrolment", enrolment.id), detail={"course": course.id})
    return enrolment.id


def _locked(enrolment_id: int) -> Enrolment:
    enrolment = db.session.get(Enrolment, enrolment_id, with_for_update=True)
    if enrolment is None:
        raise NotHere
    return enrolment
