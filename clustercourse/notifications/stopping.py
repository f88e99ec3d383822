"""Links that stop letters without signing in. The link is its own authority: signed by us, it names the person and what it stops."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import bindparam, select

from clustercourse.db import row
from clustercourse.house import address_of, house
from clustercourse.models.accounts import Address, Person
from clustercourse.notifications.kinds import Scope, scope_named

_person: Any = (
    select(Person.id, Person.joined_into_id, Address.email)
    .outerjoin(Address, (Address.person_id == Person.id) & Address.is_primary)
    .where(Person.id == bindparam("person"), Person.erased_at.is_(None))
)


@dataclass(frozen=True)
class Stopping:
    """What a link stops, and for whom. `hint` lets its reader recognise the address and tells others little."""

    person_id: int
    hint: str
    scope: Scope
    thing_id: int

    @property
    def words(self) -> str:
        return str(self.scope.words(self.thing_id))


def stop_address(person_id: int, scope: str, thing_id: int) -> str:
    return address_of(f"/letters/stop/{_serializer().dumps([person_id, scope, thing_id])}")


def find_stopping(token: str) -> Stopping | None:
    """What the link means. None: forged or altered, or its person or its matter (a scope without words) is not there any more."""
    try:
        person_id, scope_name, thing_id = _serializer().loads(token)
    except (BadSignature, TypeError, ValueError):
        return None
    found, scope = row(_person, person=person_id), scope_named(scope_name)
    while found is not None and found.joined_into_id is not None:
        found = row(_person, person=found.joined_into_id)
    if found is None or scope is None:
        return None
    stopping = Stopping(found.id, _hint(found.email or ""), scope, thing_id)
    return stopping if stopping.words else None


def _hint(email: str) -> str:
    name, at, domain = email.partition("@")
    return f"{name[:1]}…{at}{domain}" if email else ""


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(house().secret_key, salt="letters.stop")
