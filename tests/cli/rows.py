"""Everything a database holds, to compare."""

from __future__ import annotations

from clustercourse.backup import tables
from clustercourse.db import db


def everything() -> dict[str, list[bytes]]:
    with db.engine.connect() as connection:
        return {name: list(tables.lines(connection, table)) for name, table in tables.tables(connection).items()}
