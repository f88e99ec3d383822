"""A viewer in a course: which course, which version they read, and their enrolment, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from sqlalchemy import Integer, Row, bindparam, select
from sqlalchemy.orm import aliased

from clustercourse.content.policy import can_choose_version
from clustercourse.content.queries import Outline, OutlineItem, outline, version_numbered
from clustercourse.content.queries.courses import may_see, moved_course, moved_item, seeing
from clustercourse.db import row, rows
from clustercourse.errors import Moved, NotHere
from clustercourse.learning.queries.completion import NO_MARKS, Marks
from clustercourse.learning.queries.marks import TRAIL, marks_in
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course, Item
from clustercourse.models.learning import Enrolment
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class EnrolmentHere:
    """A person in a course, not withdrawn. A finished one stays theirs to read. `cohort` is the slug of the one they take it with."""

    id: int
    person_id: int
    course_id: int
    language: str
    pinned_version_id: int | None
    created_at: datetime
    finished_at: datetime | None
    last_item_id: int | None
    cohort: str | None = None
    cohort_id: int | None = None

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None


@dataclass(frozen=True)
class CourseHere:
    """A course as this viewer meets it. `outline` is the version they read, `enrolment` theirs if they are in it, `marks` what it left."""

    course_id: int
    slug: str
    access: str
    outline: Outline
    enrolment: EnrolmentHere | None
    marks: Marks
    newest_version_id: int
    may_pass_locks: bool

    @property
    def is_newest(self) -> bool:
        return self.outline.version_id == self.newest_version_id

    @property
    def is_enrolled(self) -> bool:
        return self.enrolment is not None

    @property
    def is_finished(self) -> bool:
        return self.enrolment is not None and self.enrolment.is_finished

    @property
    def discussion(self) -> str:
        """Where the people with whom the viewer takes the course talk."""
        cohort = self.enrolment.cohort if self.enrolment else None
        return f"/cohorts/{cohort}/discussion/" if cohort else f"/courses/{self.slug}/discussion/"

    def language(self, *wanted: str | None) -> str:
        """The language of the course for this viewer: the enrolment's, else the first wanted one that is offered."""
        own = self.enrolment.language if self.enrolment else None
        return self.outline.best_language(own, *wanted)

    def told_in(self, asked: str | None, *wanted: str | None) -> str:
        """The language in which the course says what it is about. One that it is only introduced in is shown to whoever asks for it."""
        introduction = asked if asked in self.outline.introduced else None
        own = self.enrolment.language if self.enrolment else None
        return self.outline.told_in(introduction, own, asked, *wanted)


_mine = aliased(Enrolment)
_current = (
    select(_mine.id)
    .where(_mine.course_id == Course.id, _mine.person_id == bindparam("person", type_=Integer), _mine.withdrawn_at.is_(None))
    .order_by(_mine.finished_at.is_not(None), _mine.id.desc())
    .limit(1)
    .correlate(Course)
    .scalar_subquery()
)
_columns = (
    Enrolment.id,
    Enrolment.person_id,
    Enrolment.course_id,
    Enrolment.language,
    Enrolment.pinned_version_id,
    Enrolment.created_at,
    Enrolment.finished_at,
    Enrolment.last_item_id,
    select(Cohort.slug).where(Cohort.id == Enrolment.cohort_id).scalar_subquery().label("cohort"),
    Enrolment.cohort_id,
)
_here = (
    select(Course.id.label("here_id"), Course.slug, Course.access, Course.newest_version_id, *_columns, *TRAIL)
    .outerjoin(Enrolment, Enrolment.id == _current)
    .where(may_see)
)
_by_slug = _here.where(Course.slug == bindparam("slug"))
_by_item = _here.join(Item, Item.course_id == Course.id).where(Item.id == bindparam("item"))
_open_ids = (
    select(Enrolment.id)
    .where(Enrolment.course_id == bindparam("course"), Enrolment.finished_at.is_(None), Enrolment.withdrawn_at.is_(None))
    .order_by(Enrolment.id)
)


def course_here(viewer: Viewer, slug: str, wanted: int | None = None) -> CourseHere:
    """The course with this slug for a viewer. `wanted` is a version's number, for its team.

    Raises NotHere when there is none that they may see, Moved when the course has another slug now.
    """
    found = row(_by_slug, slug=slug, **seeing(viewer))
    if found is None:
        present = moved_course(viewer, slug)
        raise Moved(slug, present) if present else NotHere
    here = _course_here(viewer, found, wanted)
    if here is None:
        raise NotHere
    return here


def enrolled(here: CourseHere) -> EnrolmentHere:
    """The viewer's enrolment. Raises NotHere for those who are not in the course."""
    if here.enrolment is None:
        raise NotHere
    return here.enrolment


def lesson_at(here: CourseHere, slug: str) -> OutlineItem:
    """The lesson with this slug. Raises NotHere, or Moved when it has another slug now."""
    return here.outline.lessons.get(slug) or _moved_to(here, slug, "lesson")


def exercise_at(here: CourseHere, slug: str) -> OutlineItem:
    """The exercise with this slug. Raises NotHere, or Moved when it has another slug now."""
    return here.outline.exercises.get(slug) or _moved_to(here, slug, "exercise")


def _moved_to(here: CourseHere, slug: str, kind: str) -> NoReturn:
    item = here.outline.by_id.get(moved_item(here.course_id, slug) or 0)
    raise Moved(slug, item.slug) if item is not None and item.kind == kind else NotHere


def course_of_item(viewer: Viewer, item_id: int) -> CourseHere | None:
    """The course that an item belongs to, as this viewer meets it."""
    found = row(_by_item, item=item_id, **seeing(viewer))
    return None if found is None else _course_here(viewer, found, None)


def open_enrolments(course_id: int) -> list[int]:
    """Everybody who is in a course and has not finished it."""
    return [enrolment_id for (enrolment_id,) in rows(_open_ids, course=course_id)]


def version_for(viewer: Viewer, course_id: int, newest: int, enrolment: EnrolmentHere | None, wanted: int | None) -> int | None:
    """The version to show. Only the team of a course may ask for another than their own; None when there is no such version."""
    if wanted is not None and can_choose_version(viewer, course_id):
        return version_numbered(course_id, wanted)
    return (enrolment.pinned_version_id if enrolment else None) or newest


def _enrolment_here(found: Row[Any]) -> EnrolmentHere:
    return EnrolmentHere(
        id=found.id,
        person_id=found.person_id,
        course_id=found.course_id,
        language=found.language,
        pinned_version_id=found.pinned_version_id,
        created_at=found.created_at,
        finished_at=found.finished_at,
        last_item_id=found.last_item_id,
        cohort=found.cohort,
        cohort_id=found.cohort_id,
    )


def _course_here(viewer: Viewer, found: Row[Any], wanted: int | None) -> CourseHere | None:
    enrolment = _enrolment_here(found) if found.id is not None else None
    version_id = version_for(viewer, found.here_id, found.newest_version_id, enrolment, wanted)
    if version_id is None:
        return None
    is_asked_for = wanted is not None and version_id != found.newest_version_id and can_choose_version(viewer, found.here_id)
    return CourseHere(
        course_id=found.here_id,
        slug=found.slug,
        access=found.access,
        outline=outline(version_id).asked_for() if is_asked_for else outline(version_id),
        enrolment=enrolment,
        marks=marks_in(found) if enrolment else NO_MARKS,
        newest_version_id=found.newest_version_id,
        may_pass_locks=viewer.teaches(found.here_id),
    )
