"""Making all entries again from the rows they tell of: after an upgrade that changes what an entry is, or by `flask search rebuild`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from clustercourse.db import value, writing
from clustercourse.jobs import periodic
from clustercourse.models.accounts import Person
from clustercourse.models.search import SearchEntry

Put = Callable[[], None]
_areas: dict[tuple[str, ...], Put] = {}
_is_old = select(SearchEntry.id).where(SearchEntry.thing_id < 0).limit(1)
_has_people = select(Person.id).where(Person.erased_at.is_(None), Person.joined_into_id.is_(None)).limit(1)
_finds_people = select(SearchEntry.id).where(SearchEntry.kind == "person").limit(1)


def entries_of(*kinds: str) -> Callable[[Put], Put]:
    """The function that puts all entries of these kinds, in `writing()` blocks of its own, short ones."""

    def register(put: Put) -> Put:
        _areas[kinds] = put
        return put

    return register


def rebuild() -> None:
    """Empty the index and fill it again, area by area. The site goes on meanwhile, finding less."""
    for kinds, put in _areas.items():
        with writing() as session:
            session.execute(delete(SearchEntry).where(SearchEntry.kind.in_(kinds)))
        put()


@periodic("search.fill", timedelta(hours=1))
def fill(_values: dict[str, Any]) -> None:
    """After an upgrade, or a restore of what an older release left: make everything again. Else nothing."""
    if value(_is_old) or (value(_has_people) and not value(_finds_people)):
        rebuild()
