"""The steps of a course of the house, from its files; and small courses for one test: a folder with one module and the lessons given."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.browser.answers import CONTENT, as_written

_COURSE = {
    "title": "A small course",
    "language": "en",
    "languages": ["en"],
    "summary": "For one test.",
    "about": "Nothing else.",
    "audience": "Nobody.",
    "topics": ["theory"],
    "trainer": "Johan Berg",
    "certifies": "Nothing.",
    "access": "open",
    "retired": [],
}


def title_of(course: str) -> str:
    return str(as_written((CONTENT / course / "course.yaml").read_text("utf-8"))["title"])


def steps(course: str) -> list[str]:
    """The titles of all its lessons and exercises, in order."""
    folder = CONTENT / course
    modules = as_written((folder / "course.yaml").read_text("utf-8"))["modules"]
    return [_title(folder, module, item) for module in modules for item in _items(folder / module)]


def _items(module: Path) -> list[str]:
    found: list[str] = as_written((module / "module.yaml").read_text("utf-8"))["items"]
    return found


def _title(folder: Path, module: str, item: str) -> str:
    if item.startswith("exercises/"):
        return str(as_written((folder / item).read_text("utf-8"))["title"])
    return str(as_written((folder / module / item).read_text("utf-8").split("---\n", 2)[1])["title"])


def small_course(folder: Path, lessons: dict[str, str]) -> dict[str, bytes]:
    """The files of a course whose lessons have these texts, by id; written into the folder too."""
    outcomes = [{"id": "look", "text": "Look at it"}]
    files = {
        "course.yaml": _yaml({"id": folder.name, **_COURSE, "outcomes": outcomes, "modules": ["10-only"]}),
        "10-only/module.yaml": _yaml(
            {"id": f"module-{folder.name}", "title": "Only", "summary": "The only one.", "items": [f"{key}.md" for key in lessons]}
        ),
    }
    for key, text in lessons.items():
        head = {"id": key, "title": f"Lesson {key}", "summary": "A text.", "minutes": 5, "outcomes": ["look"]}
        files[f"10-only/{key}.md"] = b"---\n" + _yaml(head) + b"---\n" + text.encode()
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return files


def _yaml(values: dict[str, object]) -> bytes:
    return yaml.safe_dump(values, sort_keys=False, allow_unicode=True).encode()
