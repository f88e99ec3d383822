"""What a version says about its course: items in order, texts in each language, rules. Made once from the stored outline; no queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Literal, Self

from markupsafe import Markup

from clustercourse.content.queries.made import Made
from clustercourse.content.queries.requirements import Opens, Requirement
from clustercourse.language import LANGUAGE_NAMES, _
from clustercourse.text import trusted

_ROOM = 256 * 1024
ItemKind = Literal["module", "lesson", "exercise"]


@dataclass(frozen=True)
class CourseTexts:
    """The course's own texts in one language."""

    title: str
    summary: str
    about_html: Markup
    audience: str
    certifies: str
    outcomes: tuple[tuple[str, str], ...]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        outcomes = tuple((key, text) for key, text in data["outcomes"])
        return cls(data["title"], data["summary"], trusted(data["about_html"]), data["audience"], data["certifies"], outcomes)


@dataclass(frozen=True)
class OutlineItem:
    """A module, lesson or exercise as a version has it. `placed_in` is the lesson an exercise stands in, if any; `exercise` its kind."""

    id: int
    key: str
    kind: ItemKind
    slug: str
    parent_key: str | None
    position: int
    titles: dict[str, str]
    summaries: dict[str, str]
    source: str
    minutes: int
    optional: bool
    requires: tuple[str, ...]
    rule: tuple[Requirement, ...]
    placed_in: str | None
    opens: Opens | None = None
    exercise: str = ""

    def title(self, language: str) -> str:
        return self.titles.get(language) or self.titles[self.source]

    def other_language(self, language: str) -> str | None:
        """The language that `title` falls back to when asked for this one; None where it is translated.

        What stands in both languages with the same letters counts as not translated: a version keeps the original there.
        """
        return self.source if language != self.source and self.title(language) == self.titles[self.source] else None

    def summary(self, language: str) -> str:
        return self.summaries.get(language) or self.summaries.get(self.source, "")

    @property
    def is_lesson(self) -> bool:
        return self.kind == "lesson"

    @property
    def is_worksheet(self) -> bool:
        return self.exercise == "worksheet"

    @property
    def may_be_locked(self) -> bool:
        return bool(self.requires) or self.opens is not None

    @cached_property
    def asks_for_sessions(self) -> bool:
        """Whether taking part in a session is among its conditions."""
        return any(condition.session is not None for condition in self.rule)

    @cached_property
    def touched_by(self) -> frozenset[tuple[str, str]]:
        """The evidence that says anything of it: of its own conditions, or of the reading that is asked of people without a session."""
        return frozenset({(self.key, "read"), *((condition.item, condition.word) for condition in self.rule)})

    @property
    def is_step(self) -> bool:
        """Whether it stands in the outline on its own. An exercise inside a lesson counts through the lesson's rule only."""
        return self.kind == "lesson" or (self.kind == "exercise" and self.placed_in is None)


@dataclass(frozen=True)
class OutlineModule:
    item: OutlineItem
    steps: tuple[OutlineItem, ...]

    def holds(self, item_id: int) -> bool:
        return any(step.id == item_id for step in self.steps)


@dataclass(frozen=True)
class Outline:
    """One version of a course without its pages.

    In the languages `introduced` there are its own texts and those of its modules, and no pages: it is not offered in them.
    One that is asked for by its number keeps asking in the addresses of its lessons.
    """

    version_id: int
    number: int
    course_id: int
    slug: str
    language: str
    languages: tuple[str, ...]
    texts: dict[str, CourseTexts]
    topics: tuple[str, ...]
    trainer: str
    order: int
    minutes: int
    items: tuple[OutlineItem, ...] = field(repr=False)
    introduced: tuple[str, ...]
    made: Made = field(repr=False, compare=False)
    is_asked_for: bool = False

    @property
    def address(self) -> str:
        return f"/courses/{self.slug}/"

    @property
    def place(self) -> tuple[bool, int]:
        """For sorting: courses that say their place first, in that order."""
        return self.order == 0, self.order

    def address_of(self, item: OutlineItem) -> str:
        """Where an item is found: its page, or its place in the lesson in which it stands."""
        asking = f"?version={self.number}" if self.is_asked_for else ""
        if item.is_lesson:
            return f"{self.address}{item.slug}/{asking}"
        if item.placed_in in self.by_key:
            return f"{self.address}{self.by_key[item.placed_in].slug}/{asking}#exercise-{item.key}"
        return f"{self.address}exercises/{item.slug}/" if item.kind == "exercise" else self.address

    @property
    def taught_in(self) -> str:
        """Its languages, and of each that has not all lessons, how many it has."""
        return ", ".join(self._taught(language) for language in self.languages)

    def _taught(self, language: str) -> str:
        written = sum(1 for lesson in self.lessons.values() if lesson.other_language(language) is None)
        if written == self.lesson_count:
            return LANGUAGE_NAMES[language]
        values = {"language": LANGUAGE_NAMES[language], "n": written, "total": self.lesson_count}
        return str(_("{language} ({n} of {total} lessons)", **values) if written else _("{language} (exercises only)", **values))

    def asked_for(self) -> Outline:
        """The same, for whoever asked for this version by its number."""
        return replace(self, is_asked_for=True, made=Made(_ROOM))

    def text(self, language: str) -> CourseTexts:
        return self.texts.get(language) or self.texts[self.language]

    def best_language(self, *wanted: str | None) -> str:
        """The first wanted language that the course offers, else its own."""
        return next((language for language in wanted if language in self.languages), self.language)

    def told_in(self, *wanted: str | None) -> str:
        """The first wanted language in which the course says what it is about, else its own."""
        return next((language for language in wanted if language in self.texts), self.language)

    def address_in(self, language: str) -> str:
        """The page of the course, in this language where one has to ask for it."""
        return f"{self.address}?language={language}" if language in self.introduced else self.address

    @cached_property
    def by_key(self) -> dict[str, OutlineItem]:
        return {item.key: item for item in self.items}

    @cached_property
    def by_id(self) -> dict[int, OutlineItem]:
        return {item.id: item for item in self.items}

    @cached_property
    def lessons(self) -> dict[str, OutlineItem]:
        """Lessons by the word in their address."""
        return {item.slug: item for item in self.items if item.is_lesson}

    @cached_property
    def exercises(self) -> dict[str, OutlineItem]:
        """Exercises by the word in their address."""
        return {item.slug: item for item in self.items if item.kind == "exercise"}

    @cached_property
    def required(self) -> tuple[OutlineItem, ...]:
        """The steps that count."""
        return tuple(item for item in self.steps if not item.optional)

    @cached_property
    def modules(self) -> tuple[OutlineModule, ...]:
        found = sorted((item for item in self.items if item.kind == "module"), key=lambda item: item.position)
        return tuple(OutlineModule(item, self._steps_of(item.key)) for item in found)

    @cached_property
    def steps(self) -> tuple[OutlineItem, ...]:
        """Everything that stands in the outline, in reading order."""
        return tuple(step for module in self.modules for step in module.steps)

    @cached_property
    def lesson_count(self) -> int:
        return len(self.lessons)

    @cached_property
    def positions(self) -> dict[int, int]:
        return {step.id: position for position, step in enumerate(self.steps)}

    def before(self, item: OutlineItem) -> OutlineItem | None:
        position = self.positions.get(item.id, 0)
        return self.steps[position - 1] if position > 0 else None

    def after(self, item: OutlineItem) -> OutlineItem | None:
        position = self.positions.get(item.id, len(self.steps))
        return self.steps[position + 1] if position + 1 < len(self.steps) else None

    def home_of(self, item: OutlineItem) -> OutlineItem:
        """The step where an item is found: itself, or the lesson an exercise stands in."""
        return self.by_key.get(item.placed_in or "", item)

    def module_of(self, item: OutlineItem) -> OutlineItem | None:
        """The module in which an item stands, directly or through its lesson."""
        home = self.home_of(item)
        return self.by_key.get(home.parent_key or "")

    def _steps_of(self, module_key: str) -> tuple[OutlineItem, ...]:
        steps = (item for item in self.items if item.parent_key == module_key and item.is_step)
        return tuple(sorted(steps, key=lambda item: item.position))


def read_outline(stored: Mapping[str, Any], *, version_id: int, number: int, course_id: int, ids: Mapping[str, int]) -> Outline:
    """The outline from what is stored with a version. `ids` are the lasting rows of the course's items, by key."""
    language = stored["language"]
    return Outline(
        version_id=version_id,
        number=number,
        course_id=course_id,
        slug=stored["slug"],
        language=language,
        languages=tuple(stored["languages"]),
        texts={code: CourseTexts.from_json(texts) for code, texts in stored["texts"].items()},
        topics=tuple(stored["topics"]),
        trainer=stored["trainer"],
        order=stored.get("order", 0),
        minutes=stored["minutes"],
        items=tuple(_items(stored["items"], language, ids)),
        introduced=tuple(stored.get("introduced", ())),
        made=Made(_ROOM),
    )


def _items(stored: Iterable[Mapping[str, Any]], source: str, ids: Mapping[str, int]) -> Iterable[OutlineItem]:
    for entry in stored:
        yield OutlineItem(
            id=ids[entry["key"]],
            key=entry["key"],
            kind=entry["kind"],
            slug=entry["slug"],
            parent_key=entry["parent_key"],
            position=entry["position"],
            titles=dict(entry["titles"]),
            summaries=dict(entry["summaries"]),
            source=source,
            minutes=entry["minutes"] or 0,
            optional=entry["optional"],
            requires=tuple(entry["requires"]),
            rule=tuple(Requirement.from_json(condition) for condition in entry["rule"]),
            placed_in=entry["placed_in"],
            opens=Opens(**entry["opens"]) if entry.get("opens") else None,
            exercise=entry.get("exercise", "quiz") if entry["kind"] == "exercise" else "",
        )
