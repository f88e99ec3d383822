"""The search over courses, lessons and the glossary: what is indexed, the index of each database, and finding.

Text is folded and cut into plain words before it is stored and before it is looked for, so both databases see the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Executable, Row, bindparam, case, column, delete, func, insert, literal_column, or_, select, table, text
from sqlalchemy.dialects.postgresql import TSVECTOR

from clustercourse.content.compiled import CompiledCourse
from clustercourse.content.queries.courses import may_see, seeing
from clustercourse.content.queries.folding import fold
from clustercourse.db import db, rows
from clustercourse.models.content import Course, GlossaryTerm, SearchEntry
from clustercourse.text import plain_text
from clustercourse.viewer import Viewer

KINDS = ("course", "lesson", "term")
MOST_RESULTS = 50
_MOST_WORDS = 12
_LONGEST_WORD = 60
_AROUND = 110
_WORD = re.compile(r"[^\W_]+")

_SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(title_folded, body_folded, content='search_entry', content_rowid='id',
    tokenize='unicode61 remove_diacritics 0')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index(rowid, title_folded, body_folded) VALUES (new.id, new.title_folded, new.body_folded); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded)
    VALUES ('delete', old.id, old.title_folded, old.body_folded); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded)
    VALUES ('delete', old.id, old.title_folded, old.body_folded);
    INSERT INTO search_index(rowid, title_folded, body_folded) VALUES (new.id, new.title_folded, new.body_folded); END""",
    "INSERT INTO search_index(search_index) VALUES ('rebuild')",
)
_SQLITE_AWAY = (
    "DROP TRIGGER search_entry_changed",
    "DROP TRIGGER search_entry_removed",
    "DROP TRIGGER search_entry_added",
    "DROP TABLE search_index",
)
_POSTGRESQL = (
    "CREATE TABLE search_index (entry_id integer PRIMARY KEY REFERENCES search_entry(id) ON DELETE CASCADE, words tsvector NOT NULL)",
    "CREATE INDEX search_index_words ON search_index USING gin (words)",
    """CREATE FUNCTION search_index_words_of(title text, body text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'C') $$""",
    """CREATE FUNCTION search_index_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_index (entry_id, words) VALUES (NEW.id, search_index_words_of(NEW.title_folded, NEW.body_folded))
    ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$""",
    """CREATE TRIGGER search_entry_kept AFTER INSERT OR UPDATE ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_index_keep()""",
    "INSERT INTO search_index (entry_id, words) SELECT id, search_index_words_of(title_folded, body_folded) FROM search_entry",
)
_POSTGRESQL_AWAY = (
    "DROP TRIGGER search_entry_kept ON search_entry",
    "DROP FUNCTION search_index_keep()",
    "DROP FUNCTION search_index_words_of(text, text)",
    "DROP TABLE search_index",
)


def create_index(connection: Connection) -> None:
    """Make the full-text index beside `search_entry` and fill it. Triggers keep it in step from then on."""
    _run(connection, _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL)


def drop_index(connection: Connection) -> None:
    _run(connection, _SQLITE_AWAY if connection.dialect.name == "sqlite" else _POSTGRESQL_AWAY)


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(text(statement))


def index_version(course_id: int, course: CompiledCourse) -> None:
    """Replace what is found of a course by this version. Texts shown in another language for want of a translation are left out."""
    db.session.execute(delete(SearchEntry).where(SearchEntry.course_id == course_id))
    lessons = {item.key: item for item in course.items if item.kind == "lesson"}
    base = f"/courses/{course.slug}/"
    entries = []
    for language, said in course.texts.items():
        outcomes = (words for _key, words in said.outcomes)
        body = " ".join([said.summary, plain_text(said.about_html), said.audience, *outcomes, *course.topics])
        entries.append(_entry("course", language, base, course_id, said.title, body))
    for page in course.pages:
        if page.item_key in lessons and not page.fallback:
            lesson = lessons[page.item_key]
            body = f"{lesson.summaries[page.language]} {page.text}"
            entries.append(_entry("lesson", page.language, f"{base}{lesson.slug}/", course_id, lesson.titles[page.language], body))
    db.session.execute(insert(SearchEntry), entries)


def index_glossary() -> None:
    """Replace what is found of the glossary by its present rows."""
    db.session.execute(delete(SearchEntry).where(SearchEntry.kind == "term"))
    entries = [
        _entry("term", language, f"/glossary#{term.key}", None, words["term"], words.get("meaning", ""))
        for term in db.session.scalars(select(GlossaryTerm).order_by(GlossaryTerm.position))
        for language, words in term.texts.items()
    ]
    if entries:
        db.session.execute(insert(SearchEntry), entries)


def _entry(kind: str, language: str, address: str, course_id: int | None, title: str, body: str) -> dict[str, Any]:
    folded = {"title_folded": " ".join(words_of(title)), "body_folded": " ".join(words_of(body))}
    return {"kind": kind, "language": language, "address": address, "course_id": course_id, "title": title, "body": body, **folded}


def words_of(text: str) -> list[str]:
    """The folded words of a text, as they are compared."""
    return _WORD.findall(fold(text))


@dataclass(frozen=True)
class Piece:
    """A part of an excerpt; `is_hit` where it is what was looked for."""

    text: str
    is_hit: bool


@dataclass(frozen=True)
class Found:
    kind: str
    language: str
    address: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]


@dataclass(frozen=True)
class Wanted:
    """What is looked for: every phrase must occur; the last word of each may go on."""

    phrases: tuple[tuple[str, ...], ...]

    @property
    def is_empty(self) -> bool:
        return not self.phrases

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for phrase in self.phrases for word in phrase)

    def for_sqlite(self) -> str:
        return " ".join(f'"{" ".join(phrase)}"*' for phrase in self.phrases)

    def for_postgresql(self) -> str:
        return " & ".join("(" + " <-> ".join([*phrase[:-1], f"{phrase[-1]}:*"]) + ")" for phrase in self.phrases)


def wanted(asked: str) -> Wanted:
    """Words, and phrases between double quotes. Any text can be asked for; what is no word is passed over."""
    phrases: list[tuple[str, ...]] = []
    for position, part in enumerate(re.split(r'["“”„»«]', asked)):
        words = [word[:_LONGEST_WORD] for word in words_of(part)]
        phrases += [tuple(words)] if position % 2 and words else [(word,) for word in words]
    return Wanted(tuple(phrase[:_MOST_WORDS] for phrase in phrases[:_MOST_WORDS]))


_filters = (
    or_(SearchEntry.course_id.is_(None), may_see),
    or_(bindparam("kind") == "", SearchEntry.kind == bindparam("kind")),
    or_(bindparam("language") == "", SearchEntry.language == bindparam("language")),
)
_in_order = case((SearchEntry.language == bindparam("first"), 0), else_=1)
_entries = select(SearchEntry.kind, SearchEntry.language, SearchEntry.address, SearchEntry.title, SearchEntry.body)
_fts = table("search_index", column("rowid"))
_tsv: Any = table("search_index", column("entry_id"), column("words", TSVECTOR))
_tsquery = func.to_tsquery(literal_column("'simple'"), bindparam("words"))
_STATEMENTS: dict[str, Executable] = {
    "sqlite": _entries.join(_fts, _fts.c.rowid == SearchEntry.id)
    .outerjoin(Course, Course.id == SearchEntry.course_id)
    .where(literal_column("search_index").op("MATCH")(bindparam("words")), *_filters)
    .order_by(_in_order, func.bm25(literal_column("search_index"), 8.0, 1.0), SearchEntry.id)
    .limit(MOST_RESULTS),
    "postgresql": _entries.join(_tsv, _tsv.c.entry_id == SearchEntry.id)
    .outerjoin(Course, Course.id == SearchEntry.course_id)
    .where(_tsv.c.words.op("@@")(_tsquery), *_filters)
    .order_by(_in_order, func.ts_rank(_tsv.c.words, _tsquery).desc(), SearchEntry.id)
    .limit(MOST_RESULTS),
}


def find(viewer: Viewer, asked: str, *, kind: str = "", language: str = "", first: str = "") -> tuple[Found, ...]:
    """The best results that this viewer may see, at most 50; those in the language `first` before all others.

    The rule of who sees a course stands in the statement.
    """
    words = wanted(asked)
    if words.is_empty:
        return ()
    dialect = db.engine.dialect.name
    text_query = words.for_sqlite() if dialect == "sqlite" else words.for_postgresql()
    found = rows(_STATEMENTS[dialect], words=text_query, kind=kind, language=language, first=first, **seeing(viewer))
    return tuple(_found(entry, words) for entry in found)


def _found(entry: Row[Any], words: Wanted) -> Found:
    title, excerpt = _pieces(entry.title, words), _pieces(_around(entry.body, words), words)
    return Found(entry.kind, entry.language, entry.address, tuple(title), tuple(excerpt))


def _around(body: str, words: Wanted) -> str:
    """The part of a text in which the first hit stands, cut between words."""
    first = next((match.start() for match in _WORD.finditer(body) if _is_hit(match.group(), words)), 0)
    start = body.rfind(" ", 0, max(first - _AROUND, 0)) + 1
    end = body.find(" ", min(first + 2 * _AROUND, len(body)))
    shown = body[start : end if end != -1 else len(body)]
    return ("… " if start else "") + shown + (" …" if end != -1 else "")


def _pieces(body: str, words: Wanted) -> Iterator[Piece]:
    at = 0
    for match in _WORD.finditer(body):
        if _is_hit(match.group(), words):
            if match.start() > at:
                yield Piece(body[at : match.start()], is_hit=False)
            yield Piece(match.group(), is_hit=True)
            at = match.end()
    if at < len(body):
        yield Piece(body[at:], is_hit=False)


@lru_cache(20_000)
def _folded(word: str) -> str:
    """Excerpts are made of the same words again and again."""
    return fold(word)


def _is_hit(word: str, words: Wanted) -> bool:
    folded = _folded(word)
    return any(folded.startswith(sought) for sought in words.words)
