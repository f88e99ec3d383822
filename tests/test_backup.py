"""A backup is whole, says so, and comes back as it was; what is damaged is named and changes nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sqlite3
import time
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Table, create_engine, func, select
from sqlalchemy.exc import OperationalError

from clustercourse import backup, faults, files
from clustercourse.backup import BackupRefused, tables
from clustercourse.db import Base, db, now, writing
from clustercourse.events import record
from clustercourse.files import store
from clustercourse.house import house
from clustercourse.models.accounts import Person
from clustercourse.models.content import Course, Item, Version
from clustercourse.models.events import Event
from clustercourse.models.exercises import Draft
from clustercourse.models.files import StoredFile
from clustercourse.models.learning import Enrolment, PracticeQuestion
from clustercourse.search import index
from tests import make
from tests.conftest import LONG
from tests.postgres import Server
from tests.processes import run_apart, start_apart, wait_for

PHOTO = b"\x89PNG not really" * 100
WRITERS = 4
BACKUPS = 10 if LONG else 2


_known: dict[str, dict[str, Table]] = {}


def everything() -> dict[str, list[bytes]]:
    """Every row of every table; what tables there are is asked once of each kind of database."""
    with db.engine.connect() as connection:
        if connection.dialect.name not in _known:
            _known[connection.dialect.name] = tables.tables(connection)
        return {name: list(tables.lines(connection, table)) for name, table in _known[connection.dialect.name].items()}


def furnish() -> str:
    """People, a course with a circle of references, empty and filled JSON, days and moments, and a file; returns its digest."""
    ada, ben = make.person("Ada Holm – æøå"), make.person("Ben")
    digest = store().put(PHOTO)
    with writing() as session:
        session.get_one(Person, ada).joined_into_id = ben
        files.keep(digest, purpose="photo", media_type="image/png", size=len(PHOTO))
        course = Course(key="theory", slug="theory", created_at=now())
        session.add(course)
        session.flush()
        item = Item(course_id=course.id, key="first", kind="lesson")
        version = Version(
            course_id=course.id, number=1, note="", digest="d", renderer=1, outline={"modules": [{"n": 1.5}]}, published_at=now()
        )
        session.add_all([item, version])
        session.flush()
        course.newest_version_id = version.id
        enrolment = Enrolment(person_id=ada, course_id=course.id, language="da", created_at=now())
        session.add(enrolment)
        session.flush()
        where = {"enrolment_id": enrolment.id, "item_id": item.id}
        session.add(Draft(**where, answers={"q": ["a", None, {"æ": True}]}, saved_at=now()))
        days = {"first_answered_on": date(2026, 2, 28), "last_answered_on": date(2026, 3, 1)}
        session.add(PracticeQuestion(person_id=ada, **where, question_key="q", **days))
        record("accounts.registered", by=ada, person=ada, detail={"organisation": 7})
    return digest


def change_everything(digest: str) -> None:
    with writing() as session:
        session.delete(session.scalars(select(Draft)).one())
        session.scalars(select(Person).order_by(Person.id).limit(1)).one().name = "Somebody else"
    make.person("Cleo")
    store().drop(digest)


@pytest.mark.both_databases
@pytest.mark.parametrize("portable", [False, True])
def test_what_is_restored_equals_what_was_there(app: Flask, tmp_path: Path, portable: bool, figure: Callable[[str, object], None]) -> None:
    digest = furnish()
    before = everything()
    made = backup.back_up(tmp_path / "house.zip", portable=portable)
    change_everything(digest)
    assert everything() != before
    restored = backup.restore(tmp_path / "house.zip", replace=True)
    assert everything() == before
    figure("rows", sum(len(lines) for lines in before.values()))
    figure("files", sum(name.startswith("files/") for name in made.members))
    assert (restored.members, made.missing, store().get(digest)) == (made.members, [], PHOTO)
    assert make.person("Dan") == 3
    with writing() as session:
        assert session.scalars(select(Draft.other)).one() is None


@pytest.mark.both_databases
def test_a_backup_made_elsewhere_fills_an_empty_house(app: Flask, tmp_path: Path) -> None:
    digest = furnish()
    before = everything()
    backup.back_up(tmp_path / "house.zip", portable=True)
    with db.engine.begin() as connection:
        tables.replace_rows(connection, {})
    shutil.rmtree(house().data / "files")
    backup.restore(tmp_path / "house.zip")
    assert everything() == before
    assert store().get(digest) == PHOTO


def test_rows_go_from_sqlite_to_postgresql(app: Flask, postgres_server: Server) -> None:
    furnish()
    before = everything()
    engine = create_engine(postgres_server.new_database().replace("postgresql://", "postgresql+psycopg://"))
    with engine.begin() as connection:
        Base.metadata.create_all(connection)
        index.create_index(connection)
        tables.replace_rows(connection, dict(before))
        there = {name: list(tables.lines(connection, table)) for name, table in tables.tables(connection).items()}
    engine.dispose()
    assert parsed(there) == parsed(before)


def parsed(found: dict[str, list[bytes]]) -> dict[str, list[object]]:
    """Rows without the order in which an engine keeps the keys of JSON."""
    return {name: [json.loads(line) for line in rows] for name, rows in found.items()}


def rebuilt(source: Path, target: Path, change: Callable[[str, bytes], tuple[str, bytes] | None]) -> Path:
    """The same zip with other members."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            kept = change(name, old.read(name))
            if kept is not None:
                new.writestr(*kept)
    return target


def refused(path: Path, **options: bool) -> str:
    before = everything()
    with pytest.raises(BackupRefused) as refusal:
        backup.restore(path, **options)
    assert everything() == before
    return str(refusal.value)


@pytest.mark.both_databases
def test_a_flipped_byte_is_found_and_named(app: Flask, tmp_path: Path, figure: Callable[[str, object], None]) -> None:
    furnish()
    path = tmp_path / "house.zip"
    made = backup.back_up(path)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as zip_file:
        places = {
            info.filename: info.header_offset + 30 + len(info.filename) + 20 + info.compress_size // 2
            for info in zip_file.infolist()
            if info.file_size
        }
    before, said = everything(), {}
    for name in made.members.keys() & places:
        damaged = bytearray(whole)
        damaged[places[name]] ^= 0x10
        path.write_bytes(damaged)
        with pytest.raises(BackupRefused) as refusal:
            backup.restore(path, replace=True)
        said[name] = str(refusal.value)
    assert said == {name: f"{path} is damaged in: {name}. Nothing was changed." for name in made.members.keys() & places}
    figure("bytes flipped", len(said))
    assert len(said) > 1
    assert everything() == before


def test_no_flipped_byte_anywhere_goes_unnoticed_where_it_matters(app: Flask, tmp_path: Path) -> None:
    """Whatever byte is changed: the backup is refused, or everything in it is as it was."""
    furnish()
    path = tmp_path / "house.zip"
    made = backup.back_up(path)
    whole = path.read_bytes()
    end_of_directory = 22
    for place in [*range(0, len(whole), len(whole) // 150), *range(len(whole) - end_of_directory, len(whole))]:
        damaged = bytearray(whole)
        damaged[place] ^= 0x01
        path.write_bytes(damaged)
        try:
            assert backup.verified(path).members == made.members
        except BackupRefused:
            continue


def test_a_flipped_byte_that_says_encrypted_is_refused(app: Flask, tmp_path: Path) -> None:
    """The flags and the way of packing of the last entry in the directory, which is the manifest's."""
    path = tmp_path / "house.zip"
    backup.back_up(path)
    whole = path.read_bytes()
    for place, bit in ((8, 0x01), (10, 0x40)):
        damaged = bytearray(whole)
        damaged[whole.rindex(b"PK\x01\x02") + place] ^= bit
        path.write_bytes(damaged)
        assert refused(path) == "manifest.json is missing or damaged: this is not a whole backup."


def test_what_is_not_a_whole_backup_is_refused(app: Flask, tmp_path: Path) -> None:
    furnish()
    path, other = tmp_path / "house.zip", tmp_path / "other.zip"
    backup.back_up(path)
    assert refused(tmp_path / "none.zip") == f"There is no file {tmp_path / 'none.zip'}."
    other.write_bytes(b"PK not a zip")
    assert refused(other).startswith(f"{other} is not a whole backup: ")
    other.write_bytes(path.read_bytes()[:-200])
    assert refused(other).startswith(f"{other} is not a whole backup: ")
    rebuilt(path, other, lambda name, content: None if name == "manifest.json" else (name, content))
    assert refused(other) == "manifest.json is missing or damaged: this is not a whole backup."
    rebuilt(path, other, lambda name, content: None if name == "database.sqlite" else (name, content))
    assert refused(other) == f"{other} does not hold what its manifest says: database.sqlite."
    rebuilt(path, other, lambda name, content: (name, content + b"more") if name == "database.sqlite" else (name, content))
    assert refused(other) == f"{other} is damaged in: database.sqlite. Nothing was changed."


@pytest.mark.parametrize("name", ["../../outside", "/etc/outside", "files/aa/../../outside", "tables/../outside.jsonl", "files\\aa"])
def test_a_name_that_leads_outside_is_refused(app: Flask, tmp_path: Path, name: str) -> None:
    path, other = tmp_path / "house.zip", tmp_path / "other.zip"
    backup.back_up(path)

    def smuggle(member: str, content: bytes) -> tuple[str, bytes]:
        if member != "manifest.json":
            return member, content
        manifest = json.loads(content)
        manifest["members"][name] = {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}
        return member, json.dumps(manifest).encode()

    rebuilt(path, other, smuggle)
    with zipfile.ZipFile(other, "a") as zip_file:
        zip_file.writestr(name, b"x")
    assert refused(other) == f"manifest.json names something that does not belong in a backup: {name}."


def test_a_backup_of_a_newer_release_is_refused(app: Flask, tmp_path: Path) -> None:
    path, other = tmp_path / "house.zip", tmp_path / "other.zip"
    backup.back_up(path)

    def from_the_future(member: str, content: bytes) -> tuple[str, bytes]:
        return member, json.dumps(json.loads(content) | {"revision": "ffffffffffff"}).encode() if member == "manifest.json" else content

    rebuilt(path, other, from_the_future)
    assert refused(other) == "This backup was made by a newer release (migration ffffffffffff). Restore it with that release."


def test_nothing_is_written_over_without_being_asked(app: Flask, tmp_path: Path) -> None:
    furnish()
    path = tmp_path / "house.zip"
    backup.back_up(path)
    first = path.read_bytes()
    with pytest.raises(BackupRefused, match="is there already"):
        backup.back_up(path)
    assert path.read_bytes() == first
    assert refused(path) == "The database holds something already. Make a backup of it, then say --replace."
    make.person("Eve")
    backup.back_up(path, replace=True)
    assert path.read_bytes() != first
    assert [child.name for child in tmp_path.iterdir()] == ["house.zip"]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_not_there_is_one_sentence(app: Flask, tmp_path: Path) -> None:
    with pytest.raises(BackupRefused) as refusal:
        backup.back_up(tmp_path / "away" / "house.zip")
    assert str(refusal.value) == f"The backup could not be written to {tmp_path / 'away'}: No such file or directory."


def test_a_running_site_is_not_replaced(app: Flask, tmp_path: Path) -> None:
    furnish()
    path = tmp_path / "house.zip"
    backup.back_up(path)
    ready = tmp_path / "ready"

    def be_the_site() -> None:
        with db.engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1 FROM person").all()
            connection.rollback()
            ready.touch()
            time.sleep(60)

    child = start_apart(be_the_site)
    while not ready.exists():
        time.sleep(0.01)
    assert refused(path, replace=True) == "The site or its worker is still running. Stop both, then restore."
    os.kill(child, signal.SIGKILL)
    wait_for(child)
    backup.restore(path, replace=True)


def test_the_database_that_was_there_is_kept_aside(app: Flask, tmp_path: Path) -> None:
    furnish()
    path = tmp_path / "house.zip"
    backup.back_up(path)
    make.person("Only in the old one")
    backup.restore(path, replace=True)
    aside = list(house().data.glob("clustercourse.db.before-restore-*"))
    assert len(aside) == 1
    connection = sqlite3.connect(aside[0])
    assert connection.execute("SELECT count(*) FROM person").fetchone() == (3,)
    connection.close()


def test_a_damaged_database_is_not_backed_up_but_can_be_replaced(app: Flask, tmp_path: Path) -> None:
    furnish()
    path = tmp_path / "house.zip"
    before = everything()
    backup.back_up(path)
    for engine in db.engines.values():
        engine.dispose()
    database = house().data / "clustercourse.db"
    with database.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(8 * 4096))
    with pytest.raises(BackupRefused, match="is damaged"):
        backup.back_up(tmp_path / "second.zip")
    assert [child.name for child in tmp_path.iterdir()] == ["house.zip"]
    backup.restore(path, replace=True)
    assert everything() == before


def test_a_file_the_store_lost_is_named(app: Flask, tmp_path: Path) -> None:
    digest = furnish()
    (house().data / "files" / digest[:2] / digest).write_bytes(b"damaged")
    assert backup.back_up(tmp_path / "house.zip").missing == [digest]
    with writing() as session:
        session.delete(session.get_one(StoredFile, (digest, "photo")))
    assert backup.back_up(tmp_path / "second.zip").missing == []


def test_erasures_of_both_sides_are_kept(app: Flask, tmp_path: Path) -> None:
    journal = house().data / "erasures.jsonl"
    journal.write_text('{"person": 1}\n')
    backup.back_up(tmp_path / "house.zip")
    journal.write_text('{"person": 2}\n')
    for _twice in range(2):
        backup.restore(tmp_path / "house.zip", replace=True)
        assert journal.read_text() == '{"person": 2}\n{"person": 1}\n'


@pytest.mark.both_databases
def test_backups_while_people_work_are_of_one_moment(app: Flask, tmp_path: Path, figure: Callable[[str, object], None]) -> None:
    """Each writer makes two rows a transaction and says so afterwards: a backup holds whole pairs, and all that were said before it began.

    On a machine that is busy with other things a writer may be told to come back later; it does.
    """
    ledger = tmp_path / "ledger"
    ledger.touch()
    stop = tmp_path / "stop"

    def write_pairs() -> None:
        while not stop.exists():
            try:
                with writing() as session:
                    session.add(Person(name="pair", created_at=now()))
                    session.flush()
                    session.add(Person(name="pair", created_at=now()))
            except OperationalError as busy:
                if "locked" not in str(busy.orig):
                    raise
                continue
            with ledger.open("a") as file:
                file.write("x")
            time.sleep(0.005 if LONG else 0.04)

    children = [start_apart(write_pairs) for _writer in range(WRITERS)]
    said, held = [], []
    for number in range(BACKUPS):
        time.sleep(0.2)
        said.append(2 * ledger.stat().st_size)
        path = tmp_path / f"{number}.zip"
        backup.back_up(path, portable=True)
        with zipfile.ZipFile(path) as zip_file:
            held.append(len(zip_file.read("tables/person.jsonl").splitlines()))
        backup.back_up(tmp_path / f"file-{number}.zip")
    stop.touch()
    assert [wait_for(child) for child in children] == [0] * WRITERS
    figure("backups", BACKUPS)
    figure("rows said before", said[-1])
    assert [count % 2 for count in held] == [0] * BACKUPS
    assert [count for count, before in zip(held, said, strict=True) if count < before] == []
    assert held[-1] > 0
    backup.restore(tmp_path / f"file-{BACKUPS - 1}.zip", replace=True)
    with db.engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(Person)).scalar_one() % 2 == 0


@pytest.mark.parametrize("point", ["backup.after_database", "backup.before_rename"])
def test_a_backup_that_is_killed_leaves_the_last_one(app: Flask, tmp_path: Path, point: str, figure: Callable[[str, object], None]) -> None:
    furnish()
    path = tmp_path / "house.zip"
    made = backup.back_up(path)

    def be_killed() -> None:
        faults.arm("test", f"{point}:kill")
        backup.back_up(path, replace=True)

    assert run_apart(be_killed) == -signal.SIGKILL
    assert backup.verified(path) == made
    figure("kills", 1)


@pytest.mark.parametrize(
    ("point", "portable"), [("restore.after_files", False), ("restore.before_rename", False), ("restore.before_commit", True)]
)
def test_a_restore_that_is_killed_can_be_done_again(app: Flask, tmp_path: Path, point: str, portable: bool) -> None:
    furnish()
    before = everything()
    path = tmp_path / "house.zip"
    backup.back_up(path, portable=portable)

    def be_killed() -> None:
        faults.arm("test", f"{point}:kill")
        backup.restore(path, replace=True)

    assert run_apart(be_killed) == -signal.SIGKILL
    backup.restore(path, replace=True)
    assert everything() == before
    with writing() as session:
        assert len(session.scalars(select(Event)).all()) == 1
