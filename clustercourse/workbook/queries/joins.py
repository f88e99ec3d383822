"""What happens to a private workbook when its sheets are taken into an organisation's."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, select

from clustercourse.db import row, rows, value
from clustercourse.models.content import Item
from clustercourse.models.workbook import Contact, Sheet, SheetLink, StrategySection
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.workbooks import MINE, WorkbookHere, workbook_here, workbooks_of
from clustercourse.workbook.queries.worksheets import worksheets

LONGEST_EDITION = 40
_NOT_IN_EDITIONS = re.compile(r"[^\w .,-]+")


@dataclass(frozen=True)
class JoinLine:
    """A sheet that goes over. `becomes`: the name of the edition it will be; `is_beside`: the organisation has this sheet already."""

    title: str
    language: str | None
    edition: str
    becomes: str
    is_beside: bool
    changed_at: datetime


@dataclass(frozen=True)
class JoinPlan:
    """`texts` of the strategy document move; of them `texts_below` are put below what the organisation wrote."""

    lines: tuple[JoinLine, ...]
    contacts: int
    links: int
    texts: int
    texts_below: int
    currency: str

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.contacts or self.texts)


@dataclass(frozen=True)
class JoinOffer:
    """A way to take one's private sheets into an organisation's workbook."""

    name: str
    address: str


_sheets = (
    select(Sheet.item_id, Item.key, Sheet.edition, Sheet.changed_at)
    .join(Item, Item.id == Sheet.item_id)
    .where(Sheet.workbook_id == bindparam("workbook"))
    .order_by(Sheet.id)
)
_counts = select(
    select(func.count()).select_from(Sheet).where(Sheet.workbook_id == bindparam("workbook")).scalar_subquery(),
    select(func.count()).select_from(Contact).where(Contact.workbook_id == bindparam("workbook")).scalar_subquery(),
    select(func.count())
    .select_from(StrategySection)
    .where(StrategySection.workbook_id == bindparam("workbook"), StrategySection.own_text != "")
    .scalar_subquery(),
)
_links = (
    select(func.count())
    .select_from(SheetLink)
    .join(Sheet, Sheet.id == SheetLink.sheet_id)
    .where(Sheet.workbook_id == bindparam("workbook"), SheetLink.withdrawn_at.is_(None))
)
_texts = select(StrategySection.key).where(StrategySection.workbook_id == bindparam("workbook"), StrategySection.own_text != "")


def join_offers(viewer: Viewer, here: WorkbookHere) -> tuple[JoinOffer, ...]:
    """From the private workbook into each of the viewer's organisations; from an organisation's, into it. None where nothing is private."""
    private = here if here.is_private else workbook_here(viewer, MINE)
    if not viewer.memberships or not _holds_something(private):
        return ()
    into = workbooks_of(viewer) if here.is_private else (here,)
    return tuple(JoinOffer(each.name, f"{each.address}join") for each in into if not each.is_private)


def join_plan(viewer: Viewer, into: WorkbookHere) -> JoinPlan:
    """What taking the viewer's private sheets into this workbook would do."""
    private = workbook_here(viewer, MINE)
    known = {each.item.id: each for each in worksheets(viewer, private.id)} if private.id else {}
    there = {(line.item_id, line.edition) for line in rows(_sheets, workbook=into.id)} if into.id else set()
    lines = []
    for line in rows(_sheets, workbook=private.id) if private.id else ():
        becomes = edition_beside(line.edition, viewer.name, {edition for item, edition in there if item == line.item_id})
        there.add((line.item_id, becomes))
        worksheet = known.get(line.item_id)
        is_beside = becomes != line.edition
        title, language = (worksheet.title, worksheet.language) if worksheet else (line.key, None)
        lines.append(JoinLine(title, language, line.edition, becomes, is_beside, line.changed_at))
    own = _texts_of(private.id)
    return JoinPlan(
        lines=tuple(lines),
        contacts=_count(private.id)[1],
        links=int(value(_links, workbook=private.id) or 0) if private.id else 0,
        texts=len(own),
        texts_below=len(own & _texts_of(into.id)),
        currency=private.currency,
    )


def edition_beside(edition: str, name: str, taken: Collection[str]) -> str:
    """The name of an edition where others are taken: its own, else with the name of whose it was, else with a number too."""
    if edition not in taken:
        return edition
    whose = " ".join(_NOT_IN_EDITIONS.sub(" ", name).split()) or "2"
    base = f"{edition} {whose}".strip()[:LONGEST_EDITION].strip()
    wanted = (base, *(f"{base[: LONGEST_EDITION - 4].strip()} {number}" for number in range(2, len(taken) + 3)))
    return next(each for each in wanted if each not in taken)


def _texts_of(workbook_id: int | None) -> set[str]:
    return {line.key for line in rows(_texts, workbook=workbook_id)} if workbook_id else set()


def _count(workbook_id: int | None) -> Any:
    return row(_counts, workbook=workbook_id) if workbook_id else (0, 0, 0)


def _holds_something(here: WorkbookHere) -> bool:
    return any(_count(here.id))
