"""The house of the discussion's journey: a Master Class after its second session, with three who take part and a coordinator."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse import create_app
from clustercourse.accounts.passwords import hashed
from clustercourse.db import db, end_reading, value, writing
from clustercourse.house import house, use_house
from clustercourse.models.cohorts import Cohort
from config import settings_from
from tests import cast as people
from tests import make
from tests.notifications.mail import mail_server
from tests.servers import KEY, PASSWORD, Server, start_server

Work = Callable[[datetime], None]


@contextmanager
def standing(data: Path, database_url: str) -> Iterator[tuple[Server, Work]]:
    """A site without a worker, and the worker: it does everything that is due at a moment, as `flask worker --once` with another clock."""
    with mail_server() as mailbox:
        mail = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": str(mailbox.port), "SMTP_SECURITY": "none"}
        environ = {"CC_ENV": "local", "CC_DATA": str(data), "MAIL_FROM": "house@example.com", "SECRET_KEY": KEY} | mail
        app = create_app(settings_from(environ | ({"DATABASE_URL": database_url} if database_url else {})))
        _fill(app, data)
        _let_go(app)
        server = start_server(data, database_url, env=mail | {"SECRET_KEY": KEY})
        server.mailbox = mailbox
        try:
            yield server, lambda moment: _work(app, server, moment)
        finally:
            server.stop()
            _let_go(app)


def _let_go(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


def _work(app: Flask, server: Server, moment: datetime) -> None:
    with time_machine.travel(moment, tick=True), _lives_at(server.address):
        done = app.test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output


@contextmanager
def _lives_at(address: str) -> Iterator[None]:
    """Letters lead to where the site has been started."""
    before = house()
    use_house(replace(before, base_url=address))
    yield
    use_house(before)


def _fill(app: Flask, data: Path) -> None:
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        cast = people.assemble()
        with writing():
            for person in cast.people().values():
                make.account(person, hashed(PASSWORD))
            cohort = make.cohort("Master Class Aarhus", coordinator=cast.dan)
            members = (cast.ada, cast.organisation_a), (cast.ben, cast.organisation_b), (cast.greta, cast.organisation_a)
            for person, organisation in members:
                make.seat(cohort, person, organisation_id=organisation)
            session = make.session(cohort, title="Members who never come", key="second")
        address = f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/"
        end_reading()
    names = {"cohort": address, "session": f"{address}sessions/{session}/"}
    (data / "people.json").write_text(json.dumps(cast.people() | names), "utf-8")
