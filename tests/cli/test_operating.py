"""What whoever runs the house types: worker, backup, restore, upgrade, demo people; and a database on its way from release to release."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, inspect, select

from clustercourse import create_app, housekeeping, jobs
from clustercourse.backup import BackupRefused, back_up, upgrading
from clustercourse.cli.start import content_digest
from clustercourse.db import Base, db, now, writing
from clustercourse.house import house, use_house
from clustercourse.models.accounts import LetterLink, Person, SignIn, SignInAttempt
from clustercourse.models.events import Event
from clustercourse.models.jobs import Job
from clustercourse.models.notifications import Letter
from clustercourse.models.web import Once
from tests import make
from tests.conftest import test_settings as settings_in
from tests.processes import run_apart, start_apart, wait_for


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=list(words))


def said(result: Result) -> tuple[int, str]:
    return result.exit_code, result.output


@pytest.fixture
def bare(tmp_path: Path, app: Flask) -> Iterator[Flask]:
    """A house whose database was never made."""
    data = tmp_path / "house"
    data.mkdir()
    made = create_app(settings_in(data))
    with made.app_context():
        yield made
    use_house(app.extensions["settings"])


def test_backup_and_restore_as_typed(app: Flask, tmp_path: Path) -> None:
    ada = make.person("Ada")
    path = tmp_path / "house.zip"
    assert said(run(app, "backup", str(path))) == (0, f"{path}: the database and 0 files, checked after writing.\n")
    assert said(run(app, "backup", str(path))) == (1, f"Error: {path} is there already. Choose another name, or say --replace.\n")
    make.person("Ben")
    assert said(run(app, "restore", str(path))) == (
        1,
        "Error: The database holds something already. Make a backup of it, then say --replace.\n",
    )
    restored = run(app, "restore", str(path), "--replace")
    assert (restored.exit_code, restored.output.splitlines()[-1]) == (0, "Erasures carried out again: 0.")
    with writing() as session:
        assert session.scalars(select(Person.id)).all() == [ada]
        assert [event.verb for event in session.scalars(select(Event))] == ["admin.backup_restored"]


def test_somebody_erased_after_the_backup_stays_erased(app: Flask, tmp_path: Path) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben")
    path = tmp_path / "house.zip"
    run(app, "backup", str(path))
    moment = (now() + timedelta(seconds=1)).isoformat()
    (house().data / "erasures.jsonl").write_text(f'{{"person": {ada}, "at": "{moment}"}}\n')
    restored = run(app, "restore", str(path), "--replace")
    assert (restored.exit_code, restored.output.splitlines()[-1]) == (0, "Erasures carried out again: 1.")
    with writing() as session:
        assert [(person.id, person.name, person.is_erased) for person in session.scalars(select(Person).order_by(Person.id))] == [
            (ada, "", True),
            (ben, "Ben", False),
        ]


def test_an_empty_house_is_made_by_migrations_and_equals_the_models(bare: Flask) -> None:
    assert said(run(bare, "upgrade")) == (0, "The database went from nothing to labs.\n")
    assert said(run(bare, "upgrade")) == (0, "The database is up to date (labs).\n")
    with db.engine.connect() as connection:
        known = {name for name in inspect(connection).get_table_names() if not name.startswith(("search_index", "alembic"))}
    assert known == set(Base.metadata.tables)
    assert list((house().data).glob("backups/*")) == []


def test_two_upgrades_at_once_are_one(bare: Flask) -> None:
    children = [start_apart(upgrading.bring_up_to_date) for _twice in range(2)]
    assert [wait_for(child) for child in children] == [0, 0]
    assert upgrading.what_is_wrong() is None


def stand_at(revision: str) -> None:
    connection = sqlite3.connect(house().data / "clustercourse.db")
    connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
    connection.commit()
    connection.close()


def test_a_database_of_a_newer_release_is_left_alone(bare: Flask) -> None:
    upgrading.bring_up_to_date()
    stand_at("tomorrow")
    assert said(run(bare, "upgrade")) == (
        1,
        "Error: The database stands at migration tomorrow, which a newer release made. Use that release, or restore a backup.\n",
    )
    assert upgrading.what_is_wrong() == "The database stands at migration tomorrow, this release needs labs. Run: flask upgrade."


def test_there_is_a_backup_before_an_upgrade(bare: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    upgrading.bring_up_to_date()
    make.person("Ada")
    monkeypatch.setattr(upgrading, "newest_revision", lambda: "next")
    monkeypatch.setattr(upgrading, "upgrade", lambda: None)
    outcome = upgrading.bring_up_to_date()
    assert (outcome.before, outcome.after) == ("labs", "next")
    assert outcome.backup is not None
    with zipfile.ZipFile(outcome.backup) as zip_file:
        assert sorted(zip_file.namelist()) == ["database.sqlite", "erasures.jsonl", "manifest.json"]


def test_a_backup_of_a_migrated_house_fills_a_house_that_was_never_made(bare: Flask, tmp_path: Path) -> None:
    upgrading.bring_up_to_date()
    make.person("Ada")
    for words in ((), ("--portable",)):
        path = tmp_path / f"house{len(words)}.zip"
        assert run(bare, "backup", str(path), *words).exit_code == 0
        for engine in db.engines.values():
            engine.dispose()
        for file in house().data.glob("clustercourse.db*"):
            file.unlink()
        assert run(bare, "restore", str(path)).exit_code == 0
        assert upgrading.what_is_wrong() is None
        with writing() as session:
            assert session.scalars(select(Person.name)).all() == ["Ada"]


def test_a_damaged_database_is_named_at_the_start_and_left_alone(bare: Flask) -> None:
    upgrading.bring_up_to_date()
    for engine in db.engines.values():
        engine.dispose()
    path = house().data / "clustercourse.db"
    whole = bytearray(path.read_bytes())
    whole[4096 : 4096 * 6] = bytes(4096 * 5)
    path.write_bytes(whole)
    complaint = upgrading.what_is_wrong()
    assert complaint is not None
    assert complaint.startswith(f"The database {path} is damaged (")
    assert complaint.endswith("Keep the file, and put a backup in place: flask restore FILE --replace.")
    with pytest.raises(BackupRefused):
        upgrading.bring_up_to_date()
    assert path.read_bytes() == whole


def test_a_lost_write_ahead_log_leaves_a_whole_database(bare: Flask) -> None:
    """What was not yet written back is gone with the log; what is there is whole, opens and can be backed up."""
    upgrading.bring_up_to_date()
    path = house().data / "clustercourse.db"

    def work() -> None:
        with writing() as session:
            session.add(Person(name="Ada", created_at=now()))
        os.kill(os.getpid(), signal.SIGKILL)

    assert run_apart(work) == -signal.SIGKILL
    log = path.with_name(f"{path.name}-wal")
    assert log.stat().st_size > 0
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink()
    assert upgrading.what_is_wrong() is None
    assert make.person("Ben") == 1
    assert len(back_up(house().data / "after.zip").members) > 1


def test_a_database_without_migrations_is_not_touched(app: Flask) -> None:
    assert said(run(app, "upgrade")) == (1, "Error: This database was made without migrations. Use an empty one.\n")


@pytest.mark.both_databases_when_long
def test_what_has_served_its_purpose_is_thrown_away(app: Flask) -> None:
    ada = make.person("Ada")
    moment = now()
    recent, old = moment - timedelta(hours=1), moment - timedelta(days=400)
    with writing() as session:
        for number, at in enumerate((recent, old)):
            token = {"token_digest": f"digest{number}", "created_at": at}
            session.add_all(
                [
                    SignInAttempt(counted_for="x", at=at),
                    Once(person_id=ada, token=f"{number}", digest="", answer="", at=at),
                    LetterLink(purpose="reset", person_id=ada, expires_at=at, **token),
                    SignIn(person_id=ada, device="", network="", last_seen_at=at, **token),
                    Job(kind="k", key=f"done{number}", values={}, state="done", due_at=at, done_at=at, created_at=at),
                    Job(kind="k", key=f"dead{number}", values={}, state="dead", due_at=at, done_at=at, created_at=at),
                    letter(number, "sent", at),
                    letter(number + 2, "waiting", at),
                ]
            )
    housekeeping.sweep_rows({})
    with writing() as session:
        counts = {model.__tablename__: session.scalar(select(func.count()).select_from(model)) for model in SWEPT}
    assert counts == {"sign_in_attempt": 1, "once": 1, "letter_link": 1, "sign_in": 1, "job": 3, "letter": 3}
    housekeeping.sweep_files({})
    housekeeping.optimise({})


SWEPT = (SignInAttempt, Once, LetterLink, SignIn, Job, Letter)


def letter(number: int, state: str, at: object) -> Letter:
    words = {"subject": "", "text": "", "html": "", "to_address": "ada@example.com", "language": "en", "kind": "k"}
    return Letter(key=f"k{number}", message_id=f"m{number}", state=state, created_at=at, **words)


def test_the_worker_does_what_is_due_and_ends_on_term(app: Flask) -> None:
    with writing():
        jobs.enqueue("notifications.deliver", "letter:1", {"letter": 1})
    assert run_apart(lambda: run(app, "worker", "--once")) == 0
    with writing() as session:
        assert {job.state for job in session.scalars(select(Job))} == {"done"}
    child = start_apart(lambda: run(app, "worker"))
    time.sleep(1)
    os.kill(child, signal.SIGTERM)
    assert wait_for(child) == 0


def test_demo_people_never_come_into_production(app: Flask) -> None:
    use_house(replace(house(), environment="production"))
    assert said(run(app, "demo", "load")) == (1, "Error: Demo people never come into a production house.\n")


def test_a_changed_course_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "course").mkdir()
    lesson = tmp_path / "course" / "lesson.md"
    lesson.write_text("one")
    digests = [content_digest(tmp_path)]
    (tmp_path / ".swap").write_text("not read")
    digests.append(content_digest(tmp_path))
    lesson.write_text("two")
    digests.append(content_digest(tmp_path))
    lesson.rename(lesson.with_name("renamed.md"))
    digests.append(content_digest(tmp_path))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
