"""All problems of a course, or of all courses of a site, at once: each with its file, its line and what to do."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from clustercourse.content import media
from clustercourse.content.folders import LARGEST_FILE, read_folder_with_problems
from clustercourse.content.manuscript import SourceEntry, TermSource
from clustercourse.content.package import Files, Package, Site, Worksheets
from clustercourse.content.problems import Problem, has_errors, in_order
from clustercourse.content.reading import COURSE, EXERCISES, original_of, read_package
from clustercourse.content.shared import read_glossary, read_sources
from clustercourse.content.structure import structure_problems
from clustercourse.content.translations import translation_problems
from clustercourse.content.wording import Wording
from clustercourse.content.worksheets import worksheet_problems, worksheets_in
from clustercourse.content.yaml_source import read_yaml
from clustercourse.language import _
from clustercourse.text import KeptTexts

GLOSSARY = "glossary.yaml"
SOURCES = "sources.yaml"
_ID = re.compile(r"[a-z0-9-]{3,64}")


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
    return _inspected(files, slug, Site(glossary, sources, courses or {}, worksheets))[1]


def inspect_course(
    files: Files,
    *,
    slug: str,
    glossary: Mapping[str, TermSource],
    sources: Mapping[str, SourceEntry],
    courses: Mapping[str, str] | None = None,
    worksheets: Worksheets | None = None,
    texts: KeptTexts | None = None,
) -> tuple[Package, list[Problem]]:
    """The course as far as it can be read, and all its problems. `texts` are those rendered before."""
    return _inspected(files, slug, Site(glossary, sources, courses or {}, worksheets), texts)


def _inspected(
    files: Files, slug: str, site: Site, texts: KeptTexts | None = None, left_out: Collection[str] = ()
) -> tuple[Package, list[Problem]]:
    package, problems = read_package(files, slug=slug, site=site, texts=texts, left_out=left_out)
    wording = Wording(package)
    wording.read()
    problems += [*wording.problems, *structure_problems(package), *translation_problems(package), *worksheet_problems(package)]
    problems += _unnamed(package, wording.shown)
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
    site = replace(site, worksheets=worksheets_in(home, site.courses))
    problems += [] if alone else _course_ids(home.name, ids)
    for folder in [root] if alone else folders:
        files, unreadable = read_folder_with_problems(folder)
        _package, found = _inspected(files, folder.name, site, left_out=[problem.path for problem in unreadable])
        problems += [problem.under(f"{home.name}/{folder.name}") for problem in [*unreadable, *found]]
    if not folders:
        problems.append(Problem(home.name, 1, _("There is no course here. A course is a folder with a file course.yaml.")))
    return in_order(problems)


def read_site(home: Path) -> tuple[Site, list[Problem]]:
    """The glossary and the sources of a folder of courses, and which courses it holds."""
    terms: dict[str, TermSource] = {}
    sources: dict[str, SourceEntry] = {}
    wrong_terms: list[Problem] = []
    wrong_sources: list[Problem] = []
    if (home / GLOSSARY).is_file():
        terms, wrong_terms = read_glossary((home / GLOSSARY).read_bytes(), f"{home.name}/{GLOSSARY}")
    if (home / SOURCES).is_file():
        sources, wrong_sources = read_sources((home / SOURCES).read_bytes(), f"{home.name}/{SOURCES}")
    folders = sorted(path for path in home.iterdir() if (path / COURSE).is_file()) if home.is_dir() else []
    ids = {folder.name: _course_id(folder)[0] for folder in folders}
    unsure = {
        "term": has_errors(wrong_terms),
        "source": has_errors(wrong_sources),
        "course": not all(_ID.fullmatch(id_) for id_ in ids.values()),
    }
    courses = {id_: name for name, id_ in ids.items() if id_}
    return Site(terms, sources, courses, partial=frozenset(what for what in unsure if unsure[what])), [*wrong_terms, *wrong_sources]


def _course_id(folder: Path) -> tuple[str, int]:
    """The id in course.yaml and its line; empty where there is none."""
    path = folder / COURSE
    if not path.is_file() or path.stat().st_size > LARGEST_FILE:
        return "", 1
    yaml = read_yaml(path.read_bytes().decode("utf-8", "replace"))
    found = yaml.partial.get("id") if isinstance(yaml.partial, dict) else None
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
    """Files that nothing names: kept, but not shown to anybody. What stands in a text with a fault may be named by it."""
    if not package.is_ordered:
        return []
    named = {package.original.path, *(part.original.path for part in package.parts), *package.listed}
    named |= {path for path in package.files if path.startswith(EXERCISES) and path.endswith(".yaml")}
    texts = [data for path, data in package.files.items() if not path.startswith(media.FOLDER)]
    sentence = _("Nothing names this file. It is kept, but nobody sees it.")
    return [
        Problem(path, 1, sentence, "warning")
        for path in package.files
        if path not in shown and original_of(path) not in named and not _stands_in(path, texts)
    ]


def _stands_in(path: str, texts: list[bytes]) -> bool:
    return path.startswith(media.FOLDER) and any(path.encode() in text for text in texts)
