"""What both stores promise: whole, proven, once, and gone when dropped."""

from __future__ import annotations

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from clustercourse import files, housekeeping
from clustercourse.db import WritingRefused, now, writing
from clustercourse.files import BucketStore, FileLost, FolderStore, Store
from clustercourse.files.s3 import Question
from clustercourse.models.files import StoredFile
from tests.processes import run_apart

pytestmark = pytest.mark.xdist_group("bucket")
WORDS = "Højt på en gren".encode() * 1000
DIGEST = hashlib.sha256(WORDS).hexdigest()
UNKNOWN = hashlib.sha256(b"never put").hexdigest()


def damage(kept: Store, digest: str, content: bytes) -> None:
    """Other bytes under the name of a file, behind the back of the store."""
    if isinstance(kept, FolderStore):
        kept.path(digest).write_bytes(content)
    else:
        assert isinstance(kept, BucketStore)
        kept.s3.ask(Question("PUT", f"{digest[:2]}/{digest}", body=content))


def digests(kept: Store) -> list[str]:
    return [file.digest for file in kept.listed()]


@pytest.mark.parametrize("content", [b"", b"x", WORDS, bytes(range(256)) * 12_000], ids=["empty", "one byte", "text", "3 MB"])
def test_what_is_put_comes_back(kept: Store, content: bytes) -> None:
    digest = kept.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert (kept.get(digest), b"".join(kept.chunks(digest)), kept.has(digest)) == (content, content, True)


def test_twice_is_once(kept: Store) -> None:
    assert [kept.put(WORDS), kept.put(b"other"), kept.put(WORDS)] == [DIGEST, hashlib.sha256(b"other").hexdigest(), DIGEST]
    assert sorted(digests(kept)) == sorted([DIGEST, hashlib.sha256(b"other").hexdigest()])


def test_many_at_once_put_one_file(kept: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        put = list(pool.map(kept.put, [WORDS] * 8 + [b"other"] * 4))
    assert set(put) == {DIGEST, hashlib.sha256(b"other").hexdigest()}
    assert (len(digests(kept)), kept.get(DIGEST)) == (2, WORDS)


def test_what_was_never_put_is_lost(kept: Store) -> None:
    assert (digests(kept), kept.has(UNKNOWN)) == ([], False)
    kept.put(WORDS)
    assert kept.has(UNKNOWN) is False
    for read in (kept.get, lambda digest: list(kept.chunks(digest))):
        with pytest.raises(FileLost):
            read(UNKNOWN)


def test_a_dropped_file_is_gone_and_twice_is_once(kept: Store) -> None:
    kept.put(WORDS)
    kept.put(b"other")
    for _twice in range(2):
        kept.drop(DIGEST)
        assert (kept.has(DIGEST), len(digests(kept))) == (False, 1)
    assert kept.put(WORDS) == DIGEST
    assert kept.has(DIGEST)


@pytest.mark.parametrize("content", [b"other bytes", bytes(len(WORDS))], ids=["shorter", "as long"])
def test_a_damaged_file_is_never_given_out_and_putting_it_again_mends_it(kept: Store, content: bytes) -> None:
    kept.put(WORDS)
    damage(kept, DIGEST, content)
    with pytest.raises(FileLost, match="other bytes"):
        kept.get(DIGEST)
    assert kept.put(WORDS) == DIGEST
    assert kept.get(DIGEST) == WORDS


@pytest.mark.parametrize("name", ["", "x" * 64, "../../etc/passwd", DIGEST.upper(), DIGEST[:63], f"{DIGEST}/"])
def test_only_a_digest_is_a_name(kept: Store, name: str) -> None:
    for ask in (kept.get, kept.has, kept.drop, kept.place_of, lambda digest: list(kept.chunks(digest))):
        with pytest.raises(ValueError, match="not a SHA-256 digest"):
            ask(name)


def test_a_store_that_works_has_no_complaint(kept: Store) -> None:
    kept.put(WORDS)
    assert (kept.complaint(), kept.sweep()) == (None, 0)


def test_what_was_put_lately_stays(kept: Store) -> None:
    kept.put(WORDS)
    [file] = kept.listed()
    assert abs(now() - file.put_at) < timedelta(minutes=1)
    kept.drop(DIGEST, put_before=now() - timedelta(days=1))
    assert kept.has(DIGEST)
    kept.drop(DIGEST, put_before=now() + timedelta(seconds=2))
    kept.drop(DIGEST, put_before=now() + timedelta(seconds=2))
    assert not kept.has(DIGEST)


def test_bytes_without_a_row_are_swept_after_a_day(app: Flask, kept: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    files.use_store(kept)
    named, unnamed = kept.put(b"named"), kept.put(b"unnamed")
    with writing():
        files.keep(named, purpose="photo", media_type="image/webp", size=5)
    housekeeping.sweep_files({})
    assert sorted(digests(kept)) == sorted([named, unnamed])
    monkeypatch.setattr(housekeeping, "UNNAMED", timedelta(seconds=-2))
    for _twice in range(2):
        housekeeping.sweep_files({})
        assert digests(kept) == [named]


def test_putting_again_makes_an_old_file_young(tmp_path: Path) -> None:
    kept = FolderStore(tmp_path)
    kept.put(WORDS)
    os.utime(kept.path(DIGEST), (0, 0))
    kept.put(WORDS)
    kept.drop(DIGEST, put_before=now() - timedelta(hours=1))
    assert kept.has(DIGEST)


def test_a_forked_process_asks_for_itself(app: Flask, kept: Store) -> None:
    """The site forks after it has used its store: gunicorn, `flask start`."""
    kept.put(WORDS)

    def ask() -> None:
        assert kept.get(DIGEST) == WORDS
        kept.put(b"from the child")

    assert run_apart(ask) == 0
    assert kept.get(hashlib.sha256(b"from the child").hexdigest()) == b"from the child"


def test_nobody_waits_for_a_store_while_rows_are_changed(app: Flask) -> None:
    with writing() as session:
        files.keep(DIGEST, purpose="photo", media_type="image/webp", size=len(WORDS))
        files.keep(DIGEST, purpose="photo", media_type="image/webp", size=len(WORDS))
        assert session.get_one(StoredFile, (DIGEST, "photo")).size == len(WORDS)
        with pytest.raises(WritingRefused):
            files.store()
