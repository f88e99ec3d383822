"""Bringing the database to this release: one at a time, a backup first, and the words for when it does not fit."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from clustercourse.backup import tables
from clustercourse.backup.archive import BackupRefused
from clustercourse.backup.making import back_up
from clustercourse.db import db, now
from clustercourse.files import FilesRefused, store
from clustercourse.house import house

_LOCK = 7202


@dataclass(frozen=True)
class Outcome:
    """What an upgrade did: from which migration to which, and the backup made before."""

    before: str | None
    after: str
    backup: Path | None

    @property
    def changed(self) -> bool:
        return self.before != self.after


def bring_up_to_date() -> Outcome:
    """Migrate the database, after a backup when it holds something. Two at once: the second waits and finds nothing to do.

    Refused: a damaged database file, one of a newer release, one that was made without migrations.
    """
    _check_file()
    with _one_at_a_time():
        before, after = present_revision(), newest_revision()
        if before == after:
            return Outcome(before, after, None)
        _check_revision(before)
        copy = _backup_path(after) if before is not None else None
        if copy is not None:
            copy.parent.mkdir(parents=True, exist_ok=True)
            back_up(copy)
        upgrade()
        return Outcome(before, after, copy)


def what_is_wrong() -> str | None:
    """Why this release cannot serve this database or use these files, or None. For servers as they start.

    A store that does not answer now stops nobody: pages go on without it, and it comes back by itself.
    """
    try:
        _check_file()
        before, after = present_revision(), newest_revision()
    except BackupRefused as reason:
        return str(reason)
    except SQLAlchemyError as reason:
        return f"The database cannot be reached ({type(reason).__name__}). Check DATABASE_URL or CC_DATA."
    if before == after:
        complaint = store().complaint()
        return str(complaint) if isinstance(complaint, FilesRefused) else None
    return f"The database stands at migration {before or 'none'}, this release needs {after}. Run: flask upgrade."


def newest_revision() -> str:
    head = _script().get_current_head()
    assert head is not None
    return head


def present_revision() -> str | None:
    if house().uses_sqlite and not Path(str(db.engine.url.database)).is_file():
        return None
    with db.engine.connect() as connection:
        return tables.revision(connection)


def _script() -> ScriptDirectory:
    return ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())


def _check_file() -> None:
    path = Path(str(db.engine.url.database))
    if not house().uses_sqlite or not path.is_file():
        return
    complaint = tables.check_sqlite(str(path))
    if complaint != "ok":
        advice = "Keep the file, and put a backup in place: flask restore FILE --replace."
        raise BackupRefused(f"The database {path} is damaged ({complaint}). {advice}")


def _check_revision(before: str | None) -> None:
    if before is None:
        with db.engine.connect() as connection:
            if tables.tables(connection):
                raise BackupRefused("This database was made without migrations. Use an empty one.")
    elif before not in {script.revision for script in _script().walk_revisions()}:
        advice = "Use that release, or restore a backup."
        raise BackupRefused(f"The database stands at migration {before}, which a newer release made. {advice}")


def _backup_path(after: str) -> Path:
    return house().data / "backups" / f"before-{after}-{now():%Y%m%d-%H%M%S}.zip"


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    if house().uses_sqlite:
        house().data.mkdir(parents=True, exist_ok=True)
        with (house().data / "upgrade.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("SET statement_timeout = 0; SET lock_timeout = 0")
        connection.execute(select(func.pg_advisory_lock(_LOCK)))
        try:
            yield
        finally:
            connection.execute(select(func.pg_advisory_unlock(_LOCK)))
            connection.exec_driver_sql("RESET statement_timeout; RESET lock_timeout")
