"""Many rows at once: collected by table, written in the order in which tables refer to each other."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import func, insert, select, text

from clustercourse.db import Base, db

_AT_ONCE = 20_000


class Bulk:
    """Only inside `writing()`. Gives ids itself, so that rows can refer to rows that are not written yet."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = defaultdict(int)
        self._waiting: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._next: dict[str, int] = {}

    def add(self, model: type[Base], **values: Any) -> int:
        """The id of the new row."""
        name = model.__tablename__
        if name not in self._next:
            self._next[name] = (db.session.scalar(select(func.max(model.__table__.c.id))) or 0) + 1
        row_id = self._next[name]
        self._next[name] += 1
        self.counts[name] += 1
        self._waiting[name].append({"id": row_id, **values})
        if len(self._waiting[name]) >= _AT_ONCE:
            self.write()
        return row_id

    def write(self) -> None:
        for table in Base.metadata.sorted_tables:
            waiting = self._waiting.pop(table.name, [])
            if waiting:
                db.session.execute(insert(table), waiting)

    def finish(self) -> None:
        """Write the rest, and tell PostgreSQL which numbers are taken and how much there is."""
        self.write()
        if db.engine.dialect.name != "postgresql":
            return
        for name in self.counts:
            db.session.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), (SELECT max(id) FROM {name}))"))
        db.session.execute(text("ANALYZE"))
