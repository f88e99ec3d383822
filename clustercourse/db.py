"""The database: one base, two engines, and the one way to change rows.

Reading uses a connection that cannot write; changing uses the session inside `writing()`.
No area's tables live here (they are in `models`), and no rules.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, Connection, DateTime, Dialect, Engine, Executable, MetaData, Text, event, func, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, registry, relationship
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses times without a zone, gives back times with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


PATIENCE = 5000
"""Milliseconds that a writer waits for another."""

Json = JSON().with_variant(JSONB(), "postgresql")


@dataclass(frozen=True)
class Privacy:
    """What happens to a table's rows about a person: whether they are exported, and what an erasure does."""

    exported: bool = False
    on_erasure: str | None = None
    why: str = ""

    def __or__(self, other: Privacy) -> Privacy:
        return Privacy(
            exported=self.exported or other.exported,
            on_erasure=self.on_erasure or other.on_erasure,
            why=self.why or other.why,
        )


exported = Privacy(exported=True)
erased = Privacy(on_erasure="erased")
emptied = Privacy(on_erasure="emptied")


def kept(why: str) -> Privacy:
    return Privacy(on_erasure="kept", why=why)


_metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
_types: dict[Any, Any] = {
    str: Text(),
    datetime: UTCDateTime(),
    dict[str, Any]: Json,
    list[str]: Json,
    list[Any]: Json,
}


class Base(DeclarativeBase):
    registry = registry(metadata=_metadata, type_annotation_map=_types)
    privacy: ClassVar[Privacy] = Privacy()


db = SQLAlchemy(model_class=Base, disable_autonaming=True)


def one(**options: Any) -> Mapped[Any]:
    """A relationship to one row, loaded only when asked for in the statement."""
    return relationship(lazy="raise_on_sql", **options)


def many(**options: Any) -> Mapped[Any]:
    """A relationship to many rows, loaded only when asked for in the statement."""
    return relationship(lazy="raise_on_sql", **options)


class joined(FunctionElement[str]):
    """All texts of a group as one text, apart by spaces; NULL for none. Words without spaces only."""

    inherit_cache = True
    type = Text()


@compiles(joined, "sqlite")
def _joined_in_sqlite(element: joined, compiler: Any, **options: Any) -> str:
    return f"group_concat({compiler.process(element.clauses, **options)}, ' ')"


@compiles(joined, "postgresql")
def _joined_in_postgresql(element: joined, compiler: Any, **options: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **options)}, ' ')"


def now() -> datetime:
    return datetime.now(UTC)


_reading: ContextVar[Connection | None] = ContextVar("reading", default=None)
_writer: ContextVar[Session | None] = ContextVar("writer", default=None)
_may_write: ContextVar[bool] = ContextVar("may_write", default=True)


class WritingRefused(RuntimeError):
    """Something tried to change rows where only reading is allowed."""


def rows(statement: Executable, **values: Any) -> Sequence[Any]:
    """All rows of a statement: through the open writing block, else on the reading connection."""
    session = _writer.get()
    if session is not None:
        if session.new or session.dirty or session.deleted:
            session.flush()
        return session.connection().execute(statement, values).all()
    return reading().execute(statement, values).all()


def row(statement: Executable, **values: Any) -> Any:
    """The first row of a statement, or None."""
    found = rows(statement, **values)
    return found[0] if found else None


def value(statement: Executable, **values: Any) -> Any:
    """The first column of the first row, or None."""
    found = row(statement, **values)
    return None if found is None else found[0]


def reading() -> Connection:
    """This request's connection that cannot write; opened when first asked for."""
    connection = _reading.get()
    if connection is None:
        connection = db.engines["reading"].connect()
        _reading.set(connection)
    return connection


def end_reading() -> None:
    connection = _reading.get()
    if connection is not None:
        _reading.set(None)
        connection.close()


def allow_writing(allowed: bool) -> None:
    """Set by the web for every request: GET and HEAD cannot open `writing()`."""
    _may_write.set(allowed)


def is_writing() -> bool:
    return _writer.get() is not None


@contextmanager
def writing() -> Iterator[Session]:
    """The one writing transaction: ends the read, takes the lock, commits at the end.

    Any exception rolls everything back before it goes on. Blocks do not nest.
    """
    if not _may_write.get():
        raise WritingRefused("GET and HEAD change nothing")
    if is_writing():
        raise WritingRefused("writing() does not nest")
    end_reading()
    session = db.session()
    _writer.set(session)
    try:
        session.connection()
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        _writer.set(None)
        db.session.remove()


def prepare_engines() -> None:
    """Attach what each connection needs. Call once, inside an application context; opens no database."""
    for name, engine in (("reading", db.engines["reading"]), ("writing", db.engine)):
        if engine.dialect.name == "sqlite":
            _prepare_sqlite(engine, read_only=name == "reading")


def _prepare_sqlite(engine: Engine, *, read_only: bool) -> None:
    @event.listens_for(engine, "connect")
    def pragmas(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout={PATIENCE:d}")
        if not read_only:
            cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        if read_only:
            cursor.execute("PRAGMA query_only=ON")
            cursor.execute("PRAGMA trusted_schema=OFF")
        cursor.close()
        # Its own lower() knows the letters of English only.
        connection.create_function("lower", 1, _lower, deterministic=True)

    begin_with = "BEGIN" if read_only else "BEGIN IMMEDIATE"

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin_with)


def _lower(text: str | None) -> str | None:
    return None if text is None else str(text).lower()


def engine_settings(url: str) -> dict[str, Any]:
    """Flask-SQLAlchemy's settings for a database address: the writing engine and its reading twin. We have more statements than
    the 500 that an engine keeps compiled by itself."""
    if url.startswith("sqlite"):
        options: dict[str, Any] = {"pool_size": 5, "max_overflow": 10, "query_cache_size": 2000}
        reading_options = options
    else:
        options = {
            "pool_size": 5,
            "max_overflow": 10,
            "query_cache_size": 2000,
            "pool_pre_ping": True,
            "connect_args": {
                "options": f"-c statement_timeout=15000 -c lock_timeout={PATIENCE} -c idle_in_transaction_session_timeout=60000"
            },
        }
        read_only = options["connect_args"]["options"] + " -c default_transaction_read_only=on"
        reading_options = options | {"connect_args": {"options": read_only}}
    return {
        "SQLALCHEMY_DATABASE_URI": url,
        "SQLALCHEMY_ENGINE_OPTIONS": options,
        "SQLALCHEMY_BINDS": {"reading": {"url": url, **reading_options}},
    }


@contextmanager
def aside(*, patience: int = PATIENCE) -> Iterator[Connection]:
    """A tiny transaction of its own, beside the request's: for counting attempts and last-seen times, nothing else.

    Waits at most `patience` milliseconds for others who write, then raises OperationalError.
    Never inside `writing()`: SQLite would wait for itself.
    """
    if is_writing():
        raise WritingRefused("aside() does not stand inside writing()")
    with db.engine.connect() as connection, _waiting(connection, patience), connection.begin():
        if connection.dialect.name != "sqlite":
            connection.execute(select(func.set_config("lock_timeout", f"{patience}ms", True)))
        yield connection


@contextmanager
def _waiting(connection: Connection, patience: int) -> Iterator[None]:
    """SQLite's patience belongs to the connection, which goes back to the pool as it was."""
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name != "sqlite" or patience == PATIENCE:
        yield
        return
    raw.execute(f"PRAGMA busy_timeout={patience:d}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout={PATIENCE:d}")
