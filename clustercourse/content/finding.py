"""Courses, lessons, exercises and the glossary in the search: their entries, and which courses somebody may see."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import BindParameter, bindparam, select

from clustercourse.content.compiled import CompiledCourse
from clustercourse.content.queries.courses import may_see, seeing
from clustercourse.db import db, rows, writing
from clustercourse.models.content import CompiledPage, Course, CourseTeam, GlossaryTerm, Item, Version
from clustercourse.models.learning import Enrolment
from clustercourse.search import rules
from clustercourse.search.entries import Audience, Entry, put_all, take_out
from clustercourse.search.rebuilding import entries_of
from clustercourse.text import plain_text

_person: BindParameter[Any] = bindparam("person")
_enrolled = select(Enrolment.course_id).where(Enrolment.person_id == _person, Enrolment.withdrawn_at.is_(None))
_teaching = select(CourseTeam.course_id).where(CourseTeam.person_id == _person)
rules.courses_seen(select(Course.id).where(may_see), seeing)
rules.courses_entered(_enrolled.union(_teaching), seeing)

_items = select(Item.key, Item.id).where(Item.course_id == bindparam("course"), Item.kind.in_(("lesson", "exercise")))
_newest = select(Course.id, Version.id, Version.outline).join(Version, Version.id == Course.newest_version_id).order_by(Course.id)
_pages = select(CompiledPage.page).where(CompiledPage.version_id == bindparam("version")).order_by(CompiledPage.id)


def index_version(course_id: int, course: CompiledCourse) -> None:
    """Replace what is found of a course by this version. Texts shown in another language for want of a translation are left out."""
    ids: dict[str, int] = dict(tuple(found) for found in rows(_items, course=course_id))
    take_out("course", course_id)
    for kind in ("lesson", "exercise"):
        take_out(kind, *ids.values())
    put_all(_entries(course_id, course, ids))


def _entries(course_id: int, course: CompiledCourse, ids: dict[str, int]) -> Iterator[Entry]:
    base, audience = f"/courses/{course.slug}/", Audience(course_id=course_id)
    for language, said in course.texts.items():
        outcomes = (words for _key, words in said.outcomes)
        body = " ".join([said.summary, plain_text(said.about_html), said.audience, *outcomes, *course.topics])
        address = f"{base}?language={language}" if language in course.introduced else base
        yield Entry("course", course_id, address, said.title, body, audience, language)
    items = {item.key: item for item in course.items if item.kind in ("lesson", "exercise")}
    for page in course.pages:
        if page.fallback or page.item_key not in items:
            continue
        item, language = items[page.item_key], page.language
        is_lesson = item.kind == "lesson"
        address = f"{base}{item.slug}/" if is_lesson else f"{base}exercises/{item.slug}/"
        body = f"{item.summaries[language]} {page.text}" if is_lesson else ""
        yield Entry(item.kind, ids[item.key], address, item.titles[language], body, audience, language)


def index_glossary(gone: Collection[int] = ()) -> None:
    """Replace what is found of the glossary by its present rows. `gone` are those that were removed."""
    terms = list(db.session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.position)))
    take_out("term", *gone, *(term.id for term in terms))
    put_all(
        Entry("term", term.id, f"/glossary#{term.key}", words["term"], words.get("meaning", ""), Audience(), language)
        for term in terms
        for language, words in term.texts.items()
    )


@entries_of("course", "lesson", "exercise", "term")
def put_everything() -> None:
    """Each course as it is published now, then the glossary."""
    for course_id, version_id, outline in rows(_newest):
        pages: list[dict[str, Any]] = [found.page for found in rows(_pages, version=version_id)]
        course = CompiledCourse.from_json({**outline, "pages": pages})
        with writing():
            index_version(course_id, course)
    with writing():
        index_glossary()
