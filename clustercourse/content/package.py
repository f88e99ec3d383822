"""A course as its files say it: typed parts, each knowing its file and lines. Rows, HTML and versions stand elsewhere."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Generic, TypeVar

from clustercourse.content.blocks import Blocks, split_blocks
from clustercourse.content.manuscript import (
    CourseSource,
    CourseTranslation,
    LessonSource,
    ModuleSource,
    PartTranslation,
    SourceEntry,
    TermSource,
)
from clustercourse.content.problems import Problem
from clustercourse.content.yaml_source import YamlSource
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import Message
from clustercourse.text import CourseText, KeptTexts, Picture, Targets

Files = Mapping[str, bytes]
S = TypeVar("S")
_NUMBERED = re.compile(r"(?:[0-9]+-)?(.+)")
_PICTURE = re.compile(r'<img((?: [a-z-]+="[^"]*")*)>')
_ATTRIBUTE = re.compile(r' ([a-z-]+)="[^"]*"')
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slug_of_name(name: str) -> str:
    """The address part that a file or folder name gives: without its number and its endings."""
    found = _NUMBERED.fullmatch(name.partition(".")[0])
    return found.group(1) if found else name


def _placed_picture(found: re.Match[str]) -> str:
    return found[0] if "src" in _ATTRIBUTE.findall(found[1]) else ""


@dataclass(frozen=True)
class Written(Generic[S]):
    """One file that was read: its values, and the text below them where it has one.

    `unsure` are keys whose value is not what the author meant, because something is wrong with them: nothing is concluded from it.
    """

    path: str
    source: S
    yaml: YamlSource
    body: str = ""
    body_line: int = 1
    unsure: frozenset[str] = frozenset()

    def problem(self, *where: str | int, sentence: Message | str, warning: bool = False) -> Problem:
        return Problem(self.path, self.yaml.line(where), sentence, "warning" if warning else "error")

    @cached_property
    def blocks(self) -> Blocks:
        return split_blocks(self.path, self.body, self.body_line)

    def line_of(self, words: str) -> int:
        """The first line of the text that holds ``words``."""
        before, found, _after = self.body.partition(words)
        return self.body_line + before.count("\n") if found else self.body_line


@dataclass(frozen=True)
class Lesson:
    slug: str
    original: Written[LessonSource]
    translations: Mapping[str, Written[PartTranslation]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.original.source.id

    def texts(self) -> Iterator[tuple[str | None, Written[Any]]]:
        """The original (language None) and every translation."""
        yield None, self.original
        yield from self.translations.items()


@dataclass(frozen=True)
class Exercise:
    slug: str
    kind: str
    original: Written[Any]
    translations: Mapping[str, Written[Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return str(self.original.source.id)

    def texts(self) -> Iterator[tuple[str | None, Written[Any]]]:
        yield None, self.original
        yield from self.translations.items()


@dataclass(frozen=True)
class Module:
    slug: str
    original: Written[ModuleSource]
    items: tuple[Lesson | Exercise, ...]
    translations: Mapping[str, Written[PartTranslation]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return self.original.source.id


Part = Module | Lesson | Exercise


Worksheets = Mapping[str, Mapping[str, Specification | None]]
"""By the id of their course and their own: what others may refer to in each; None for one that could not be read."""


@dataclass(frozen=True)
class Site:
    """What the courses of a site share: the glossary, the sources, which courses there are (id → slug), and their worksheets.

    `worksheets` is None where those of other courses are not known: then nothing is said of what leads there. `partial` says of which
    of "term", "source" and "course" only some could be read: then nothing is said of those that are not there either.
    """

    glossary: Mapping[str, TermSource] = field(default_factory=dict)
    sources: Mapping[str, SourceEntry] = field(default_factory=dict)
    courses: Mapping[str, str] = field(default_factory=dict)
    worksheets: Worksheets | None = None
    partial: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Package:
    """A course. `unread` are ids in files that could not be read, `is_whole` is false where even ids may be missing, `is_ordered` where
    a list of modules or items could not be followed. `left_out` are files that are there and were not taken in. `rough` are exercises
    that could not be read, by path: their kind, as far as it is known, and what stands there.

    `texts` renders its Markdown: what the check has read is not rendered again for the pages. `pictures` are those looked at so far.
    """

    slug: str
    original: Written[CourseSource]
    translations: Mapping[str, Written[CourseTranslation]]
    modules: tuple[Module, ...]
    exercises: Mapping[str, Exercise]
    files: Files
    site: Site
    unread: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    rough: Mapping[str, tuple[str, YamlSource]] = field(default_factory=dict)
    is_whole: bool = True
    is_ordered: bool = True
    texts: KeptTexts = field(default_factory=KeptTexts, compare=False)
    pictures: dict[str, Picture | None] = field(default_factory=dict, compare=False)

    def rendered(self, source: str, *, targets: Targets, prefix: str = "text") -> CourseText:
        """A text of the course as HTML. A picture that has lost its address, because it was typed as HTML, is left out."""
        text = self.texts.render(source, targets=targets, prefix=prefix)
        return replace(text, html=_PICTURE.sub(_placed_picture, text.html)) if "<img" in text.html else text

    @property
    def id(self) -> str:
        return self.original.source.id

    @property
    def is_read(self) -> bool:
        """Whether every file and every list could be read: else what seems to be missing may stand in one that could not."""
        return self.is_whole and self.is_ordered and not self.unread

    def may_hold(self, key: str) -> bool:
        """Whether a lesson or exercise that was not found may stand in a file that could not be read."""
        return key in self.unread or not self.is_whole

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The source language first, then the others that are offered."""
        first = self.original.source.language
        return (first, *(name for name in dict.fromkeys(self.original.source.languages) if name != first))

    @cached_property
    def introduced(self) -> tuple[str, ...]:
        """Languages in which only the course and its modules are written, so that people can see what it is about."""
        return tuple(name for name in dict.fromkeys(self.original.source.introduced) if name not in self.languages)

    @cached_property
    def lessons(self) -> dict[str, Lesson]:
        found: dict[str, Lesson] = {}
        for module in self.modules:
            for item in module.items:
                if isinstance(item, Lesson):
                    found.setdefault(item.id, item)
        return found

    @property
    def listed(self) -> list[str]:
        """The paths of what the modules name, whether or not it could be read."""
        return [
            name if name.startswith("exercises/") else f"{module.original.path.rpartition('/')[0]}/{name}"
            for module in self.modules
            for name in module.original.source.items
        ]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Modules with their lessons, then the exercises."""
        found: list[Part] = []
        for module in self.modules:
            found += [module, *(item for item in module.items if isinstance(item, Lesson))]
        return (*found, *self.exercises.values())

    @cached_property
    def placed(self) -> dict[str, str]:
        """The lesson in which each exercise stands (the first one)."""
        found: dict[str, str] = {}
        for lesson in self.lessons.values():
            for exercise, _line in lesson.original.blocks.exercises:
                found.setdefault(exercise, lesson.id)
        return found

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Ids of lessons and exercises as a learner meets them; what stands in a lesson comes after it."""
        found: dict[str, None] = {}
        for module in self.modules:
            for item in module.items:
                found[item.id] = None
                if isinstance(item, Lesson):
                    inside = (exercise for exercise, _line in item.original.blocks.exercises if exercise in self.exercises)
                    found.update(dict.fromkeys(inside))
        return tuple(found)
