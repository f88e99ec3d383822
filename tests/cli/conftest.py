"""The demo, loaded once a process: loading takes longer than looking."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from clustercourse.cli.demo import PASSWORD, PEOPLE, sign_ins
from clustercourse.db import end_reading
from clustercourse.house import house
from config import Settings


@pytest.fixture
def demo(app: Flask, workplace: Path) -> Flask:
    """A house with the real courses and the demo."""
    settings: Settings = app.extensions["settings"]
    kept = workplace / "demo"
    if settings.uses_sqlite and kept.is_dir():
        _copy(kept / "demo.db", settings.data / "clustercourse.db")
        if (kept / "files").is_dir():
            shutil.copytree(kept / "files", settings.data / "files")
        return app
    assert sign_ins() == []
    assert "published" in _said(app, "content", "publish", str(house().content))
    assert _said(app, "demo", "load") == f"{len(PEOPLE)} demo people, all with the password “{PASSWORD}”.\n"
    if settings.uses_sqlite:
        end_reading()
        kept.mkdir()
        _copy(settings.data / "clustercourse.db", kept / "demo.db")
        if (settings.data / "files").is_dir():
            shutil.copytree(settings.data / "files", kept / "files")
    return app


@pytest.fixture
def loaded_again(demo: Flask) -> Callable[[], str]:
    """Load it once more; what that says."""
    return lambda: _said(demo, "demo", "load")


def _said(app: Flask, *words: str) -> str:
    done = app.test_cli_runner().invoke(args=words)
    assert done.exit_code == 0, done.output
    return done.output


def _copy(source: Path, target: Path) -> None:
    with sqlite3.connect(source) as given, sqlite3.connect(target) as taken:
        given.backup(taken)
    given.close()
    taken.close()
