"""A real PostgreSQL server for the tests, also as root: started here, ended with us, nothing left behind."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import psycopg

_PR_SET_PDEATHSIG = 1


@dataclass
class Server:
    socket: Path
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        return f"postgresql://tester@/{name}?host={self.socket}"

    def new_database(self) -> str:
        name = f"test_{os.getpid()}_{next(self.numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        return self.url(name)


def programs() -> Path:
    """The folder of initdb and postgres: TEST_POSTGRES_BIN, else Debian's newest."""
    chosen = os.environ.get("TEST_POSTGRES_BIN")
    found = [Path(chosen)] if chosen else sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    if not found or not (found[-1] / "initdb").exists():
        raise RuntimeError("PostgreSQL's server is missing: install the package postgresql, or set TEST_POSTGRES_BIN.")
    return found[-1]


@contextmanager
def server() -> Iterator[Server]:
    folder = Path(tempfile.mkdtemp(prefix="ccpg-", dir="/tmp"))
    data = folder / "data"
    as_user = _as_nobody(folder) if os.geteuid() == 0 else {}
    subprocess.run(
        [programs() / "initdb", "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
        check=True,
        capture_output=True,
        cwd="/",
        **as_user,
    )
    settings = [
        "listen_addresses=",
        f"unix_socket_directories={folder}",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=120",
    ]
    command = [programs() / "postgres", "-D", data, *(part for setting in settings for part in ("-c", setting))]
    process = subprocess.Popen(
        command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_end_with_parent, **as_user
    )
    try:
        _wait_until_ready(data)
        yield Server(folder)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _as_nobody(folder: Path) -> dict[str, object]:
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _end_with_parent() -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_ready(data: Path) -> None:
    pid_file = data / "postmaster.pid"
    for _ in range(300):
        if pid_file.exists() and "ready" in pid_file.read_text().split("\n")[7:8].__str__():
            return
        time.sleep(0.05)
    raise RuntimeError("PostgreSQL did not become ready within 15 seconds.")
