"""How long a long course takes to publish, and to publish again with one lesson changed."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from pathlib import Path

from bench.courses import Files, beside, change_a_lesson, make_course, read_original
from bench.site import create_tables, open_site
from clustercourse.content import publishing
from clustercourse.db import writing
from clustercourse.house import house

_TURN = re.compile(r"-(\d+)(?:\.[a-z]{2})?\.(?:md|yaml)$")
_SMALL_WORD = re.compile(r"(?<= )(?:the|a|an|of|and|to|in|is|og|at|er|en|et|det|som|i)(?= )")


@dataclass(frozen=True)
class Published:
    """Seconds of CPU."""

    lessons: int
    first: float
    again: float


def publish_long_course(folder: Path, lessons: int) -> Published:
    """In a database of its own. Once in a process."""
    with open_site(folder).app_context():
        create_tables()
        content = house().content
        slug, files = make_course(read_original(content), 1, lessons)
        files = in_other_words(files)
        shared = beside(content)
        with writing():
            publishing.replace_glossary(publishing.site_of(shared, {}).glossary)
        first = _publish(slug, files, shared)
        return Published(lessons, first, _publish(slug, change_a_lesson(files), shared))


def in_other_words(files: Files) -> Files:
    """Every repetition of a lesson or exercise with other small words: no long course says everything several times over."""
    made: Files = {}
    for path, data in files.items():
        turn = _TURN.search(path)
        suffix = chr(ord("a") + int(turn[1]) % 26) * 2 if turn else ""
        made[path] = _SMALL_WORD.sub(lambda word, suffix=suffix: word[0] + suffix, data.decode()).encode() if suffix else data  # type: ignore[misc]
    return made


def _publish(slug: str, files: Files, shared: Files) -> float:
    before = time.process_time()
    prepared = publishing.prepare(files, slug=slug, beside=shared)
    with writing():
        publishing.publish(prepared, by=None, note="A version.")
    return time.process_time() - before
