"""Rows with unsurprising defaults. Each function opens its own `writing()` unless one is open."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from clustercourse.content.publishing import Prepared, prepare, publish, published_courses, replace_glossary
from clustercourse.db import db, is_writing, now, writing
from clustercourse.files import store
from clustercourse.models.accounts import Account, Address, Person, SignIn, SiteRole
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.notifications.actions import send_letter
from clustercourse.web import cookies
from tests.content import small

_numbers = count(1)


@contextmanager
def block() -> Iterator[None]:
    if is_writing():
        yield
        db.session.flush()
        return
    with writing():
        yield


def person(
    name: str = "Ada Holm",
    *,
    email: str | None = None,
    admin: bool = False,
    language: str = "en",
    time_zone: str = "Europe/Copenhagen",
    confirmed: bool = True,
) -> int:
    """A person with a confirmed address and no password; returns the id."""
    with block():
        made = Person(name=name, language=language, time_zone=time_zone, created_at=now())
        db.session.add(made)
        db.session.flush()
        address = email or f"{name.split(maxsplit=1)[0].lower()}.{next(_numbers)}@example.com"
        db.session.add(
            Address(
                person_id=made.id,
                email=address,
                key=address.lower(),
                is_primary=True,
                confirmed_at=now() if confirmed else None,
                created_at=now(),
            )
        )
        if admin:
            db.session.add(SiteRole(person_id=made.id, role="admin", created_at=now()))
        return made.id


def account(person_id: int, password_hash: str = "unusable") -> None:
    with block():
        db.session.add(Account(person_id=person_id, password_hash=password_hash, created_at=now(), password_changed_at=now()))


def sign_in(person_id: int, *, stays: bool = False) -> str:
    """A signed-in browser; returns the cookie's token."""
    token = secrets.token_urlsafe(32)
    values = {"person_id": person_id, "token_digest": cookies.digest(token), "device": "Test", "network": "127.0.0.1", "stays": stays}
    with block():
        db.session.execute(insert(SignIn).values(created_at=now(), last_seen_at=now(), **values))
    return token


def organisation(name: str = "Maritime Cluster", *, kind: str = "cluster", country: str = "DK") -> int:
    with block():
        made = Organisation(
            slug=f"{name.lower().replace(' ', '-')}-{next(_numbers)}", name=name, kind=kind, country=country, created_at=now()
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def membership(person_id: int, organisation_id: int, role: str = "member") -> int:
    with block():
        made = Membership(person_id=person_id, organisation_id=organisation_id, role=role, created_at=now())
        db.session.add(made)
        db.session.flush()
        return made.id


SITE = {
    "glossary.yaml": b"""\
- id: cluster
  number: 1
  seen: [da]
  en: {term: cluster, meaning: Firms of one field in one region.}
  da: {term: klynge, meaning: Virksomheder i et felt i en region.}
  de: {term: Cluster}
""",
    "sources.yaml": b"""\
P1: {title: A report, address: "https://example.org/report", note: read in part}
""",
}


def course_files(
    *, key: str = "small-course", access: str = "open", changes: Mapping[str, tuple[str, str]] | None = None
) -> dict[str, bytes]:
    """The small course under another id. `changes` replaces one text in each file named; the text must be there."""
    files = small.course()
    files["course.yaml"] = files["course.yaml"].replace(b"id: small-course", f"id: {key}\naccess: {access}".encode())
    for path, (old, new) in (changes or {}).items():
        assert old.encode() in files[path], f"{path} does not hold {old}"
        files[path] = files[path].replace(old.encode(), new.encode())
    return files


_prepared: dict[str, Prepared] = {}


def prepared_course(files: Mapping[str, bytes], slug: str) -> Prepared:
    """Compiled once a process for the same files beside the same courses; the bytes are kept in the store of every test."""
    asked = repr((slug, sorted(files.items()), published_courses()))
    if asked not in _prepared:
        _prepared[asked] = prepare(files, slug=slug, beside=SITE)
    for data in (*files.values(), *SITE.values()):
        store().put(data)
    return _prepared[asked]


def published_course(
    *,
    key: str = "small-course",
    slug: str | None = None,
    access: str = "open",
    files: Mapping[str, bytes] | None = None,
    note: str = "",
) -> str:
    """A small course in two languages, published as a trainer would: two lessons, a question inside the first, a check. Returns its key.

    Lesson `bridges` asks for lesson `words`, and is done when it is read and the check is passed. The slug is the key unless given.
    """
    ready = prepared_course(course_files(key=key, access=access) if files is None else files, slug or key)
    with block():
        replace_glossary(small.GLOSSARY)
        publish(ready, by=None, note=note)
    return key


def cohort(title: str = "Master Class 2027", *, coordinator: int | None = None, **values: Any) -> int:
    """A published Master Class with ten external places, with a coordinator when one is named; returns the id."""
    number = next(_numbers)
    said: dict[str, Any] = {"kind": "master-class", "state": "published", "external_places": 10, "published_at": now()} | values
    with block():
        made = Cohort(slug=f"{title.lower().replace(' ', '-')}-{number}", title=title, created_at=now(), **said)
        db.session.add(made)
        db.session.flush()
        if coordinator is not None:
            db.session.add(CohortTeam(cohort_id=made.id, person_id=coordinator, role="coordinator", created_at=now()))
        return made.id


def seat(cohort_id: int, person_id: int, state: str = "confirmed", **values: Any) -> int:
    with block():
        code = secrets.token_hex(3).upper()
        made = Seat(cohort_id=cohort_id, person_id=person_id, state=state, sheet_code=code, created_at=now(), **values)
        db.session.add(made)
        db.session.flush()
        return made.id


def session(cohort_id: int, starts_at: datetime | None = None, *, minutes: int = 90, zone: str = "Europe/Copenhagen", **values: Any) -> int:
    """A session that counts; it begins an hour ago unless said otherwise, so it is going on. Returns the id."""
    begin = starts_at or now().replace(second=0, microsecond=0) - timedelta(hours=1)
    local, number = begin.astimezone(ZoneInfo(zone)), next(_numbers)
    said: dict[str, Any] = {"key": f"session-{number}", "title": f"Session {number}"} | values
    with block():
        made = TrainingSession(
            cohort_id=cohort_id,
            on_day=local.date(),
            at_time=local.time(),
            zone=zone,
            fold=local.fold,
            minutes=minutes,
            starts_at=begin,
            ends_at=begin + timedelta(minutes=minutes),
            uid=f"{secrets.token_hex(8)}@example.com",
            secret=secrets.token_hex(32),
            created_at=now(),
            changed_at=now(),
            **said,
        )
        db.session.add(made)
        db.session.flush()
        return made.id


def letter(to: str, person_id: int | None = None) -> int:
    """A letter that waits to be sent, with its job; returns the id."""
    with block():
        values = {"name": "Somebody", "link": "http://127.0.0.1:8000/"}
        return send_letter("reset", key=f"made:{next(_numbers)}", to=to, language="en", person=person_id, **values).id
