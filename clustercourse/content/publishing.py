"""From course files to a published version: everything slow first, then one short transaction."""

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import bindparam, func, insert, or_, select

from clustercourse import faults, files
from clustercourse.content import finding, media
from clustercourse.content.check import GLOSSARY, SOURCES, inspect_course
from clustercourse.content.compile import compile_package
from clustercourse.content.compiled import RENDERER, CompiledCourse
from clustercourse.content.keeping import keep_texts, kept_texts
from clustercourse.content.manuscript import TermSource
from clustercourse.content.package import Files, Site, Worksheets
from clustercourse.content.problems import Problem, has_errors
from clustercourse.content.shared import read_glossary, read_sources
from clustercourse.content.worksheets import has_worksheets
from clustercourse.db import db, now, rows
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import LANGUAGE_NAMES, _, ngettext
from clustercourse.models.content import CompiledPage, Course, GlossaryTerm, Item, OldSlug, Version, VersionFile
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.files import StoredFile
from clustercourse.models.learning import Completion, Evidence, Note
from clustercourse.models.workbook import Sheet

BESIDE = "../"
_SOURCE_TYPE = "application/octet-stream"
_KINDS = {"module": _("module"), "lesson": _("lesson"), "exercise": _("exercise")}

_stored = select(StoredFile.digest, StoredFile.purpose).where(StoredFile.digest.in_(bindparam("digests", expanding=True)))
_courses = select(Course.key, Course.slug)
_newest = select(Version.id, Course.key, Version.outline).join(Course, Course.newest_version_id == Version.id).order_by(Course.id)
_sheet_pages = (
    select(CompiledPage.version_id, CompiledPage.language, CompiledPage.page, Item.key)
    .join(Item, Item.id == CompiledPage.item_id)
    .where(CompiledPage.version_id.in_(bindparam("versions", expanding=True)), Item.kind == "exercise")
)
_with_exercises = (
    select(Course.slug, Version.outline)
    .join(Version, Version.id == Course.newest_version_id)
    .where(
        Course.id.in_(select(Item.course_id).where(Item.kind == "exercise", Item.key.in_(bindparam("keys", expanding=True)))),
        Course.key.not_in(bindparam("courses", expanding=True)),
    )
    .order_by(Course.id)
)
_kept_items = select(Item.key).where(
    Item.course_id == bindparam("course"),
    or_(*(Item.id.in_(select(kept.item_id)) for kept in (Attempt, Draft, Completion, Evidence, Note, Sheet))),
)


class Faulty(Refused):
    """The files have errors; all problems are carried along. Nothing was published."""

    def __init__(self, problems: list[Problem]) -> None:
        errors = sum(problem.level == "error" for problem in problems)
        sentence = ngettext("{n} error must be mended before publishing.", "{n} errors must be mended before publishing.", errors)
        super().__init__(sentence)
        self.problems = problems


@dataclass(frozen=True)
class Prepared:
    """A course that may be published: compiled, and its files stored. `files` maps paths to digests, `../` stands for the site's own;
    `sizes` says how large the bytes of each digest are."""

    course: CompiledCourse
    files: dict[str, str]
    sizes: dict[str, int]
    digest: str
    warnings: tuple[Problem, ...]


def prepare(
    course_files: Files,
    *,
    slug: str,
    beside: Files | None = None,
    neighbours: Mapping[str, str] | None = None,
    worksheets: Worksheets | None = None,
) -> Prepared:
    """Check and compile a course, and keep the bytes of its files. Changes no row; raises Faulty where there are errors.

    `beside` holds glossary.yaml and sources.yaml, `neighbours` courses that are about to be published too (id → slug), `worksheets` theirs.
    """
    shared = {name: data for name, data in (beside or {}).items() if name in {GLOSSARY, SOURCES}}
    site = site_of(shared, {**published_courses(), **(neighbours or {})})
    known = {**published_worksheets(), **(worksheets or {})} if has_worksheets(course_files) else {}
    texts = kept_texts(slug)
    package, problems = inspect_course(
        course_files, slug=slug, glossary=site.glossary, sources=site.sources, courses=site.courses, worksheets=known, texts=texts
    )
    if has_errors(problems):
        raise Faulty(problems)
    compiled = compile_package(package)
    keep_texts(slug, texts)
    everything = {**course_files, **{BESIDE + name: data for name, data in shared.items()}}
    stored = {path: files.store().put(data) for path, data in sorted(everything.items())}
    faults.point("publish.after_files")
    sizes = {stored[path]: len(data) for path, data in everything.items()}
    return Prepared(compiled, stored, sizes, _fingerprint(compiled, stored, site), tuple(problems))


def site_of(shared: Files, courses: Mapping[str, str]) -> Site:
    """The glossary and the sources that stand beside a course."""
    terms, wrong_terms = read_glossary(shared[GLOSSARY], GLOSSARY) if GLOSSARY in shared else ({}, [])
    sources, wrong_sources = read_sources(shared[SOURCES], SOURCES) if SOURCES in shared else ({}, [])
    if has_errors([*wrong_terms, *wrong_sources]):
        raise Faulty([*wrong_terms, *wrong_sources])
    return Site(terms, sources, courses)


def published_courses() -> dict[str, str]:
    """The addresses of all published courses, by id."""
    return {course.key: course.slug for course in rows(_courses)}


def published_worksheets() -> dict[str, dict[str, Specification | None]]:
    """The worksheets of the newest version of every course, by the ids of both. Two statements."""
    found: dict[str, dict[str, Specification | None]] = {}
    newest = {line.id: (line.key, line.outline) for line in rows(_newest)}
    for line in rows(_sheet_pages, versions=list(newest)) if newest else ():
        course, outline = newest[line.version_id]
        if line.language == outline["language"] and line.key in _worksheet_keys(outline):
            found.setdefault(course, {})[line.key] = line.page["specification"]
    return found


def _worksheet_keys(outline: Mapping[str, Any]) -> set[str]:
    return {item["key"] for item in outline["items"] if item.get("exercise") == "worksheet"}


def _fingerprint(course: CompiledCourse, stored: Mapping[str, str], site: Site) -> str:
    """The same for the same course files and the same words of the glossary and the sources that its pages use."""
    terms = {term: site.glossary[term].model_dump() for term in {term for page in course.pages for term in page.terms}}
    named = {source.tag: source for page in course.pages for source in page.sources}
    sources = {tag: asdict(source) | {"n": 0} for tag, source in named.items()}
    own = {path: digest for path, digest in stored.items() if not path.startswith(BESIDE)}
    return hashlib.sha256(json.dumps([course.slug, own, terms, sources], sort_keys=True).encode()).hexdigest()


def publish(prepared: Prepared, *, by: int | None, note: str, together: Collection[str] = ()) -> int:
    """Make the next version of the course, and make it the newest; its id. Only inside `writing()`.

    The same files again give the version that is there. Refused: an address of another course, an id that was another kind of
    thing, an item that people have worked on and that is gone without being called retired, a worksheet that another course has.
    `together` are the ids of courses that are published at the same time, and were compared when they were prepared.
    """
    compiled = prepared.course
    _refuse_shared_worksheets(compiled, together)
    course = _course(compiled)
    newest = db.session.get(Version, course.newest_version_id) if course.newest_version_id else None
    if newest is not None and newest.digest == prepared.digest:
        return newest.id
    items = _items(course, compiled)
    version = Version(
        course_id=course.id,
        number=(db.session.scalar(select(func.max(Version.number)).where(Version.course_id == course.id)) or 0) + 1,
        note=note.strip(),
        digest=prepared.digest,
        renderer=RENDERER,
        outline=outline_of(compiled),
        by_id=by,
        published_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    _add_files(version, prepared)
    faults.point("publish.before_pages")
    _add_pages(version.id, compiled, items)
    if newest is not None:
        _keep_old_slugs(course, newest.outline, compiled, items)
    course.newest_version_id, course.slug, course.access = version.id, compiled.slug, compiled.access
    db.session.flush()
    finding.index_version(course.id, compiled)
    record("content.published", by=by, thing=("version", version.id), detail={"course": course.id, "number": version.number})
    faults.point("publish.before_commit")
    return version.id


def _course(compiled: CompiledCourse) -> Course:
    """The row of the course, locked; made where there is none. An address that leads to another course is refused."""
    course = db.session.scalar(select(Course).where(Course.key == compiled.key).with_for_update())
    own = course.id if course else 0
    taken = db.session.scalar(select(Course.key).where(Course.slug == compiled.slug, Course.id != own))
    old = select(Course.key).join(OldSlug, OldSlug.course_id == Course.id)
    led = db.session.scalar(old.where(OldSlug.slug == compiled.slug, OldSlug.item_id.is_(None), OldSlug.course_id != own))
    if taken or led:
        raise Refused(_("The address “{slug}” leads to the course “{course}”. Rename the folder."), slug=compiled.slug, course=taken or led)
    if course is None:
        course = Course(key=compiled.key, slug=compiled.slug, access=compiled.access, newest_version_id=None, created_at=now())
        db.session.add(course)
        db.session.flush()
    return course


def _refuse_shared_worksheets(compiled: CompiledCourse, together: Collection[str]) -> None:
    """The id of a worksheet is its address in the workbook: no two courses have the same."""
    own = {item.key for item in compiled.items if item.exercise == "worksheet"}
    for line in rows(_with_exercises, keys=list(own), courses=[compiled.key, *together]) if own else ():
        if shared := sorted(own & _worksheet_keys(line.outline)):
            sentence = _(
                "The worksheet “{id}” stands in the course “{course}” too. Give each its own id: it is the address in the workbook."
            )
            raise Refused(sentence, id=shared[0], course=line.slug)


def _items(course: Course, compiled: CompiledCourse) -> dict[str, int]:
    """The lasting row of each item, by its key; new ones are made."""
    known = {item.key: item for item in db.session.scalars(select(Item).where(Item.course_id == course.id))}
    for item in compiled.items:
        before = known.get(item.key)
        if before is not None and before.kind != item.kind:
            raise Refused(
                _("The id “{key}” stands for something else already ({before}). Give the new {kind} an id of its own."),
                key=item.key,
                before=_KINDS[before.kind],
                kind=_KINDS[item.kind],
            )
    here = {item.key for item in compiled.items}
    worked_on = sorted({row.key for row in rows(_kept_items, course=course.id)} - here - set(compiled.retired))
    if worked_on:
        raise Refused(
            _("People have worked on what is gone here: {keys}. Put it back, or list it under “retired” in course.yaml. Answers are kept."),
            keys=", ".join(worked_on),
        )
    for item in compiled.items:
        if item.key not in known:
            known[item.key] = Item(course_id=course.id, key=item.key, kind=item.kind)
            db.session.add(known[item.key])
    db.session.flush()
    return {key: item.id for key, item in known.items()}


def outline_of(compiled: CompiledCourse) -> dict[str, Any]:
    """What is stored with a version: the compiled course without its pages."""
    outline = replace(compiled, pages=()).to_json()
    del outline["pages"]
    return outline


def _add_files(version: Version, prepared: Prepared) -> None:
    known = {(file.digest, file.purpose) for file in rows(_stored, digests=[*set(prepared.files.values())])}
    for path, digest in prepared.files.items():
        if (digest, "source") not in known:
            files.keep(digest, purpose="source", media_type=_SOURCE_TYPE, size=prepared.sizes[digest])
        if path in prepared.course.media and (digest, "media") not in known:
            files.keep(digest, purpose="media", media_type=media.TYPES[media.ending(path)], size=prepared.sizes[digest])
    named = [{"version_id": version.id, "path": path, "digest": digest} for path, digest in prepared.files.items()]
    db.session.execute(insert(VersionFile), named)


def _add_pages(version_id: int, compiled: CompiledCourse, items: Mapping[str, int]) -> None:
    pages = [
        {"version_id": version_id, "item_id": items[page.item_key], "language": page.language, "page": page.to_json()}
        for page in compiled.pages
    ]
    db.session.execute(insert(CompiledPage), pages)


def _keep_old_slugs(course: Course, before: Mapping[str, Any], compiled: CompiledCourse, items: Mapping[str, int]) -> None:
    """Old addresses redirect for ever."""
    known = {(old.item_id, old.slug) for old in db.session.scalars(select(OldSlug).where(OldSlug.course_id == course.id))}
    slugs = {item.key: item.slug for item in compiled.items}
    left = [(items[item["key"]], item["slug"]) for item in before["items"] if slugs.get(item["key"], item["slug"]) != item["slug"]]
    if before["slug"] != compiled.slug:
        left.append((None, before["slug"]))  # type: ignore[arg-type]
    for item_id, slug in left:
        if (item_id, slug) not in known:
            db.session.add(OldSlug(course_id=course.id, item_id=item_id, slug=slug))


def replace_glossary(terms: Mapping[str, TermSource]) -> None:
    """Make the site's glossary what `terms` says. Only inside `writing()`."""
    known = {term.key: term for term in db.session.scalars(select(GlossaryTerm))}
    for position, (key, source) in enumerate(terms.items()):
        texts = {code: words.model_dump() for code in LANGUAGE_NAMES if (words := source.words(code))}
        term = known.pop(key, None)
        if term is None:
            db.session.add(GlossaryTerm(key=key, position=position, texts=texts, seen=list(source.seen)))
        else:
            term.position, term.texts, term.seen = position, texts, list(source.seen)
    for gone in known.values():
        db.session.delete(gone)
    db.session.flush()
    finding.index_glossary([term.id for term in known.values()])
