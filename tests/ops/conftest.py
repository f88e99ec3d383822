"""One site with people in it for everything that is done to it from outside: on a small disk of its own where we may make one."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.notifications.mail import free_port
from tests.ops.classroom import Learner, furnish, learners
from tests.ops.site import Site, certificate, gunicorn_process, nginx, stop, wait_until_ready

_DISK_MB = 48


@dataclass
class Classroom:
    """A running site behind nginx. `server` is gunicorn's first process; `people` keep what they were promised from test to test."""

    site: Site
    people: list[Learner]
    server: subprocess.Popen[bytes]
    has_own_disk: bool

    @property
    def data(self) -> Path:
        return self.site.data

    @property
    def workers(self) -> list[int]:
        """The processes that answer, by number."""
        number = self.server.pid
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]

    @property
    def log(self) -> str:
        return (self.site.folder / "gunicorn.log").read_text()

    def start(self) -> None:
        self.server = gunicorn_process(self.site.data, self.site.app_port)
        wait_until_ready(self.site.app_port, self.site.folder)

    def by_proxy(self) -> list[Learner]:
        """The same people, coming through nginx."""
        return [Learner(one.person, one.enrolment, one.token, self.site.tls_port, tls=True, promised=one.promised) for one in self.people]


@contextmanager
def _small_disk(folder: Path) -> Iterator[bool]:
    """A file system of a few megabytes at this place. Only root may make one; elsewhere it is an ordinary folder."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={_DISK_MB}m,mode=755", "tmpfs", str(folder)]
    made = os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    try:
        yield made
    finally:
        if made:
            subprocess.run(["umount", "-l", str(folder)], check=True)


@pytest.fixture(scope="session")
def classroom_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a published course and people in it, to be copied."""
    data = tmp_path_factory.mktemp("classroom-data") / "data"
    furnish(data)
    return data


@pytest.fixture(scope="session")
def classroom(tmp_path_factory: pytest.TempPathFactory, classroom_data: Path) -> Iterator[Classroom]:
    made = Site(tmp_path_factory.mktemp("classroom"), free_port(), free_port(), free_port())
    made.folder.chmod(0o755)
    certificate(made.folder)
    with _small_disk(made.data) as own, nginx(made):
        shutil.copytree(classroom_data, made.data, dirs_exist_ok=True)
        room = Classroom(made, learners(made.data, made.app_port), gunicorn_process(made.data, made.app_port), own)
        try:
            wait_until_ready(made.app_port, made.folder)
            yield room
        finally:
            stop(room.server)
