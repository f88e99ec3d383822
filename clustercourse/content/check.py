"""All problems of a course, or of all courses of a site, at once: each with its file, its line and what to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from clustercourse.content import media
from clustercourse.content.folders import LARGEST_FILE, read_folder_with_problems
from clustercourse.content.manuscript import SourceEntry, TermSource
from clustercourse.content.package import Files, Package, Site, Worksheets
from clustercourse.content.problems import Problem, in_order
from clustercourse.content.reading import COURSE, read_glossary, read_package, read_sources
from clustercourse.content.structure import structure_problems
from clustercourse.content.translations import translation_problems
from clustercourse.content.wording import Wording
from clustercourse.content.worksheets import worksheet_problems, worksheets_in
from clustercourse.content.yaml_source import read_yaml
from clustercourse.language import _
from clustercourse.text import KeptTexts

GLOSSARY = "glossary.yaml"
SOURCES = "sources.yaml"


def check_course(
    files: Files,
    *,
    slug: str,
    glossary: Mapping[str, TermSource],
    sources: Mapping[str, SourceEntry],
    courses: Mapping[str, str] | None = None,
    worksheets: Worksheets | None = None,
) -> list[Problem]:
    """All problems of one course, in the order of its files."""
    return inspect_course(files, slug=slug, glossary=glossary, sources=sources, courses=courses, worksheets=worksheets)[1]


def inspect_course(
    files: Files,
    *,
    slug: str,
    glossary: Mapping[str, TermSource],
    sources: Mapping[str, SourceEntry],
    courses: Mapping[str, str] | None = None,
    worksheets: Worksheets | None = None,
    texts: KeptTexts | None = None,
) -> tuple[Package | None, list[Problem]]:
    """The course and all its problems; the course is None where course.yaml cannot be read. `texts` are those rendered before."""
    known: dict[str, Any] = {"glossary": glossary, "sources": sources, "courses": courses, "worksheets": worksheets}
    package, problems = read_package(files, slug=slug, texts=texts, **known)
    shown: set[str] = set()
    if package is not None:
        wording = Wording(package)
        wording.read()
        shown = wording.shown
        problems += [*wording.problems, *structure_problems(package), *translation_problems(package)]
        problems += worksheet_problems(package)
        problems += _unnamed(package, shown)
    for path, data in files.items():
        if path.startswith(media.FOLDER):
            problems += media.media_problems(path, data)
    return package, in_order(problems)


def check_content(root: Path) -> list[Problem]:
    """All problems of a folder of courses, or of the folder of one course (its neighbours are then known, not checked)."""
    alone = (root / COURSE).is_file()
    home = root.parent if alone else root
    folders = sorted(path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")) if home.is_dir() else []
    site, problems = read_site(home)
    # Who writes one course does not write the words of the house; what they lack is said with all courses.
    problems = [problem for problem in problems if problem.level == "error"] if alone else problems
    ids = [(folder, _course_id(folder)) for folder in folders]
    known: dict[str, Any] = {"glossary": site.glossary, "sources": site.sources, "courses": site.courses}
    known["worksheets"] = worksheets_in(home, site.courses)
    problems += [] if alone else _course_ids(home.name, ids)
    for folder in [root] if alone else folders:
        files, unreadable = read_folder_with_problems(folder)
        found = check_course(files, slug=folder.name, **known)
        problems += [problem.under(f"{home.name}/{folder.name}") for problem in [*unreadable, *found]]
    if not folders:
        problems.append(Problem(home.name, 1, _("There is no course here. A course is a folder with a file course.yaml.")))
    return in_order(problems)


def read_site(home: Path) -> tuple[Site, list[Problem]]:
    """The glossary and the sources of a folder of courses, and which courses it holds."""
    terms: dict[str, TermSource] = {}
    sources: dict[str, SourceEntry] = {}
    problems: list[Problem] = []
    if (home / GLOSSARY).is_file():
        terms, found = read_glossary((home / GLOSSARY).read_bytes(), f"{home.name}/{GLOSSARY}")
        problems += found
    if (home / SOURCES).is_file():
        sources, found = read_sources((home / SOURCES).read_bytes(), f"{home.name}/{SOURCES}")
        problems += found
    folders = [path for path in home.iterdir() if (path / COURSE).is_file()] if home.is_dir() else []
    courses = {id_: folder.name for folder in sorted(folders) if (id_ := _course_id(folder)[0])}
    return Site(terms, sources, courses), problems


def _course_id(folder: Path) -> tuple[str, int]:
    """The id in course.yaml and its line; empty where there is none."""
    path = folder / COURSE
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        return "", 1
    yaml = read_yaml(path.read_bytes().decode("utf-8", "replace"))
    found = yaml.value.get("id") if isinstance(yaml.value, dict) else None
    return (found if isinstance(found, str) else ""), yaml.line(("id",))


def _course_ids(home: str, ids: list[tuple[Path, tuple[str, int]]]) -> list[Problem]:
    first: dict[str, str] = {}
    found = []
    for folder, (id_, line) in ids:
        if id_ and first.setdefault(id_, folder.name) != folder.name:
            sentence = _("The course id “{id}” is also used in {path}. Give each its own.", id=id_, path=f"{first[id_]}/{COURSE}")
            found.append(Problem(f"{home}/{folder.name}/{COURSE}", line, sentence))
    return found


def _unnamed(package: Package, shown: set[str]) -> list[Problem]:
    """Files that nothing names: kept, but not shown to anybody."""
    named = {package.original.path, *(text.path for text in package.translations.values())} | shown
    for part in package.parts:
        named |= {part.original.path, *(text.path for text in part.translations.values())}
    sentence = _("Nothing names this file. It is kept, but nobody sees it.")
    return [Problem(path, 1, sentence, "warning") for path in package.files if path not in named and package.is_read]
