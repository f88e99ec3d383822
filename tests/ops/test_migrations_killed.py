"""An upgrade that ends in the middle, whatever statement it was at: the rows are as they were, and the next one reaches the end.

Beside the real migrations stands one of the kind that is most dangerous on SQLite: it builds a table anew that others refer to.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    Engine,
    Integer,
    MetaData,
    NullPool,
    Table,
    Time,
    create_engine,
    event,
    inspect,
    text,
)

from clustercourse import create_app
from clustercourse.backup import upgrading
from clustercourse.db import db
from clustercourse.house import use_house
from config import Settings
from tests.conftest import LONG
from tests.conftest import test_settings as settings_in
from tests.postgres import Server
from tests.processes import wait_for

pytestmark = [pytest.mark.slow]
ROOT = Path(__file__).resolve().parents[2]
REBUILT = "a_table_built_anew"
MIGRATION = '''"""A table built anew."""

import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("pet", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    anew = "always" if op.get_bind().dialect.name == "sqlite" else "never"
    with op.batch_alter_table("person", recreate=anew) as batch:
        batch.add_column(sa.Column("nickname", sa.Text(), server_default="", nullable=False))
    op.execute("UPDATE person SET nickname = name")
    op.execute("INSERT INTO pet (id, name) SELECT id, name FROM person")
    op.create_index("ix_pet_name", "pet", ["name"])


def downgrade() -> None:
    op.drop_table("pet")
'''


CHANGED = {"notifications": ("letter_choice",), "search": ("search_entry", "job")}
"""The tables whose rows a migration itself changes."""


@dataclass(frozen=True)
class Step:
    """One migration: from where, to where, and the folder of all migrations."""

    before: str | None
    after: str
    folder: Path


def steps_in(folder: Path) -> list[Step]:
    return [Step(script.down_revision, script.revision, folder) for script in reversed(list(ScriptDirectory(str(folder)).walk_revisions()))]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> list[Step]:
    folder = tmp_path_factory.mktemp("with-one-more") / "migrations"
    shutil.copytree(ROOT / "migrations", folder, ignore=shutil.ignore_patterns("__pycache__"))
    head = steps_in(folder)[-1].after
    (folder / "versions" / f"{REBUILT}.py").write_text(MIGRATION.format(name=REBUILT, head=head))
    return steps_in(folder)


class House:
    """One database, emptied, kept and taken back again and again; every upgrade of it is a process of its own."""

    def __init__(self, settings: Settings, server: Server | None) -> None:
        self.settings, self.server, self.app = settings, server, create_app(settings)
        self.engine = create_engine(settings.database_url, poolclass=NullPool)
        self.kept = f"{self.engine.url.database}_kept"

    def empty(self) -> None:
        if self.server is None:
            self._remove_files()
        else:
            self._made_from("template0", self.engine.url.database or "")

    def keep(self) -> None:
        """Remember the database as it is now, for `back`."""
        if self.server is None:
            shutil.copyfile(self.engine.url.database or "", self.kept)
        else:
            self._made_from(self.engine.url.database or "", self.kept)

    def back(self) -> None:
        if self.server is None:
            self._remove_files()
            shutil.copyfile(self.kept, self.engine.url.database or "")
        else:
            self._made_from(self.kept, self.engine.url.database or "")

    def apart(self, work: Callable[[], object]) -> int:
        """Do something in a process of its own; how that ended."""
        return wait_for(self.begin(work))

    def begin(self, work: Callable[[], object]) -> int:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
                use_house(self.settings)
                with self.app.app_context():
                    work()
                    code = 0
            finally:
                os._exit(code)
        return child

    def _remove_files(self) -> None:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.engine.url.database}{suffix}").unlink(missing_ok=True)

    def _made_from(self, template: str, name: str) -> None:
        assert self.server is not None
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[call-overload]
            connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')  # type: ignore[call-overload]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    server: Server | None = request.getfixturevalue("postgres_server") if request.param == "postgresql" else None
    made = House(settings_in(tmp_path_factory.mktemp("upgraded"), server.new_database() if server else ""), server)
    yield made
    made.engine.dispose()


def changes(statement: str) -> bool:
    return not statement.lstrip().upper().startswith(("SELECT", "PRAGMA", "SET", "BEGIN"))


@contextmanager
def watched(engine: Engine, seen: Callable[[], None]) -> Iterator[None]:
    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if changes(statement):
            seen()

    event.listen(engine, "after_cursor_execute", note)
    yield
    event.remove(engine, "after_cursor_execute", note)


def go(step: Step, kill_after: int = 0) -> Callable[[], None]:
    """Carry out one migration; the process is killed after so many statements that change something."""
    done = [0]

    def count() -> None:
        done[0] += 1
        if done[0] == kill_after:
            os.kill(os.getpid(), signal.SIGKILL)

    def work() -> None:
        with watched(db.engine, count):
            upgrade(directory=str(step.folder), revision=step.after)
        Path(os.environ["CC_COUNTED"]).write_text(str(done[0]))

    return work


@pytest.fixture(autouse=True)
def counted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv("CC_COUNTED", str(tmp_path / "counted"))
    return tmp_path / "counted"


def put_canaries(house: House) -> None:
    """One row in every table, each pointing at the others."""
    with house.engine.begin() as connection:
        known = MetaData()
        known.reflect(connection, only=lambda name, _metadata: not name.startswith(("search_index", "alembic")))
        if house.server is not None:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in known.tables.values():
            connection.execute(table.insert().values({column.name: canary(table, column) for column in table.columns}))
        if house.server is None:
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def canary(table: Table, column: Column[Any]) -> object:
    if (table.name, column.name) in {
        ("space", "course_id"),
        ("workbook", "person_id"),
        ("lab_mark", "course_id"),
        ("lab_voice", "person_id"),
    }:
        return None
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer):
        return 1
    if isinstance(column.type, DateTime):
        return datetime(2026, 3, 29, 2, 30, tzinfo=UTC if getattr(column.type, "timezone", False) else None)
    if isinstance(column.type, Date):
        return date(2026, 3, 29)
    if isinstance(column.type, Time):
        return time(2, 30)
    words = f"CANARY-{table.name}-{column.name}"
    return [words] if "JSON" in str(column.type) else words


def columns_of(house: House) -> dict[str, list[str]]:
    with house.engine.connect() as connection:
        found = inspect(connection)
        return {
            name: sorted(column["name"] for column in found.get_columns(name))
            for name in found.get_table_names()
            if not name.startswith(("search_index", "alembic"))
        }


def rows_of(house: House, columns: dict[str, list[str]]) -> dict[str, list[tuple[object, ...]]]:
    """Everything in these columns of these tables."""
    with house.engine.connect() as connection:
        quoted = {name: ", ".join(f'"{column}"' for column in named) for name, named in columns.items()}
        return {name: [tuple(row) for row in connection.execute(text(f'SELECT {named} FROM "{name}"'))] for name, named in quoted.items()}


def schema(house: House) -> list[tuple[object, ...]]:
    """Every table, column, constraint, index and trigger, as the database itself tells it."""
    asked = [
        "SELECT table_name, column_name, data_type, is_nullable, column_default FROM information_schema.columns WHERE table_schema = 'public'",
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "SELECT 'revision', version_num FROM alembic_version",
    ]
    if house.server is None:
        asked = ["SELECT type, name, tbl_name, sql FROM sqlite_master", asked[-1]]
    with house.engine.connect() as connection:
        return sorted(tuple(map(_settled, row)) for statement in asked for row in connection.execute(text(statement)))


def _settled(told: object) -> str:
    """With the constraints of a table in one order: a table that is made anew has them in any, and it means nothing."""
    parts = str(told).removesuffix("\n)").split(", \n\t")
    constraints = sorted(part for part in parts if part.startswith("CONSTRAINT "))
    return ", \n\t".join([part for part in parts if not part.startswith("CONSTRAINT ")] + constraints) if constraints else str(told)


def prepare(house: House, step: Step) -> None:
    """Bring the house to where the step begins, with a row in every table, and keep it."""
    house.empty()
    if step.before is not None:
        assert house.apart(go(Step(None, step.before, step.folder))) == 0
        put_canaries(house)
    elif house.server is None:
        Path(house.engine.url.database or "").touch()
    house.keep()


def chosen(many: int) -> list[int]:
    """After which statements the process is killed: each one in the long run, else one in the middle."""
    return list(range(1, many + 1)) if LONG else [many // 2]


def test_killed_after_a_statement(steps: list[Step], house: House, counted: Path, figure: Callable[[str, object], None]) -> None:
    """In the short run the newest migration and the dangerous one: the older ones do not change any more."""
    killed = 0
    for step in steps if LONG else steps[-2:]:
        prepare(house, step)
        columns = columns_of(house)
        unchanged = {name: known for name, known in columns.items() if name not in CHANGED.get(step.after, ())}
        before = rows_of(house, columns)
        assert {len(rows) for rows in before.values()} == ({1} if step.before else set())
        assert house.apart(go(step)) == 0
        whole = schema(house)
        for number in chosen(int(counted.read_text())):
            house.back()
            assert house.apart(go(step, number)) == -signal.SIGKILL
            killed += 1
            assert (columns_of(house), rows_of(house, columns)) == (columns, before)
            assert house.apart(go(step)) == 0
            assert (schema(house), rows_of(house, unchanged)) == (whole, {name: before[name] for name in unchanged})
    figure("kills", killed)


@pytest.mark.parametrize("house", ["sqlite"], indirect=True)
def test_no_room_while_upgrading(steps: list[Step], house: House, figure: Callable[[str, object], None]) -> None:
    """The files of the database may not grow: the migration fails, nothing is changed, and with room it goes through."""
    prepare(house, steps[-1])
    columns = columns_of(house)
    before = rows_of(house, columns)
    limits = range(4096, 28 * 1024, 4096 if LONG else 16 * 1024)
    for limit in limits:
        assert house.apart(lambda limit=limit: _with_files_of(limit, go(steps[-1]))) == 1
        assert (columns_of(house), rows_of(house, columns)) == (columns, before)
    figure("sizes", len(limits))
    assert house.apart(go(steps[-1])) == 0
    assert rows_of(house, columns) == before


def _with_files_of(size: int, work: Callable[[], None]) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    work()


def test_two_at_once_are_one(house: House, figure: Callable[[str, object], None]) -> None:
    rounds = 5 if LONG else 1
    for _round in range(rounds):
        house.empty()
        children = [house.begin(upgrading.bring_up_to_date) for _one in range(2)]
        assert [wait_for(child) for child in children] == [0, 0]
        assert house.apart(_nothing_is_wrong) == 0
    figure("rounds", rounds)


def _nothing_is_wrong() -> None:
    assert upgrading.what_is_wrong() is None
