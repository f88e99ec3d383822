"""A full disk: said in words, nothing half kept, reading goes on, and with room again so does everything, without a restart."""

from __future__ import annotations

import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import pytest
from PIL import Image

from tests.conftest import LONG
from tests.ops.classroom import PLACE, Learner, answers_of, attempts_in, what_is_lost
from tests.ops.conftest import Classroom
from tests.ops.site import Answer

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("classroom")]
LEFT = [0, 1, 2, 4, 8, 16, 24, 32, 48, 64, 96, 128] if LONG else [0, 2, 8]
"""Pages of 4 KB that are left: each lets a write come further before it fails."""


@pytest.fixture(autouse=True)
def disk(classroom: Classroom) -> None:
    if not classroom.has_own_disk:
        pytest.skip("only root may make a small disk of its own (mount -t tmpfs)")


@contextmanager
def almost_full(room: Classroom, pages: int) -> Iterator[None]:
    """Only so many pages of 4 KB are left on the site's disk."""
    ballast = room.data / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)) == 4096:
                pass
        except OSError:
            file.truncate(max(0, file.tell() - file.tell() % 4096 - pages * 4096))
    try:
        yield
    finally:
        ballast.unlink()


def picture(number: int) -> bytes:
    made = io.BytesIO()
    Image.frombytes("RGB", (256, 256), os.urandom(256 * 256 * 3)).save(made, "PNG")
    return made.getvalue()


def draft(learner: Learner) -> Answer:
    named = {f"recall-two.answer.{name}": text for name, text in answers_of(learner.next_number).items()}
    return learner.post(f"{PLACE}/draft", {"attempt": str(learner.next_number), "version": "0", **named})


WRITES: dict[str, Callable[[Learner], Answer]] = {
    "draft": draft,
    "photo": lambda learner: learner.upload("/me/photo", "photo", picture(learner.next_number)),
    "note": lambda learner: learner.post("/courses/answering/words/note", {"text": "A long thought. " * 400, "version": "0"}),
    "submit": lambda learner: learner.submit(learner.next_number),
}


def sound(room: Classroom) -> tuple[str, list[tuple[int, ...]]]:
    """What the database says of itself: whole, and no row that points nowhere."""
    with closing(sqlite3.connect(room.data / "clustercourse.db")) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0], connection.execute("PRAGMA foreign_key_check").fetchall()


@pytest.mark.parametrize("pages", LEFT)
def test_a_full_disk_is_said_and_survived(classroom: Classroom, pages: int, figure: Callable[[str, object], None]) -> None:
    learner = classroom.people[0]
    learner.own_token()
    said: dict[str, int] = {}
    with almost_full(classroom, pages):
        for name, write in WRITES.items():
            answer = write(learner)
            said[name] = answer.status
            assert answer.status in (200, 303, 503, 507)
            assert b"Traceback" not in answer.body
            if answer.status in (503, 507):
                assert b"<h1" in answer.body
                assert "Retry-After" in answer.headers
        read = {path: learner.get(path).status for path in ("/courses/answering/", f"{PLACE}/", "/me/settings/")}
    assert read == dict.fromkeys(read, 200)
    figure("refused", sum(status >= 500 for status in said.values()))
    if pages == 0:
        assert said["photo"] == 507
        assert set(said.values()) - {507} <= {303}
    assert sound(classroom) == ("ok", [])
    assert not list(classroom.data.glob("files/??/.*"))
    assert {name: write(learner).status for name, write in WRITES.items()} == dict.fromkeys(WRITES, 303)
    assert what_is_lost(attempts_in(classroom.data / "clustercourse.db"), classroom.people) == []
