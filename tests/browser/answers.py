"""Answering exercises in the browser as a person would, from what the course files say is right; in reflections, with enough words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from playwright.sync_api import Locator

THOUGHT = " ".join(["I met a bench where firms bring their own questions."] * 8)
"""Seventy-two words, for a reflection."""

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"


def exercise(key: str) -> dict[str, Any]:
    """The file of an exercise, whose name is the only one in all courses."""
    [path] = CONTENT.glob(f"*/exercises/{key}.yaml")
    return as_written(path.read_text("utf-8"))


def as_written(text: str) -> dict[str, Any]:
    """YAML with every value as the text that stands there."""
    found: dict[str, Any] = yaml.load(text, yaml.BaseLoader)
    return found


def answer_all(box: Locator, key: str) -> int:
    """Give the right answer to every question of the exercise in this part of the page; how many there were."""
    questions = exercise(key)["questions"]
    for question in questions:
        answer(box, question)
    return len(questions)


def answer(box: Locator, question: dict[str, Any]) -> None:
    id_, kind = question["id"], question.get("kind", "reflection")
    if kind == "reflection":
        named(box, id_).fill(THOUGHT)
    elif kind in ("single", "multiple"):
        for option in question["options"]:
            if option.get("right") == "true":
                tick(box, id_, option["id"])
    elif kind == "true-false":
        tick(box, id_, question["answer"])
    elif kind == "numeric":
        named(box, id_).fill(question["answer"])
    elif kind == "short":
        named(box, id_).fill(question["accept"][0])
    elif kind == "matching":
        for pair in question["pairs"]:
            named(box, f"{id_}.{pair['id']}").select_option(label=pair["right"])
    elif kind == "ordering":
        for place, item in enumerate(question["items"], 1):
            named(box, f"{id_}.{item['id']}").select_option(str(place))
    else:
        for gap in question["gaps"]:
            _fill_gap(named(box, f"{id_}.{gap['id']}"), gap)


def _fill_gap(field: Locator, gap: dict[str, Any]) -> None:
    if "choices" in gap:
        field.select_option(label=gap["accept"][0])
    else:
        field.fill(gap["accept"][0])


def named(box: Locator, name: str) -> Locator:
    return box.locator(f'[name$=".{name}"]')


def tick(box: Locator, question: str, value: str) -> None:
    box.locator(f'[name$=".{question}"][value="{value}"]').check()
