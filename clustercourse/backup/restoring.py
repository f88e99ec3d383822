"""Putting a backup in place of what is there. Everything is checked before anything is changed; files come first, then the database."""

from __future__ import annotations

import os
import shutil
import sqlite3
import zipfile
from pathlib import Path

from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from alembic.util import CommandError
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import MetaData
from sqlalchemy.exc import DatabaseError

from clustercourse import faults
from clustercourse.backup import tables
from clustercourse.backup.archive import DATABASE, JOURNAL, BackupRefused, Manifest, content, opened, verified
from clustercourse.db import db, end_reading, now
from clustercourse.files import FilesAway, store, sync_folder
from clustercourse.house import house


def restore(source: Path, *, replace: bool = False) -> Manifest:
    """Restore a backup and bring it to this release.

    Refused, with nothing changed: a damaged backup, one of a newer release, one of another kind of database,
    a database that holds something (unless `replace`), a site that is still running on SQLite, too little room, a store that is away.
    """
    manifest = verified(source)
    _check_revision(manifest)
    if manifest.kind == "sqlite" and not house().uses_sqlite:
        raise BackupRefused("This backup is a SQLite file, and this house runs on PostgreSQL. Make it again with: flask backup --portable.")
    _check_room(manifest)
    end_reading()
    _check_emptiness(replace)
    with opened(source) as zip_file:
        _restore_files(zip_file, manifest)
        faults.point("restore.after_files")
        if manifest.kind == "sqlite":
            _restore_sqlite(zip_file, manifest)
        else:
            _restore_rows(zip_file, manifest)
        _join_journal(zip_file, manifest)
    if manifest.revision is not None:
        upgrade()
    return manifest


def _check_revision(manifest: Manifest) -> None:
    if manifest.revision is None:
        return
    script = ScriptDirectory.from_config(current_app.extensions["migrate"].migrate.get_config())
    try:
        known = script.get_revision(manifest.revision)
    except (CommandError, ResolutionError):
        known = None
    if known is None:
        raise BackupRefused(f"This backup was made by a newer release (migration {manifest.revision}). Restore it with that release.")


def _check_room(manifest: Manifest) -> None:
    house().data.mkdir(parents=True, exist_ok=True)
    elsewhere = manifest.files() if house().bucket else []
    needed = sum(member.size for name, member in manifest.members.items() if name not in elsewhere)
    free = shutil.disk_usage(house().data).free
    if needed > free:
        raise BackupRefused(f"The backup needs {needed // 2**20} MB, and {house().data} has room for {free // 2**20} MB.")


def _check_emptiness(replace: bool) -> None:
    if replace:
        return
    path = db.engine.url.database
    if house().uses_sqlite and not (path and Path(path).is_file()):
        return
    try:
        with db.engine.connect() as connection:
            empty = tables.is_empty(connection)
    except (DatabaseError, sqlite3.DatabaseError):
        empty = False
    if not empty:
        raise BackupRefused("The database holds something already. Make a backup of it, then say --replace.")


def _restore_files(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    for name in manifest.files():
        try:
            digest = store().put(b"".join(content(zip_file, name, manifest.members[name])))
        except FilesAway as reason:
            raise BackupRefused(f"The files could not be put back: {reason} The database was not changed.") from reason
        if digest != name.rpartition("/")[2]:
            raise BackupRefused(f"{name} is not the file its name says.")


def _restore_sqlite(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Write the copy beside the database, check it, and put it in its place; the old one stays beside it."""
    target = Path(str(db.engine.url.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with fresh.open("wb") as file:
            for chunk in content(zip_file, DATABASE, manifest.members[DATABASE]):
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        complaint = tables.check_sqlite(str(fresh))
        if complaint != "ok":
            raise BackupRefused(f"The database in this backup is damaged: {complaint}. Nothing was changed.")
        for engine in db.engines.values():
            engine.dispose()
        _set_aside(target)
        faults.point("restore.before_rename")
        fresh.rename(target)
        sync_folder(target.parent)
    finally:
        fresh.unlink(missing_ok=True)


def _set_aside(target: Path) -> None:
    """Keep the present database under another name. One that somebody has open is not touched."""
    if not target.exists():
        return
    if tables.check_sqlite(str(target)) == "ok":
        _close_log(target)
    moment = now().strftime("%Y%m%d-%H%M%S")
    for suffix in ("", "-wal", "-shm"):
        path = target.with_name(target.name + suffix)
        if path.exists():
            path.rename(target.with_name(f"{target.name}.before-restore-{moment}{suffix}"))


def _close_log(target: Path) -> None:
    """Fold the write-ahead log into the file; SQLite allows it only when nobody else has the database open."""
    connection = sqlite3.connect(target, isolation_level=None)
    try:
        mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        mode = "locked"
    finally:
        connection.close()
    if mode != "delete":
        raise BackupRefused("The site or its worker is still running. Stop both, then restore.")


def _restore_rows(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Bring the tables to the shape of the backup, then put its rows in place of all others in one transaction."""
    with db.engine.begin() as connection:
        present = tables.revision(connection)
        if present != manifest.revision:
            metadata = MetaData()
            metadata.reflect(connection)
            metadata.drop_all(connection)
    if present != manifest.revision and manifest.revision is not None:
        upgrade(revision=manifest.revision)
    with db.engine.begin() as connection:
        known = tables.tables(connection)
        names = {name: name.removeprefix("tables/").removesuffix(".jsonl") for name in manifest.tables()}
        unknown = sorted(set(names.values()) - set(known))
        if unknown:
            raise BackupRefused(f"This release does not know the table {unknown[0]}.")
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        tables.replace_rows(connection, {table: content(zip_file, name, manifest.members[name]) for name, table in names.items()})
        faults.point("restore.before_commit")


def _join_journal(zip_file: zipfile.ZipFile, manifest: Manifest) -> None:
    """Add the erasures the backup knows of to those this house knows of. Nothing is taken out."""
    given = b"".join(content(zip_file, JOURNAL, manifest.members[JOURNAL])).splitlines()
    path = house().data / JOURNAL
    known = set(path.read_bytes().splitlines()) if path.is_file() else set()
    new = [line for line in given if line not in known]
    if new:
        with path.open("ab") as file:
            file.write(b"\n".join(new) + b"\n")
            file.flush()
            os.fsync(file.fileno())
