"""One application a process, one clean database a test."""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError

from clustercourse import create_app, files
from clustercourse.content.queries import versions
from clustercourse.db import Base, db, end_reading
from clustercourse.house import use_house
from clustercourse.language import speak
from clustercourse.search import index
from config import Settings, settings_from
from tests import postgres
from tests.page import Browser

gc.disable()  # Until everything is collected: what is loaded stays, looking through it for what can go takes a third of that time.

pytest_plugins = ("tests.browser.fixtures",)
LONG = os.environ.get("CC_LONG") == "1"
_BOTH = ["sqlite", "postgresql"]
_DATABASES = {
    "both_databases": _BOTH,
    "both_databases_when_long": _BOTH if LONG else ["sqlite"],
    "postgresql_first": _BOTH if LONG else ["postgresql"],
}
_apps: dict[str, Flask] = {}


def pytest_configure(config: pytest.Config) -> None:
    # The first example of a process waits for Hypothesis to read all our modules for their constants.
    examples = 100 if LONG else 30
    hypothesis.settings.register_profile("house", max_examples=examples, suppress_health_check=[hypothesis.HealthCheck.too_slow])
    hypothesis.settings.load_profile("house")


def pytest_collection_finish(session: pytest.Session) -> None:
    """What is collected stays until the end: the collector need not look through it, nor begin at every seven hundredth object."""
    gc.freeze()
    gc.set_threshold(20_000)
    gc.enable()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database" in metafunc.fixturenames:
        marked = [names for marker, names in _DATABASES.items() if metafunc.definition.get_closest_marker(marker)]
        metafunc.parametrize("database", marked[0] if marked else ["sqlite"], indirect=True, ids=str, scope="function")


@pytest.fixture(scope="session")
def workplace() -> Iterator[Path]:
    in_memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="cc-", dir=in_memory) as folder:
        yield Path(folder)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    with postgres.server() as running:
        yield running


@pytest.fixture
def app(database: str, workplace: Path, request: pytest.FixtureRequest) -> Iterator[Flask]:
    if database not in _apps:
        _apps[database] = _make_app(database, workplace, request)
    chosen = _apps[database]
    settings: Settings = chosen.extensions["settings"]
    shutil.rmtree(settings.data / "files", ignore_errors=True)
    for left in (settings.data / "erasures.jsonl", *settings.data.glob("*.before-restore-*")):
        left.unlink(missing_ok=True)
    use_house(settings)
    files.use_store(files.store_of(settings))
    versions.forget()
    with chosen.app_context():
        _empty_database(settings)
        yield chosen
        end_reading()
        db.session.remove()
        speak(None, "Europe/Copenhagen")  # A request leaves its reader's language behind, as in a thread of the server.


def test_settings(workplace: Path, url: str = "", **changes: object) -> Settings:
    name = "postgresql" if url else "sqlite"
    data = workplace / name
    data.mkdir(exist_ok=True)
    given = {
        "CC_ENV": "test",
        "CC_DATA": str(data),
        "SECRET_KEY": "a test key that is long enough, 0123456789",
        "MAIL_FROM": "house@example.com",
    }
    if url:
        given["DATABASE_URL"] = url
    return replace(settings_from(given), **changes)  # type: ignore[arg-type]


test_settings.__test__ = False  # type: ignore[attr-defined]


def _make_app(database: str, workplace: Path, request: pytest.FixtureRequest) -> Flask:
    url = request.getfixturevalue("postgres_server").new_database() if database == "postgresql" else ""
    settings = test_settings(workplace, url)
    made = create_app(settings)
    made.test_client_class = Browser
    made.extensions["settings"] = settings
    with made.app_context(), db.engine.begin() as connection:
        Base.metadata.create_all(connection)
        index.create_index(connection)
        if not settings.uses_sqlite:
            connection.exec_driver_sql(_EMPTY_POSTGRES)
    if settings.uses_sqlite:
        with made.app_context():
            _dispose()
        _checkpointed(settings).rename(settings.data / "template.db")
    return made


def _checkpointed(settings: Settings) -> Path:
    return settings.data / "clustercourse.db"


def _dispose() -> None:
    for engine in db.engines.values():
        engine.dispose()


def _empty_database(settings: Settings) -> None:
    if settings.uses_sqlite:
        _empty_sqlite(settings)
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SELECT empty_everything()")


_last_sqlite: list[tuple[int, ...]] = []
"""The file that stands there since the last time it was copied, and the version of its tables."""


def _empty_sqlite(settings: Settings) -> None:
    """Delete the rows: connections stay open, which read all tables and indexes anew when they begin. A file that is not the last one, or that has
    become another, is copied."""
    path = _checkpointed(settings)
    with suppress(OSError, DatabaseError, sqlite3.DatabaseError):
        if _last_sqlite == [(path.stat().st_ino, _delete_rows())]:
            return
    _dispose()
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    shutil.copyfile(settings.data / "template.db", path)
    _last_sqlite[:] = [(path.stat().st_ino, _delete_rows())]


def _delete_rows() -> int:
    """Gives the version of the tables, which every change of them raises."""
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        version = raw.execute("PRAGMA schema_version").fetchone()[0]
        raw.execute("PRAGMA foreign_keys=OFF")
        raw.executescript(_EMPTY_SQLITE)
        raw.execute("PRAGMA foreign_keys=ON")
    return int(version)


_TABLES = [table.name for table in Base.metadata.sorted_tables]
_EMPTY_SQLITE = f"""
BEGIN IMMEDIATE;
{"".join(f'DELETE FROM "{name}";' for name in _TABLES)}
INSERT INTO search_index(search_index) VALUES ('delete-all');
COMMIT;
"""
_EMPTY_POSTGRES = f"""
CREATE FUNCTION empty_everything() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    SET LOCAL session_replication_role = replica;
    {"".join(f'DELETE FROM "{name}";' for name in [*_TABLES, "search_index"])}
    FOR name IN SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL LOOP
        PERFORM setval(quote_ident(name)::regclass, 1, false);
    END LOOP;
END $$
"""
"""Quicker than TRUNCATE, and than ALTER SEQUENCE … RESTART: both make new files."""


@pytest.fixture
def browser(app: Flask) -> Browser:
    """A browser that is not signed in."""
    return app.test_client()  # type: ignore[return-value]


@pytest.fixture
def new_browser(app: Flask) -> Callable[[], Browser]:
    """For stories with several browsers."""
    return lambda: app.test_client()  # type: ignore[return-value]


@pytest.fixture
def statements(app: Flask) -> Callable[[], object]:
    """`with statements() as seen: …` collects every SQL statement but PRAGMA, BEGIN, COMMIT and the like."""

    @contextmanager
    def watch() -> Iterator[list[str]]:
        seen: list[str] = []

        def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.upper().startswith(("PRAGMA", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")):
                seen.append(statement)

        engines: list[Engine] = list(db.engines.values())
        for engine in engines:
            event.listen(engine, "before_cursor_execute", note)
        try:
            yield seen
        finally:
            for engine in engines:
                event.remove(engine, "before_cursor_execute", note)

    return watch


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str, object], None]:
    """`figure("requests", 1204)`: a number for the table that `bin/test --long` prints at its end.

    Numbers of the same name from the cases of one test are added up; of seconds and megabytes (", s", ", MB") the largest is shown.
    """
    return record_property


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not LONG:
        return
    terminalreporter.section("figures")
    cases: Counter[tuple[str, str]] = Counter()
    found: dict[str, dict[str, Any]] = {}
    for outcome in ("passed", "failed"):
        for report in terminalreporter.stats.get(outcome, []):
            test = report.nodeid.partition("[")[0]
            if report.user_properties:
                cases[test, outcome] += 1
            for name, value in report.user_properties:
                _add_up(found.setdefault(test, {}), name, value)
    for test, figures in sorted(found.items()):
        terminalreporter.write_line(f"{test}: {cases[test, 'passed']} passed, {cases[test, 'failed']} failed")
        terminalreporter.write_line("    " + "; ".join(f"{name}: {value}" for name, value in figures.items()))


def _add_up(figures: dict[str, Any], name: str, value: Any) -> None:
    if name not in figures:
        figures[name] = value
    elif isinstance(value, int | float):
        figures[name] = max(figures[name], value) if name.endswith((", s", ", MB")) else figures[name] + value
    elif str(value) not in str(figures[name]):
        figures[name] = f"{figures[name]}, {value}"
