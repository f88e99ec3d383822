"""The people of a cohort: everybody with a seat, one seat with its history, and one's own."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select

from clustercourse.cohorts.queries.cohorts import CohortRow
from clustercourse.cohorts.queries.waiting import waiting_lists
from clustercourse.db import now, row, rows
from clustercourse.errors import NotHere
from clustercourse.models.accounts import Address, Person
from clustercourse.models.catalogue import Organisation, OrganisationRegion, OrganisationSector
from clustercourse.models.seats import Seat, SeatStep

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "ß": "ss", "đ": "d", "ł": "l", "-": " ", "'": "", "’": "", ".": ""})
_SOUNDS = (
    *(("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"), ("ph", "f"), ("th", "t"), ("ch", "k"), ("qv", "kv")),
    *(("q", "k"), ("c", "k"), ("w", "v"), ("y", "i"), ("z", "s")),
)
"""Written → said, in the order in which they are read."""
_DOUBLED = re.compile(r"([a-z])\1")


@dataclass(frozen=True)
class SeatRow:
    """A seat as lists show it. An offer that ran out counts as expired, whether or not somebody has noticed."""

    id: int
    person_id: int
    name: str
    email: str
    organisation_id: int | None
    organisation: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    state: str
    place: str
    queue_number: int | None
    offered_until: datetime | None
    joined_on: date | None
    left_on: date | None
    message: str
    diet: str
    access_needs: str
    listed: str
    sheet_code: str
    created_at: datetime
    is_erased: bool
    photo_digest: str | None
    position: int = 0


@dataclass(frozen=True)
class Step:
    """One entry of a seat's history. `by` is empty when the house did it."""

    from_state: str
    to_state: str
    at: datetime
    by: str
    reason: str


def _texts(column: Any, owner: Any) -> Any:
    """All texts of an organisation in one column, a line each."""
    return select(func.aggregate_strings(column, "\n")).where(owner == Organisation.id).correlate(Organisation).scalar_subquery()


SEAT_COLUMNS = (
    Seat.id,
    Seat.person_id,
    Person.name,
    Address.email,
    Seat.organisation_id,
    Organisation.name.label("organisation"),
    _texts(OrganisationRegion.code, OrganisationRegion.organisation_id).label("regions"),
    _texts(OrganisationSector.name, OrganisationSector.organisation_id).label("sectors"),
    Seat.state,
    Seat.place,
    Seat.queue_number,
    Seat.offered_until,
    Seat.joined_on,
    Seat.left_on,
    Seat.message,
    Seat.diet,
    Seat.access_needs,
    Seat.listed,
    Seat.sheet_code,
    Seat.created_at,
    Person.erased_at.is_not(None).label("is_erased"),
    Person.photo_digest,
)
_seats = (
    select(*SEAT_COLUMNS)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(Address, (Address.person_id == Person.id) & Address.is_primary & Address.confirmed_at.is_not(None))
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .where(Seat.cohort_id == bindparam("cohort"))
    .order_by(func.lower(Person.name), Seat.id)
)
_one = _seats.where(Seat.id == bindparam("seat"))
_own = _seats.where(Seat.person_id == bindparam("person"))
_steps = (
    select(SeatStep.from_state, SeatStep.to_state, SeatStep.at, func.coalesce(Person.name, ""), SeatStep.reason)
    .outerjoin(Person, Person.id == SeatStep.by_id)
    .where(SeatStep.seat_id == bindparam("seat"))
    .order_by(SeatStep.at, SeatStep.id)
)


def seats_of(cohort: CohortRow) -> tuple[SeatRow, ...]:
    """Everybody who has or had a seat, by name; those who wait with their place in the list."""
    positions = _positions(cohort)
    return tuple(_seat_row(found, positions) for found in rows(_seats, cohort=cohort.id))


def seat_at(cohort: CohortRow, seat_id: int) -> SeatRow:
    """One seat of this cohort. Raises NotHere when it is not one of them."""
    found = row(_one, cohort=cohort.id, seat=seat_id)
    if found is None:
        raise NotHere
    return _seat_row(found, _positions(cohort) if found.state == "waitlisted" else {})


def own_seat(cohort: CohortRow, person_id: int | None) -> SeatRow | None:
    """The seat of a person in this cohort, or None."""
    found = row(_own, cohort=cohort.id, person=person_id)
    return None if found is None else _seat_row(found, _positions(cohort) if found.state == "waitlisted" else {})


def steps_of(seat_id: int) -> tuple[Step, ...]:
    """What happened to a seat, the oldest first."""
    return tuple(Step(*found) for found in rows(_steps, seat=seat_id))


def _positions(cohort: CohortRow) -> dict[int, int]:
    lists = waiting_lists(cohort.id, one_each_first=cohort.one_per_organisation_first)
    return {seat_id: place for waiting in lists.values() for place, seat_id in enumerate(waiting, 1)}


def _seat_row(found: Row[Any], positions: dict[int, int]) -> SeatRow:
    values = dict(found._mapping)
    for name in ("regions", "sectors"):
        values[name] = tuple(sorted((values[name] or "").split("\n"))) if values[name] else ()
    values |= {"email": values["email"] or "", "organisation": values["organisation"] or ""}
    if found.state == "offered" and found.offered_until is not None and found.offered_until <= now():
        values["state"] = "expired"
    return SeatRow(**values, position=positions.get(found.id, 0))


def folded(name: str) -> str:
    """A name for comparing: without capitals, accents, hyphens and doubled spaces."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).split())


def sounded(name: str) -> str:
    """A folded name as it may sound: Jörn and Joern, Lindqvist and Lindkvist, Christina and Kristina are the same. Good for hints only."""
    plain = folded(name)
    for written, said in _SOUNDS:
        plain = plain.replace(written, said)
    return _DOUBLED.sub(r"\1", plain)


def look_alikes(seats: Iterable[SeatRow]) -> tuple[tuple[SeatRow, ...], ...]:
    """Seats of people whose names sound the same and whose addresses differ: perhaps one person, perhaps not. Never more than a hint."""
    named: dict[str, list[SeatRow]] = defaultdict(list)
    for seat in seats:
        if not seat.is_erased:
            named[sounded(seat.name)].append(seat)
    return tuple(tuple(group) for name, group in sorted(named.items()) if name and len(group) > 1)


def regions_of(seats: Sequence[SeatRow]) -> tuple[str, ...]:
    """The distinct regions of the organisations that these people come from."""
    return tuple(sorted({region for seat in seats for region in seat.regions}))
