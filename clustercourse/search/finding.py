"""Finding: ask the index, put the best first, show a page of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from clustercourse.db import db, rows
from clustercourse.search import rules
from clustercourse.search.asking import POSTGRESQL, SQLITE, reach
from clustercourse.search.pieces import Piece, excerpt, pieces
from clustercourse.search.ranking import in_order
from clustercourse.search.statements import MOST, candidates, details, meetings
from clustercourse.search.words import Wanted, wanted
from clustercourse.viewer import Viewer

PLACES: dict[str, tuple[str, ...]] = {
    "courses": ("course",),
    "lessons": ("lesson",),
    "exercises": ("exercise",),
    "words": ("term",),
    "discussions": ("topic", "post"),
    "organisations": ("organisation",),
    "people": ("person",),
}
"""Where one can look, and the kinds of entries there."""
PAGE_SIZE = 50


@dataclass(frozen=True)
class Meeting:
    """Where the viewer meets a person: a word for the place, its name, and the person's organisation there."""

    place: str
    at: str
    address: str
    organisation: str


@dataclass(frozen=True)
class Found:
    """A result. `at` is the course or the cohort it belongs to, `by` who wrote it."""

    kind: str
    language: str
    address: str
    title: tuple[Piece, ...]
    excerpt: tuple[Piece, ...]
    at: str = ""
    by: str = ""
    is_closed: bool = False
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Results:
    """A page of what was found. Counts are exact up to MOST; `is_cut`: there is more than can be put in order."""

    found: tuple[Found, ...]
    total: int
    counts: dict[str, int]
    is_cut: bool
    number: int
    page_count: int
    most: int = MOST

    @property
    def first(self) -> int:
        """The number of the first result on the page."""
        return (self.number - 1) * PAGE_SIZE + 1


NOTHING = Results((), 0, dict.fromkeys(PLACES, 0), False, 1, 1)


def find(viewer: Viewer, asked: str, *, place: str = "", language: str = "", first: str = "", number: int = 1) -> Results:
    """What this viewer may find, the best first: hits in titles, then those in the language `first`, then the rest.

    `place` is one of PLACES, `language` that of the entry. Three statements at most, at any size.
    """
    words = wanted(asked)
    if words.is_empty:
        return NOTHING
    signs = SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL
    spoken = [f"_{language}"] if language else []
    chosen = [f"_{kind}" for kind in PLACES.get(place, ())]
    known = {"sees_all": viewer.is_admin, **rules.values(viewer)}
    hits = rows(
        candidates(signs),
        titled=signs.question(words, titles=True, marks=(chosen, spoken)),
        anywhere=signs.question(words, marks=(chosen, spoken)),
        of_all_kinds=signs.question(words, marks=(spoken,)),
        is_chosen=bool(chosen),
        reach=reach(viewer, signs),
        **known,
    )
    best = in_order(_once(hits), words, first)
    counts = Counter({hit.id: hit.kind for hit in hits if hit.tier < (1 if chosen else 3)}.values())
    page_count = max(1, -(-len(best) // PAGE_SIZE))
    number = min(max(1, number), page_count)
    shown = best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Results(
        found=_found([hit.id for hit in shown], words, known, first),
        total=len(best),
        counts={name: len(best) if name == place else sum(counts[kind] for kind in kinds) for name, kinds in PLACES.items()},
        is_cut=sum(1 for hit in hits if hit.tier == 1) >= MOST,
        number=number,
        page_count=page_count,
    )


def _once(hits: Iterable[Any]) -> list[Any]:
    """Each entry once, as a title hit if it is one."""
    best: dict[int, Any] = {}
    for hit in hits:
        if hit.tier and (hit.id not in best or hit.tier > best[hit.id].tier):
            best[hit.id] = hit
    return list(best.values())


def _found(ids: Sequence[int], words: Wanted, known: dict[str, Any], first: str) -> tuple[Found, ...]:
    entries = {entry.id: entry for entry in rows(details, entries=list(ids), first=first)} if ids else {}
    people = [entry.person_id for entry in entries.values() if entry.kind == "person"]
    meant = rows(meetings(), people=people, **known) if people else ()
    ordered = sorted(meant, key=lambda found: (rules.MEETINGS.index(found.place), found.at), reverse=True)
    met = {found.person_id: Meeting(found.place, found.at, found.address, found.organisation) for found in ordered}
    return tuple(_shown(entries[number], words, met) for number in ids if number in entries)


def _shown(entry: Any, words: Wanted, met: dict[int, Meeting]) -> Found:
    meeting = met.get(entry.person_id) if entry.kind == "person" else None
    return Found(
        kind=entry.kind,
        language=entry.language,
        address=meeting.address if meeting else entry.address,
        title=pieces(entry.title, words),
        excerpt=excerpt(entry.body, words),
        at=entry.at,
        by=entry.by,
        is_closed=entry.marks.startswith("_admins"),
        meeting=meeting,
    )
