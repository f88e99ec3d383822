"""Files in a folder `<first two>/<sha256>`: temporary name, fsync, rename, fsync of the folder."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from clustercourse import faults
from clustercourse.files.interface import FileLost, FilesAway, FilesRefused, Listed, checked, is_digest

_TEMPORARY_AGE = 24 * 3600
_CHUNK = 1024 * 1024


@dataclass(frozen=True)
class FolderStore:
    folder: Path

    def path(self, digest: str) -> Path:
        return self.folder / checked(digest)[:2] / digest

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        target = self.path(digest)
        if _is_there(target, content):
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
        content = b"".join(self.chunks(digest))
        if hashlib.sha256(content).hexdigest() != digest:
            raise FileLost(f"{self.path(digest)} holds other bytes than its name says.")
        return content

    def has(self, digest: str) -> bool:
        return self.path(digest).is_file()

    def chunks(self, digest: str) -> Iterator[bytes]:
        try:
            with self.path(digest).open("rb") as file:
                while chunk := file.read(_CHUNK):
                    yield chunk
        except FileNotFoundError:
            raise FileLost(f"There is no file {self.path(digest)}.") from None

    def listed(self) -> Iterator[Listed]:
        for path in sorted(self.folder.glob("??/*")):
            if is_digest(path.name) and path.is_file():
                yield Listed(path.name, _put_at(path))

    def drop(self, digest: str, *, put_before: datetime | None = None) -> None:
        with suppress(FileNotFoundError):
            if put_before is None or _put_at(self.path(digest)) < put_before:
                self.path(digest).unlink()

    def sweep(self) -> int:
        removed = 0
        limit = time.time() - _TEMPORARY_AGE
        for path in self.folder.glob("??/.*"):
            if path.stat().st_mtime < limit:
                path.unlink(missing_ok=True)
                removed += 1
        return removed

    def place_of(self, digest: str) -> str:
        return f"/files/{checked(digest)[:2]}/{digest}"

    def complaint(self) -> FilesAway | None:
        nearest = self.folder if self.folder.exists() else self.folder.parent
        if os.access(nearest, os.W_OK | os.X_OK):
            return None
        text = f"The folder {nearest} cannot be written to. Check CC_DATA and its rights."
        return FilesRefused(text, why="the folder cannot be written to")


def _put_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_there(path: Path, content: bytes) -> bool:
    """Whether exactly these bytes lie there already, put there now for the sweeper. What was damaged is written anew."""
    try:
        if path.stat().st_size != len(content) or path.read_bytes() != content:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False
    return True


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
