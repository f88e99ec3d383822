"""The full-text index of each database beside `search_entry`, kept in step by triggers.

Words are folded and cut before they come here: both indexes take them as they are, and so find the same. SQLite keeps the beginnings
of three to eight letters too: however many words begin so, it reads them one after the other and stops when it has enough.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

_SQLITE = (
    """CREATE VIRTUAL TABLE search_index USING fts5(title_folded, body_folded, marks, content='search_entry', content_rowid='id',
    tokenize="ascii tokenchars '_'", prefix='3 4 5 6 7 8')""",
    """CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_index(rowid, title_folded, body_folded, marks)
    VALUES (new.id, new.title_folded, new.body_folded, new.marks); END""",
    """CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded, marks)
    VALUES ('delete', old.id, old.title_folded, old.body_folded, old.marks); END""",
    """CREATE TRIGGER search_entry_changed AFTER UPDATE OF title_folded, body_folded, marks ON search_entry BEGIN
    INSERT INTO search_index(search_index, rowid, title_folded, body_folded, marks)
    VALUES ('delete', old.id, old.title_folded, old.body_folded, old.marks);
    INSERT INTO search_index(rowid, title_folded, body_folded, marks)
    VALUES (new.id, new.title_folded, new.body_folded, new.marks); END""",
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
    """CREATE FUNCTION search_index_part(words text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(string_agg('''' || word || ''':' || least(place + 1, 16383), ' '), '')::tsvector
    FROM unnest(string_to_array(words, ' ')) WITH ORDINALITY AS found(word, place) WHERE word <> '' $$""",
    """CREATE FUNCTION search_index_words_of(title text, body text, marks text) RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT search_index_part(title) || search_index_part(body) || search_index_part(marks) $$""",
    """CREATE FUNCTION search_index_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO search_index (entry_id, words) VALUES (NEW.id, search_index_words_of(NEW.title_folded, NEW.body_folded, NEW.marks))
    ON CONFLICT (entry_id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$""",
    """CREATE TRIGGER search_entry_kept AFTER INSERT OR UPDATE OF title_folded, body_folded, marks ON search_entry
    FOR EACH ROW EXECUTE FUNCTION search_index_keep()""",
    "INSERT INTO search_index (entry_id, words) SELECT id, search_index_words_of(title_folded, body_folded, marks) FROM search_entry",
)
_POSTGRESQL_AWAY = (
    "DROP TRIGGER search_entry_kept ON search_entry",
    "DROP FUNCTION search_index_keep()",
    "DROP FUNCTION search_index_words_of(text, text, text)",
    "DROP FUNCTION search_index_part(text)",
    "DROP TABLE search_index",
)


def create_index(connection: Connection) -> None:
    """Make the full-text index and fill it from the entries."""
    _run(connection, _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL)


def drop_index(connection: Connection) -> None:
    _run(connection, _SQLITE_AWAY if connection.dialect.name == "sqlite" else _POSTGRESQL_AWAY)


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)
