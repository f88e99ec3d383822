"""A compiled course: everything that is served, as plain frozen data that can be written as JSON and read again."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

RENDERER = 3
"""Raised when the same files give other HTML: compiled pages are then made again."""

Kind = Literal["module", "lesson", "exercise"]
Json = dict[str, Any]


@dataclass(frozen=True)
class CourseTexts:
    """The words of a course in one language; `outcomes` are (id, text)."""

    title: str
    summary: str
    about_html: str
    audience: str
    certifies: str
    outcomes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Rule:
    """One condition of being done: an item to read, submit or pass, a session of the cohort to take part in, or posts to write.

    `threshold` is a percentage, for `pass`, or a number of posts in the discussion of the item, for `post`.
    """

    what: Literal["read", "submit", "pass", "attend", "post"]
    item: str
    threshold: int | None = None
    session: str | None = None


@dataclass(frozen=True)
class Opens:
    """Opens with a session of the cohort, or so many days or hours after it; before it where they are below zero."""

    session: str
    days: int = 0
    hours: int = 0


@dataclass(frozen=True)
class CompiledItem:
    """A module, lesson or exercise. `position` counts through the course in the order in which a learner meets things.

    `parent_key` is the module; `placed_in` the lesson in whose text an exercise stands. `digest` covers the files that make the item.
    `exercise` is the kind of an exercise.
    """

    key: str
    kind: Kind
    slug: str
    parent_key: str | None
    position: int
    titles: dict[str, str]
    summaries: dict[str, str]
    minutes: int
    optional: bool
    requires: tuple[str, ...]
    outcomes: tuple[str, ...]
    rule: tuple[Rule, ...]
    placed_in: str | None
    digest: str
    opens: Opens | None = None
    exercise: str = ""


@dataclass(frozen=True)
class SourceNote:
    """A source as listed at the foot of a page: its number there, its tag and what is known of it."""

    n: int
    tag: str
    title: str
    address: str
    note: str


@dataclass(frozen=True)
class CompiledPage:
    """A lesson or exercise in one language. `fallback`: the text is in the source language because there is no translation.

    `blocks` in order: {"html"}, {"exercise": key}, {"diagram": {title, description, code}}, {"video"|"audio": {title, address, type,
    poster, captions: [{language, address}], transcript_html}}. `headings` are (place, words). `specification` is an exercise's.
    """

    item_key: str
    language: str
    fallback: bool
    blocks: tuple[Json, ...]
    headings: tuple[tuple[str, str], ...]
    terms: tuple[str, ...]
    sources: tuple[SourceNote, ...]
    words: int
    has_maths: bool
    has_diagram: bool
    text: str
    specification: Json | None = None

    def to_json(self) -> Json:
        """The blocks and the specification are JSON already: they are not copied."""
        return {**vars(self), "sources": tuple(asdict(source) for source in self.sources)}

    @classmethod
    def from_json(cls, data: Json) -> "CompiledPage":
        tuples = {
            "blocks": tuple(data["blocks"]),
            "headings": tuple((place, words) for place, words in data["headings"]),
            "terms": tuple(data["terms"]),
            "sources": tuple(SourceNote(**source) for source in data["sources"]),
        }
        return cls(**{**data, **tuples})


@dataclass(frozen=True)
class CompiledCourse:
    """The whole course. `media` maps the files that its pages show to their digests; `retired` are ids removed on purpose.

    `order` is its place among the courses of the house; 0: behind those that have one. In the languages `introduced` only the course's
    own texts and those of its modules are written; it has no pages in them.
    """

    key: str
    slug: str
    language: str
    languages: tuple[str, ...]
    access: str
    texts: dict[str, CourseTexts]
    topics: tuple[str, ...]
    trainer: str
    minutes: int
    items: tuple[CompiledItem, ...]
    pages: tuple[CompiledPage, ...]
    retired: tuple[str, ...] = ()
    order: int = 0
    introduced: tuple[str, ...] = ()
    media: dict[str, str] = field(default_factory=dict)
    renderer: int = RENDERER

    def to_json(self) -> Json:
        return asdict(self)

    @classmethod
    def from_json(cls, data: Json) -> "CompiledCourse":
        tuples = {
            "languages": tuple(data["languages"]),
            "introduced": tuple(data.get("introduced", ())),
            "topics": tuple(data["topics"]),
            "retired": tuple(data["retired"]),
            "texts": {language: _texts(texts) for language, texts in data["texts"].items()},
            "items": tuple(_item(item) for item in data["items"]),
            "pages": tuple(CompiledPage.from_json(page) for page in data["pages"]),
        }
        return cls(**{**data, **tuples})


def _texts(data: Json) -> CourseTexts:
    return CourseTexts(**{**data, "outcomes": tuple((id_, text) for id_, text in data["outcomes"])})


def _item(data: Json) -> CompiledItem:
    tuples = {name: tuple(data[name]) for name in ("requires", "outcomes")}
    opens = Opens(**data["opens"]) if data.get("opens") else None
    return CompiledItem(**{**data, **tuples, "rule": tuple(Rule(**rule) for rule in data["rule"]), "opens": opens})
