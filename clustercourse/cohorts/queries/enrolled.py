"""Who takes the courses of a cohort, and whether somebody may."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows
from clustercourse.language import Message
from clustercourse.learning.queries.cohorts import TakenElsewhere, taken_elsewhere
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.cohorts import CohortCourse
from clustercourse.models.content import Course
from clustercourse.models.learning import Enrolment, Evidence
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession


@dataclass(frozen=True)
class CourseToTake:
    """A course of a cohort and the version everybody in it reads; None: the newest."""

    course_id: int
    version_id: int | None


@dataclass(frozen=True)
class WithCohort:
    """An enrolment of somebody in a cohort. `version_id` is what they read."""

    id: int
    person_id: int
    cohort_id: int
    version_id: int


@dataclass(frozen=True)
class Presence:
    session_id: int
    minutes: int


_courses = (
    select(CohortCourse.course_id, CohortCourse.pinned_version_id)
    .where(CohortCourse.cohort_id == bindparam("cohort"))
    .order_by(CohortCourse.id)
)
_with_place = select(Seat.cohort_id).where(Seat.person_id == bindparam("person"), Seat.state == "confirmed").order_by(Seat.cohort_id)
_people = (
    select(Seat.person_id, Person.language)
    .join(Person, Person.id == Seat.person_id)
    .where(Seat.cohort_id == bindparam("cohort"), Seat.state == "confirmed", Person.erased_at.is_(None))
    .order_by(Seat.id)
)
_enrolled = (
    select(Enrolment.id, Enrolment.person_id, Enrolment.cohort_id, func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id))
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.cohort_id.is_not(None))
    .order_by(Enrolment.id)
)
_of_person = _enrolled.where(Enrolment.cohort_id == bindparam("cohort"), Enrolment.person_id == bindparam("person"))
_at_session = _enrolled.join(TrainingSession, TrainingSession.cohort_id == Enrolment.cohort_id).where(
    TrainingSession.id == bindparam("session"), Enrolment.person_id == bindparam("person")
)
_of_cohort = _enrolled.where(Enrolment.cohort_id == bindparam("cohort"))
_of_course = _enrolled.where(Enrolment.course_id == bindparam("course"))
_one = _enrolled.where(Enrolment.id == bindparam("enrolment"))
_present = (
    select(TrainingSession.key, TrainingSession.id, AttendanceMark.minutes)
    .join(AttendanceMark, AttendanceMark.session_id == TrainingSession.id)
    .join(Seat, Seat.id == AttendanceMark.seat_id)
    .where(
        TrainingSession.cohort_id == bindparam("cohort"),
        TrainingSession.cancelled_at.is_(None),
        Seat.person_id == bindparam("person"),
        AttendanceMark.status == "present",
    )
)
_attended = select(Evidence.item_id, Evidence.what).where(Evidence.enrolment_id == bindparam("enrolment"), Evidence.what.like("attend.%"))


def refuses_seat(cohort_id: int, person_id: int) -> Message | None:
    """Why somebody cannot be given a place: they take a course of this cohort with another one that is going on. Two statements."""
    found = elsewhere(cohort_id, [person_id])
    return found[0].sentence if found else None


def elsewhere(cohort_id: int, people: list[int]) -> tuple[TakenElsewhere, ...]:
    courses = [each.course_id for each in courses_to_take(cohort_id)]
    return taken_elsewhere(people, courses, cohort_id=cohort_id)


def courses_to_take(cohort_id: int) -> tuple[CourseToTake, ...]:
    return tuple(CourseToTake(*found) for found in rows(_courses, cohort=cohort_id))


def people_with_places(cohort_id: int) -> dict[int, str]:
    """Everybody with a confirmed seat and their language."""
    return {found.person_id: found.language for found in rows(_people, cohort=cohort_id)}


def cohorts_with_place(person_id: int) -> tuple[int, ...]:
    """The cohorts in which somebody has a confirmed seat."""
    return tuple(found.cohort_id for found in rows(_with_place, person=person_id))


def enrolled_with(cohort_id: int, person_id: int) -> tuple[WithCohort, ...]:
    return tuple(WithCohort(*found) for found in rows(_of_person, cohort=cohort_id, person=person_id))


def enrolled_at_session(session_id: int, person_id: int) -> tuple[WithCohort, ...]:
    """What somebody takes with the cohort of a session."""
    return tuple(WithCohort(*found) for found in rows(_at_session, session=session_id, person=person_id))


def enrolled_in_cohort(cohort_id: int) -> tuple[WithCohort, ...]:
    return tuple(WithCohort(*found) for found in rows(_of_cohort, cohort=cohort_id))


def enrolled_in_course(course_id: int) -> tuple[WithCohort, ...]:
    """Everybody who takes a course with a cohort."""
    return tuple(WithCohort(*found) for found in rows(_of_course, course=course_id))


def enrolled_at(enrolment_id: int) -> WithCohort | None:
    """None for somebody who takes the course alone."""
    found = row(_one, enrolment=enrolment_id)
    return None if found is None else WithCohort(*found)


def sessions_attended(cohort_id: int, person_id: int) -> dict[str, Presence]:
    """The sessions that somebody was present at, by key. Cancelled ones count for nothing."""
    return {key: Presence(session_id, minutes) for key, session_id, minutes in rows(_present, cohort=cohort_id, person=person_id)}


def attendance_noted(enrolment_id: int) -> frozenset[tuple[int, str]]:
    """The items and words for which learning knows that somebody took part in a session."""
    return frozenset((item_id, what) for item_id, what in rows(_attended, enrolment=enrolment_id))
