"""Small courses for one test: a folder with one module and the lessons given."""

from __future__ import annotations

from pathlib import Path

import yaml

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
