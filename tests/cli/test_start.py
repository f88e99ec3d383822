"""Starting the site on one's own machine: it comes up, it goes down whole, and what is in the way is one sentence."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from clustercourse.cli.demo import PEOPLE
from clustercourse.house import house, use_house
from tests.notifications.mail import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of what bin/run needs before Python begins."""
    shutil.copytree(ROOT / "bin", tmp_path / "bin")
    (tmp_path / "requirements.txt").write_text("flask==3.1.3\n")
    return tmp_path


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def run(folder: Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run(
        [folder / "bin" / "run"], env={"PATH": os.environ["PATH"], **environment}, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stderr


def test_without_python(folder: Path) -> None:
    sentence = "bin/run: Python is missing. Install Python 3.11 or newer, or name it: PYTHON=/path/to/python3\n"
    assert run(folder, PYTHON="no-such-python") == (1, sentence)


def test_with_an_old_python(folder: Path) -> None:
    old = program(folder / "old", 'case "$1" in --version) echo Python 3.9.2 ;; *) exit 1 ;; esac')
    sentence = "bin/run: Python 3.9.2 is too old. Install Python 3.11 or newer, or name it: PYTHON=/path/to/python3\n"
    assert run(folder, PYTHON=str(old)) == (1, sentence)


def test_with_a_python_that_makes_no_environments(folder: Path) -> None:
    bare = program(folder / "bare", 'case "$2" in *ensurepip*) exit 1 ;; esac')
    sentence = "bin/run: This Python cannot make virtual environments. On Debian and Ubuntu install the package python3-venv.\n"
    assert run(folder, PYTHON=str(bare)) == (1, sentence)


def test_without_a_network(folder: Path) -> None:
    program(folder / ".venv/bin/python", 'case "$*" in *pip*) echo "no route" >&2; exit 1 ;; esac')
    sentence = "bin/run: The packages could not be installed. Is there a network? Details are in .venv/pip.log.\n"
    assert run(folder) == (1, sentence)
    assert (folder / ".venv/pip.log").read_text() == "no route\n"


def test_packages_are_installed_once_for_each_list_of_them(folder: Path) -> None:
    program(folder / ".venv/bin/python", f'echo "$2" >> {folder}/calls')
    for content in ("flask==3.1.3\n", "flask==3.1.3\n", "flask==3.1.4\n"):
        (folder / "requirements.txt").write_text(content)
        assert run(folder) == (0, "")
    assert (folder / "calls").read_text().split() == ["pip", "flask", "flask", "pip", "flask"]


def test_a_folder_that_cannot_be_written(folder: Path) -> None:
    if os.geteuid() == 0:
        command = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", folder / "bin" / "run"]
        for parent in (folder, *folder.parents[:3]):
            parent.chmod(parent.stat().st_mode | 0o055)
    else:
        folder.chmod(0o555)
        command = [folder / "bin" / "run"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (1, "bin/run: This folder cannot be written to. Copy it to a place of your own.\n")


def test_a_port_that_is_taken(app: Flask) -> None:
    use_house(replace(house(), environment="local"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = app.test_cli_runner().invoke(args=["start", "--port", str(port)])
    advice = f"Stop the program that uses it, or choose another one: PORT={port + 1} bin/run"
    assert (result.exit_code, result.output) == (1, f"Error: Port {port} cannot be used (Address already in use). {advice}\n")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of one house for all tests here: the first start makes its database and its demo people, the next one finds them."""
    folder = tmp_path_factory.mktemp("house")
    (folder / "content").mkdir()
    given = {"CC_ENV": "local", "CC_DATA": str(folder / "data"), "CC_CONTENT": str(folder / "content"), "PYTHONUNBUFFERED": "1"}
    return {"PATH": os.environ["PATH"], **given}


@pytest.fixture
def started(environment: dict[str, str]) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "start", "--port", str(port)]
    given = {**environment, "BASE_URL": f"http://127.0.0.1:{port}"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, start_new_session=True
    )
    try:
        yield process, port
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.mark.xdist_group("start")
def test_the_site_comes_up_and_goes_down_whole(started: tuple[subprocess.Popen[str], int]) -> None:
    process, port = started
    assert answer_of(f"http://127.0.0.1:{port}/healthz", process) == b"alive\n"
    assert b"<h1" in answer_of(f"http://127.0.0.1:{port}/sign-in", process)
    assert len(family(process.pid)) == 4
    os.killpg(process.pid, signal.SIGINT)
    said, _errors = process.communicate(timeout=60)
    assert process.returncode == 0
    assert family(process.pid) == []
    lines = said.splitlines()
    assert f"clustercourse is at http://127.0.0.1:{port}" in lines
    assert [line.split()[0] for line in lines if "@example.com " in line] == [one.email for one in PEOPLE]


@pytest.mark.xdist_group("start")
def test_the_worker_does_not_outlive_the_server(started: tuple[subprocess.Popen[str], int]) -> None:
    process, port = started
    answer_of(f"http://127.0.0.1:{port}/healthz", process)
    process.kill()
    process.communicate()
    for _try in range(200):
        if not family(process.pid):
            return
        time.sleep(0.1)
    raise AssertionError(family(process.pid))


def answer_of(address: str, process: subprocess.Popen[str]) -> bytes:
    for _try in range(600):
        assert process.poll() is None
        try:
            with urllib.request.urlopen(address, timeout=10) as answer:
                return bytes(answer.read())
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def family(group: int) -> list[int]:
    """The processes of a group that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[2]) == group and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def test_a_missing_setting_in_production_is_named(environment: dict[str, str]) -> None:
    given = {**environment, "CC_ENV": "production", "BASE_URL": "https://courses.example.com"}
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "upgrade"], cwd=ROOT, env=given, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, done.stderr) == (
        1,
        "SECRET_KEY is missing or too short. Set it to at least 32 random characters and keep it.\n",
    )
