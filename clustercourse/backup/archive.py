"""The zip of a backup: members with their SHA-256 in a manifest, written under another name, checked, then renamed.

Members are read one by one, never more than the manifest says, and never under a name of their own choice.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from clustercourse.files import sync_folder

FORMAT = 1
DATABASE = "database.sqlite"
JOURNAL = "erasures.jsonl"
_MANIFEST = "manifest.json"
_MANIFEST_LIMIT = 256 * 1024 * 1024
_CHUNK = 1024 * 1024
_NAME = re.compile(r"database\.sqlite|erasures\.jsonl|tables/[a-z_]{1,63}\.jsonl|files/[0-9a-f]{2}/[0-9a-f]{64}")


class BackupRefused(Exception):
    """A backup cannot be made or restored; the sentence says why and what to do."""


@dataclass(frozen=True)
class Member:
    sha256: str
    size: int


@dataclass
class Manifest:
    """What a backup holds. `kind` is `sqlite` (a copy of the database file) or `rows` (every table as lines of JSON)."""

    made_at: str
    kind: str
    revision: str | None
    format: int = FORMAT
    members: dict[str, Member] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)

    def files(self) -> list[str]:
        return [name for name in self.members if name.startswith("files/")]

    def tables(self) -> list[str]:
        return [name for name in self.members if name.startswith("tables/")]


@dataclass
class Writer:
    """Adds members to a zip and remembers what they are."""

    zip: zipfile.ZipFile
    members: dict[str, Member] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes], *, packed: bool = True) -> Member:
        info = zipfile.ZipInfo(name)
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self.zip.open(info, "w", force_zip64=True) as member:
            for chunk in chunks:
                member.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        self.members[name] = Member(digest.hexdigest(), size)
        return self.members[name]

    def finish(self, manifest: Manifest) -> None:
        manifest.members = self.members
        self.zip.writestr(_MANIFEST, json.dumps(asdict(manifest), indent=1, sort_keys=True))


def chunks_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


@contextmanager
def new_archive(target: Path, *, replace: bool) -> Iterator[Writer]:
    """A zip that appears under its name only when it is whole, on the disk, and read back without a fault."""
    if target.exists() and not replace:
        raise BackupRefused(f"{target} is there already. Choose another name, or say --replace.")
    temporary = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w") as zip_file:
                yield Writer(zip_file)
            file.flush()
            os.fsync(file.fileno())
        verified(temporary)
        temporary.rename(target)
        sync_folder(target.parent)
    except OSError as reason:
        raise BackupRefused(f"The backup could not be written to {target.parent}: {reason.strerror or reason}.") from reason
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


@contextmanager
def opened(source: Path) -> Iterator[zipfile.ZipFile]:
    try:
        zip_file = zipfile.ZipFile(source)
    except FileNotFoundError:
        raise BackupRefused(f"There is no file {source}.") from None
    except (zipfile.BadZipFile, OSError) as reason:
        raise BackupRefused(f"{source} is not a whole backup: {reason}.") from reason
    with zip_file:
        yield zip_file


def verified(source: Path) -> Manifest:
    """Read every member once and compare it with the manifest. Raises with the names of all that are damaged."""
    with opened(source) as zip_file:
        manifest = _manifest(zip_file)
        named = [name for name in zip_file.namelist() if name != _MANIFEST]
        strange = sorted(set(named) ^ set(manifest.members)) or [name for name in set(named) if named.count(name) > 1]
        if strange:
            raise BackupRefused(f"{source} does not hold what its manifest says: {', '.join(strange[:10])}.")
        damaged = [name for name, member in sorted(manifest.members.items()) if not _is_whole(zip_file, name, member)]
    if damaged:
        raise BackupRefused(f"{source} is damaged in: {', '.join(damaged)}. Nothing was changed.")
    return manifest


def content(zip_file: zipfile.ZipFile, name: str, member: Member) -> Iterator[bytes]:
    """The bytes of a member, never more than it should have."""
    left = member.size
    with zip_file.open(name) as stream:
        while chunk := stream.read(min(_CHUNK, left + 1)):
            left -= len(chunk)
            if left < 0:
                raise BackupRefused(f"{name} is longer than the manifest says.")
            yield chunk


def _is_whole(zip_file: zipfile.ZipFile, name: str, member: Member) -> bool:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in content(zip_file, name, member):
            digest.update(chunk)
            size += len(chunk)
    except (BackupRefused, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError):
        return False
    return (digest.hexdigest(), size) == (member.sha256, member.size)


def _manifest(zip_file: zipfile.ZipFile) -> Manifest:
    try:
        with zip_file.open(_MANIFEST) as stream:
            text = stream.read(_MANIFEST_LIMIT)
        given: dict[str, Any] = json.loads(text)
        members = {name: Member(str(one["sha256"]), int(one["size"])) for name, one in given.pop("members").items()}
        manifest = Manifest(**given, members=members)
    except (KeyError, TypeError, ValueError, AttributeError, zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError) as reason:
        raise BackupRefused(f"{_MANIFEST} is missing or damaged: this is not a whole backup.") from reason
    if manifest.format != FORMAT or manifest.kind not in ("sqlite", "rows"):
        raise BackupRefused("This backup was made by a newer release of clustercourse. Restore it with that release.")
    wrong = [name for name, member in members.items() if not _NAME.fullmatch(name) or member.size < 0]
    if wrong:
        raise BackupRefused(f"{_MANIFEST} names something that does not belong in a backup: {wrong[0]}.")
    return manifest
