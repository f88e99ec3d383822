"""Contact persons behind stakeholders. Only those who fill the workbook ever read them; nothing else of the product does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, or_, select

from clustercourse.db import row, rows
from clustercourse.kinds.worksheets.places import fields_of
from clustercourse.models.accounts import Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Item
from clustercourse.models.workbook import Contact, Sheet, SheetValue, Workbook
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.said import row_name
from clustercourse.workbook.queries.sheets import current_values, edition_query, entries_of, newest_sheets
from clustercourse.workbook.queries.workbooks import MINE, WorkbookHere
from clustercourse.workbook.queries.worksheets import worksheets

MAP, ROWS = "stakeholder-map", "stakeholders"
"""The worksheet and its table that name stakeholders."""
_MOST_NAMED = 20


@dataclass(frozen=True)
class ContactRow:
    id: int
    stakeholder: str
    name: str
    role: str
    email: str
    phone: str
    note: str
    author: str
    created_at: datetime


@dataclass(frozen=True)
class FoundContact:
    """A contact in one of the viewer's workbooks. `workbook` is empty for the private one."""

    id: int
    name: str
    email: str
    stakeholder: str
    workbook: str


@dataclass(frozen=True)
class NamedIn:
    """A sheet whose text names somebody. `workbook` is empty for the private one."""

    worksheet: str
    edition: str
    address: str
    workbook: str


_columns = select(
    Contact.id,
    Contact.stakeholder,
    Contact.name,
    Contact.role,
    Contact.email,
    Contact.phone,
    Contact.note,
    func.coalesce(Person.name, "").label("author"),
    Contact.created_at,
).outerjoin(Person, Person.id == Contact.author_id)
_of_workbook = _columns.where(Contact.workbook_id == bindparam("workbook")).order_by(
    func.lower(Contact.stakeholder), func.lower(Contact.name), Contact.id
)
_one = _columns.where(Contact.workbook_id == bindparam("workbook"), Contact.id == bindparam("contact"))


def contacts_of(here: WorkbookHere) -> tuple[tuple[str, tuple[ContactRow, ...]], ...]:
    """All contact persons of a workbook by stakeholder."""
    found = [ContactRow(*line) for line in rows(_of_workbook, workbook=here.id)] if here.id else []
    grouped = groupby(found, key=lambda contact: contact.stakeholder.casefold())
    return tuple((group[0].stakeholder, group) for _key, each in grouped if (group := tuple(each)))


def contact_at(here: WorkbookHere, number: int) -> ContactRow | None:
    line = row(_one, workbook=here.id, contact=number) if here.id else None
    return None if line is None else ContactRow(*line)


def stakeholders_of(viewer: Viewer, here: WorkbookHere) -> tuple[str, ...]:
    """The names of the stakeholders on the newest map of a workbook, to choose from."""
    worksheet = next((each for each in worksheets(viewer, here.id) if each.key == MAP), None) if here.id else None
    table = fields_of(worksheet.specification).get(ROWS) if worksheet else None
    if here.id is None or worksheet is None or table is None or table["type"] != "table":
        return ()
    sheet_id = newest_sheets(here.id, [worksheet.item.id]).get(worksheet.item.id)
    if sheet_id is None:
        return ()
    entries = entries_of(worksheet.specification, current_values(sheet_id).values())
    return tuple(dict.fromkeys(name for each in entries.rows(ROWS) if (name := row_name(table, each))))


def contacts_matching(viewer: Viewer, whom: str) -> tuple[FoundContact, ...]:
    """Everybody with this e-mail address, or whose name has all these words, in all workbooks that the viewer fills."""
    text = " ".join(whom.split()).lower()
    if len(text) < 2:
        return ()
    is_them = [func.lower(Contact.email) == text] if "@" in text else [_holds(Contact.name, word) for word in text.split()]
    found = rows(
        select(Contact.id, Contact.name, Contact.email, Contact.stakeholder, func.coalesce(Organisation.name, ""))
        .join(Workbook, Workbook.id == Contact.workbook_id)
        .outerjoin(Organisation, Organisation.id == Workbook.organisation_id)
        .where(_fills(viewer), *is_them)
        .order_by(Organisation.name, func.lower(Contact.name), Contact.id)
    )
    return tuple(FoundContact(*line) for line in found)


def sheets_naming(viewer: Viewer, whom: str) -> tuple[NamedIn, ...]:
    """Sheets of the viewer's workbooks in whose text, now or earlier, a person is named: there only people can take the name out."""
    text = " ".join(whom.split()).lower()
    if len(text) < 2:
        return ()
    found = rows(
        select(Item.key, Item.id, Sheet.edition, Organisation.slug, func.coalesce(Organisation.name, "").label("workbook"))
        .join(Sheet, Sheet.item_id == Item.id)
        .join(Workbook, Workbook.id == Sheet.workbook_id)
        .outerjoin(Organisation, Organisation.id == Workbook.organisation_id)
        .where(_fills(viewer), select(SheetValue.id).where(SheetValue.sheet_id == Sheet.id, _holds(SheetValue.typed, text)).exists())
        .order_by(Sheet.id)
        .limit(_MOST_NAMED)
    )
    titles = {each.item.id: each.title for each in worksheets(viewer, None)} if found else {}
    return tuple(
        NamedIn(titles.get(line.id, line.key), line.edition, _address(line.slug or MINE, line.key, line.edition), line.workbook)
        for line in found
    )


def fillable_ids(viewer: Viewer) -> Sequence[int]:
    """The workbooks that the viewer fills."""
    return [line.id for line in rows(select(Workbook.id).where(_fills(viewer)).order_by(Workbook.id))]


def _fills(viewer: Viewer) -> ColumnElement[bool]:
    return or_(Workbook.organisation_id.in_(list(viewer.memberships)), Workbook.person_id == (viewer.person_id or 0))


def _holds(column: Any, words: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = func.lower(column).contains(words, autoescape=True)
    return found


def _address(slug: str, key: str, edition: str) -> str:
    return f"/workbook/{slug}/{key}/{edition_query(edition)}"
