"""The power goes: whatever somebody was told is kept, is there when it comes back, and the database is whole."""

from __future__ import annotations

import hashlib
import io
import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PIL import Image

from clustercourse.accounts.pictures import square_photo
from tests.conftest import LONG
from tests.ops.classroom import LEARNERS, Learner, attempts_in, what_is_lost
from tests.ops.conftest import Classroom
from tests.ops.power import Happened, images, put_down, recorded, whole

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("classroom")]
SUBMITS, PHOTOS, IMAGES = (40, 4, 5) if LONG else (10, 2, 2)
LOG_PAGES = 940


@dataclass(frozen=True)
class Recording:
    """A folder, what happened to it, and what people were told meanwhile, beside what they had been told before."""

    before: dict[str, bytes | None]
    events: list[Happened]
    told: list[tuple[str, int, int | str]]
    people: list[Learner]


@pytest.fixture(scope="module")
def recording(classroom: Classroom, tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """What the processes of a real server did while people sent answers and photos."""
    told: list[tuple[str, int, int | str]] = []
    for learner in classroom.people:
        assert learner.submit(learner.next_number).status == 303
    fill_log(classroom.data / "clustercourse.db")
    before, people = whole(classroom.data), deepcopy(classroom.people)
    with recorded(classroom.data, classroom.workers, tmp_path_factory.mktemp("power") / "strace.log") as events:
        for turn in range(SUBMITS):
            learner = classroom.people[turn % LEARNERS]
            number = learner.next_number
            assert learner.submit(number).status == 303
            told.append(("attempt", learner.enrolment, number))
            if turn < PHOTOS:
                assert learner.upload("/me/photo", "photo", picture(turn)).status == 303
                told.append(("photo", learner.person, hashlib.sha256(square_photo(picture(turn))).hexdigest()))
    return Recording(before, events, told, people)


def fill_log(database: Path) -> None:
    """Fill the database's log so far that it is taken over into the database (at 1,000 pages) while people send their answers."""
    values = 'kind, key, "values", state, due_at, tries, created_at'
    with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute(
            f"INSERT INTO job ({values}) VALUES ('none', 'filler', ?, 'done', '2026-01-01', 0, '2026-01-01')", ("x" * LOG_PAGES * 4096,)
        )
        connection.execute("DELETE FROM job WHERE key = 'filler'")


def picture(number: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (40, 40), (number * 40, 90, 120)).save(made, "PNG")
    return made.getvalue()


def faults_in(folder: Path, made: Recording, answered: int) -> list[str]:
    """What is not there or not whole in a folder found after the power cut, when so many had been answered."""
    told = made.told[:answered]
    with closing(sqlite3.connect(folder / "clustercourse.db")) as connection:
        try:
            if connection.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                return ["corrupt"]
            photos = dict(connection.execute("SELECT id, photo_digest FROM person").fetchall())
        except sqlite3.DatabaseError as reason:
            return [f"corrupt: {reason}"]
    people = [replace(one, promised=[*one.promised, *attempts_of(one, told)]) for one in made.people]
    found = what_is_lost(attempts_in(folder / "clustercourse.db"), people)
    for _kind, person, digest in (each for each in told if each[0] == "photo"):
        path = folder / "files" / str(digest)[:2] / str(digest)
        if photos[person] != digest or not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            found.append(f"photo of {person}")
    return found


def attempts_of(learner: Learner, told: list[tuple[str, int, int | str]]) -> list[int]:
    return [int(number) for kind, whose, number in told if (kind, whose) == ("attempt", learner.enrolment)]


def test_what_was_acknowledged_is_in_every_image(recording: Recording, tmp_path: Path, figure: Callable[[str, object], None]) -> None:
    assert [event.kind for event in recording.events].count("answer") == len(recording.told)
    lost, rebuilt = [], 0
    for number, image in images(recording.before, recording.events, random.Random(1), IMAGES):
        rebuilt += 1
        folder = tmp_path / str(rebuilt)
        put_down(image, folder)
        lost += [(number, fault) for fault in faults_in(folder, recording, number)]
    figure("images", rebuilt)
    figure("lost", len(lost))
    assert rebuilt == len(recording.told) * IMAGES
    assert [event for event in recording.events if (event.kind, event.path) == ("write", "clustercourse.db")] != []
    assert lost == []


def test_the_recording_would_show_a_loss(recording: Recording, tmp_path: Path) -> None:
    """The same events without those that make sure: everything told since is gone."""
    careless = [event for event in recording.events if event.kind != "sync"]
    *_others, (number, image) = images(recording.before, careless, random.Random(1), 1)
    put_down(image, tmp_path / "found")
    assert len(faults_in(tmp_path / "found", recording, number)) == number == len(recording.told)
