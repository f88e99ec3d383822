"""Putting things where `/search` finds them, and taking them out. Only inside `writing()`; nothing is rendered here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, NotRequired, TypedDict, Unpack, cast

from sqlalchemy import Executable, Table, delete
from sqlalchemy.dialects import postgresql, sqlite

from clustercourse.db import db, is_writing
from clustercourse.models.search import SearchEntry
from clustercourse.search.words import in_title, words_of

_KEY = ("kind", "thing_id", "language")
_BATCH = 500


@dataclass(frozen=True)
class Audience:
    """Who may find an entry: `everybody`, `signed_in`, or who is `inside`. Administrators always.

    With a course, everybody and signed_in mean: of those who may see the course; inside are who is enrolled and not withdrawn, and who
    teaches it. Inside a cohort are those who have a place and those who run it. Inside of nothing is nobody but administrators.
    `acquainted` is for people: who may find a person is asked of their seats, teams and memberships each time.
    """

    course_id: int | None = None
    cohort_id: int | None = None
    who: str = "everybody"

    def __post_init__(self) -> None:
        if self.who not in ("everybody", "signed_in", "inside", "acquainted"):
            raise ValueError(f"{self.who} is no audience")
        if self.cohort_id is not None and (self.who != "inside" or self.course_id is not None):
            raise ValueError("an entry of a cohort is for those inside it")

    @property
    def mark(self) -> str:
        """The word by which the index knows the audience. Words of texts have no underscore."""
        if self.who != "inside":
            return f"_{self.who.replace('_', '')}"
        if self.cohort_id is not None:
            return f"_cohort{self.cohort_id}"
        return "_admins" if self.course_id is None else f"_course{self.course_id}"


@dataclass(frozen=True)
class Entry:
    """A thing as it is found, in one language (empty: it has none). `person_id` is who wrote it, or whom it is about.

    `has_own_title` is false where the title is that of something else, as a topic's above its posts: it is shown, and not searched.
    """

    kind: str
    thing_id: int
    address: str
    title: str
    body: str
    audience: Audience
    language: str = ""
    person_id: int | None = None
    has_own_title: bool = True

    def __post_init__(self) -> None:
        if (self.kind == "person") != (self.audience.who == "acquainted"):
            raise ValueError("a person, and nothing else, is for acquaintances")

    def values(self) -> dict[str, Any]:
        """The row."""
        titled = words_of(self.title) if self.has_own_title else []
        marks = [self.audience.mark, f"_{self.kind}", *([f"_{self.language}"] if self.language else []), *map(in_title, titled)]
        return {
            "kind": self.kind,
            "thing_id": self.thing_id,
            "language": self.language,
            "address": self.address,
            "title": self.title,
            "body": self.body,
            "title_folded": " ".join(titled),
            "body_folded": " ".join(words_of(self.body)),
            "marks": " ".join(marks),
            "course_id": self.audience.course_id,
            "cohort_id": self.audience.cohort_id,
            "person_id": self.person_id,
        }


class Said(TypedDict):
    """What `put` is told, by name; as in `Entry`."""

    address: str
    title: str
    body: str
    audience: Audience
    language: NotRequired[str]
    person_id: NotRequired[int | None]


def put(kind: str, thing_id: int, **said: Unpack[Said]) -> None:
    """Let a thing be found in one language, in place of what was said of it before."""
    put_all([Entry(kind, thing_id, **said)])


def put_all(given: Iterable[Entry]) -> None:
    """The same for many, five hundred at a time. Of two entries for the same thing and language the last one counts."""
    _check()
    entries = list({(each.kind, each.thing_id, each.language): each.values() for each in given}.values())
    db.session.flush()
    for start in range(0, len(entries), _BATCH):
        db.session.connection().execute(_adding(db.engine.dialect.name), entries[start : start + _BATCH])


@cache
def _adding(dialect: str) -> Executable:
    """Kept, because a statement that holds its rows would be compiled anew each time: most of what an action on one thing costs."""
    added = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(cast(Table, SearchEntry.__table__))
    changed = {name: column for name, column in added.excluded.items() if name not in ("id", *_KEY)}
    return added.on_conflict_do_update(index_elements=_KEY, set_=changed)


def take_out(kind: str, *thing_ids: int) -> None:
    """Let things not be found any more, in no language. What is not there is passed over."""
    _check()
    db.session.execute(delete(SearchEntry).where(SearchEntry.kind == kind, SearchEntry.thing_id.in_(thing_ids)))


def _check() -> None:
    if not is_writing():
        raise RuntimeError("entries are changed inside writing()")
