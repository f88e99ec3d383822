"""Carrying out a list of people: one result a line. The file waits between the dry run and this, and is dropped after a week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from clustercourse.accounts.actions import invite
from clustercourse.cohorts.actions.cohorts import locked
from clustercourse.cohorts.actions.promotion import free_places, promote
from clustercourse.cohorts.actions.seat_invitations import GOING_ON
from clustercourse.cohorts.actions.seat_states import change_state, place_for, seat_of
from clustercourse.cohorts.actions.seats import ready_seat
from clustercourse.cohorts.importing import Planned, plan, wishes_in
from clustercourse.cohorts.spreadsheets import read_table
from clustercourse.db import db, now, writing
from clustercourse.errors import Refused
from clustercourse.files import drop, keep
from clustercourse.language import _
from clustercourse.models.cohorts import Cohort
from clustercourse.models.files import StoredFile
from clustercourse.tables import Table

PURPOSE = "seat-import"
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Source:
    """The organisation a line names, and the kind of place its person takes."""

    organisation_id: int | None
    place: str


def read_people(content: bytes, name: str) -> Table:
    """The table in a file. Refused: what is not one, a file without a column of addresses or with too many lines."""
    table = read_table(content, name)
    wishes_in(table)
    return table


def plan_of(cohort_id: int, table: Table) -> list[Planned]:
    """What each line would lead to now. Changes nothing."""
    return plan(cohort_id, wishes_in(table))


def keep_import(digest: str, size: int) -> None:
    """Note the file of a dry run, whose bytes are in the store."""
    keep(digest, purpose=PURPOSE, media_type="application/octet-stream", size=size)


def import_seats(cohort_id: int, table: Table, *, by: int) -> list[Planned]:
    """Invite, offer, give a place or put on the waiting list, line by line; returns every line with what came of it.

    A place that is not free any more becomes one on the waiting list, and one that is free is offered to whoever waits. Lines that
    are wrong and people who are here already change nothing. Carried out twice it does nothing new but replace the letters of
    invitations. Refused: a cohort that is over.
    """
    cohort = locked(cohort_id)
    if cohort.is_over:
        raise Refused(_("This cohort is over."))
    promote(cohort_id)
    return [_carry_out(cohort, line, by=by) for line in plan(cohort_id, wishes_in(table))]


def _carry_out(cohort: Cohort, line: Planned, *, by: int) -> Planned:
    source = Source(line.organisation_id, line.place or place_for(cohort, line.organisation_id))
    if line.outcome == "invited":
        invite(line.wish.email, by=by, cohort=cohort.id, role=source.place)
    elif line.outcome in ("offered", "confirmed", "waitlisted") and line.person_id is not None:
        return replace(line, outcome=_seat(cohort, line.person_id, source, line.outcome, by=by))
    return line


def _seat(cohort: Cohort, person_id: int, source: Source, wanted: str, *, by: int) -> str:
    """What came of it: `here` for somebody whom an earlier line let in under another address."""
    known = seat_of(cohort.id, person_id)
    if known is not None and known.state in GOING_ON:
        return "here"
    seat = ready_seat(cohort, person_id, place=source.place)
    if source.organisation_id is not None:
        seat.organisation_id = source.organisation_id
    is_free = free_places(cohort)[seat.place] > 0
    state = wanted if is_free else "waitlisted"
    change_state(seat, state, by=by, quiet=is_free and state == "waitlisted")
    promote(cohort.id)
    return seat.state


def drop_old_files(_values: Mapping[str, Any]) -> None:
    """The job: lists of people that were sent more than a week ago, the row first, then the bytes if nothing else has them."""
    with writing() as session:
        old = select(StoredFile.digest).where(StoredFile.purpose == PURPOSE, StoredFile.created_at < now() - KEPT_FOR)
        digests = set(session.scalars(old))
        session.execute(delete(StoredFile).where(StoredFile.purpose == PURPOSE, StoredFile.digest.in_(digests)))
        digests -= set(db.session.scalars(select(StoredFile.digest).where(StoredFile.digest.in_(digests))))
    drop(digests)
