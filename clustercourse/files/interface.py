"""What every store can do, and how it fails. A file is known by the SHA-256 of its bytes and never changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class FilesAway(Exception):
    """The store cannot be used just now. The text is for whoever runs the site; `why`, a few words, may be shown to anybody."""

    def __init__(self, text: str, *, why: str) -> None:
        super().__init__(text)
        self.why = why


class FilesRefused(FilesAway):
    """The store will not be used before somebody mends a setting: wrong key, no such bucket, the bucket of another house."""


class FileLost(Exception):
    """The store has no file of this digest, or has other bytes under its name."""


@dataclass(frozen=True)
class Listed:
    """A file in the store, and when its bytes were last put there."""

    digest: str
    put_at: datetime


class Store(Protocol):
    """Everything but `place_of` and `listed` may raise FilesAway; `listed` does so while it is read."""

    def put(self, content: bytes) -> str:
        """Keep the bytes and return their digest. They are whole and proven when this returns; half of them never stay. Twice is once."""

    def get(self, digest: str) -> bytes:
        """The bytes, proven by their digest. Raises FileLost."""

    def has(self, digest: str) -> bool:
        """Whether there is a file of this name; its bytes are not looked at."""

    def chunks(self, digest: str) -> Iterator[bytes]:
        """The bytes piece by piece, unproven, for files of any size. Raises FileLost."""

    def listed(self) -> Iterator[Listed]:
        """Every file there is."""

    def drop(self, digest: str, *, put_before: datetime | None = None) -> None:
        """Remove a file, but not one that was put again since `put_before`. Twice is once."""

    def sweep(self) -> int:
        """Remove what a crash left half written; returns how many pieces."""

    def place_of(self, digest: str) -> str:
        """The address under which nginx finds the file (X-Accel-Redirect)."""

    def complaint(self) -> FilesAway | None:
        """Why the store cannot be used now, or None. Changes nothing."""


def checked(digest: str) -> str:
    """The digest itself. Raises ValueError for anything else: it becomes part of a path."""
    if not is_digest(digest):
        raise ValueError("not a SHA-256 digest")
    return digest


def is_digest(name: str) -> bool:
    return len(name) == 64 and set(name) <= set("0123456789abcdef")
