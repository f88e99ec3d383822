"""Making a backup while the site runs: first the database in one snapshot, then the files its rows name."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO

from sqlalchemy import Connection, create_engine, select

from clustercourse import faults
from clustercourse.backup import tables
from clustercourse.backup.archive import DATABASE, JOURNAL, BackupRefused, Manifest, Writer, chunks_of, new_archive
from clustercourse.db import db, now
from clustercourse.files import FileLost, FilesAway, Store, store
from clustercourse.house import house
from clustercourse.models.files import StoredFile

_IN_MEMORY = 32 * 1024 * 1024
_CHUNK = 1024 * 1024


def back_up(target: Path, *, replace: bool = False, portable: bool = False) -> Manifest:
    """Write a backup of the whole house. `portable`: as rows, which PostgreSQL and SQLite both take back.

    Refused: a file that is there already, a folder that cannot be written. What the store lost or damaged is named in `missing`.
    """
    as_file = house().uses_sqlite and not portable
    with new_archive(target, replace=replace) as writer:
        manifest = Manifest(made_at=now().isoformat(), kind="sqlite" if as_file else "rows", revision=None)
        with _copied_database(target) if as_file else _snapshot() as connection:
            manifest.revision = tables.revision(connection)
            wanted = {row.digest for row in connection.execute(select(StoredFile.digest))}
            if as_file:
                writer.add(DATABASE, chunks_of(Path(str(connection.engine.url.database))))
            else:
                for name, table in tables.tables(connection).items():
                    writer.add(f"tables/{name}.jsonl", tables.lines(connection, table))
        faults.point("backup.after_database")
        _add_files(writer, store(), target.parent)
        kept = {name.rpartition("/")[2] for name in writer.members}
        manifest.missing = sorted(wanted - kept)
        journal = house().data / JOURNAL
        writer.add(JOURNAL, chunks_of(journal) if journal.is_file() else [])
        writer.finish(manifest)
        faults.point("backup.before_rename")
    return manifest


@contextmanager
def _copied_database(target: Path) -> Iterator[Connection]:
    """A copy of the SQLite file beside the target, opened for questions, gone afterwards."""
    source, copy = str(db.engine.url.database), target.with_name(f".{target.name}.{os.getpid()}.database")
    complaint = tables.check_sqlite(source)
    if complaint != "ok":
        raise BackupRefused(f"The database {source} is damaged ({complaint}). Keep it, and restore the last good backup.")
    engine = create_engine(f"sqlite:///{copy}")
    try:
        tables.copy_sqlite(source, str(copy))
        with engine.connect() as connection:
            yield connection
    except sqlite3.Error as reason:
        raise BackupRefused(f"The database could not be copied: {reason}.") from reason
    finally:
        engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            copy.with_name(copy.name + suffix).unlink(missing_ok=True)


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """One moment of the database for as long as the reading takes."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        yield connection
        connection.rollback()


def _add_files(writer: Writer, kept: Store, room: Path) -> None:
    """Every file whose bytes still have the digest they are named by. Each is read once; a large one waits in `room` until it is proven."""
    try:
        for digest in sorted(file.digest for file in kept.listed()):
            with SpooledTemporaryFile(_IN_MEMORY, dir=str(room)) as copy:
                if _copied(kept, digest, copy) == digest:
                    copy.seek(0)
                    writer.add(f"files/{digest[:2]}/{digest}", iter(partial(copy.read, _CHUNK), b""), packed=False)
    except FilesAway as reason:
        raise BackupRefused(f"The files could not be read: {reason} No backup was made.") from reason


def _copied(kept: Store, digest: str, copy: IO[bytes]) -> str:
    """The digest of what was read; empty for a file that is gone, as one that was removed since it was listed."""
    found = hashlib.sha256()
    try:
        for chunk in kept.chunks(digest):
            copy.write(chunk)
            found.update(chunk)
    except FileLost:
        return ""
    return found.hexdigest()
