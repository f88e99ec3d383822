"""The courses of a cohort, the versions it may read, and what another version would change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select

from clustercourse.content.queries import Outline
from clustercourse.content.queries.changes import Changes, changes_between
from clustercourse.content.queries.courses import catalogue
from clustercourse.content.queries.versions import outlines, version_numbered
from clustercourse.db import rows
from clustercourse.errors import NotHere
from clustercourse.language import language
from clustercourse.models.cohorts import CohortCourse
from clustercourse.models.content import Course, Version
from clustercourse.models.learning import Enrolment
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.viewer import Viewer

NEWEST = "newest"


@dataclass(frozen=True)
class CourseOfCohort:
    """A course that a cohort takes. `people` take it now, `finished` are done; `outline` is the version they read.

    `missing` are sessions that the course speaks of and the cohort does not hold.
    """

    course_id: int
    slug: str
    pinned_version_id: int | None
    newest_version_id: int
    newest_number: int
    people: int
    finished: int
    outline: Outline
    missing: tuple[str, ...]

    @property
    def title(self) -> str:
        return self.outline.text(self.outline.best_language(language())).title

    @property
    def is_pinned(self) -> bool:
        return self.pinned_version_id is not None

    @property
    def version(self) -> str:
        """The version as a form names it."""
        return str(self.outline.number) if self.is_pinned else NEWEST


@dataclass(frozen=True)
class VersionChoice:
    number: int
    note: str
    published_at: datetime


@dataclass(frozen=True)
class WantedVersion:
    """A version that a cohort might read. `version_id` None: always the newest. `changes` None: nobody would read anything else."""

    number: int
    version_id: int | None
    changes: Changes | None


_people = select(func.count()).where(
    Enrolment.cohort_id == CohortCourse.cohort_id, Enrolment.course_id == CohortCourse.course_id, Enrolment.withdrawn_at.is_(None)
)
_courses = (
    select(
        CohortCourse.course_id,
        Course.slug,
        CohortCourse.pinned_version_id,
        Course.newest_version_id,
        Version.number.label("newest_number"),
        _people.where(Enrolment.finished_at.is_(None)).correlate(CohortCourse).scalar_subquery().label("people"),
        _people.where(Enrolment.finished_at.is_not(None)).correlate(CohortCourse).scalar_subquery().label("finished"),
    )
    .join(Course, Course.id == CohortCourse.course_id)
    .join(Version, Version.id == Course.newest_version_id)
    .where(CohortCourse.cohort_id == bindparam("cohort"))
    .order_by(CohortCourse.id)
)
_keys = select(TrainingSession.key).where(TrainingSession.cohort_id == bindparam("cohort"))
_versions = (
    select(Version.number, Version.note, Version.published_at)
    .where(Version.course_id == bindparam("course"))
    .order_by(Version.number.desc())
)


def courses_of(cohort_id: int) -> tuple[CourseOfCohort, ...]:
    """In the order in which they were added. Two statements, besides outlines this process has not read yet."""
    found = rows(_courses, cohort=cohort_id)
    held = {line.key for line in rows(_keys, cohort=cohort_id)} if found else set()
    known = outlines([line.pinned_version_id or line.newest_version_id for line in found])
    read = [(line, known[line.pinned_version_id or line.newest_version_id]) for line in found]
    return tuple(CourseOfCohort(**line._mapping, outline=outline, missing=_missing(outline, held)) for line, outline in read)


def course_of(cohort_id: int, slug: str) -> CourseOfCohort:
    """Raises NotHere for a course that the cohort does not take."""
    found = next((course for course in courses_of(cohort_id) if course.slug == slug), None)
    if found is None:
        raise NotHere
    return found


def courses_to_add(viewer: Viewer, taken: tuple[CourseOfCohort, ...]) -> dict[str, str]:
    """Id → title of the courses that a viewer may let a cohort take: open ones, and those they teach."""
    there = {course.course_id for course in taken}
    cards = [card for card in catalogue(viewer).cards if card.outline.course_id not in there]
    return {
        str(card.outline.course_id): card.outline.text(card.outline.best_language(language())).title
        for card in cards
        if card.is_open or viewer.teaches(card.outline.course_id)
    }


def versions_to_read(course_id: int) -> tuple[VersionChoice, ...]:
    """All versions of a course, the newest first."""
    return tuple(VersionChoice(*found) for found in rows(_versions, course=course_id))


def wanted_version(course: CourseOfCohort, cohort_id: int, wanted: str) -> WantedVersion | None:
    """What a version named in a form would mean for the cohort; None where there is no such version."""
    if wanted == NEWEST:
        number, version_id = course.newest_number, None
    elif not wanted.isascii() or not wanted.isdigit() or len(wanted) > 6:
        return None
    else:
        number, version_id = int(wanted), version_numbered(course.course_id, int(wanted))
        if version_id is None:
            return None
    there = version_id or course.newest_version_id
    moves = there != course.outline.version_id
    return WantedVersion(number, version_id, changes_between(course.outline.version_id, there, cohort_id=cohort_id) if moves else None)


def _missing(outline: Outline, held: set[str]) -> tuple[str, ...]:
    asked = {rule.session for item in outline.items for rule in item.rule if rule.session}
    asked |= {item.opens.session for item in outline.items if item.opens is not None}
    return tuple(sorted(asked - held))
