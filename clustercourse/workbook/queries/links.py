"""Secret addresses for reading: those of a sheet, and the sheet behind one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select

from clustercourse.db import now, row, rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.workbook import Sheet, SheetLink, SheetVersion, Workbook
from clustercourse.workbook.queries.reading import Reading, reading_of
from clustercourse.workbook.queries.sheets import current_values, values_by_ids
from clustercourse.workbook.queries.worksheets import Worksheet, worksheet_of_item


@dataclass(frozen=True)
class LinkRow:
    """An address that was made. The address itself is known to nobody any more.

    `state`: `open`, `ended`, `withdrawn`, or `left`: who made it does not belong to the organisation any more.
    """

    id: int
    for_whom: str
    version: str
    author: str
    created_at: datetime
    ends_at: datetime
    withdrawn_at: datetime | None
    has_maker: bool

    @property
    def state(self) -> str:
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.ends_at <= now():
            return "ended"
        return "open" if self.has_maker else "left"

    @property
    def is_open(self) -> bool:
        return self.state == "open"


@dataclass(frozen=True)
class SharedSheet:
    """A sheet as somebody without an account reads it. `version` is empty where it is shown as it stands now."""

    worksheet: Worksheet
    edition: str
    owner: str
    for_whom: str
    author: str
    version: str
    version_note: str
    as_of: datetime
    ends_at: datetime
    reading: Reading


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


_belongs = (
    select(Membership.id)
    .where(
        Membership.organisation_id == Workbook.organisation_id,
        Membership.person_id == SheetLink.author_id,
        Membership.ended_at.is_(None),
    )
    .exists()
)
_has_maker = or_(Workbook.person_id == SheetLink.author_id, _belongs)
"""Whoever leaves an organisation takes nothing along: the addresses they made show nothing from then on."""
_of_sheet = (
    select(
        SheetLink.id,
        SheetLink.for_whom,
        func.coalesce(SheetVersion.name, ""),
        func.coalesce(Person.name, ""),
        SheetLink.created_at,
        SheetLink.ends_at,
        SheetLink.withdrawn_at,
        _has_maker.label("has_maker"),
    )
    .join(Sheet, Sheet.id == SheetLink.sheet_id)
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .outerjoin(SheetVersion, SheetVersion.id == SheetLink.version_id)
    .outerjoin(Person, Person.id == SheetLink.author_id)
    .where(SheetLink.sheet_id == bindparam("sheet"))
    .order_by(SheetLink.id.desc())
)
_owner = Person.__table__.alias("owner")
_at = (
    select(
        Sheet.id.label("sheet_id"),
        Sheet.item_id,
        Sheet.edition,
        Sheet.changed_at,
        func.coalesce(Organisation.name, _owner.c.name).label("owner"),
        SheetLink.for_whom,
        func.coalesce(Person.name, "").label("author"),
        func.coalesce(SheetVersion.name, "").label("version"),
        func.coalesce(SheetVersion.note, "").label("version_note"),
        SheetVersion.value_ids,
        SheetVersion.created_at.label("version_at"),
        SheetLink.ends_at,
    )
    .join(Sheet, Sheet.id == SheetLink.sheet_id)
    .join(Workbook, Workbook.id == Sheet.workbook_id)
    .outerjoin(Organisation, Organisation.id == Workbook.organisation_id)
    .outerjoin(_owner, _owner.c.id == Workbook.person_id)
    .outerjoin(SheetVersion, SheetVersion.id == SheetLink.version_id)
    .outerjoin(Person, Person.id == SheetLink.author_id)
    .where(
        SheetLink.token_digest == bindparam("digest"),
        SheetLink.withdrawn_at.is_(None),
        SheetLink.ends_at > bindparam("moment"),
        Organisation.closed_at.is_(None),
        _has_maker,
    )
)


def links_of(sheet_id: int | None) -> tuple[LinkRow, ...]:
    """All addresses that were made for a sheet, the newest first."""
    return tuple(LinkRow(*line) for line in rows(_of_sheet, sheet=sheet_id)) if sheet_id else ()


def shared_at(token: str) -> SharedSheet | None:
    """The sheet behind an address; None for one that was never made, is over or withdrawn, or whose maker has left."""
    line: Any = row(_at, digest=digest_of(token), moment=now())
    worksheet = worksheet_of_item(line.item_id) if line is not None else None
    if worksheet is None:
        return None
    values = current_values(line.sheet_id) if line.value_ids is None else values_by_ids(line.value_ids)
    return SharedSheet(
        worksheet=worksheet,
        edition=line.edition,
        owner=line.owner,
        for_whom=line.for_whom,
        author=line.author,
        version=line.version,
        version_note=line.version_note,
        as_of=line.version_at or line.changed_at,
        ends_at=line.ends_at,
        reading=reading_of(worksheet.specification, values),
    )
