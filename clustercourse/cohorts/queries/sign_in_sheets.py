"""Who stands on the sign-in sheet of a session."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from clustercourse.cohorts.queries.session_people import belongs_on
from clustercourse.db import rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.seats import Seat


@dataclass(frozen=True)
class SheetLine:
    """A person with a place. `code` is written on the sheet and found by the register."""

    name: str
    organisation: str
    code: str


_on_the_day = (
    select(Person.name, Organisation.name, Seat.sheet_code)
    .select_from(Seat)
    .join(Person, Person.id == Seat.person_id)
    .outerjoin(Organisation, Organisation.id == Seat.organisation_id)
    .where(
        Seat.cohort_id == bindparam("cohort"),
        Seat.state.in_(("confirmed", "finished")),
        Person.erased_at.is_(None),
        belongs_on(bindparam("day")),
    )
)


def sheet_lines(cohort_id: int, day: date) -> tuple[SheetLine, ...]:
    """Those expected on a day of the cohort, by name."""
    found = [SheetLine(name, organisation or "", code) for name, organisation, code in rows(_on_the_day, cohort=cohort_id, day=day)]
    return tuple(sorted(found, key=lambda line: (line.name.casefold(), line.code)))
