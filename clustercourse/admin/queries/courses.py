"""Courses with their versions and teams."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.db import rows
from clustercourse.models.accounts import Person
from clustercourse.models.content import Course, CourseTeam, Version
from clustercourse.models.learning import Enrolment


@dataclass(frozen=True)
class CourseRow:
    id: int
    key: str
    slug: str
    access: str
    version_number: int | None
    published_at: datetime | None
    enrolled_count: int
    title: str


@dataclass(frozen=True)
class VersionRow:
    number: int
    note: str
    published_at: datetime
    by_name: str | None


_enrolled = select(func.count()).where(Enrolment.course_id == Course.id, Enrolment.withdrawn_at.is_(None)).scalar_subquery()
_courses = (
    select(
        Course.id,
        Course.key,
        Course.slug,
        Course.access,
        Version.number.label("version_number"),
        Version.published_at,
        _enrolled.label("enrolled_count"),
        Version.outline,
    )
    .outerjoin(Version, Version.id == Course.newest_version_id)
    .order_by(Course.slug)
)
_versions = (
    select(Version.number, Version.note, Version.published_at, Person.name)
    .outerjoin(Person, Person.id == Version.by_id)
    .where(Version.course_id == bindparam("course"))
    .order_by(Version.number.desc())
)
_team = (
    select(CourseTeam.id, Person.name, CourseTeam.role)
    .join(Person, Person.id == CourseTeam.person_id)
    .where(CourseTeam.course_id == bindparam("course"))
    .order_by(Person.name)
)


def list_courses() -> tuple[CourseRow, ...]:
    return tuple(_course(found) for found in rows(_courses))


def _course(found: Any) -> CourseRow:
    facts = {name: getattr(found, name) for name in ("id", "key", "slug", "access", "version_number", "published_at", "enrolled_count")}
    return CourseRow(**facts, title=title_of(found.outline, found.slug))


def course_versions(course_id: int) -> tuple[VersionRow, ...]:
    return tuple(VersionRow(*found) for found in rows(_versions, course=course_id))


def course_team(course_id: int) -> tuple[tuple[int, str, str], ...]:
    return tuple((found[0], found[1], found[2]) for found in rows(_team, course=course_id))


def title_of(outline: dict[str, Any] | None, slug: str) -> str:
    if not outline:
        return slug
    return str(outline["texts"][outline["language"]]["title"])
