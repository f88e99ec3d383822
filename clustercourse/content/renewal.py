"""Versions as files again: for export, and to compile old versions anew when the renderer has changed."""

from sqlalchemy import bindparam, select, update

from clustercourse import files
from clustercourse.content.check import inspect_course
from clustercourse.content.compile import compile_package
from clustercourse.content.compiled import RENDERER, CompiledCourse
from clustercourse.content.problems import has_errors
from clustercourse.content.publishing import BESIDE, outline_of, published_courses, site_of
from clustercourse.db import db, row, rows, value
from clustercourse.models.content import CompiledPage, Course, Item, Version, VersionFile

_version_files = select(VersionFile.path, VersionFile.digest).where(VersionFile.version_id == bindparam("version"))
_outdated = (
    select(Version.id, Version.outline)
    .join(Course, Course.id == Version.course_id)
    .where(Version.renderer < bindparam("renderer"))
    .order_by((Version.id == Course.newest_version_id).desc(), Version.id.desc())
)
_newest = select(Course.newest_version_id).where(Course.slug == bindparam("slug"))
_said = select(Version.number, Version.note).join(Course, Course.newest_version_id == Version.id).where(Course.slug == bindparam("slug"))
_numbered = select(Version.id).join(Course, Course.id == Version.course_id)
_numbered = _numbered.where(Course.slug == bindparam("slug"), Version.number == bindparam("number"))


def outdated_versions() -> list[tuple[int, str]]:
    """(id, slug) of versions that an older renderer compiled; those that people read first."""
    return [(version.id, version.outline["slug"]) for version in rows(_outdated, renderer=RENDERER)]


def version_of(slug: str, number: int | None) -> int | None:
    """The version of a course with a number, or its newest one."""
    found: int | None = value(_newest, slug=slug) if number is None else value(_numbered, slug=slug, number=number)
    return found


def exported(everything: dict[str, bytes], slug: str) -> dict[str, bytes]:
    """The files of a version as they lie in a folder of courses: the course in its own folder, the site's files beside it."""
    return {path.removeprefix(BESIDE) if path.startswith(BESIDE) else f"{slug}/{path}": data for path, data in everything.items()}


def newest_of(slug: str) -> tuple[int, str]:
    """The number and the note of the newest version of a course that is published."""
    found = row(_said, slug=slug)
    return found.number, found.note


def version_files(version_id: int) -> dict[str, bytes]:
    """The files of a version as they were given, by path; the site's own under `../`."""
    return {file.path: files.store().get(file.digest) for file in rows(_version_files, version=version_id)}


def recompile(version_id: int, slug: str) -> CompiledCourse | None:
    """The version compiled again from its own files by the renderer of today; None where they can no longer be read."""
    everything = version_files(version_id)
    shared = {path.removeprefix(BESIDE): data for path, data in everything.items() if path.startswith(BESIDE)}
    own = {path: data for path, data in everything.items() if not path.startswith(BESIDE)}
    site = site_of(shared, published_courses())
    package, problems = inspect_course(own, slug=slug, glossary=site.glossary, sources=site.sources, courses=site.courses)
    return None if has_errors(problems) else compile_package(package)


def replace_pages(version_id: int, compiled: CompiledCourse) -> None:
    """Put newly compiled pages in the place of old ones. Only inside `writing()`; the version stays what it is."""
    version = db.session.get_one(Version, version_id)
    items = {item.key: item.id for item in db.session.scalars(select(Item).where(Item.course_id == version.course_id))}
    for page in compiled.pages:
        own = CompiledPage.version_id == version_id, CompiledPage.item_id == items[page.item_key], CompiledPage.language == page.language
        db.session.execute(update(CompiledPage).where(*own).values(page=page.to_json()))
    version.renderer, version.outline = RENDERER, outline_of(compiled)
    db.session.flush()
