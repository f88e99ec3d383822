"""A space as its viewer meets it, and the rule of who sees which, as a part of statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import BindParameter, Boolean, ColumnElement, Integer, Row, Text, bindparam, cast, false, func, null, or_, select

from clustercourse.content.queries import outline
from clustercourse.db import row
from clustercourse.discussions.policy import can_see_space
from clustercourse.errors import NotHere
from clustercourse.language import language
from clustercourse.models.cohorts import Cohort
from clustercourse.models.content import Course
from clustercourse.models.discussions import Space, is_inside
from clustercourse.models.learning import Enrolment
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class SpaceRow:
    """`id` is None until somebody has written or set something there. `slug` and `title` are the cohort's or the course's."""

    id: int | None
    cohort_id: int | None
    course_id: int | None
    slug: str
    title: str
    is_chatham: bool
    is_enrolled: bool
    version_id: int | None = None

    @property
    def is_cohort(self) -> bool:
        return self.cohort_id is not None

    @property
    def owner_address(self) -> str:
        """The page of the cohort or the course."""
        return f"/cohorts/{self.slug}/" if self.is_cohort else f"/courses/{self.slug}/"

    @property
    def address(self) -> str:
        return f"{self.owner_address}discussion/"

    @property
    def place(self) -> str:
        """Names it where it may have no row yet."""
        return f"cohort:{self.cohort_id}" if self.is_cohort else f"course:{self.course_id}"


enrolled_here: ColumnElement[bool] = (
    select(Enrolment.id)
    .where(Enrolment.course_id == Course.id, Enrolment.person_id == bindparam("person"), Enrolment.withdrawn_at.is_(None))
    .correlate(Course)
    .exists()
)
OWNER = (
    Space.id.label("space_id"),
    Cohort.id.label("cohort_id"),
    Course.id.label("course_id"),
    func.coalesce(Cohort.slug, Course.slug).label("slug"),
    Cohort.title.label("cohort_title"),
    Course.newest_version_id.label("version_id"),
    func.coalesce(Space.is_chatham, false()).label("is_chatham"),
    enrolled_here.label("is_enrolled"),
)
"""The columns from which `space_row` makes a space; the statement joins Space, Cohort and Course and binds `person`."""

_person: BindParameter[int] = bindparam("person", type_=Integer)
INSIDE: ColumnElement[bool] = is_inside(_person)
SEEN: ColumnElement[bool] = or_(bindparam("sees_all", type_=Boolean), INSIDE)
"""The rule of who sees a space, for statements that join Space and take the values of `seeing`; `INSIDE` takes `person` alone."""

_cohort = (
    select(
        Space.id.label("space_id"),
        Cohort.id.label("cohort_id"),
        cast(null(), Integer).label("course_id"),
        Cohort.slug,
        Cohort.title.label("cohort_title"),
        cast(null(), Integer).label("version_id"),
        func.coalesce(Space.is_chatham, false()).label("is_chatham"),
        false().label("is_enrolled"),
    )
    .outerjoin(Space, Space.cohort_id == Cohort.id)
    .where(Cohort.slug == bindparam("slug"))
)
_course = (
    select(
        Space.id.label("space_id"),
        cast(null(), Integer).label("cohort_id"),
        Course.id.label("course_id"),
        Course.slug,
        cast(null(), Text).label("cohort_title"),
        Course.newest_version_id.label("version_id"),
        func.coalesce(Space.is_chatham, false()).label("is_chatham"),
        enrolled_here.label("is_enrolled"),
    )
    .outerjoin(Space, Space.course_id == Course.id)
    .where(Course.slug == bindparam("slug"), Course.newest_version_id.is_not(None))
)


def space_row(found: Row[Any]) -> SpaceRow:
    title = found.cohort_title or (outline(found.version_id).text(language()).title if found.version_id else "")
    return SpaceRow(
        found.space_id,
        found.cohort_id,
        found.course_id,
        found.slug,
        title,
        bool(found.is_chatham),
        bool(found.is_enrolled),
        found.version_id,
    )


def seeing(viewer: Viewer) -> dict[str, Any]:
    """The values that `SEEN` asks for."""
    return {"sees_all": viewer.is_admin, "person": viewer.person_id or 0}


def space_of(viewer: Viewer, *, cohort: str = "", course: str = "") -> SpaceRow:
    """The space of a cohort or a course by its slug. Raises NotHere for those who may not see it."""
    statement, slug = (_cohort, cohort) if cohort else (_course, course)
    found = row(statement, slug=slug, **({} if cohort else {"person": viewer.person_id or 0}))
    if found is None or not can_see_space(viewer, space := space_row(found)):
        raise NotHere
    return space
