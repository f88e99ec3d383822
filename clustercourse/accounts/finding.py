"""People in the search. Who may find whom is said by the areas in which people meet; an erasure takes them out with its rows."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, rows, writing
from clustercourse.models.accounts import Person
from clustercourse.search.entries import Audience, Entry, put_all
from clustercourse.search.rebuilding import entries_of

_BATCH = 500
_here = select(Person.id).where(Person.erased_at.is_(None), Person.joined_into_id.is_(None)).order_by(Person.id)


def index_person(person: Person) -> None:
    """Let a person be found by the name they have now."""
    put_all([_entry(person)])


def _entry(person: Person) -> Entry:
    return Entry("person", person.id, "/", person.name, "", Audience(who="acquainted"), person_id=person.id)


@entries_of("person")
def put_everybody() -> None:
    ids = [found.id for found in rows(_here)]
    for start in range(0, len(ids), _BATCH):
        with writing():
            put_all(_entry(person) for person in db.session.scalars(_people.where(Person.id.in_(ids[start : start + _BATCH]))))


_people = select(Person).where(Person.erased_at.is_(None), Person.joined_into_id.is_(None))
