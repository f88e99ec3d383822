"""Course folders of any length: the lessons and exercises of our own first course, repeated under other ids."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from clustercourse.content.folders import read_folder

Files = dict[str, bytes]
SOURCE = "cluster-theory"
LESSONS_A_MODULE = 5
_LINK = re.compile(r"\(lesson:([a-z0-9-]+)\)")
_PLACED = re.compile(r"(?m)(^::: exercise |^id: |\{submit: )([a-z0-9-]+)(?=$|\})")
_LESSON_OF_QUESTION = re.compile(r"(?m)^(\s+lesson: )([a-z0-9-]+)$")
_REQUIRED = re.compile(r"(?m)^requires: \[(.+)\]$")


@dataclass(frozen=True)
class Original:
    """The course that is repeated: its lessons in order, its module checks, and everything else by path."""

    files: Files
    lessons: tuple[str, ...]
    checks: tuple[str, ...]

    def id_of(self, lesson: str) -> str:
        return _front_id(self.files[lesson].decode())


def read_original(content: Path) -> Original:
    files = read_folder(content / SOURCE)
    lessons = sorted(path for path in files if re.fullmatch(r"\d+-[^/]+/\d+-[^/.]+\.md", path))
    checks = sorted(path for path in files if re.fullmatch(r"exercises/check-[^/.]+\.yaml", path))
    return Original(files, tuple(lessons), tuple(checks))


def beside(content: Path) -> Files:
    """The glossary and the sources that all courses share."""
    return {path.name: path.read_bytes() for path in sorted(content.glob("*.yaml"))}


def make_course(original: Original, number: int, lessons: int) -> tuple[str, Files]:
    """(slug, files) of a course of so many lessons. `number` tells it from the others."""
    slug = f"{SOURCE}-{number}"
    made: Files = {path: data for path, data in original.files.items() if path.startswith("media/")}
    modules = []
    for first in range(0, lessons, LESSONS_A_MODULE):
        place = first // LESSONS_A_MODULE
        folder = f"{(place + 1) * 10}-part-{place + 1}"
        modules.append(folder)
        positions = range(first, min(first + LESSONS_A_MODULE, lessons))
        items = [_add_lesson(made, original, position, lessons, folder) for position in positions]
        check = original.checks[place % len(original.checks)]
        items.append(_add_exercise(made, original, check, place, lessons))
        words = {"title": f"Part {place + 1}", "summary": "Lessons that belong together."}
        module = {"id": f"module-part-{place + 1}", **words, "items": items}
        made[f"{folder}/module.yaml"] = json.dumps(module).encode()
    for name in ("course.yaml", "course.da.yaml"):
        made[name] = _course_file(original.files[name].decode(), slug, number, modules).encode()
    return slug, made


def change_a_lesson(files: Files) -> Files:
    """The same course with one more sentence at the end of its first lesson."""
    path = min(path for path in files if re.fullmatch(r"10-part-1/\d+-[^/.]+\.md", path))
    return {**files, path: files[path] + b"\nOne more sentence.\n"}


def _course_file(text: str, slug: str, number: int, modules: list[str]) -> str:
    text = re.sub(r"(?m)^id: .+$", f"id: {slug}", text)
    text = re.sub(r"(?m)^introduced: .+\n", "", text)
    text = re.sub(r"(?m)^title: (.+)$", lambda found: f"title: {json.dumps(found[1] + f' {number}', ensure_ascii=False)}", text)
    return re.sub(r"(?m)^modules: .+$", f"modules: {json.dumps(modules)}", text)


def _add_lesson(made: Files, original: Original, position: int, lessons: int, folder: str) -> str:
    count = len(original.lessons)
    source, turn = original.lessons[position % count], position // count
    name = f"{position + 1:03}-{Path(source).stem.split('-', 1)[1]}-{turn}"
    for ending in (".md", ".da.md"):
        text = original.files.get(source.removesuffix(".md") + ending)
        if text is None:
            continue
        words = text.decode()
        for placed in re.findall(r"(?m)^::: exercise ([a-z0-9-]+)$", words):
            _add_exercise(made, original, f"exercises/{placed}.yaml", turn, lessons)
        made[f"{folder}/{name}{ending}"] = _renamed(words, original, turn, lessons).encode()
    return f"{name}.md"


def _add_exercise(made: Files, original: Original, source: str, turn: int, lessons: int) -> str:
    stem = source.removesuffix(".yaml")
    for ending in (".yaml", ".da.yaml"):
        if stem + ending in original.files:
            made[f"{stem}-{turn}{ending}"] = _renamed(original.files[stem + ending].decode(), original, turn, lessons).encode()
    return f"../{stem}-{turn}.yaml" if stem.startswith("..") else f"{stem}-{turn}.yaml"


def _renamed(text: str, original: Original, turn: int, lessons: int) -> str:
    """The text with ids of this turn; links lead to the lesson of the same turn where there is one, else to one that exists."""

    def link(lesson: str) -> str:
        return _id_here(original, lesson, turn, lessons)

    text = _PLACED.sub(lambda found: f"{found[1]}{found[2]}-{turn}", text)
    text = _LINK.sub(lambda found: f"(lesson:{link(found[1])})", text)
    text = _LESSON_OF_QUESTION.sub(lambda found: f"{found[1]}{link(found[2])}", text)
    return _REQUIRED.sub(lambda found: f"requires: [{', '.join(f'{name.strip()}-{turn}' for name in found[1].split(','))}]", text)


def _id_here(original: Original, lesson: str, turn: int, lessons: int) -> str:
    ids = [original.id_of(path) for path in original.lessons]
    count = len(ids)
    last = (lessons - 1) // count
    for candidate in range(min(turn, last), -1, -1):
        if candidate * count + ids.index(lesson) < lessons:
            return f"{lesson}-{candidate}"
    return f"{ids[0]}-0"


def _front_id(text: str) -> str:
    found = re.search(r"(?m)^id: ([a-z0-9-]+)$", text)
    assert found is not None
    return found[1]
