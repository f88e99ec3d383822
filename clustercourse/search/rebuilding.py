"""Making all entries again from the rows they tell of: after an upgrade that changes what an entry is, or by `flask search rebuild`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import delete

from clustercourse.db import writing
from clustercourse.jobs import job
from clustercourse.models.search import SearchEntry

Put = Callable[[], None]
_areas: dict[tuple[str, ...], Put] = {}


def entries_of(*kinds: str) -> Callable[[Put], Put]:
    """The function that puts all entries of these kinds, in `writing()` blocks of its own, short ones."""

    def register(put: Put) -> Put:
        _areas[kinds] = put
        return put

    return register


def rebuild() -> None:
    """Empty the index, kind by kind, and fill it again. The site goes on meanwhile, finding less."""
    with writing() as session:
        session.execute(delete(SearchEntry).where(SearchEntry.kind.not_in([kind for kinds in _areas for kind in kinds])))
    for kinds, put in _areas.items():
        with writing() as session:
            session.execute(delete(SearchEntry).where(SearchEntry.kind.in_(kinds)))
        put()


@job("search.rebuild")
def rebuild_later(_values: dict[str, Any]) -> None:
    rebuild()
