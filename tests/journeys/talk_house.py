"""The house of the discussion's journey: a Master Class after its second session, with four who take part and a coordinator.

`python -m tests.journeys.talk_house FOLDER` makes it in the data folder, or in the database that DATABASE_URL names.
`python -m tests.journeys.talk_house FOLDER MOMENT` lets a worker do what is due at a moment (ISO 8601), and end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import time_machine
from sqlalchemy import select

from clustercourse import create_app
from clustercourse.accounts.passwords import hashed
from clustercourse.db import value, writing
from clustercourse.models.cohorts import Cohort
from config import settings_from
from tests import cast as people
from tests import make, servers


def fill(folder: Path) -> None:
    app = create_app(settings_from())
    done = app.test_cli_runner().invoke(args=["db", "upgrade"])
    assert done.exit_code == 0, done.output
    with app.app_context():
        cast = people.assemble()
        with writing():
            for person in cast.people().values():
                make.account(person, hashed(servers.PASSWORD))
            cohort = make.cohort("Master Class Aarhus", coordinator=cast.dan)
            for person, organisation in (
                (cast.ada, cast.organisation_a),
                (cast.ben, cast.organisation_b),
                (cast.greta, cast.organisation_a),
            ):
                make.seat(cohort, person, organisation_id=organisation)
            session = make.session(cohort, title="Members who never come", key="second")
        address = f"/cohorts/{value(select(Cohort.slug).where(Cohort.id == cohort))}/"
        names = {"cohort": address, "session": f"{address}sessions/{session}/"}
    (folder / "people.json").write_text(json.dumps(cast.people() | names), "utf-8")


def work_at(moment: datetime) -> None:
    """Everything that is due then: as `flask worker --once`, with another clock."""
    with time_machine.travel(moment, tick=True):
        done = create_app(settings_from()).test_cli_runner().invoke(args=["worker", "--once"])
    assert done.exit_code == 0, done.output


def worker(site: servers.Server, moment: datetime) -> None:
    """A worker of this site at a moment, in a process of its own."""
    command = [sys.executable, "-m", "tests.journeys.talk_house", str(site.data), moment.isoformat()]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, env=site.environ, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def prepare(folder: Path, database_url: str) -> None:
    """Make the house in a process of its own, in an empty database."""
    environ = {"CC_ENV": "local", "CC_DATA": str(folder), "SECRET" + "KEY": servers.KEY, "MAIL_FROM": "house@example.com"}
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    more = {"DATABASE_URL": database_url} if database_url else {}
    command = [sys.executable, "-m", "tests.journeys.talk_house", str(folder)]
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(command, cwd=root, env=kept | environ | more, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    if len(sys.argv) > 2:
        work_at(datetime.fromisoformat(sys.argv[2]))
    else:
        fill(Path(sys.argv[1]))
