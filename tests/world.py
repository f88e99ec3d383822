"""A small world with two organisations that must not see into each other, for the sweeps over every address.

Every text of Ben (organisation B) holds CANARY-B, of Greta (another learner of A) CANARY-L2.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule

from clustercourse.accounts.actions.data import ask_export
from clustercourse.accounts.actions.invitations import invite
from clustercourse.catalogue.actions import ask_to_join
from clustercourse.db import Base, db, end_reading, now, rows, writing
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.content import Course, Item, Version
from clustercourse.models.exercises import Attempt, Draft
from clustercourse.models.files import StoredFile
from clustercourse.models.jobs import Job
from clustercourse.models.learning import Bookmark, Enrolment, Note
from clustercourse.models.notifications import Letter, Notification
from clustercourse.notifications.stopping import stop_address
from clustercourse.web import cookies
from tests import cast as people
from tests import make, world_labs, world_workbook
from tests.page import Browser
from tests.world_cohorts import furnish, put_files
from tests.world_discussions import talk

IDENTITIES = ("nobody", "ada", "ben", "cleo", "dan", "greta", "eve", "root")
UNCOUNTED = {"sign_in", "sign_in_attempt"}


@dataclass
class World:
    app: Flask
    cast: people.Cast
    course: str
    closed: str
    own: dict[str, Any]
    other: dict[str, Any]
    tokens: dict[str, str]

    def fill(self, rule: Rule, tenant: str) -> dict[str, Any]:
        """A value for every argument of an address: A's own things, or B's. An argument nobody knows fails the suite."""
        known = self.own if tenant == "a" else self.other
        values = {}
        for argument in rule.arguments:
            key = f"{rule.endpoint}:{argument}"
            assert key in known or argument in known, f"tests/world.py does not know <{argument}> of {rule.endpoint}"
            values[argument] = known.get(key, known.get(argument))
        return values

    def address(self, rule: Rule, tenant: str = "a") -> str:
        with self.app.test_request_context():
            built = rule.build(
                {name: str(text) if not isinstance(text, int) else text for name, text in self.fill(rule, tenant).items()},
                append_unknown=False,
            )
        assert built is not None
        return built[1]

    def browser(self, identity: str, *, checks: bool = False) -> Browser:
        """Somebody of the cast, signed in since the world was made. One sweep checks the pages, the others need not do it again."""
        browser: Browser = self.app.test_client()  # type: ignore[assignment]
        browser.checks = checks
        if identity in self.tokens:
            browser.set_cookie(cookies.name_of("sign-in"), self.tokens[identity], domain="localhost")
        return browser


def make_world(app: Flask) -> World:
    cast = people.assemble()
    open_course, closed = make.published_course(), make.published_course(key="closed-course", access="invited")
    make.published_course(key=world_workbook.KEY, files=world_workbook.open_course())
    put_files("CANARY-A", "CANARY-B", "CANARY-L2")
    with writing():
        elsewhere = make.person("CANARY-B coordinator")
        own = _things(cast.ada, cast.organisation_a, open_course, "CANARY-A", cast.dan)
        other = _things(cast.ben, cast.organisation_b, closed, "CANARY-B", elsewhere)
        _things(cast.greta, cast.organisation_a, open_course, "CANARY-L2", cast.dan)
    people.join_team(cast.cleo, open_course)
    tokens = {identity: make.sign_in(person) for identity, person in cast.people().items()}
    return World(app, cast, open_course, closed, own, other, tokens)


def _things(person: int, organisation: int, course: str, canary: str, coordinator: int) -> dict[str, Any]:
    """One of everything a person can have, with the canary in every text; and the address values that lead to it."""
    session = db.session
    course_row = session.scalars(select(Course).where(Course.key == course)).one()
    version = course_row.newest_version_id or 0
    lesson = session.scalars(select(Item).where(Item.course_id == course_row.id, Item.kind == "lesson").order_by(Item.id)).first()
    exercise = session.scalars(select(Item).where(Item.course_id == course_row.id, Item.kind == "exercise").order_by(Item.id)).first()
    assert lesson is not None
    assert exercise is not None
    enrolment = Enrolment(person_id=person, course_id=course_row.id, language="en", created_at=now())
    session.add(enrolment)
    session.flush()
    of = {"enrolment_id": enrolment.id}
    attempt = Attempt(
        **of,
        item_id=exercise.id,
        version_id=version,
        number=1,
        language="en",
        paper={"questions": []},
        criterion={"threshold": None},
        answers={"q": [f"{canary}-attempt"]},
        result=None,
        percent=None,
        passed=None,
        created_at=now(),
    )
    session.add_all(
        [
            attempt,
            Note(**of, item_id=lesson.id, text=f"{canary}-note", saved_at=now()),
            Bookmark(**of, item_id=lesson.id, created_at=now()),
            Draft(**of, item_id=exercise.id, answers={"q": [f"{canary}-draft"]}, saved_at=now()),
        ]
    )
    letter = Letter(
        key=f"world:{person}",
        kind="confirm",
        person_id=person,
        to_address=f"{canary.lower()}@example.com",
        language="en",
        subject=f"{canary}-subject",
        text=f"{canary}-text",
        html=f"{canary}-html",
        message_id=f"<{uuid.uuid4()}@example.com>",
        state="dead",
        created_at=now(),
    )
    told = Notification(
        key=f"world:{person}",
        kind="cohorts.news",
        person_id=person,
        group="world",
        thing="cohort",
        thing_id=1,
        address="/",
        title=f"{canary}-told",
        excerpt=f"{canary}-excerpt",
        created_at=now(),
    )
    job = Job(kind="none", key=f"world:{person}", values={}, state="dead", due_at=now(), created_at=now())
    session.add_all([letter, told, job])
    session.flush()
    asking = ask_to_join(organisation, message=f"{canary}-message", by=make.person(f"{canary} asking"))
    invited = invite(f"{canary.lower()}-{person}@example.org", organisation=organisation, by=person)
    export = ask_export(person, by=person)
    organisation_row = session.get_one(Organisation, organisation)
    membership = session.scalars(
        select(Membership.id).where(Membership.organisation_id == organisation, Membership.person_id == person)
    ).first()
    met = {"course": course_row, "enrolment": enrolment, "item": lesson.id, "canary": canary}
    cohort = furnish(person, coordinator=coordinator, organisation=organisation, **met)
    cohort |= talk(person, cohort=enrolment.cohort_id or 0, course=course_row.id, session=cohort["session"], item=lesson.id, canary=canary)
    of_sheet = {"organisation": organisation, "slug": organisation_row.slug, "enrolment": enrolment.id, "course": course_row.id}
    cohort |= world_workbook.fill(person, **of_sheet, canary=canary)
    facilitator = make.person("Somebody else") if canary == "CANARY-B" else coordinator
    in_cohort = {"organisation": organisation, "facilitator": facilitator, "cohort": enrolment.cohort_id or 0}
    cohort |= world_labs.furnish_lab(person, **in_cohort, canary=canary)
    media = session.scalars(select(StoredFile.digest).where(StoredFile.purpose == "media")).first() or "0" * 64
    outline = session.get_one(Version, version).outline
    slugs = {item["key"]: item["slug"] for item in outline["items"]}
    return cohort | {
        "course": course_row.slug,
        "lesson": slugs[lesson.key],
        "exercise": slugs[exercise.key],
        "organisation": organisation_row.slug,
        "token": "t" * 43,
        **{
            f"notifications.stops.{name}:token": stop_address(person, "choices", 1).rpartition("/")[2]
            for name in ("show", "create", "delete")
        },
        "digest": media,
        "name": "picture.svg",
        "slug": course_row.slug,
        "person": person,
        "id": person,
        "catalogue.memberships.update:number": membership,
        "catalogue.memberships.delete:number": membership,
        "catalogue.join_requests.update:number": asking.id,
        "catalogue.invitations.delete:number": invited.id,
        "exercises.attempts.show:number": 1,
        "learning.learners.delete:number": enrolment.id,
        "admin.letters.update:number": letter.id,
        "admin.jobs.update:number": job.id,
        "admin.teams.delete:number": 1,
        "number": person,
        "export": export.id,
        "language": "da",
        "role": "facilitator",
        "question": "none",
        "letter": letter.id,
    }


def snapshot(app: Flask, *only: str) -> dict[str, int]:
    """A digest of every table but those that a visit may touch; with names, of these tables."""
    end_reading()
    return {
        table.name: hash(tuple(tuple(map(str, row)) for row in rows(select(table).order_by(*table.primary_key))))
        for table in Base.metadata.sorted_tables
        if (table.name in only if only else table.name not in UNCOUNTED)
    }


class Saved:
    """The database as it was, to go back to after each request."""

    def __init__(self, app: Flask) -> None:
        self.settings = app.extensions["settings"]
        self.path = Path(self.settings.data) / "clustercourse.db"
        _let_go()
        self.copy = self.path.with_name("world.db")
        shutil.copyfile(self.path, self.copy)

    def restore(self) -> None:
        """What changed nothing left nothing in the write-ahead log."""
        log = self.path.with_name(self.path.name + "-wal")
        if not log.is_file() or log.stat().st_size == 0:
            return
        _let_go()
        for suffix in ("-wal", "-shm"):
            self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.path)


def _let_go() -> None:
    end_reading()
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()


def requests(app: Flask) -> Iterator[tuple[Rule, str]]:
    """Every address with every method it answers."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        for method in sorted((rule.methods or set()) - {"OPTIONS", "HEAD"}):
            yield rule, method
