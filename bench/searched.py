"""What the search looks through: posts of cohorts that hardly any reader is in, words for everybody, people and organisations."""

from __future__ import annotations

from sqlalchemy import select

from bench.bulk import Bulk
from clustercourse.db import db, rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.models.search import SearchEntry
from clustercourse.search.entries import Audience, Entry

_WORDS = ("bridge", "cluster", "budget", "workshop", "kørsel", "region", "innovation", "klynge", "energy", "harbour", "students")
_EVERY = 53
"""One text of so many has a certain word of these; all have `meet`."""
_PUBLIC = 10
"""One entry of so many is for everybody, as the glossary is; the others are posts of cohorts."""


def seed_search(bulk: Bulk, entries: int) -> None:
    """People and organisations always; so many entries besides. Only inside `writing()`, after all others."""
    bulk.write()
    cohorts = list(db.session.scalars(select(Cohort.id).order_by(Cohort.id)))
    for person in rows(select(Person.id, Person.name)):
        _add(bulk, Entry("person", person.id, "/", person.name, "", Audience(who="acquainted"), person_id=person.id))
    for found in rows(select(Organisation.id, Organisation.slug, Organisation.name)):
        _add(bulk, Entry("organisation", found.id, f"/organisations/{found.slug}/", found.name, "Cluster", Audience(who="signed_in")))
    for number in range(1, entries + 1):
        _add(bulk, _entry(number, cohorts))


def _entry(number: int, cohorts: list[int]) -> Entry:
    """Of a million: a word in nineteen thousand, a place in a hundred."""
    about = _WORDS[number % _EVERY] if number % _EVERY < len(_WORDS) else f"thing{number % 4001}"
    body = f"How {about} and others meet in place{number % 9973}, and what came of the talks that we had there in week {number % 53}."
    if number % _PUBLIC == 0 or not cohorts:
        return Entry("term", 10**6 + number, "/glossary", f"Term {number}", body, Audience(), "en")
    audience = Audience(cohort_id=cohorts[number % len(cohorts)], who="inside")
    return Entry("post", number, f"/topics/{number}/", f"About {about} {number % 700}", body, audience)


def _add(bulk: Bulk, entry: Entry) -> None:
    bulk.add(SearchEntry, **entry.values())
