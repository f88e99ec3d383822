"""Bodies that are too large, lie about their size, or never end, through the shipped nginx: refused soon, nothing kept, nobody else disturbed."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.conftest import LONG
from tests.ops.conftest import Classroom
from tests.ops.site import HOST, trusting

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("classroom")]
GIGABYTE = 1024 * 1024 * 1024
PIECE = bytes(64 * 1024)
SENT_AT_MOST = 60 * 1024 * 1024 if LONG else 25 * 1024 * 1024
FORM = "Content-Type: multipart/form-data; boundary=part"
PART = b'--part\r\nContent-Disposition: form-data; name="photo"; filename="a"\r\n\r\n'


def plain() -> Iterator[bytes]:
    yield PART
    for _piece in range(SENT_AT_MOST // len(PIECE)):
        yield PIECE


def chunks() -> Iterator[bytes]:
    for piece in plain():
        yield b"%x\r\n%s\r\n" % (len(piece), piece)


def packed() -> Iterator[bytes]:
    yield gzip.compress(bytes(50 * 1024 * 1024), 1)


BODIES: dict[str, tuple[str, Callable[[], Iterator[bytes]], set[int]]] = {
    "by its length": (f"Content-Length: {GIGABYTE}", plain, {413}),
    "in chunks": ("Transfer-Encoding: chunked", chunks, {413}),
    "more than it says": ("Content-Length: 1000", plain, {303, 400, 413}),
    "packed": (f"Content-Length: {len(next(packed()))}\r\nContent-Encoding: gzip", packed, {303, 400, 413, 415}),
}


def send(room: Classroom, header: str, body: Iterator[bytes], *, break_off: bool = False) -> tuple[int, float]:
    """The status, 0 where the connection was closed without one, and after how many seconds."""
    cookie = f"Cookie: __Host-cc-sign-in={room.people[0].token}"
    token = f"X-CSRFToken: {room.people[0].own_token()}"
    head = f"POST /me/photo HTTP/1.1\r\nHost: {HOST}\r\n{cookie}\r\n{token}\r\n{FORM}\r\n{header}\r\n\r\n"
    began, answer = time.monotonic(), b""
    with trusting().wrap_socket(socket.create_connection(("127.0.0.1", room.site.tls_port), 20)) as connection:
        try:
            connection.sendall(head.encode())
            for piece in body:
                connection.sendall(piece)
            if not break_off:
                answer = connection.recv(65536)
        except (ConnectionError, ssl.SSLError):
            answer = _said_before_closing(connection)
    return int(answer.split(b" ")[1]) if answer else 0, time.monotonic() - began


def _said_before_closing(connection: ssl.SSLSocket) -> bytes:
    try:
        return connection.recv(65536)
    except (ConnectionError, ssl.SSLError):
        return b""


def memory(room: Classroom) -> int:
    """Of all workers together, in bytes."""
    lines = [line for worker in room.workers for line in Path(f"/proc/{worker}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))


def kept(room: Classroom) -> list[Path]:
    return sorted(path for path in room.data.rglob("files/**/*") if path.is_file())


@pytest.mark.parametrize("name", sorted(BODIES))
def test_a_body_that_is_too_large(classroom: Classroom, name: str, figure: Callable[[str, object], None]) -> None:
    header, body, expected = BODIES[name]
    classroom.people[0].own_token()
    before, files = memory(classroom), kept(classroom)
    status, seconds = send(classroom, header, body())
    figure("status", str(status))
    figure("seconds", round(seconds, 2))
    figure("memory, MB", (memory(classroom) - before) // 1024 // 1024)
    assert status in expected | {0}
    assert seconds < 10
    assert memory(classroom) - before < 50 * 1024 * 1024
    assert kept(classroom) == files
    assert classroom.people[1].get("/courses/").status == 200


def test_a_body_that_breaks_off_half_way(classroom: Classroom) -> None:
    before, files = memory(classroom), kept(classroom)
    header = f"Content-Length: {10 * 1024 * 1024}"
    send(classroom, header, iter([PART, *[PIECE] * 80]), break_off=True)
    began = time.monotonic()
    assert classroom.people[1].get("/courses/").status == 200
    assert time.monotonic() - began < 5
    assert memory(classroom) - before < 50 * 1024 * 1024
    assert kept(classroom) == files
