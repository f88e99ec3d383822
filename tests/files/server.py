"""A real S3 server on loopback, moto's, in a process of its own; and a way to it that can be slow, cut or closed.

`python -m tests.files.server` serves until its standard input ends, so it never outlives the tests.
"""

from __future__ import annotations

import json
import secrets
import socket
import subprocess
import sys
import threading
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from config import Bucket

_PLAIN = {"Content-Type": "text/plain"}
RIGHTS = ("s3:ListBucket", "s3:GetObject", "s3:PutObject", "s3:DeleteObject")


@dataclass(frozen=True)
class BucketServer:
    """`known` is a key that moto knows, with the rights that docs/operations.md lists."""

    endpoint: str

    def new_bucket(self, prefix: str = "") -> Bucket:
        """An empty bucket. Keys are not looked at unless `strict`."""
        name = f"house-{secrets.token_hex(4)}"
        self._send("PUT", f"/{name}")
        return Bucket(name, prefix, self.endpoint, "us-east-1", "anybody", "anything")

    @contextmanager
    def strict(self, bucket: Bucket, rights: tuple[str, ...] = RIGHTS) -> Iterator[Bucket]:
        """The bucket with a key that has these rights to it, while the server checks every signature and every right."""
        user = secrets.token_hex(4)
        own = [f"arn:aws:s3:::{bucket.name}", f"arn:aws:s3:::{bucket.name}/*"]
        policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(rights), "Resource": own}]}
        self._iam("CreateUser", UserName=user)
        self._iam("PutUserPolicy", UserName=user, PolicyName="bucket", PolicyDocument=json.dumps(policy))
        made = self._iam("CreateAccessKey", UserName=user)
        self._send("POST", "/moto-api/reset-auth", b"0", _PLAIN)
        try:
            yield replace(bucket, key_id=_between(made, "AccessKeyId"), secret_key=_between(made, "SecretAccessKey"))
        finally:
            self._send("POST", "/moto-api/reset-auth", b"inf", _PLAIN)

    def _iam(self, action: str, **values: str) -> str:
        headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=a"}
        return self._send("POST", "/", urllib.parse.urlencode({"Action": action, "Version": "2010-05-08", **values}).encode(), headers)

    def _send(self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None) -> str:
        request = urllib.request.Request(f"{self.endpoint}{path}", body, headers or {}, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return str(answer.read().decode())


def _between(text: str, tag: str) -> str:
    return text.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


@contextmanager
def bucket_server() -> Iterator[BucketServer]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.files.server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin is not None and process.stdout is not None
    try:
        yield BucketServer(f"http://127.0.0.1:{int(process.stdout.readline())}")
    finally:
        process.stdin.close()
        process.stdout.close()
        process.wait(20)


@dataclass
class Way:
    """A port on loopback that leads to the server. `spoil` may change what goes there, `answer` what comes back; None cuts the line."""

    endpoint: str = ""
    spoil: Callable[[bytes], bytes | None] = bytes
    answer: Callable[[bytes], bytes | None] = bytes
    is_silent: bool = False
    lines: int = 0
    _sockets: list[socket.socket] = field(default_factory=list)
    _threads: list[threading.Thread] = field(default_factory=list)

    def cut(self) -> None:
        """Break every line that is open."""
        for each in self._sockets:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)

    def carry(self, listener: socket.socket, target: tuple[str, int]) -> None:
        while True:
            try:
                near, _peer = listener.accept()
            except OSError:
                return
            self._sockets.append(near)
            self.lines += 1
            if not self.is_silent:
                far = socket.create_connection(target)
                self._sockets.append(far)
                self._begin(self._pump, near, far, lambda data: self.spoil(data))
                self._begin(self._pump, far, near, lambda data: self.answer(data))

    def end(self) -> None:
        self.cut()
        for thread in self._threads:
            thread.join(10)
        for each in self._sockets:
            each.close()

    def _begin(self, work: Callable[..., None], *values: object) -> None:
        self._threads.append(threading.Thread(target=work, args=values, daemon=True))
        self._threads[-1].start()

    def _pump(self, source: socket.socket, target: socket.socket, change: Callable[[bytes], bytes | None]) -> None:
        with suppress(OSError):
            while data := source.recv(65536):
                changed = change(data)
                if changed is None:
                    break
                target.sendall(changed)
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def way_to(endpoint: str) -> Iterator[Way]:
    parts = urllib.parse.urlsplit(endpoint)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        way = Way(f"http://127.0.0.1:{listener.getsockname()[1]}")
        thread = threading.Thread(target=way.carry, args=(listener, (parts.hostname, parts.port)))
        thread.start()
        try:
            yield way
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(10)
            way.end()


def serve() -> None:
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    print(server.get_host_and_port()[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    serve()
