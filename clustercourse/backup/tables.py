"""Every table as lines of JSON and back, in the shape the database has at that moment: works across releases and engines."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from typing import Any

from sqlalchemy import DDL, JSON, Connection, Date, DateTime, MetaData, Table, Time, func, inspect, select
from sqlalchemy.types import TypeEngine

from clustercourse.search import index

_NOT_DUMPED = ("alembic_version", "search_index", "sqlite_")
_BATCH = 500


def tables(connection: Connection) -> dict[str, Table]:
    """Our tables as they are now, without what is made again from them (the search index)."""
    names = [name for name in inspect(connection).get_table_names() if not name.startswith(_NOT_DUMPED)]
    metadata = MetaData()
    metadata.reflect(connection, only=names, resolve_fks=False)
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type.none_as_null = True
    return dict(sorted(metadata.tables.items()))


def is_empty(connection: Connection) -> bool:
    return all(connection.execute(select(1).select_from(table).limit(1)).first() is None for table in tables(connection).values())


def revision(connection: Connection) -> str | None:
    """The migration the database stands at; None when it was never migrated."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    table = Table("alembic_version", MetaData(), autoload_with=connection)
    found = connection.execute(select(table.c.version_num)).first()
    return None if found is None else str(found[0])


def lines(connection: Connection, table: Table) -> Iterator[bytes]:
    """One line a row, in the order of the primary key."""
    columns = [column for column in table.columns if column.computed is None]
    found = connection.execute(select(*columns).order_by(*table.primary_key.columns), execution_options={"yield_per": _BATCH})
    for row in found:
        values = {column.name: _outward(value) for column, value in zip(columns, row, strict=True)}
        yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def replace_rows(connection: Connection, given: dict[str, Iterable[bytes]]) -> None:
    """Put these rows in place of everything there is, in the transaction at hand, and make the search index again."""
    known = tables(connection)
    indexed = inspect(connection).has_table("search_index")
    if indexed:
        index.drop_index(connection)
    with _references_later(connection, known):
        for table in known.values():
            connection.execute(table.delete())
        for name, chunks in given.items():
            _fill(connection, known[name], chunks)
    if connection.dialect.name == "postgresql":
        _continue_numbers(connection, known)
    if indexed:
        index.create_index(connection)


def _fill(connection: Connection, table: Table, chunks: Iterable[bytes]) -> None:
    batch: list[dict[str, Any]] = []
    types = {column.name: column.type for column in table.columns}
    for line in _split(chunks):
        batch.append({name: _inward(value, types[name]) for name, value in json.loads(line).items()})
        if len(batch) == _BATCH:
            connection.execute(table.insert(), batch)
            batch.clear()
    if batch:
        connection.execute(table.insert(), batch)


def _split(chunks: Iterable[bytes]) -> Iterator[bytes]:
    rest = b""
    for chunk in chunks:
        *whole, rest = (rest + chunk).split(b"\n")
        yield from whole


def _outward(value: Any) -> Any:
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    return value.isoformat() if isinstance(value, (date, time)) else value


def _inward(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, DateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Time):
        return time.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(kind, Date) else value


@contextmanager
def _references_later(connection: Connection, known: dict[str, Table]) -> Iterator[None]:
    """References between rows are checked when all rows are there, not one by one."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        yield
        return
    keys = [(table.name, str(key.name)) for table in known.values() for key in table.foreign_key_constraints]
    _set_keys(connection, keys, "DEFERRABLE INITIALLY DEFERRED")
    yield
    connection.exec_driver_sql("SET CONSTRAINTS ALL IMMEDIATE")
    _set_keys(connection, keys, "NOT DEFERRABLE")


def _set_keys(connection: Connection, keys: list[tuple[str, str]], when: str) -> None:
    quote = connection.dialect.identifier_preparer.quote
    for table, key in keys:
        names = {"table": quote(table), "key": quote(key), "when": when}
        connection.execute(DDL("ALTER TABLE %(table)s ALTER CONSTRAINT %(key)s %(when)s", context=names))  # type: ignore[no-untyped-call]


def _continue_numbers(connection: Connection, known: dict[str, Table]) -> None:
    """Let PostgreSQL's counters go on after the highest number in use."""
    for table in known.values():
        if "id" in table.columns:
            highest = connection.execute(select(func.max(table.c.id))).scalar()
            counter = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(counter, highest or 1, highest is not None)))


def copy_sqlite(source: str, target: str) -> None:
    """A consistent, compact copy of a SQLite database while others write."""
    with _closing(sqlite3.connect(source, isolation_level=None)) as connection:
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute("VACUUM INTO ?", (target,))


def check_sqlite(path: str) -> str:
    """What SQLite says about a database file: `ok`, or its first complaint."""
    try:
        with _closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.DatabaseError as reason:
        return str(reason)


@contextmanager
def _closing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    try:
        yield connection
    finally:
        connection.close()
