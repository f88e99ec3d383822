"""Who sees what of a workbook, who looks after it, and in which currencies its amounts stand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import now, rows
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Membership
from clustercourse.models.content import Item
from clustercourse.models.workbook import Handover, Sheet, SheetLink, SheetSubmission, SheetValue
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.sheets import edition_query
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import worksheets


@dataclass(frozen=True)
class MemberRow:
    person_id: int
    name: str
    role: str


@dataclass(frozen=True)
class HandoverRow:
    """From whom to whom. An empty name is somebody who is erased."""

    from_id: int | None
    from_name: str
    to_name: str
    note: str
    at: datetime


@dataclass(frozen=True)
class SharedNow:
    """A sheet of which somebody outside sees something: its newest shared submission, or addresses for reading that are open.

    `with_whom`: `trainers`, `cohort` or `links`; `many` counts the addresses.
    """

    title: str
    edition: str
    with_whom: str
    address: str
    at: datetime | None = None
    many: int = 0


@dataclass(frozen=True)
class SettingsPage:
    """`amounts`: how many amounts stand in each currency. `keeper_is_here`: whether the keeper still belongs to the organisation."""

    members: tuple[MemberRow, ...]
    keeper_is_here: bool
    handovers: tuple[HandoverRow, ...]
    amounts: Mapping[str, int]
    shared: tuple[SharedNow, ...]


_members = (
    select(Membership.person_id, Person.name, Membership.role)
    .join(Person, Person.id == Membership.person_id)
    .where(Membership.organisation_id == bindparam("organisation"), Membership.ended_at.is_(None))
    .order_by(func.lower(Person.name), Membership.id)
)
_giver, _taker = aliased(Person), aliased(Person)
_handovers = (
    select(Handover.from_id, func.coalesce(_giver.name, ""), _taker.name, Handover.note, Handover.at)
    .outerjoin(_giver, _giver.id == Handover.from_id)
    .join(_taker, _taker.id == Handover.to_id)
    .where(Handover.workbook_id == bindparam("workbook"))
    .order_by(Handover.id.desc())
)
_newer = aliased(SheetValue)
_amounts = (
    select(SheetValue.currency, func.count())
    .join(Sheet, Sheet.id == SheetValue.sheet_id)
    .where(
        Sheet.workbook_id == bindparam("workbook"),
        SheetValue.currency.is_not(None),
        SheetValue.is_beside.is_(False),
        ~select(_newer.id)
        .where(
            _newer.sheet_id == SheetValue.sheet_id,
            _newer.field == SheetValue.field,
            _newer.row.is_not_distinct_from(SheetValue.row),
            _newer.is_beside.is_(False),
            _newer.number > SheetValue.number,
        )
        .exists(),
    )
    .group_by(SheetValue.currency)
    .order_by(SheetValue.currency)
)
_submitted = (
    select(Sheet.id, Sheet.item_id, Item.key, Sheet.edition, SheetSubmission.id, SheetSubmission.shared_with, SheetSubmission.submitted_at)
    .join(Sheet, Sheet.id == SheetSubmission.sheet_id)
    .join(Item, Item.id == Sheet.item_id)
    .where(Sheet.workbook_id == bindparam("workbook"), SheetSubmission.shared_with != "nobody")
    .order_by(SheetSubmission.id)
)
_linked = (
    select(Sheet.item_id, Item.key, Sheet.edition, func.count(SheetLink.id))
    .join(Sheet, Sheet.id == SheetLink.sheet_id)
    .join(Item, Item.id == Sheet.item_id)
    .where(Sheet.workbook_id == bindparam("workbook"), SheetLink.withdrawn_at.is_(None), SheetLink.ends_at > bindparam("moment"))
    .group_by(Sheet.id, Sheet.item_id, Item.key, Sheet.edition)
    .order_by(Sheet.id)
)


def settings_page(viewer: Viewer, here: WorkbookHere) -> SettingsPage:
    """Everything the page of settings shows."""
    members = members_of(here)
    return SettingsPage(
        members=members,
        keeper_is_here=here.keeper_id in {member.person_id for member in members},
        handovers=tuple(HandoverRow(*line) for line in rows(_handovers, workbook=here.id)) if here.id else (),
        amounts={line[0]: line[1] for line in rows(_amounts, workbook=here.id)} if here.id else {},
        shared=_shared(viewer, here) if here.id else (),
    )


def members_of(here: WorkbookHere) -> tuple[MemberRow, ...]:
    """The people who fill an organisation's workbook; nobody for a private one."""
    return tuple(MemberRow(*line) for line in rows(_members, organisation=here.organisation_id)) if here.organisation_id else ()


def _shared(viewer: Viewer, here: WorkbookHere) -> tuple[SharedNow, ...]:
    titles = {each.item.id: each.title for each in worksheets(viewer, here.id)}
    newest = {line[0]: line for line in rows(_submitted, workbook=here.id)}
    found = [
        SharedNow(titles.get(item, key), edition, shared_with, f"/workbook/submissions/{number}/", at)
        for _sheet, item, key, edition, number, shared_with, at in newest.values()
    ]
    for item, key, edition, many in rows(_linked, workbook=here.id, moment=now()):
        address = f"{here.address}{key}/links/{edition_query(edition)}"
        found.append(SharedNow(titles.get(item, key), edition, "links", address, many=many))
    return tuple(found)
