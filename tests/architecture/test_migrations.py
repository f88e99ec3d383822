"""The migrations lead to the models, up, down and up again, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from clustercourse import create_app
from clustercourse.db import Base, db, now
from clustercourse.models.accounts import Person
from tests.conftest import test_settings as settings_for


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    url = request.getfixturevalue("postgres_server").new_database() if request.param == "postgresql" else ""
    made = create_app(settings_for(tmp_path, url))
    with made.app_context():
        yield made
        for engine in db.engines.values():
            engine.dispose()


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "include_object": ours})
        return list(compare_metadata(context, Base.metadata))


def ours(_thing: object, name: str | None, kind: str, _reflected: bool, _compare_to: object) -> bool:
    return not (kind == "table" and str(name).startswith("search_index"))


def test_head_equals_the_models(empty_app: Flask, figure: Callable[[str, object], None]) -> None:
    upgrade()
    figure("databases", 1)
    assert differences() == []


def test_down_and_up_again(empty_app: Flask, figure: Callable[[str, object], None]) -> None:
    upgrade()
    figure("down and up", 1)
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert differences() == []


def test_upgrading_twice_changes_nothing(empty_app: Flask) -> None:
    upgrade()
    with db.engine.begin() as connection:
        connection.execute(
            Person.__table__.insert().values(
                name="Ada", language="en", time_zone="Europe/Copenhagen", theme="auto", about="", wants_practice=True, created_at=now()
            )
        )
    upgrade()
    with db.engine.connect() as connection:
        assert connection.execute(text("SELECT name FROM person")).scalars().all() == ["Ada"]
