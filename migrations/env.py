"""Alembic's environment: both databases, transactional, and no cascade surprise on SQLite."""

from __future__ import annotations

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from clustercourse import models  # noqa: F401
from clustercourse.db import Base, db

_SEARCH_TABLES = ("search_index",)


def include_object(_thing: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(_SEARCH_TABLES))


def run() -> None:
    connection = db.engine.connect()
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    try:
        _migrate(connection, sqlite=sqlite)
    finally:
        if sqlite:
            _foreign_keys(connection, "ON")
        connection.close()


def _migrate(connection: Connection, *, sqlite: bool) -> None:
    options: dict[str, Any] = current_app.extensions["migrate"].configure_args
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        transactional_ddl=True,
        **options,
    )
    with context.begin_transaction():
        if not sqlite:
            connection.execute(text("SET LOCAL lock_timeout = '2s'"))
            connection.execute(text("SELECT pg_advisory_xact_lock(7201)"))
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if broken:
                raise RuntimeError(f"The migration would leave rows that point nowhere: {broken[:5]}. Nothing was changed.")


def _foreign_keys(connection: Connection, state: str) -> None:
    """On the raw connection: inside a transaction the pragma does nothing, and recreating a table would delete its children's rows."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA foreign_keys={state}")


run()
