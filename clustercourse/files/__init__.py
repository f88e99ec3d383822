"""Bytes by digest, in a local folder or in an S3-compatible bucket: into the store first, and only then the row.

`put` before `writing()`, `keep` inside it, `drop` after it: the store is never asked while a transaction holds the database.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from sqlalchemy import select

from clustercourse.db import WritingRefused, db, is_writing, now, value
from clustercourse.files.bucket import BucketStore
from clustercourse.files.folder import FolderStore, sync_folder
from clustercourse.files.interface import FileLost, FilesAway, FilesRefused, Listed, Store
from clustercourse.models.files import StoredFile
from config import Settings

_log = logging.getLogger("clustercourse")
_default: list[Store] = []


def store_of(settings: Settings) -> Store:
    """The store that the settings name. Asks nobody yet."""
    if settings.bucket is not None:
        return BucketStore(settings.bucket, house=settings.base_url)
    return FolderStore(settings.data / "files")


def use_store(store: Store) -> None:
    """Set the store of this process; called once by `create_app`."""
    _default[:] = [store]


def store() -> Store:
    """The store of this process. Raises WritingRefused inside `writing()`, where nobody may wait for a disk or a network."""
    if is_writing():
        raise WritingRefused("files are put before writing() and dropped after it")
    return _default[0]


def keep(digest: str, *, purpose: str, media_type: str, size: int) -> None:
    """Write the row for bytes that are already in the store. Twice is once. Only inside `writing()`."""
    if db.session.get(StoredFile, (digest, purpose)) is None:
        db.session.add(StoredFile(digest=digest, purpose=purpose, size=size, media_type=media_type, created_at=now()))
        db.session.flush()


def drop(digests: Iterable[str]) -> None:
    """Remove bytes that no row names any more. What the store does not let go now is left to the sweeper, who comes every six hours."""
    for digest in digests:
        try:
            store().drop(digest)
        except FilesAway as reason:
            _log.warning("files away", extra={"fields": {"reason": str(reason)}})
            return


def media_type(digest: str, purpose: str) -> str | None:
    """The media type of kept bytes, or None when nothing of that purpose has this digest."""
    statement = select(StoredFile.media_type).where(StoredFile.digest == digest, StoredFile.purpose == purpose)
    found: str | None = value(statement)
    return found


__all__ = [
    "BucketStore",
    "FileLost",
    "FilesAway",
    "FilesRefused",
    "FolderStore",
    "Listed",
    "Store",
    "drop",
    "keep",
    "media_type",
    "store",
    "store_of",
    "sync_folder",
    "use_store",
]
