"""All courses of one person: for Today and for their record. A fixed number of statements however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, Text, bindparam, cast, func, literal, null, select, union_all

from clustercourse.content.queries import Outline, OutlineItem
from clustercourse.content.queries.versions import outlines
from clustercourse.db import rows
from clustercourse.language import Message, _
from clustercourse.learning.queries.completion import Standing, Step, standing
from clustercourse.learning.queries.marks import TRAIL, marks_in
from clustercourse.models.content import Course
from clustercourse.models.learning import Bookmark, Enrolment, Note
from clustercourse.viewer import Viewer

_EXCERPT = 160

_courses = (
    select(
        Enrolment.id,
        Enrolment.language,
        Enrolment.created_at,
        Enrolment.withdrawn_at,
        Enrolment.finished_at,
        Enrolment.last_item_id,
        Enrolment.last_visit_at,
        func.coalesce(Enrolment.pinned_version_id, Course.newest_version_id).label("version_id"),
        *TRAIL,
    )
    .join(Course, Course.id == Enrolment.course_id)
    .where(Enrolment.person_id == bindparam("person"), Course.newest_version_id.is_not(None))
    .order_by(func.coalesce(Enrolment.last_visit_at, Enrolment.created_at).desc(), Enrolment.id.desc())
)
_ids: BindParameter[Any] = bindparam("enrolments", expanding=True)
_no_text = cast(null(), Text).label("text")
_bookmarks = select(literal("bookmark", Text).label("part"), Bookmark.enrolment_id, Bookmark.item_id, _no_text).where(
    Bookmark.enrolment_id.in_(_ids)
)
_notes = select(literal("note", Text), Note.enrolment_id, Note.item_id, Note.text).where(
    Note.enrolment_id.in_(_ids), func.length(Note.text, type_=Integer) > 0
)
_kept = union_all(_bookmarks, _notes)


@dataclass(frozen=True)
class MyCourse:
    """One of a person's enrolments, with how far they are. `drafted`: exercises whose answers are not sent."""

    enrolment_id: int
    language: str
    outline: Outline
    standing: Standing
    next_step: Step | None
    created_at: datetime
    withdrawn_at: datetime | None
    finished_at: datetime | None
    drafted: tuple[int, ...]

    @property
    def title(self) -> str:
        return self.outline.text(self.language).title

    @property
    def is_open(self) -> bool:
        return self.withdrawn_at is None and self.finished_at is None


@dataclass(frozen=True)
class Waiting:
    """Something that waits for the person, with why."""

    title: str
    address: str
    why: Message


@dataclass(frozen=True)
class Today:
    """`main` is the course last worked on, `others` the rest that are open."""

    main: MyCourse | None
    others: tuple[MyCourse, ...]
    finished: tuple[MyCourse, ...]
    waiting: tuple[Waiting, ...]


@dataclass(frozen=True)
class Kept:
    """A lesson that was bookmarked or noted on, in the words of its course."""

    course_title: str
    title: str
    address: str
    excerpt: str


@dataclass(frozen=True)
class Record:
    courses: tuple[MyCourse, ...]
    bookmarks: tuple[Kept, ...]
    notes: tuple[Kept, ...]


def my_courses(viewer: Viewer) -> tuple[MyCourse, ...]:
    """Every enrolment of the viewer, last visited first. One statement."""
    found = rows(_courses, person=viewer.person_id)
    known = outlines([line.version_id for line in found])
    mine = []
    for line in found:
        marks, version = marks_in(line), known[line.version_id]
        now = standing(version, marks, is_finished=line.finished_at is not None)
        course = MyCourse(
            enrolment_id=line.id,
            language=line.language,
            outline=version,
            standing=now,
            next_step=now.next_step(line.last_item_id),
            created_at=line.created_at,
            withdrawn_at=line.withdrawn_at,
            finished_at=line.finished_at,
            drafted=tuple(item.id for item in version.items if item.id in marks.drafted),
        )
        mine.append(course)
    return tuple(mine)


def today_of(viewer: Viewer) -> Today:
    """What Today shows, besides practice. One statement."""
    mine = [course for course in my_courses(viewer) if course.withdrawn_at is None]
    going = [course for course in mine if course.is_open]
    ready = [course for course in going if course.next_step is not None] or going
    main = ready[0] if ready else None
    others = tuple(course for course in going if course is not main)
    finished = tuple(course for course in mine if course.finished_at is not None)
    return Today(main, others, finished, tuple(_waiting(mine)))


def record_of(viewer: Viewer) -> Record:
    """The person's own record. Two statements."""
    mine = my_courses(viewer)
    by_enrolment = {course.enrolment_id: course for course in mine}
    kept = rows(_kept, enrolments=list(by_enrolment)) if mine else []
    found: dict[str, list[Kept]] = {"bookmark": [], "note": []}
    for line in kept:
        course = by_enrolment[line.enrolment_id]
        item = course.outline.by_id.get(line.item_id)
        if item is not None:
            found[line.part].append(_kept_lesson(course, item, line.text or ""))
    return Record(mine, tuple(found["bookmark"]), tuple(found["note"]))


def _kept_lesson(course: MyCourse, item: OutlineItem, text: str) -> Kept:
    short = text if len(text) <= _EXCERPT else text[:_EXCERPT].rsplit(" ", 1)[0] + " …"
    return Kept(course.title, item.title(course.language), course.outline.address_of(item), short)


def _waiting(mine: Sequence[MyCourse]) -> list[Waiting]:
    """Answers that were never sent, checks not passed yet, and steps that came after the end."""
    going = [course for course in mine if course.is_open]
    found = [_waits(course, course.outline.by_id[id_], _("Your answers are not sent yet.")) for course in going for id_ in course.drafted]
    for course in going:
        steps = course.standing.steps.values()
        failed = (step for step in steps if step.state == "failed" and not step.item.is_lesson)
        found += [_waits(course, step.item, _("Not passed yet.")) for step in failed if step.item.id not in course.drafted]
    return found + [_waits(course, step.item, _("New since you finished.")) for course in mine for step in course.standing.fresh]


def _waits(course: MyCourse, item: OutlineItem, why: Message) -> Waiting:
    return Waiting(item.title(course.language), course.outline.address_of(item), why)
