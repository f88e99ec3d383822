"""The little of S3's protocol that the store needs: signed requests and addresses (AWS Signature Version 4), over http.client.

Own code and no library, after measuring: obstore (16 MB) hangs for ever in a process that was forked after its first use, and the site
forks (gunicorn, `flask start`); boto3 takes 33 MB. Addresses are path-style. The tests compare the signatures with botocore's.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import os
import re
import ssl
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from urllib.parse import SplitResult, quote, urlsplit

from config import Bucket

PATIENCE = 10.0
"""Seconds that one send or receive may wait."""

LONGEST = 60.0
"""Seconds that one whole answer may take, so that a store that drips holds nobody for ever."""

TRIES = 3
_AGAIN = frozenset({429, 500, 502, 503, 504})
_CHUNK = 1024 * 1024
_CODE = re.compile(rb"<Code>([A-Za-z0-9]{1,60})</Code>")


class NoAnswer(Exception):
    """The store did not answer, or not to the end. The text says how."""


@dataclass(frozen=True)
class Question:
    """A request to the bucket: of a key in it, or of the bucket itself when the key is empty."""

    method: str
    key: str = ""
    query: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def code(self) -> str:
        """S3's own word for what was wrong, as far as it said one."""
        found = _CODE.search(self.body[:4096])
        return found[1].decode() if found else ""


@dataclass(frozen=True)
class S3:
    """One bucket, asked with one key. Threads may share it; a forked process opens connections of its own."""

    bucket: Bucket
    _free: deque[tuple[int, http.client.HTTPConnection]] = field(default_factory=deque)

    def ask(self, question: Question, *, tries: int = TRIES, patience: float = PATIENCE) -> Answer:
        """The whole answer, whatever its status. What breaks off or is overloaded is asked again, what is slow is not. Raises NoAnswer."""
        for attempt in range(1, tries + 1):
            try:
                with self._asked(question, patience) as response:
                    body = b"".join(_pieces(response, time.monotonic() + LONGEST))
                    answer = Answer(response.status, _headers(response), body)
            except NoAnswer as reason:
                if attempt == tries or isinstance(reason.__cause__, TimeoutError):
                    raise
            else:
                if attempt == tries or answer.status not in _AGAIN:
                    return answer
            time.sleep(0.1 * 3 ** (attempt - 1))
        raise NoAnswer("nobody asked")

    @contextmanager
    def streamed(self, question: Question) -> Iterator[tuple[Answer, Iterator[bytes]]]:
        """The answer and its bytes as they come in, for what is too large to be held. Of anything but 200 the body is in the answer."""
        with self._asked(question, PATIENCE) as response:
            body = b"" if response.status == 200 else b"".join(_pieces(response, time.monotonic() + LONGEST))
            yield Answer(response.status, _headers(response), body), _pieces(response, None)

    def signed_address(self, key: str, moment: datetime, seconds: int) -> str:
        """Path and query under which anybody may get this object for so long."""
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Credential": f"{self.bucket.key_id}/{self._scope(moment)}",
            "X-Amz-Date": _stamp(moment),
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": "host",
        }
        path, written = self._path(key), _written(tuple(query.items()))
        asked = "\n".join(("GET", path, written, f"host:{self._address.netloc}\n", "host", "UNSIGNED-PAYLOAD"))
        return f"{path}?{written}&X-Amz-Signature={self._signature(moment, asked)}"

    def signed_headers(self, question: Question, moment: datetime) -> dict[str, str]:
        """The headers of a request, with the one that proves who asks and that the body arrives as it was meant."""
        digest = hashlib.sha256(question.body).hexdigest()
        headers = {"host": self._address.netloc, "x-amz-content-sha256": digest, "x-amz-date": _stamp(moment)} | dict(question.headers)
        if question.method == "PUT":
            headers["content-length"] = str(len(question.body))
        names = sorted(name for name in headers if name == "host" or name.startswith("x-amz-"))
        lines, signed = "".join(f"{name}:{headers[name]}\n" for name in names), ";".join(names)
        asked = "\n".join((question.method, self._path(question.key), _written(question.query), lines, signed, digest))
        proof = f"Credential={self.bucket.key_id}/{self._scope(moment)}, SignedHeaders={signed}"
        return headers | {"authorization": f"AWS4-HMAC-SHA256 {proof}, Signature={self._signature(moment, asked)}"}

    def close(self) -> None:
        """Close the connections that wait to be used again."""
        while self._free:
            self._free.pop()[1].close()

    @contextmanager
    def _asked(self, question: Question, patience: float) -> Iterator[http.client.HTTPResponse]:
        """Everything that can go wrong between here and there, as NoAnswer. A connection is used again only after a whole answer."""
        connection = self._connection(patience)
        is_whole = False
        try:
            with closing(self._response(connection, question)) as response:
                yield response
                is_whole = response.isclosed()
        except (OSError, http.client.HTTPException) as reason:
            raise NoAnswer(f"{type(reason).__name__}: {reason}" if str(reason) else type(reason).__name__) from reason
        finally:
            if is_whole and connection.sock is not None:
                self._free.append((os.getpid(), connection))
            else:
                connection.close()

    def _response(self, connection: http.client.HTTPConnection, question: Question) -> http.client.HTTPResponse:
        target = self._path(question.key) + (f"?{_written(question.query)}" if question.query else "")
        headers = self.signed_headers(question, datetime.now(UTC))
        was_open = connection.sock is not None
        try:
            connection.request(question.method, target, question.body or None, headers)
            return connection.getresponse()
        except ConnectionError:
            if not was_open:
                raise
        connection.close()  # The other side had closed it while it waited: that is no fault of the store.
        connection.request(question.method, target, question.body or None, headers)
        return connection.getresponse()

    def _connection(self, patience: float) -> http.client.HTTPConnection:
        connection = self._free_connection() or self._new_connection()
        connection.timeout = patience
        if connection.sock is not None:
            connection.sock.settimeout(patience)
        return connection

    def _free_connection(self) -> http.client.HTTPConnection | None:
        """One that waits, unless it was opened before a fork: two processes on one socket would read each other's answers."""
        try:
            process, connection = self._free.pop()
        except IndexError:
            return None
        if process == os.getpid():
            return connection
        connection.close()
        return self._free_connection()

    def _new_connection(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "http":
            return http.client.HTTPConnection(host, port)
        return http.client.HTTPSConnection(host, port, context=self._trust)

    @cached_property
    def _trust(self) -> ssl.SSLContext:
        return ssl.create_default_context()

    @cached_property
    def _address(self) -> SplitResult:
        return urlsplit(self.bucket.endpoint)

    def _path(self, key: str) -> str:
        return f"/{self.bucket.name}/{quote(self.bucket.prefix + key)}" if key else f"/{self.bucket.name}"

    def _scope(self, moment: datetime) -> str:
        return f"{moment:%Y%m%d}/{self.bucket.region}/s3/aws4_request"

    def _signature(self, moment: datetime, asked: str) -> str:
        said = "\n".join(("AWS4-HMAC-SHA256", _stamp(moment), self._scope(moment), hashlib.sha256(asked.encode()).hexdigest()))
        key = f"AWS4{self.bucket.secret_key}".encode()
        for part in self._scope(moment).split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return hmac.digest(key, said.encode(), "sha256").hex()


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%SZ}"


def _written(query: tuple[tuple[str, str], ...]) -> str:
    return "&".join(f"{quote(name, safe='')}={quote(text, safe='')}" for name, text in sorted(query))


def _headers(response: http.client.HTTPResponse) -> dict[str, str]:
    return {name.lower(): text for name, text in response.getheaders()}


def _pieces(response: http.client.HTTPResponse, end: float | None) -> Iterator[bytes]:
    """The body to its end. One that breaks off raises IncompleteRead, which `read1` alone would not."""
    while chunk := response.read1(_CHUNK):
        yield chunk
        if end is not None and time.monotonic() > end:
            raise TimeoutError("the answer takes too long")
    if response.length:
        raise http.client.IncompleteRead(b"", response.length)
    response.read()
