"""A folder that cannot be written to, a database that is not there: the start fails in one sentence, and nothing is half made."""

from __future__ import annotations

import os
import pwd
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from clustercourse import create_app
from clustercourse.house import use_house
from config import SettingsError, settings_from
from tests.conftest import test_settings as settings_in
from tests.notifications.mail import free_port
from tests.ops.site import environment, flask
from tests.processes import wait_for

pytestmark = pytest.mark.slow


def refusal(data: Path) -> str:
    with pytest.raises(SettingsError) as refused:
        create_app(settings_from(environment(data)))
    return str(refused.value.code)


def said(data: Path, why: str) -> str:
    return f"CC_DATA is {data}. {why}: name a folder that the site may write to."


def test_a_data_folder_that_is_none(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine")
    assert refusal(file) == said(file, "File exists")
    assert refusal(file / "data") == said(file / "data", "Not a directory")
    assert refusal(Path("/proc/nothing")) == said(Path("/proc/nothing"), "No such file or directory")
    assert file.read_text() == "mine"


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A file system that is mounted for reading only."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if os.geteuid() != 0:
        pytest.skip("only root may mount a disk for reading only")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "ro,size=1m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_disk_for_reading_only(read_only: Path) -> None:
    assert refusal(read_only) == said(read_only, "It cannot be written to")
    assert refusal(read_only / "data") == said(read_only / "data", "Read-only file system")


def test_the_command_says_it_and_ends(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    done = flask("upgrade", data=file)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said(file, "File exists") + "\n")


def test_a_database_that_is_away(app: Flask, workplace: Path) -> None:
    away = create_app(settings_in(workplace, f"postgresql+psycopg://nobody@127.0.0.1:{free_port()}/none"))
    with away.app_context():
        done = away.test_cli_runner().invoke(args=["upgrade"])
    use_house(app.extensions["settings"])
    assert done.exit_code == 1
    assert done.output.startswith("Error: Nothing was changed. The database says: connection failed: ")
    assert done.output.endswith(". Check DATABASE_URL or CC_DATA.\n")
    assert len(done.output.splitlines()) == 1


@pytest.fixture
def not_ours() -> Iterator[Path]:
    """A folder that everybody may look into and only its owner may write to."""
    with tempfile.TemporaryDirectory(prefix="cc-", dir="/tmp") as folder:
        Path(folder).chmod(0o555)
        yield Path(folder)


def test_a_folder_of_somebody_else(not_ours: Path) -> None:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            if os.geteuid() == 0:
                os.setgid(pwd.getpwnam("nobody").pw_gid)
                os.setuid(pwd.getpwnam("nobody").pw_uid)
            assert refusal(not_ours) == said(not_ours, "It cannot be written to")
            code = 0
        finally:
            os._exit(code)
    assert wait_for(child) == 0
