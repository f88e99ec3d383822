"""Beginnings of new course files, with ids and names that nothing else has."""

from pathlib import Path

from clustercourse.content.folders import read_folder
from clustercourse.content.reading import COURSE, MODULE, taken_ids
from clustercourse.errors import Refused
from clustercourse.language import Message, _
from clustercourse.text.shapes import slug_of

_STEP = 10
_COURSE = """id: {id}
title: {title}
language: en
languages: [en]
summary: What the course is about, in one sentence.
audience: Who the course is for, in one sentence.
topics: []
outcomes:
  - {{id: first-outcome, text: What people can do afterwards.}}
modules: [10-first-module]
"""
_MODULE = """id: {id}
title: {title}
summary: What this module is about, in one sentence.
items: [10-first-lesson.md]
"""
_LESSON = """---
id: {id}
title: {title}
summary: What this lesson is about, in one sentence.
minutes: 15
---
## First heading

Write here.
"""
_EXERCISE = """id: {id}
kind: quiz
title: {title}
questions:
  - id: q1
    kind: true-false
    text: A statement that is true or false.
    answer: true
    feedback: {{true: "Why it is true.", false: "Why it is true after all."}}
"""
_BEGINNINGS = {"course": _COURSE, "module": _MODULE, "lesson": _LESSON, "exercise": _EXERCISE}


def begin(kind: str, folder: Path, title: str) -> tuple[Path, Message]:
    """Write a first file of ``kind`` below ``folder``; where it is, and what to do next. Refused: a title without letters."""
    slug = slug_of(title)[:60].strip("-")
    if len(slug) < 3:
        raise Refused(_("A title needs at least three letters or digits."))
    root = next((place for place in (folder, *folder.parents) if (place / COURSE).is_file()), None)
    if kind != "course" and root is None:
        raise Refused(_("This folder is not inside a course: there is no course.yaml in it or above it."))
    key = _free(slug if kind in {"course", "lesson", "exercise"} else f"module-{slug}", taken_ids(read_folder(root)) if root else set())
    path = folder / _name(kind, folder, slug)
    if path.exists():
        raise Refused(_("{path} is there already. Choose another title.", path=path.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_BEGINNINGS[kind].format(id=key, title=f'"{title.replace(chr(34), chr(39))}"'), encoding="utf-8")
    return path, _HINTS[kind]


_HINTS = {
    "course": _("Now write the first module: flask content new module FOLDER TITLE."),
    "module": _("Now add the folder to the list “modules” in course.yaml."),
    "lesson": _("Now add the file to the list “items” in module.yaml."),
    "exercise": _("Now place it: “::: exercise id” in a lesson, or a line in the list “items” of a module."),
}


def _name(kind: str, folder: Path, slug: str) -> str:
    """Where the file goes: numbered after the last one, so that names sort as things are read."""
    if kind == "course":
        return f"{slug}/{COURSE}"
    if kind == "exercise":
        return f"{slug}.yaml" if folder.name == "exercises" else f"exercises/{slug}.yaml"
    numbers = [int(path.name.split("-", 1)[0]) for path in folder.glob("[0-9]*-*")] if folder.is_dir() else []
    number = max(numbers, default=0) // _STEP * _STEP + _STEP
    return f"{number}-{slug}/{MODULE}" if kind == "module" else f"{number}-{slug}.md"


def _free(wished: str, taken: set[str]) -> str:
    key, again = wished, 1
    while key in taken:
        again += 1
        key = f"{wished}-{again}"
    return key
