"""The site as people run it: gunicorn, a worker and a mail server, each a process or thread of its own, over a data folder of its own.

`python -m tests.servers FOLDER` makes the data folder that every server starts from: tables, the courses of content/
published by `flask content publish`, and the people of tests/cast.py with PASSWORD and with a past (tests/browser/stage.py).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, NullPool, create_engine, insert

from clustercourse import create_app
from clustercourse.accounts.passwords import hashed
from clustercourse.db import writing
from clustercourse.models.accounts import Address, Person, SignIn
from clustercourse.web.cookies import digest
from config import settings_from
from tests import cast as people
from tests import make
from tests.browser.stage import set_stage
from tests.notifications.mail import Mailbox, free_port, mail_server
from tests.processes import Program

PASSWORD = "harbour violin cinnamon 47"
_ROOT = Path(__file__).resolve().parent.parent
KEY = "a key for servers in tests, 0123456789"
_PEOPLE = "people.json"


@dataclass
class Server:
    """A running site. `cast` holds the ids of the people by name, and the address of their organisation; the letters it sends arrive in `mailbox`."""

    address: str
    data: Path
    environ: dict[str, str]
    mailbox: Mailbox
    processes: list[Program] = field(default_factory=list)

    @cached_property
    def cast(self) -> dict[str, Any]:
        known: dict[str, Any] = json.loads((self.data / _PEOPLE).read_text("utf-8"))
        return known

    def add_person(self, name: str) -> int:
        """Somebody who has just registered; the id."""
        moment = datetime.now(UTC)
        email = f"{secrets.token_hex(6)}@example.com"
        with self.engine.begin() as connection:
            person = connection.execute(insert(Person).values(name=name, created_at=moment)).inserted_primary_key
            assert person is not None
            values = {"email": email, "key": email, "is_primary": True, "confirmed_at": moment, "created_at": moment}
            connection.execute(insert(Address).values(person_id=person[0], **values))
        return int(person[0])

    def sign_in(self, person: int) -> str:
        """A signed-in browser of this person; the cookie's token."""
        token = secrets.token_urlsafe(32)
        moment = datetime.now(UTC)
        values = {"person_id": person, "token_digest": digest(token), "device": "Test", "network": "127.0.0.1", "stays": False}
        with self.engine.begin() as connection:
            connection.execute(insert(SignIn).values(created_at=moment, last_seen_at=moment, **values))
        return token

    @cached_property
    def engine(self) -> Engine:
        """For what a test looks up or puts in place behind the site's back."""
        return create_engine(self.environ.get("DATABASE_URL") or f"sqlite:///{self.data / 'clustercourse.db'}", poolclass=NullPool)

    def flask(self, *arguments: str) -> str:
        """Run a `flask` command on this site's data; what it printed."""
        return _flask(self.environ, *arguments)

    def letter_to(self, address: str, patience: float = 15.0) -> str:
        """The text of the newest letter to this address, waited for."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            found = [mail for receivers, mail in self.mailbox.taken if address in receivers]
            if found:
                body = found[-1].get_body(("plain",))
                assert body is not None
                return str(body.get_content())
            time.sleep(0.05)
        raise AssertionError(f"no letter to {address} came within {patience} seconds")

    def link_in_letter_to(self, address: str) -> str:
        """The first address of ours in the newest letter to this person."""
        found = re.search(rf"{re.escape(self.address)}/\S+", self.letter_to(address))
        assert found is not None
        return found[0]

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End what was started here, each by its own number."""
        for process in self.processes:
            process.send_signal(with_signal)
        for process in self.processes:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(5)
        self.processes.clear()


@contextmanager
def running(template: Path, data: Path, *, letters: bool = True) -> Iterator[Server]:
    """A server on a copy of the prepared folder; with `letters`, also a worker and a mail server to take them."""
    shutil.copytree(template, data)
    with mail_server() if letters else nullcontext() as mailbox:
        server = start_server(data, mailbox=mailbox)
        try:
            yield server
        finally:
            server.stop()


def start_server(
    data: Path, db_url: str = "", workers: int = 1, env: dict[str, str] | None = None, *, mailbox: Mailbox | None = None
) -> Server:
    """Start gunicorn on a free port of loopback, and a worker where there is a mailbox for its letters."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    box = mailbox or Mailbox()
    environ = _environ(data, BASE_URL=address, **({"DATABASE_URL": db_url} if db_url else {}), **(env or {}))
    if mailbox is not None:
        environ |= {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(box.port), "SMTP_SECURITY": "none"}
    server = Server(address, data, environ, box)
    server.processes.append(Program("gunicorn", *_gunicorn(port, workers), environ=environ, log=data / "web.log"))
    if mailbox is not None:
        server.processes.append(Program("flask", "--app", "wsgi", "worker", "--with-parent", environ=environ, log=data / "worker.log"))
    try:
        _wait_until_ready(server)
    except BaseException:
        server.stop()
        raise
    return server


def _gunicorn(port: int, workers: int) -> list[str]:
    return [
        "--no-control-socket",
        "--worker-class",
        "gthread",
        "--threads",
        "8",
        "--workers",
        str(workers),
        "--bind",
        f"127.0.0.1:{port}",
        "wsgi:app",
    ]


def _environ(data: Path, **more: str) -> dict[str, str]:
    """What a process of the site gets: nothing of ours but the way to Python."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    return kept | {"CC_ENV": "local", "CC_DATA": str(data), "SECRET_KEY": KEY, "MAIL_FROM": "house@example.com"} | more


def _flask(environ: dict[str, str], *arguments: str) -> str:
    log = Path(environ["CC_DATA"]) / f"{secrets.token_hex(4)}.log"
    code = Program("flask", "--app", "wsgi", *arguments, environ=environ, log=log).wait(120)
    assert code == 0, f"flask {' '.join(arguments)} ended with {code}:\n{log.read_text('utf-8')}"
    return log.read_text("utf-8")


def _wait_until_ready(server: Server, patience: float = 30.0) -> None:
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if server.processes[0].poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{server.address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.05)
    raise RuntimeError(f"the site did not become ready:\n{(server.data / 'web.log').read_text('utf-8')[-3000:]}")


def prepare(folder: Path) -> None:
    """Make the data folder that servers start from, once a session: in a process of its own, complete or not at all."""
    half = folder.with_name(f"{folder.name}-half")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    log = folder.with_name(f"{folder.name}.log")
    code = Program("tests.servers", str(half), environ=_environ(half), log=log).wait(120)
    assert code == 0, log.read_text("utf-8")
    half.rename(folder)


def _fill(folder: Path) -> None:
    """Tables, courses, and the people of the tests with accounts."""
    app = create_app(settings_from())
    for command in (["db", "upgrade"], ["content", "publish", str(_ROOT / "content"), "--note", "First version."]):
        done = app.test_cli_runner().invoke(args=command)
        assert done.exit_code == 0, done.output
    with app.app_context():
        cast = people.assemble()
        with writing():
            for person in cast.people().values():
                make.account(person, hashed(PASSWORD))
        names = set_stage(cast)
    (folder / _PEOPLE).write_text(json.dumps(cast.people() | names), "utf-8")


if __name__ == "__main__":
    _fill(Path(sys.argv[1]))
