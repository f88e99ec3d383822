"""An application over a database of the benchmark's own, set up as in production. Nothing of the machine's real settings is used."""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from sqlalchemy import inspect

from clustercourse import create_app
from clustercourse.backup.upgrading import bring_up_to_date
from clustercourse.db import db
from config import settings_from

HOST = "127.0.0.1"
SIGN_IN_COOKIE = "__Host-cc-sign-in"
_CONTENT = Path(__file__).resolve().parents[1] / "content"


def environment(data: Path, database_url: str = "") -> dict[str, str]:
    """Settings of a production site whose data is in this folder. The key is for the benchmark alone."""
    given = {
        "CC_ENV": "production",
        "CC_DATA": str(data),
        "CC_CONTENT": str(_CONTENT),
        "BASE_URL": "https://courses.example.com",
        "TRUSTED_HOSTS": HOST,
        "SECRET_KEY": "only for the benchmark: 0123456789 abcdef",
    }
    return given | ({"DATABASE_URL": database_url} if database_url else {})


def open_site(data: Path, database_url: str = "") -> Flask:
    data.mkdir(parents=True, exist_ok=True)
    return create_app(settings_from(environment(data, database_url)))


def create_tables() -> None:
    """Bring an empty database to the newest migration. Refuses one that holds anything."""
    with db.engine.connect() as connection:
        if inspect(connection).get_table_names():
            raise SystemExit("The database is not empty. Give the benchmark one of its own.")
    bring_up_to_date()
