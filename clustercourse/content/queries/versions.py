"""What a version fixes, kept in the process by version id: its outline and its compiled pages. At most 32 MiB."""

from __future__ import annotations

import json
from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock
from typing import Any, Self

from markupsafe import Markup
from sqlalchemy import bindparam, select

from clustercourse.content.queries.glossary import Term, terms_named
from clustercourse.content.queries.made import Made
from clustercourse.content.queries.outline import Outline, read_outline
from clustercourse.db import db, is_writing, rows, value
from clustercourse.errors import NotHere
from clustercourse.models.content import CompiledPage, Item, Version
from clustercourse.text import trusted

LIMIT = 32 * 1024 * 1024


_BLOCKS = ("html", "exercise", "diagram", "video", "audio")


@dataclass(frozen=True)
class Block:
    """A piece of a lesson, of one of five kinds. `html` is text or a transcript, `exercise` a key, `values` the rest."""

    kind: str
    html: Markup
    exercise: str
    values: dict[str, Any]

    def captions(self, names: Mapping[str, str]) -> list[tuple[str, str, str]]:
        """A film's captions: language, its name, address."""
        return [(entry["language"], names[entry["language"]], entry["address"]) for entry in self.values.get("captions", ())]

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        kind = next(name for name in _BLOCKS if name in data)
        if kind == "html":
            return cls(kind, trusted(data["html"]), "", {})
        if kind == "exercise":
            return cls(kind, trusted(""), data["exercise"], {})
        return cls(kind, trusted(data[kind].get("transcript_html", "")), "", dict(data[kind]))


@dataclass(frozen=True)
class ReadPage:
    """A lesson's page, or an exercise with its `specification`. `language` is that of the text; `fallback`: there is no translation."""

    language: str
    fallback: bool
    blocks: tuple[Block, ...]
    headings: tuple[tuple[str, str], ...]
    terms: tuple[Term, ...]
    sources: tuple[dict[str, Any], ...]
    words: int
    has_maths: bool
    has_diagram: bool
    specification: dict[str, Any]
    made: Made = field(default_factory=Made, repr=False, compare=False)

    @property
    def exercises(self) -> tuple[str, ...]:
        """Keys of the exercises that stand in the text."""
        return tuple(block.exercise for block in self.blocks if block.kind == "exercise")


@dataclass(frozen=True)
class VersionLine:
    number: int
    note: str
    published_at: datetime


class _Kept:
    """The values last asked for, up to a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.size = 0
        self._values: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable) -> Any:
        with self._lock:
            if key not in self._values:
                return None
            self._values.move_to_end(key)
            return self._values[key][0]

    def keep(self, key: Hashable, kept: Any, size: int) -> None:
        with self._lock:
            if key in self._values or size > self.limit:
                return
            self._values[key] = kept, size
            self.size += size
            while self.size > self.limit:
                _key, (_value, freed) = self._values.popitem(last=False)
                self.size -= freed

    def forget(self) -> None:
        with self._lock:
            self._values.clear()
            self.size = 0


_kept = _Kept(LIMIT)
_SHARE_OF_OBJECTS = 3
_VERSIONS_SHOWN = 20
_SIZE_OF_LINE = 500
_SHARE_OF_MADE = 4

_versions = select(Version.id, Version.number, Version.course_id, Version.outline).where(
    Version.id.in_(bindparam("versions", expanding=True))
)
_items = select(Item.course_id, Item.key, Item.id).where(Item.course_id.in_(bindparam("courses", expanding=True)))
_page = select(CompiledPage.page).where(
    CompiledPage.version_id == bindparam("version"),
    CompiledPage.item_id == bindparam("item"),
    CompiledPage.language == bindparam("language"),
)
_versions_of = (
    select(Version.number, Version.note, Version.published_at)
    .where(Version.course_id == bindparam("course"))
    .order_by(Version.number.desc())
    .limit(_VERSIONS_SHOWN)
)
_numbered = select(Version.id).where(Version.course_id == bindparam("course"), Version.number == bindparam("number"))


def forget() -> None:
    """Let go of everything that is kept."""
    _kept.forget()


def outline(version_id: int) -> Outline:
    """The outline of a version. Costs statements only the first time in a process, and once in a transaction."""
    meanwhile = _meanwhile()
    known: Outline | None = _kept.get(version_id) or meanwhile.get(version_id)
    if known is not None:
        return known
    found = _read_outlines([version_id]).get(version_id)
    if found is None:
        raise NotHere
    meanwhile[version_id] = found
    return found


def _meanwhile() -> dict[int, Outline]:
    """Outlines read inside `writing()`, until its end: a job for a whole cohort asks for the same one again and again."""
    kept: dict[int, Outline] = db.session.info.setdefault("outlines", {}) if is_writing() else {}
    return kept


def outlines(version_ids: Sequence[int]) -> dict[int, Outline]:
    """The outlines of several versions, with two statements for all that this process has not read yet."""
    found = {version_id: _kept.get(version_id) for version_id in version_ids}
    missing = [version_id for version_id, known in found.items() if known is None]
    if missing:
        found |= _read_outlines(missing)
    return {version_id: known for version_id, known in found.items() if known is not None}


def _read_outlines(version_ids: list[int]) -> dict[int, Outline]:
    stored = rows(_versions, versions=version_ids)
    ids: dict[int, dict[str, int]] = defaultdict(dict)
    for item in rows(_items, courses=sorted({version.course_id for version in stored})):
        ids[item.course_id][item.key] = item.id
    made = {}
    for version in stored:
        course_id = version.course_id
        made[version.id] = read_outline(
            version.outline, version_id=version.id, number=version.number, course_id=course_id, ids=ids[course_id]
        )
        size = len(json.dumps(version.outline))
        _keep(version.id, made[version.id], size * _SHARE_OF_OBJECTS + made[version.id].made.room)
    return made


def page(version_id: int, item_id: int, language: str) -> ReadPage:
    """An item's page in a language, else in the language of the course."""
    key = version_id, item_id, language
    known: ReadPage | None = _kept.get(key)
    if known is not None:
        return known
    stored = value(_page, version=version_id, item=item_id, language=language)
    source = outline(version_id).language
    if stored is None and language != source:
        return page(version_id, item_id, source)
    if stored is None:
        raise NotHere
    size = len(json.dumps(stored))
    made = _read_page(stored, language, source, Made(_SHARE_OF_MADE * size))
    _keep(key, made, size * _SHARE_OF_OBJECTS + made.made.room)
    return made


def version_numbered(course_id: int, number: int) -> int | None:
    """The id of a course's version, by its number."""
    found: int | None = value(_numbered, course=course_id, number=number)
    return found


def versions_of(course_id: int, newest_version_id: int) -> tuple[VersionLine, ...]:
    """What changed when, newest first. Fixed by the newest version."""
    key = "versions", newest_version_id
    known: tuple[VersionLine, ...] | None = _kept.get(key)
    if known is None:
        known = tuple(VersionLine(*line) for line in rows(_versions_of, course=course_id))
        _keep(key, known, len(known) * _SIZE_OF_LINE)
    return known


def _keep(key: Hashable, thing: object, size: int) -> None:
    """Not inside `writing()`: what is read there may never be committed."""
    if not is_writing():
        _kept.keep(key, thing, size)


def _read_page(stored: Mapping[str, Any], language: str, source: str, made: Made) -> ReadPage:
    return ReadPage(
        language=source if stored["fallback"] else language,
        fallback=stored["fallback"],
        blocks=tuple(Block.from_json(block) for block in stored["blocks"]),
        headings=tuple((key, text) for key, text in stored["headings"]),
        terms=terms_named(stored["terms"], language),
        sources=tuple(stored["sources"]),
        words=stored["words"],
        has_maths=stored["has_maths"],
        has_diagram=stored["has_diagram"],
        specification=stored["specification"] or {},
        made=made,
    )
