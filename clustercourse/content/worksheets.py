"""Whether worksheets fit those of all courses: each has an address of its own, and what it names in others stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from pathlib import Path

from clustercourse.content.folders import LARGEST_FILE
from clustercourse.content.package import Exercise, Files, Package, Worksheets
from clustercourse.content.problems import Problem
from clustercourse.content.validation import did_you_mean, read_as
from clustercourse.content.yaml_source import read_yaml
from clustercourse.kinds.worksheets.places import Specification, names_of
from clustercourse.kinds.worksheets.problems import sound_parts
from clustercourse.kinds.worksheets.references import Reference, misfit, references_of
from clustercourse.kinds.worksheets.source import WorksheetSource
from clustercourse.language import Message, _

RESERVED = frozenset({"strategy", "settings", "contacts", "submissions", "shared", "mine", "versions", "commitments"})
"""What stands below a workbook beside its sheets."""

_WORKSHEET = re.compile(rb"^kind:[ \t]*[\"']?worksheet\b", re.MULTILINE)
_ID = re.compile(r"^id:[ \t]*[\"']?([a-z0-9-]{3,64})[\"']?[ \t]*$", re.MULTILINE)

Known = Mapping[str, Specification | None]


def worksheet_problems(package: Package) -> Iterator[Problem]:
    """Everything about the worksheets of a course that its files alone do not tell."""
    own = {exercise.id: exercise for exercise in package.exercises.values() if exercise.kind == "worksheet"}
    others = {course: known for course, known in (package.site.worksheets or {}).items() if not _is_own(package, course)}
    known = dict(chain.from_iterable(each.items() for each in others.values()))
    known |= {id_: sound_parts(exercise.original.source) for id_, exercise in own.items()}
    for exercise in own.values():
        yield from _address(package, exercise, others)
        for asked in references_of(exercise.original.source):
            if (sentence := _dead(package, exercise, asked, known)) is not None:
                yield exercise.original.problem(*asked.path, sentence=sentence)


def _is_own(package: Package, course: str) -> bool:
    """Whether an id is that of the course, or, where its own cannot be told, that of its folder."""
    return course == package.id or ("id" in package.original.unsure and package.site.courses.get(course) == package.slug)


def worksheets_in(home: Path, courses: Mapping[str, str]) -> dict[str, Known]:
    """The worksheets of the courses in a folder (id → name of the folder), as their files say them."""
    return {course: _in_folder(home / folder / "exercises") for course, folder in courses.items()}


def has_worksheets(files: Files) -> bool:
    return any(path.startswith("exercises/") and _WORKSHEET.search(data) for path, data in files.items())


def _in_folder(folder: Path) -> Known:
    found: dict[str, Specification | None] = {}
    for path in sorted(folder.glob("*.yaml")) if folder.is_dir() else ():
        if "." in path.stem or path.is_symlink() or path.stat().st_size > LARGEST_FILE:
            continue
        data = path.read_bytes()
        if _WORKSHEET.search(data):
            found.update(_in_file(data.decode("utf-8", "replace")))
    return found


def _in_file(text: str) -> Known:
    source, _problems = read_as(WorksheetSource, read_yaml(text), "")
    return dict.fromkeys(_ID.findall(text)[:1]) if source is None else {source.id: sound_parts(source)}


def _address(package: Package, exercise: Exercise, others: Worksheets) -> Iterator[Problem]:
    if exercise.id in RESERVED:
        said = _("The id “{id}” is kept for a page of the workbook. Choose another.", id=exercise.id)
        yield exercise.original.problem("id", sentence=said)
    for course, known in others.items():
        if exercise.id in known:
            said = _(
                "The worksheet “{id}” stands in the course “{course}” too. Give each its own id: it is the address in the workbook.",
                id=exercise.id,
                course=package.site.courses.get(course, course),
            )
            yield exercise.original.problem("id", sentence=said)


def _dead(package: Package, exercise: Exercise, asked: Reference, known: Known) -> Message | str | None:
    """Why a reference leads nowhere; None where it leads somewhere, or where that cannot be told."""
    if asked.worksheet == exercise.id and asked.path[-1] == "prefill":
        return _("A worksheet cannot begin with its own values. Name another one.")
    if asked.worksheet not in known:
        if package.site.worksheets is None or "course" in package.site.partial or package.may_hold(asked.worksheet):
            return None
        return str(_("There is no worksheet “{id}”.", id=asked.worksheet)) + did_you_mean(asked.worksheet, known)
    specification = known[asked.worksheet]
    if specification is None:
        return None
    names = list(names_of(specification))
    if asked.name not in names:
        said = _("The worksheet “{id}” has no “{name}”.", id=asked.worksheet, name=asked.name)
        return str(said) + did_you_mean(asked.name, names)
    return misfit(specification, asked)
