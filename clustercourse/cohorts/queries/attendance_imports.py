"""Whom a line of a file of attendance is about."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import bindparam, select

from clustercourse.db import rows
from clustercourse.models.accounts import Address, Person
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class Known:
    """The seats of a cohort by confirmed address and by the code on the printed sheet, and the names on them."""

    by_address: dict[str, int]
    by_code: dict[str, int]
    names: dict[int, str]


_addresses = (
    select(Address.key, Seat.id)
    .join(Seat, Seat.person_id == Address.person_id)
    .where(Seat.cohort_id == bindparam("cohort"), Address.confirmed_at.is_not(None))
)
_codes = (
    select(Seat.sheet_code, Seat.id, Person.name).join(Person, Person.id == Seat.person_id).where(Seat.cohort_id == bindparam("cohort"))
)


def known_seats(cohort_id: int) -> Known:
    """Every seat of the cohort, whatever its state. Two statements."""
    coded = rows(_codes, cohort=cohort_id)
    return Known(
        {found.key: found.id for found in rows(_addresses, cohort=cohort_id)},
        {found.sheet_code.upper(): found.id for found in coded},
        {found.id: found.name for found in coded},
    )
