"""Bytes by digest in a local folder. Temporary name, fsync, rename, fsync of the folder, and only then the row."""

from __future__ import annotations

import hashlib
import os
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select

from clustercourse import faults
from clustercourse.db import db, now, value
from clustercourse.models.files import StoredFile

_TEMPORARY_AGE = 24 * 3600


@dataclass(frozen=True)
class FileStore:
    """A folder `<first two>/<sha256>`."""

    folder: Path

    def path(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise ValueError("not a SHA-256 digest")
        return self.folder / digest[:2] / digest

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their digest. Bytes that are there already are left alone; half of them never stay."""
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if target.is_file() and target.stat().st_size == len(content):
            return digest
        self._make_folder(target.parent)
        temporary = target.with_name(f".{digest}.{os.getpid()}.{time.monotonic_ns()}")
        faults.point("files.before_write")
        try:
            _write(temporary, content)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
        faults.point("files.before_rename")
        temporary.rename(target)
        sync_folder(target.parent)
        sync_folder(self.folder)
        faults.point("files.after_rename")
        return digest

    def _make_folder(self, folder: Path) -> None:
        if not self.folder.is_dir():
            self.folder.mkdir(parents=True, exist_ok=True)
            sync_folder(self.folder.parent)
        folder.mkdir(exist_ok=True)

    def get(self, digest: str) -> bytes:
        return self.path(digest).read_bytes()

    def has(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def sweep(self) -> int:
        """Remove temporary files older than a day; returns how many."""
        removed = 0
        limit = time.time() - _TEMPORARY_AGE
        for path in self.folder.glob("??/.*"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                removed += 1
        return removed


def _write(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        faults.point("files.before_sync")
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


_default: list[FileStore] = []


def use_store(store: FileStore) -> None:
    """Set the store of this process; called once by `create_app`."""
    _default[:] = [store]


def store() -> FileStore:
    return _default[0]


def keep(digest: str, *, purpose: str, media_type: str) -> None:
    """Write the row for bytes that are already in the store. Twice is once. Only inside `writing()`."""
    if db.session.get(StoredFile, (digest, purpose)) is None:
        size = store().path(digest).stat().st_size
        db.session.add(StoredFile(digest=digest, purpose=purpose, size=size, media_type=media_type, created_at=now()))
        db.session.flush()


def media_type(digest: str, purpose: str) -> str | None:
    """The media type of kept bytes, or None when nothing of that purpose has this digest."""
    statement = select(StoredFile.media_type).where(StoredFile.digest == digest, StoredFile.purpose == purpose)
    found: str | None = value(statement)
    return found
