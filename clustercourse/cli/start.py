"""`flask start`: everything a person needs to look at the site on their own machine, as one family of processes.

For production see docs/operations.md.
"""

from __future__ import annotations

import hashlib
import os
import runpy
import signal
import socket
import threading
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from gunicorn.app.base import BaseApplication
from sqlalchemy import select

from clustercourse.backup import BackupRefused, upgrading
from clustercourse.cli.content import content
from clustercourse.cli.demo import demo, sign_ins
from clustercourse.cli.worker import work_until
from clustercourse.db import db, end_reading, value
from clustercourse.house import house
from clustercourse.models.accounts import Person

_SERVER = Path(__file__).parents[2] / "gunicorn.conf.py"
_SHARED = frozenset({"worker_class", "threads", "timeout", "graceful_timeout", "keepalive", "control_socket_disable", "worker_tmp_dir"})


class Server(BaseApplication):
    """gunicorn in this process, around the application that is there already."""

    def __init__(self, app: Flask, settings: dict[str, Any]) -> None:
        self.app, self.settings = app, settings
        super().__init__()

    def load_config(self) -> None:
        for name, chosen in self.settings.items():
            self.cfg.set(name, chosen)

    def load(self) -> Flask:
        return self.app


@click.command("start")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, help="The port on 127.0.0.1.")
@click.pass_context
@with_appcontext
def start(context: click.Context, port: int) -> None:
    """Prepare what is missing, start the worker, serve on this machine until Ctrl-C."""
    if not house().is_local:
        raise click.ClickException("flask start is for your own machine (CC_ENV=local). For production see docs/operations.md.")
    _check_port(port)
    _prepare(context)
    welcome = _welcome()
    end_reading()
    for engine in db.engines.values():
        engine.dispose()
    worker = _start_worker()
    Server(current_app._get_current_object(), _settings(port, worker, welcome)).run()  # type: ignore[attr-defined]


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as reason:
            advice = f"Stop the program that uses it, or choose another one: PORT={port + 1} bin/run"
            raise click.ClickException(f"Port {port} cannot be used ({reason.strerror}). {advice}") from None


def _prepare(context: click.Context) -> None:
    try:
        upgrading.bring_up_to_date()
    except BackupRefused as reason:
        raise click.ClickException(str(reason)) from None
    stamp, digest = house().data / "published.sha256", content_digest(house().content)
    if not stamp.is_file() or stamp.read_text() != digest:
        click.echo("Publishing the courses …")
        try:
            context.invoke(content.commands["publish"])
        except (click.ClickException, SystemExit) as reason:
            sentence = reason.format_message() if isinstance(reason, click.ClickException) else ""
            click.echo(f"{sentence} The courses were not published; the site shows what was published before.", err=True)
        else:
            stamp.write_text(digest)
    context.invoke(content.commands["refresh"])
    if value(select(Person.id).limit(1)) is None:
        click.echo("Inviting the demo people …")
        context.invoke(demo.commands["load"])


def content_digest(folder: Path) -> str:
    """Changes whenever a file of the courses does."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            digest.update(f"{path.relative_to(folder)}\0{path.stat().st_size}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _start_worker() -> int:
    """The worker, as a process beside the server that ends with it."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    signal.signal(signal.SIGINT, lambda _number, _frame: stop.set())
    try:
        work_until(stop, parent=parent)
    finally:
        os._exit(0)


def _settings(port: int, worker: int, welcome: str) -> dict[str, Any]:
    shared = {name: chosen for name, chosen in runpy.run_path(str(_SERVER)).items() if name in _SHARED | {"loglevel", "post_fork"}}
    hooks = {"when_ready": lambda _server: click.echo(welcome), "on_exit": lambda _server: _end(worker)}
    return shared | hooks | {"bind": f"127.0.0.1:{port}", "workers": 2}


def _welcome() -> str:
    lines = [f"\n{house().house_name} is at {house().base_url}\n"]
    people = sign_ins()
    if people:
        lines += [f"Sign in as one of these people, all with the password “{people[0].password}”:"]
        lines += [f"  {one.email:<30} {one.who}" for one in people]
    return "\n".join([*lines, f"\nLetters are shown at {house().base_url}/dev/letters. Stop with Ctrl-C.\n"])


def _end(worker: int) -> None:
    try:
        os.kill(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
    except (ProcessLookupError, ChildProcessError):
        return


COMMANDS = [start]
