"""Which courses a viewer may see, the catalogue, and where old addresses lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, bindparam, or_, select
from sqlalchemy.orm import aliased

from clustercourse.content.queries.outline import Outline
from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows, value
from clustercourse.models.content import Course, CourseTeam, OldSlug, Version
from clustercourse.models.learning import Enrolment
from clustercourse.search.folding import fold
from clustercourse.viewer import Viewer

LENGTHS: dict[str, tuple[int, int]] = {"short": (0, 60), "medium": (60, 180), "long": (180, 10**6)}

_mine = aliased(Enrolment)
_is_enrolled = (
    select(_mine.id)
    .where(_mine.course_id == Course.id, _mine.person_id == bindparam("person", type_=Integer), _mine.withdrawn_at.is_(None))
    .correlate(Course)
    .exists()
)
_teaches = (
    select(CourseTeam.id)
    .where(CourseTeam.course_id == Course.id, CourseTeam.person_id == bindparam("person", type_=Integer))
    .correlate(Course)
    .exists()
)
may_see: ColumnElement[bool] = or_(
    Course.access == "open",
    bindparam("sees_all", type_=Boolean),
    _teaches,
    _is_enrolled,
) & Course.newest_version_id.is_not(None)

_visible = select(Course.id, Course.key, Course.slug, Course.access, Course.newest_version_id, _is_enrolled.label("is_mine")).where(may_see)
_all = _visible.join(Version, Version.id == Course.newest_version_id).order_by(Version.published_at.desc(), Course.id.desc())
_had_slug = OldSlug.slug == bindparam("slug")
_moved_course = select(Course.slug).join(OldSlug, OldSlug.course_id == Course.id).where(_had_slug, OldSlug.item_id.is_(None), may_see)
_moved_item = select(OldSlug.item_id).where(_had_slug, OldSlug.course_id == bindparam("course"), OldSlug.item_id.is_not(None))


@dataclass(frozen=True)
class Filters:
    """What somebody looks for in the catalogue. Empty words filter nothing; `spoken` is a language."""

    text: str = ""
    topic: str = ""
    spoken: str = ""
    length: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filters()


@dataclass(frozen=True)
class CourseCard:
    slug: str
    outline: Outline
    is_mine: bool
    is_open: bool = True


@dataclass(frozen=True)
class Catalogue:
    """The courses that fit, and what there is to filter by in all courses the viewer may see."""

    cards: tuple[CourseCard, ...]
    count: int
    topics: tuple[str, ...]
    languages: tuple[str, ...]


def seeing(viewer: Viewer) -> dict[str, Any]:
    """The values that `may_see` asks for: a course is seen when it is open, and else by who is in it, teaches it or is admin."""
    return {"person": viewer.person_id or 0, "sees_all": viewer.is_admin}


def catalogue(viewer: Viewer, filters: Filters = Filters()) -> Catalogue:
    """Courses in the order of the house, then newest first. One statement, besides outlines this process has not read yet."""
    found = rows(_all, **seeing(viewer))
    known = outlines([course.newest_version_id for course in found])
    cards = tuple(
        CourseCard(course.slug, known[course.newest_version_id], bool(course.is_mine), course.access == "open") for course in found
    )
    return Catalogue(
        cards=tuple(sorted((card for card in cards if fits(card.outline, filters)), key=lambda card: card.outline.place)),
        count=len(cards),
        topics=tuple(sorted({topic for card in cards for topic in card.outline.topics})),
        languages=tuple(sorted({language for card in cards for language in card.outline.languages})),
    )


def fits(outline: Outline, filters: Filters) -> bool:
    if filters.topic and filters.topic not in outline.topics:
        return False
    if filters.spoken and filters.spoken not in outline.languages:
        return False
    least, below = LENGTHS.get(filters.length, (0, 10**9))
    if not least <= outline.minutes < below:
        return False
    wanted = fold(filters.text).split()
    if not wanted:
        return True
    texts = [words for text in outline.texts.values() for words in (text.title, text.summary, text.audience)]
    everything = fold(" ".join([*texts, *outline.topics, outline.trainer]))
    return all(word in everything for word in wanted)


def moved_course(viewer: Viewer, slug: str) -> str | None:
    """The present slug of a course that once had this one."""
    found: str | None = value(_moved_course, slug=slug, **seeing(viewer))
    return found


def moved_item(course_id: int, slug: str) -> int | None:
    """The item that once had this slug in a course."""
    found: int | None = value(_moved_item, course=course_id, slug=slug)
    return found
