"""A small course without a fault, as files; tests change one thing and look at what is said."""

from __future__ import annotations

from clustercourse.content.check import check_course
from clustercourse.content.manuscript import SourceEntry, TermSource
from clustercourse.content.package import Package, Site
from clustercourse.content.reading import read_package

WORDS = " ".join(["Firms in one field and one region learn from each other."] * 45)

COURSE = """\
id: small-course
title: A small course
language: en
languages: [en, da]
summary: What it is about.
about: Two words about **it**.
audience: For everybody.
topics: [theory]
trainer: Johan Berg
certifies: That you were here.
outcomes:
  - {id: tell-apart, text: Tell two things apart.}
modules: [10-first]
"""
COURSE_DA = """\
title: Et lille kursus
summary: Hvad det handler om.
about: To ord om **det**.
audience: For alle.
certifies: At du var her.
outcomes: {tell-apart: Skelne mellem to ting.}
"""
COURSE_DE = """\
title: Ein kleiner Kurs
summary: Worum es geht.
about: Zwei Worte **darüber**.
audience: Für alle.
certifies: Dass Sie hier waren.
outcomes: {outcomes}
"""
MODULE = """\
id: module-first
title: The first module
summary: Its sentence.
items: [10-words.md, 20-bridges.md, exercises/check-first.yaml]
"""
MODULE_DE = "title: Das erste Modul\nsummary: Sein Satz.\n"
MODULE_DA = "title: Det første modul\nsummary: Dets sætning.\n"
LESSON = f"""\
---
id: words
title: Words
summary: A sentence about words.
minutes: 15
outcomes: [tell-apart]
sources: [P1]
---
## What a [cluster](term:cluster) is

{WORDS} [@P1]

![Three firms in a ring](media/ring.svg "Firms stand near each other")

::: exercise recall-words

More in [bridges](lesson:bridges).
"""
LESSON_DA = """\
---
title: Ord
summary: En sætning om ord.
---
## Hvad en [klynge](term:cluster) er

Tekst om klynger. [@P1]

![Tre virksomheder i en ring](media/ring.svg "Virksomheder er tæt på hinanden")

::: exercise recall-words

Mere i [broer](lesson:bridges).
"""
BRIDGES = f"""\
---
id: bridges
title: Bridges
summary: A sentence about bridges.
minutes: 15
requires: [words]
done: [read, {{pass: check-first}}]
---
## Building

{WORDS}
"""
RECALL = """\
id: recall-words
kind: quiz
title: "Recall: words"
questions:
  - id: q1
    kind: true-false
    text: A cluster is in **one** region.
    answer: true
    lesson: words
    feedback: {true: "Yes, nearness is part of it.", false: "It is, by what the word means."}
"""
CHECK = """\
id: check-first
kind: quiz
title: "Check: first module"
done: pass
threshold: 80
questions:
  - id: q1
    kind: single
    text: Which one is a cluster?
    options:
      - {id: a, text: Firms in one field and region, right: true, feedback: That is it.}
      - {id: b, text: A list of members, feedback: That is an organisation.}
"""
RING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40">\n'
    '<circle cx="30" cy="20" r="10" fill="#0f6b6b"/>\n<text x="4" y="36">Ring</text>\n</svg>\n'
)

GLOSSARY = {
    "cluster": TermSource.model_validate(
        {
            "id": "cluster",
            "number": 1,
            "seen": ["da"],
            "en": {"term": "cluster", "meaning": "Firms of one field in one region."},
            "da": {"term": "klynge", "meaning": "Virksomheder på ét felt i én region."},
            "de": {"term": "Cluster"},
        }
    )
}
SOURCES = {
    "P1": SourceEntry(title="A report", address="https://example.org/report", note="read in part"),
    "S4": SourceEntry(title="Another report"),
}


def course() -> dict[str, bytes]:
    """The files of the course."""
    files = {
        "course.yaml": COURSE,
        "course.da.yaml": COURSE_DA,
        "10-first/module.yaml": MODULE,
        "10-first/module.da.yaml": MODULE_DA,
        "10-first/10-words.md": LESSON,
        "10-first/10-words.da.md": LESSON_DA,
        "10-first/20-bridges.md": BRIDGES,
        "exercises/recall-words.yaml": RECALL,
        "exercises/check-first.yaml": CHECK,
        "media/ring.svg": RING,
    }
    return {path: text.encode() for path, text in files.items()}


def introduced(outcomes: str = "{tell-apart: Zwei Dinge unterscheiden.}") -> dict[str, bytes]:
    """The course, which also says in German what it is about."""
    files = course()
    return files | {
        "course.yaml": files["course.yaml"].replace(b"languages: [en, da]", b"languages: [en, da]\nintroduced: [de]"),
        "course.de.yaml": COURSE_DE.format(outcomes=outcomes).encode(),
        "10-first/module.de.yaml": MODULE_DE.encode(),
    }


def changed(path: str, old: str, new: str) -> dict[str, bytes]:
    """The course with one text replaced in one file; the text must be there."""
    files = course()
    before = files[path].decode()
    assert old in before
    return {**files, path: before.replace(old, new).encode()}


def with_file(path: str, content: str | bytes) -> dict[str, bytes]:
    return {**course(), path: content.encode() if isinstance(content, str) else content}


def without(path: str) -> dict[str, bytes]:
    files = course()
    del files[path]
    return files


def said(files: dict[str, bytes]) -> list[str]:
    """Everything the check says about a course, errors marked with a sign in front."""
    found = check_course(files, slug="small", glossary=GLOSSARY, sources=SOURCES, courses={"other-course": "other"})
    return [("! " if problem.level == "error" else "") + str(problem) for problem in found if str(problem) != UNTRANSLATED]


UNTRANSLATED = "course.yaml:4: 3 of 6 files are not in Dansk yet. The original is shown there, with a note."


def package(files: dict[str, bytes] | None = None) -> Package:
    read, problems = read_package(files or course(), slug="small", site=Site(GLOSSARY, SOURCES, {"other-course": "other"}))
    assert problems == []
    return read
