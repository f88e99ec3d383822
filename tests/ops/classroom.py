"""A site with a published course and people in it, and a browser for them that knows what was promised: every answer it was given."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import ssl
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from clustercourse import create_app
from clustercourse.backup import upgrading
from clustercourse.db import db
from config import settings_from
from tests import make
from tests.exercises import course
from tests.ops.site import HOST, Answer, environment, trusting
from tests.processes import wait_for

EXERCISE = "recall-two"
PLACE = f"{course.HOME}/{EXERCISE}"
LEARNERS = 4
_PEOPLE = "classroom.json"


def answers_of(number: int) -> dict[str, str]:
    """What a learner answers in the attempt of this number: something else than in the one before."""
    return {"q1": "true" if number % 2 else "false", "q2": "a" if number % 3 else "b"}


def furnish(data: Path, url: str = "") -> None:
    """Make the database, publish the course and put people into it; in a process of its own, so that this one keeps its own house."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            _furnish(data, url)
            code = 0
        finally:
            os._exit(code)
    assert wait_for(child) == 0


def _furnish(data: Path, url: str) -> None:
    data.mkdir(parents=True, exist_ok=True)
    app = create_app(settings_from(environment(data, **({"DATABASE_URL": url} if url else {}))))
    with app.app_context():
        upgrading.bring_up_to_date()
        course.published()
        people = [make.person(f"Learner {number}") for number in range(LEARNERS)]
        known = [(person, course.enrolled(person), make.sign_in(person)) for person in people]
        (data / _PEOPLE).write_text(json.dumps(known))
        for engine in db.engines.values():
            engine.dispose()


@dataclass
class Learner:
    """Somebody at a browser. `promised` are the attempts that the site said it has."""

    person: int
    enrolment: int
    token: str
    port: int
    tls: bool = False
    form_token: str = ""
    promised: list[int] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        """Of the attempt after the last one that was promised."""
        return len(self.promised) + 1

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, {})

    def own_token(self) -> str:
        """The mark that every form of this browser carries."""
        if not self.form_token:
            found = re.search(rb'name="csrf_token" value="([^"]+)"', self.get("/me/settings/").body)
            assert found is not None
            self.form_token = found[1].decode()
        return self.form_token

    def post(self, path: str, fields: Mapping[str, str]) -> Answer:
        body = urlencode({"csrf_token": self.own_token(), **fields}).encode()
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, name: str, content: bytes) -> Answer:
        """A file, as a form with a file sends it."""
        token = f'--part\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{self.own_token()}\r\n'
        head = f'--part\r\nContent-Disposition: form-data; name="{name}"; filename="file"\r\n\r\n'
        body = token.encode() + head.encode() + content + b"\r\n--part--\r\n"
        return self._ask("POST", path, body, {"Content-Type": "multipart/form-data; boundary=part"})

    def submit(self, number: int) -> Answer:
        """Send an attempt; a promise is noted when the answer leads to it."""
        named = {f"{EXERCISE}.answer.{question}": answer for question, answer in answers_of(number).items()}
        answer = self.post(f"{PLACE}/attempts/", {"attempt": str(number), **named})
        if answer.status == 303:
            assert answer.headers["Location"] == f"{PLACE}/attempts/{number}/"
            self.promised.append(number)
        return answer

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
        cookie = {"Cookie": f"__Host-cc-sign-in={self.token}", "Host": HOST, "X-Forwarded-Proto": "https"}
        context: ssl.SSLContext = trusting()
        opened = (
            HTTPSConnection("127.0.0.1", self.port, timeout=60, context=context)
            if self.tls
            else HTTPConnection("127.0.0.1", self.port, timeout=60)
        )
        with closing(opened) as connection:
            connection.request(method, path, body, {**cookie, **headers})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())

    def submit_or_note(self, number: int) -> int:
        """The status, or 0 where the connection broke."""
        try:
            return self.submit(number).status
        except (OSError, HTTPException) as reason:
            self.broken.append(type(reason).__name__)
            return 0


def learners(data: Path, port: int, *, tls: bool = False) -> list[Learner]:
    return [Learner(*line, port=port, tls=tls) for line in json.loads((data / _PEOPLE).read_text())]


Kept = dict[int, list[tuple[int, dict[str, str] | None, int | None]]]
_ATTEMPTS = "SELECT enrolment_id, number, answers, percent FROM attempt ORDER BY enrolment_id, number"


def attempts_in(database: Path | str) -> Kept:
    """(number, answers, percent) by enrolment, read by the database's own client."""
    if isinstance(database, Path):
        with closing(sqlite3.connect(database)) as connection:
            found = [(one, two, json.loads(three) if three else None, four) for one, two, three, four in connection.execute(_ATTEMPTS)]
    else:
        with psycopg.connect(database) as connected:
            found = connected.execute(_ATTEMPTS).fetchall()
    kept: Kept = {}
    for enrolment, number, answers, percent in found:
        kept.setdefault(enrolment, []).append((number, answers, percent))
    return kept


def what_is_lost(kept: Kept, people: list[Learner]) -> list[str]:
    """Promises that were not held, attempts that are there twice, and halves."""
    found = []
    for learner in people:
        lines = kept.get(learner.enrolment, [])
        if [number for number, _answers, _percent in lines] != list(range(1, len(lines) + 1)):
            found.append(f"{learner.enrolment}: numbers {[number for number, *_rest in lines]}")
        whole = {number for number, answers, percent in lines if answers == answers_of(number) and percent is not None}
        found += [f"{learner.enrolment}: attempt {number} was promised" for number in learner.promised if number not in whole]
        found += [f"{learner.enrolment}: attempt {number} is half" for number, *_rest in lines if number not in whole]
    return found
