"""People and their sign-ins as rows, the same for everybody who is made here."""

from __future__ import annotations

from datetime import datetime

from bench.bulk import Bulk
from clustercourse.models.accounts import Address, Person, SignIn
from clustercourse.web import cookies


def add_person(bulk: Bulk, name: str, email: str, *, since: datetime, at: datetime) -> int:
    """A person with a confirmed address. The id."""
    settings = {"language": "en", "time_zone": "Europe/Copenhagen", "theme": "auto", "about": "", "wants_practice": True}
    person = bulk.add(Person, name=name, **settings, created_at=since)
    bulk.add(Address, person_id=person, email=email, key=email, is_primary=True, confirmed_at=at, created_at=since)
    return person


def add_sign_in(bulk: Bulk, person: int, token: str, *, at: datetime) -> str:
    """A signed-in browser. The token that its cookie holds."""
    values = {"device": "Benchmark", "network": "127.0.0.1", "stays": True, "created_at": at, "last_seen_at": at}
    bulk.add(SignIn, person_id=person, token_digest=cookies.digest(token), **values)
    return token
