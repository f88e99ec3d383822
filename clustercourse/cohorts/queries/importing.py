"""Who is here already, for a list of people that a coordinator brings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.cohorts.queries.seats import folded, sounded
from clustercourse.db import rows
from clustercourse.models.accounts import Address, Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class Known:
    """The owner of a confirmed address, and the state of their seat in the cohort if they have one."""

    person_id: int
    name: str
    state: str | None


_known = (
    select(Address.key, Person.id, Person.name, Seat.state)
    .join(Person, Person.id == Address.person_id)
    .outerjoin(Seat, (Seat.person_id == Person.id) & (Seat.cohort_id == bindparam("cohort")))
    .where(Address.key.in_(bindparam("keys", expanding=True)), Address.confirmed_at.is_not(None))
)
_names = (
    select(Person.name, Address.email)
    .join(Seat, Seat.person_id == Person.id)
    .join(Address, (Address.person_id == Person.id) & Address.is_primary)
    .where(Seat.cohort_id == bindparam("cohort"), Person.erased_at.is_(None))
    .order_by(Seat.id)
)
_organisations = select(Organisation.name, Organisation.id).where(Organisation.closed_at.is_(None)).order_by(Organisation.id.desc())


def known_people(cohort_id: int, keys: Collection[str]) -> dict[str, Known]:
    """Folded address → who has confirmed it."""
    return {found.key: Known(*found[1:]) for found in rows(_known, cohort=cohort_id, keys=list(keys))}


def names_of(cohort_id: int) -> dict[str, list[tuple[str, str]]]:
    """Name as it sounds → (name, address) of everybody with a seat."""
    named: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name, email in rows(_names, cohort=cohort_id):
        named[sounded(name)].append((name, email))
    return named


def organisations_by_name() -> dict[str, int]:
    """Folded name → the organisation; of two with one name the elder."""
    return {folded(name): number for name, number in rows(_organisations)}
