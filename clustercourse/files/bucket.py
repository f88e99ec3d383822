"""Files in an S3-compatible bucket, `<prefix><first two>/<sha256>`: an object appears whole or not at all.

A bucket (or a folder of one) belongs to one house, which writes its address into the object `house` there: a second one that was
restored from a backup, to look at it, would otherwise sweep away what the first one has kept since.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from clustercourse.db import now
from clustercourse.files.interface import FileLost, FilesAway, FilesRefused, Listed, checked, is_digest
from clustercourse.files.s3 import PATIENCE, S3, TRIES, Answer, NoAnswer, Question
from config import Bucket

_MARK = "house"
_PUT_AGAIN_AFTER = timedelta(hours=12)
_SIGNED_FOR = 300
_LOOKS_EVERY = 5.0
_SHORT_PATIENCE = 3.0
_SAFE = (("content-type", "application/octet-stream"), ("content-disposition", "attachment"))
"""An object that somebody opens at the provider's own address is a download, never a page."""

_FAULTS = {
    "NoSuchBucket": ("does not exist", "Make it, or check FILES_URL and FILES_ENDPOINT", "there is no such bucket"),
    "InvalidAccessKeyId": ("does not know the key", "Check FILES_KEY_ID", "the key is refused"),
    "SignatureDoesNotMatch": ("does not know the key", "Check FILES_SECRET_KEY", "the key is refused"),
    "AuthorizationHeaderMalformed": ("is in another region", "Check FILES_REGION", "the region is wrong"),
    "PermanentRedirect": ("is in another region", "Check FILES_REGION and FILES_ENDPOINT", "the region is wrong"),
    "RequestTimeTooSkewed": ("has another time", "Check the clock of this machine", "the clock is wrong"),
}
_MAY_NOT = ("refuses this step to the key", "Give it the rights that docs/operations.md lists", "the key is refused")


class BucketStore:
    """`house` is the address that people type (BASE_URL)."""

    def __init__(self, bucket: Bucket, *, house: str) -> None:
        self.bucket = bucket
        self.house = house
        self.s3 = S3(bucket)
        self._is_ours = False
        self._looked: tuple[float, FilesAway | None] = (-_LOOKS_EVERY, None)

    def put(self, content: bytes) -> str:
        digest = hashlib.sha256(content).hexdigest()
        self._claim()
        if self._is_there(digest, content):
            return digest
        answer = self._ask(Question("PUT", _key(digest), headers=_SAFE, body=content))
        if not _is_md5(answer, content):
            self._read_back(digest)
        return digest

    def _is_there(self, digest: str, content: bytes) -> bool:
        """Whether the bytes are there, and were put so lately that the sweeper leaves them alone until their row is written."""
        answer = self._ask(Question("HEAD", _key(digest)), missing=404)
        if answer.status == 404 or answer.headers.get("content-length") != str(len(content)) or not _is_md5(answer, content):
            return False
        return now() - _put_at(answer) < _PUT_AGAIN_AFTER

    def _read_back(self, digest: str) -> None:
        """For stores whose ETag is no MD5, as when they encrypt with a key of one's own."""
        try:
            self.get(digest)
        except FileLost as reason:
            raise FilesAway(f"{self._name} kept other bytes than were sent.", why="it keeps other bytes than were sent") from reason

    def get(self, digest: str) -> bytes:
        answer = self._ask(Question("GET", _key(checked(digest))), missing=404)
        if answer.status == 404:
            raise FileLost(f"{self._name} has no file {digest}.")
        if hashlib.sha256(answer.body).hexdigest() != digest:
            raise FileLost(f"{self._name} holds other bytes under {digest} than its name says.")
        return answer.body

    def has(self, digest: str) -> bool:
        return self._ask(Question("HEAD", _key(checked(digest))), missing=404).status == 200

    def chunks(self, digest: str) -> Iterator[bytes]:
        try:
            with self.s3.streamed(Question("GET", _key(checked(digest)))) as (answer, pieces):
                if self._accepted(answer, 404).status == 404:
                    raise FileLost(f"{self._name} has no file {digest}.")
                yield from pieces
        except NoAnswer as reason:
            raise self._silent(reason) from reason

    def listed(self) -> Iterator[Listed]:
        query = (("list-type", "2"), ("prefix", self.bucket.prefix))
        follow: tuple[tuple[str, str], ...] = ()
        while True:
            page = self._parsed(self._ask(Question("GET", query=query + follow)))
            for found in page.iterfind("{*}Contents"):
                key, put_at = found.findtext("{*}Key", ""), found.findtext("{*}LastModified", "")
                digest = key.rpartition("/")[2]
                if is_digest(digest) and key == self.bucket.prefix + _key(digest):
                    yield Listed(digest, datetime.fromisoformat(put_at))
            token = page.findtext("{*}NextContinuationToken")
            if not token:
                return
            follow = (("continuation-token", token),)

    def drop(self, digest: str, *, put_before: datetime | None = None) -> None:
        self._claim()
        if put_before is not None:
            answer = self._ask(Question("HEAD", _key(checked(digest))), missing=404)
            if answer.status == 404 or _put_at(answer) >= put_before:
                return
        self._ask(Question("DELETE", _key(checked(digest))), missing=404)

    def sweep(self) -> int:
        return 0

    def place_of(self, digest: str) -> str:
        return f"/files{self.s3.signed_address(_key(checked(digest)), datetime.now(UTC), _SIGNED_FOR)}"

    def complaint(self) -> FilesAway | None:
        """Asked at most every five seconds, and not for long: whoever watches the site asks often."""
        moment, known = self._looked
        if time.monotonic() - moment >= _LOOKS_EVERY:
            try:
                self._check_mark(self._ask(Question("GET", _MARK), missing=404, tries=1, patience=_SHORT_PATIENCE))
                known = None
            except FilesAway as reason:
                known = reason
            self._looked = time.monotonic(), known
        return known

    def _claim(self) -> None:
        """Once a process, before the first change: whether the bucket is ours; one that is nobody's becomes ours."""
        if self._is_ours:
            return
        answer = self._ask(Question("GET", _MARK), missing=404)
        if answer.status == 404:
            self._ask(Question("PUT", _MARK, headers=_SAFE, body=self.house.encode()))
        self._check_mark(answer)
        self._is_ours = True

    def _check_mark(self, answer: Answer) -> None:
        owner = answer.body.decode("utf-8", "replace")[:200].strip()
        if answer.status == 200 and owner != self.house:
            mark = f"the object {self.bucket.prefix}{_MARK}"
            advice = f"Give this house a folder of its own in FILES_URL; if it has moved, remove {mark}."
            text = f"{self._name} belongs to {owner}, says {mark} in it, and this is {self.house}. {advice}"
            raise FilesRefused(text, why="the bucket belongs to another house")

    def _ask(self, question: Question, *, missing: int = 0, tries: int = TRIES, patience: float = PATIENCE) -> Answer:
        """An answer that is good, or has the status `missing`. Raises FilesAway."""
        try:
            answer = self.s3.ask(question, tries=tries, patience=patience)
        except NoAnswer as reason:
            raise self._silent(reason) from reason
        return self._accepted(answer, missing)

    def _accepted(self, answer: Answer, missing: int) -> Answer:
        if answer.status in (200, 204) or (answer.status == missing and answer.code in ("", "NoSuchKey")):
            return answer
        code = answer.code or str(answer.status)
        if code in _FAULTS or answer.status == 403:
            what, advice, why = _FAULTS.get(code, _MAY_NOT)
            raise FilesRefused(f"{self._name} {what} ({code}). {advice}.", why=why)
        raise FilesAway(f"{self._name} answers with {code}.", why="it answers with an error")

    def _parsed(self, answer: Answer) -> Element:
        try:
            parsed: Element = fromstring(answer.body)
        except (ParseError, DefusedXmlException) as reason:
            raise FilesAway(f"{self._name} gives a list that cannot be read.", why="it answers with an error") from reason
        return parsed

    def _silent(self, reason: NoAnswer) -> FilesAway:
        return FilesAway(f"{self._name} does not answer ({reason}).", why="no answer")

    @property
    def _name(self) -> str:
        return f"The bucket “{self.bucket.name}” at {urlsplit(self.bucket.endpoint).netloc}"


def _key(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _put_at(answer: Answer) -> datetime:
    return parsedate_to_datetime(answer.headers["last-modified"])


def _is_md5(answer: Answer, content: bytes) -> bool:
    """Most stores give the MD5 of what they keep as its ETag: proof, without reading it back, that it is what was sent."""
    return answer.headers.get("etag", "").strip('"') == hashlib.md5(content, usedforsecurity=False).hexdigest()
