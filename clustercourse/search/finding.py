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
from clustercourse.search.rules import MEETINGS
from clustercourse.search.statements import ANYWHERE, COUNTED, MOST, candidates, details, entered
from clustercourse.search.words import Wanted, wanted
from clustercourse.viewer import Viewer

PLACES: dict[str, tuple[str, ...]] = {
    "courses": ("course",),
    "lessons": ("lesson",),
    "exercises": ("exercise",),
    "words": ("term",),
    "labs": ("lab",),
    "methods": ("method",),
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

    `place` is one of PLACES, `language` that of the entry. At most three statements, at any size.
    """
    words = wanted(asked)
    if words.is_empty:
        return NOTHING
    known = {"sees_all": viewer.is_admin, **rules.values(viewer)}
    hits = _hits(viewer, words, place, language, known)
    best = in_order(_once(hits), words, first)
    kinds = Counter({hit.id: hit.kind for hit in hits if hit.tier == COUNTED or not place}.values())
    counts = {name: sum(kinds[kind] for kind in inside) for name, inside in PLACES.items()}
    page_count = max(1, -(-len(best) // PAGE_SIZE))
    number = min(max(1, number), page_count)
    return Results(
        found=_shown(best[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], words, known, first),
        total=len(best),
        counts=counts | ({place: len(best)} if place else {}),
        is_cut=sum(1 for hit in hits if hit.tier == ANYWHERE) >= MOST,
        number=number,
        page_count=page_count,
    )


def _hits(viewer: Viewer, words: Wanted, place: str, language: str, known: dict[str, Any]) -> Sequence[Any]:
    signs = SQLITE if db.engine.dialect.name == "sqlite" else POSTGRESQL
    reached = reach(viewer, {found[0] for found in rows(entered(), **known)} if viewer.is_signed_in and not viewer.is_admin else ())
    spoken = [f"_{language}"] if language else []
    chosen = [f"_{kind}" for kind in PLACES.get(place, ())]
    return rows(
        candidates(is_sqlite=signs.is_sqlite, is_chosen=bool(chosen)),
        titled=signs.question(words, titles=True, marks=(reached, chosen, spoken)),
        anywhere=signs.question(words, marks=(reached, chosen, spoken)),
        **({"of_all_kinds": signs.question(words, marks=(reached, spoken))} if chosen else {}),
        **known,
    )


def _once(hits: Iterable[Any]) -> list[Any]:
    """Each entry once, as a title hit if it is one."""
    best: dict[int, Any] = {}
    for hit in hits:
        if hit.tier != COUNTED and (hit.id not in best or hit.tier > best[hit.id].tier):
            best[hit.id] = hit
    return list(best.values())


def _shown(hits: Sequence[Any], words: Wanted, known: dict[str, Any], first: str) -> tuple[Found, ...]:
    ids = [hit.id for hit in hits]
    people = [hit.thing_id for hit in hits if hit.kind == "person"]
    entries: dict[int, Any] = {}
    for entry in rows(details(), entries=ids, people=people, first=first, **known) if ids else ():
        if entry.id not in entries or _place(entry) < _place(entries[entry.id]):
            entries[entry.id] = entry
    return tuple(_result(entries[number], words) for number in ids if number in entries)


def _place(entry: Any) -> tuple[int, str]:
    """Of several places where somebody is met, the one that says most is shown."""
    return MEETINGS.index(entry.met_place), entry.met_at


def _result(entry: Any, words: Wanted) -> Found:
    is_met = entry.met_place is not None
    meeting = Meeting(entry.met_place, entry.met_at, entry.met_address, entry.met_organisation) if is_met else None
    return Found(
        kind=entry.kind,
        language=entry.language,
        address=meeting.address if meeting else entry.address,
        title=pieces(entry.title, words),
        excerpt=excerpt(entry.body, entry.body_folded, words),
        at=entry.at,
        by=entry.by,
        is_closed=entry.marks.startswith("_admins"),
        meeting=meeting,
    )
