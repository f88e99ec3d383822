"""A course with exercises of every sort, published through the pipeline."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from sqlalchemy import select

from clustercourse.content.publishing import Prepared, prepare, publish
from clustercourse.content.queries import outline
from clustercourse.db import value, writing
from clustercourse.exercises.queries import Task
from clustercourse.files import store
from clustercourse.learning.actions import enrol
from clustercourse.models.content import Course
from tests.kinds import quizzes

SLUG = "answering"
HOME = f"/courses/{SLUG}/exercises"
CANARY = "CANARY-REASON"
WORDS = " ".join(["Firms in one field and one region learn from each other."] * 45)

COURSE = """\
id: answering
title: Answering
language: en
languages: [en, da]
summary: What it is about.
about: Two words about it.
audience: For everybody.
topics: [theory]
trainer: Johan Berg
certifies: That you were here.
outcomes:
  - {id: tell-apart, text: Tell two things apart.}
modules: [10-first]
"""
MODULE = """\
id: module-first
title: The first module
summary: Its sentence.
items: [10-words.md, 20-bridges.md, exercises/all-types.yaml, exercises/limited.yaml, exercises/timed.yaml, exercises/drawn.yaml, exercises/secret.yaml, exercises/later.yaml]
"""
LESSON = f"""\
---
id: words
title: Words
summary: A sentence about words.
minutes: 15
outcomes: [tell-apart]
done: [read, {{submit: recall-one}}]
---
## What a cluster is

{WORDS}

::: exercise recall-one

Between the two.

::: exercise recall-two
"""
BRIDGES = f"""\
---
id: bridges
title: Bridges
summary: A sentence about bridges.
minutes: 15
requires: [words]
---
## Building

{WORDS}
"""
TRUE_FALSE = {
    "id": "q1",
    "kind": "true-false",
    "text": "One region.",
    "answer": True,
    "lesson": "words",
    "feedback": {"true": f"{CANARY} yes.", "false": f"{CANARY} no."},
}
SINGLE = {
    "id": "q2",
    "kind": "single",
    "text": "Which word?",
    "options": [
        {"id": "a", "text": "organisation", "right": True, "feedback": f"{CANARY} a."},
        {"id": "b", "text": "economy", "feedback": f"{CANARY} b."},
    ],
}


def quiz(id_: str, questions: list[dict[str, Any]], **rules: Any) -> dict[str, Any]:
    return {"id": id_, "kind": "quiz", "title": id_.replace("-", " ").capitalize(), "questions": questions, **rules}


def exercises(**changes: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The file data of every exercise; `changes` are rules by id with `_` for `-`."""
    made = [
        quiz("recall-one", [TRUE_FALSE]),
        quiz("recall-two", [TRUE_FALSE, SINGLE]),
        {**quizzes.quiz(), "id": "all-types", "title": "All types", "done": "pass", "threshold": 80},
        quiz("limited", [TRUE_FALSE, SINGLE], attempts=2, done="pass", threshold=80, answers_shown="when-passed"),
        quiz("timed", [SINGLE, {**TRUE_FALSE, "id": "q3"}], time_limit=10),
        quiz("drawn", [{**SINGLE, "id": f"q{n}"} for n in range(1, 7)], draw=3, shuffle=True, counts="last"),
        quiz("secret", [SINGLE], answers_shown="never"),
        quiz("later", [SINGLE], requires=["limited"]),
    ]
    return {data["id"]: {**data, **changes.get(data["id"].replace("-", "_"), {})} for data in made}


def files(**changes: dict[str, Any]) -> dict[str, bytes]:
    written = {
        "course.yaml": COURSE,
        "course.da.yaml": "title: Svar\nsummary: Hvad.\nabout: To ord.\naudience: Alle.\ncertifies: Ja.\noutcomes: {tell-apart: Skelne.}\n",
        "10-first/module.yaml": MODULE,
        "10-first/10-words.md": LESSON,
        "10-first/20-bridges.md": BRIDGES,
        **{f"exercises/{id_}.yaml": json.dumps(data, indent=1) for id_, data in exercises(**changes).items()},
        "exercises/recall-one.da.yaml": json.dumps({"title": "Ord", "questions": {"q1": {"text": "Et område."}}}),
    }
    return {path: text.encode() for path, text in written.items()}


@cache
def _ready(written: tuple[tuple[str, bytes], ...]) -> Prepared:
    return prepare(dict(written), slug=SLUG)


def published(note: str = "First.", **changes: dict[str, Any]) -> int:
    """Publish; the id of the version."""
    written = files(**changes)
    ready = _ready(tuple(written.items()))
    for content in written.values():
        store().put(content)
    with writing():
        return publish(ready, by=None, note=note)


def enrolled(person: int, language: str = "en") -> int:
    with writing():
        return enrol(person, value(select(Course.id).where(Course.slug == SLUG)), by=person, language=language)


def task(enrolment: int, key: str, version: int, language: str = "en") -> Task:
    made = outline(version)
    return Task(enrolment, made, made.by_key[key], language)
