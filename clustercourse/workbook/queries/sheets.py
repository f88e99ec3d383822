"""What stands in a sheet: its newest values, as cells and rows, with who wrote them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from sqlalchemy import Select, and_, bindparam, func, select
from sqlalchemy.orm import aliased

from clustercourse.db import row, rows
from clustercourse.kinds.worksheets.cells import Cell, kept_cell
from clustercourse.kinds.worksheets.computing import Entries, Row
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of
from clustercourse.models.accounts import Person
from clustercourse.models.workbook import Sheet, SheetValue
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import Worksheet

Spot = tuple[str, str | None]
"""A place in a sheet: a field (`fee`, or `tiers.fee` in a row) and the key of the row."""


@dataclass(frozen=True)
class SheetRow:
    """A sheet. Its `id` is None while nothing stands in it."""

    id: int | None
    edition: str
    last_number: int
    changed_at: datetime | None

    @property
    def query(self) -> str:
        """What stands behind the sheet's address for this edition."""
        return edition_query(self.edition)


@dataclass(frozen=True)
class ValueRow:
    """One value with who wrote it. `number` counts through the sheet."""

    id: int
    number: int
    field: str
    row: str | None
    value: Any
    typed: str
    currency: str | None
    source: str
    as_of: str
    author_id: int | None
    author: str
    at: datetime
    is_beside: bool
    settled_at: datetime | None
    copied_from_id: int | None

    @property
    def spot(self) -> Spot:
        return self.field, self.row


@dataclass(frozen=True)
class SheetHere:
    """A sheet with everything that counts in it. `beside`: texts that were typed on top of others' and wait for a choice."""

    workbook: WorkbookHere
    worksheet: Worksheet
    sheet: SheetRow
    values: Mapping[Spot, ValueRow]
    entries: Entries
    beside: Mapping[Spot, ValueRow] = field(default_factory=dict)

    @property
    def address(self) -> str:
        edition = edition_query(self.sheet.edition)
        return f"{self.workbook.address}{self.worksheet.key}/{edition}"

    def field_address(self, spot: Spot) -> str:
        """The page of one field: its history and remarks."""
        where = self.at("field")
        return f"{where}{'&' if '?' in where else '?'}field={spot[0]}" + (f"&row={spot[1]}" if spot[1] else "")

    def comparison(self, first: int | str, second: int | str) -> str:
        where = self.at("comparison")
        return f"{where}{'&' if '?' in where else '?'}first={first}&second={second}"

    def at(self, path: str) -> str:
        """The address of a page below the sheet."""
        edition = edition_query(self.sheet.edition)
        return f"{self.workbook.address}{self.worksheet.key}/{path}{edition}"


def edition_query(edition: str) -> str:
    """What stands behind the address of a sheet for one of its editions; nothing for the first."""
    return f"?edition={quote(edition, safe='')}" if edition else ""


_sheet = select(Sheet.id, Sheet.edition, Sheet.last_number, Sheet.changed_at).where(
    Sheet.workbook_id == bindparam("workbook"), Sheet.item_id == bindparam("item")
)
_one = _sheet.where(Sheet.edition == bindparam("edition"))
_editions = _sheet.order_by(Sheet.is_brought.desc(), Sheet.id)
_of_items = (
    select(Sheet.item_id, Sheet.id)
    .where(Sheet.workbook_id == bindparam("workbook"), Sheet.item_id.in_(bindparam("items", expanding=True)))
    .order_by(Sheet.is_brought.desc(), Sheet.id)
)
VALUE_COLUMNS = (
    SheetValue.id,
    SheetValue.number,
    SheetValue.field,
    SheetValue.row,
    SheetValue.value,
    SheetValue.typed,
    SheetValue.currency,
    SheetValue.source,
    SheetValue.as_of,
    SheetValue.author_id,
    func.coalesce(Person.name, "").label("author"),
    SheetValue.at,
    SheetValue.is_beside,
    SheetValue.settled_at,
    SheetValue.copied_from_id,
)
values_with_authors: Select[Any] = select(*VALUE_COLUMNS).outerjoin(Person, Person.id == SheetValue.author_id)
_newer = aliased(SheetValue)
_is_newest = ~(
    select(_newer.id)
    .where(
        _newer.sheet_id == SheetValue.sheet_id,
        _newer.field == SheetValue.field,
        _newer.row.is_not_distinct_from(SheetValue.row),
        _newer.is_beside.is_(False),
        _newer.number > SheetValue.number,
    )
    .correlate(SheetValue)
    .exists()
)
_current = values_with_authors.where(SheetValue.sheet_id == bindparam("sheet"), SheetValue.is_beside.is_(False), _is_newest)
_waiting = values_with_authors.where(
    and_(SheetValue.sheet_id == bindparam("sheet"), SheetValue.is_beside.is_(True), SheetValue.settled_at.is_(None))
).order_by(SheetValue.number)
_numbered = values_with_authors.where(SheetValue.sheet_id == bindparam("sheet"), SheetValue.number == bindparam("number"))
_by_ids = values_with_authors.where(SheetValue.id.in_(bindparam("ids", expanding=True)))
_history = values_with_authors.where(
    SheetValue.sheet_id == bindparam("sheet"),
    SheetValue.field == bindparam("field"),
    SheetValue.row.is_not_distinct_from(bindparam("row")),
).order_by(SheetValue.number.desc())


def newest_sheets(workbook_id: int, item_ids: Sequence[int]) -> dict[int, int]:
    """The newest edition of each worksheet in a workbook: sheet ids by items."""
    return {line.item_id: line.id for line in rows(_of_items, workbook=workbook_id, items=list(item_ids))} if item_ids else {}


def sheet_here(workbook: WorkbookHere, worksheet: Worksheet, edition: str = "") -> SheetHere:
    """A sheet and its values; an empty one where nothing was written yet. Three statements."""
    line = row(_one, workbook=workbook.id, item=worksheet.item.id, edition=edition) if workbook.id else None
    if line is None:
        empty = entries_of(worksheet.specification, ())
        return SheetHere(workbook, worksheet, SheetRow(None, edition, 0, None), {}, empty)
    sheet = SheetRow(line.id, line.edition, line.last_number, line.changed_at)
    values = current_values(line.id)
    beside = {value.spot: value for value in (ValueRow(*each) for each in rows(_waiting, sheet=line.id))}
    entries = entries_of(worksheet.specification, values.values())
    return SheetHere(workbook, worksheet, sheet, values, entries, beside)


def current_values(sheet_id: int) -> dict[Spot, ValueRow]:
    """The value that counts of each place."""
    return {value.spot: value for value in (ValueRow(*each) for each in rows(_current, sheet=sheet_id))}


def value_numbered(sheet_id: int, number: int) -> ValueRow | None:
    """The value that was the nth of its sheet."""
    line = row(_numbered, sheet=sheet_id, number=number) if number else None
    return None if line is None else ValueRow(*line)


def values_with_ids(ids: Sequence[int]) -> list[ValueRow]:
    return [ValueRow(*each) for each in rows(_by_ids, ids=list(ids))] if ids else []


def values_by_ids(ids: Sequence[int]) -> dict[Spot, ValueRow]:
    """The values of a version or a submission."""
    return {value.spot: value for value in values_with_ids(ids)}


def history_of(sheet_id: int, spot: Spot) -> tuple[ValueRow, ...]:
    """Everything that ever stood in a place, newest first."""
    return tuple(ValueRow(*each) for each in rows(_history, sheet=sheet_id, field=spot[0], row=spot[1]))


def editions_of(workbook: WorkbookHere, worksheet: Worksheet) -> tuple[SheetRow, ...]:
    found = rows(_editions, workbook=workbook.id, item=worksheet.item.id) if workbook.id else ()
    return tuple(SheetRow(*line) for line in found)


def entries_of(specification: Specification, values: Iterable[ValueRow]) -> Entries:
    """Values as calculations, pictures and pages take them. Given rows first, then those that people added, in their order."""
    by_field: dict[str, dict[str | None, ValueRow]] = {}
    for value in values:
        by_field.setdefault(value.field, {})[value.row] = value
    cells: dict[str, Cell] = {}
    tables: dict[str, Sequence[Row]] = {}
    for field_ in fields_of(specification).values():
        if field_["type"] == "table":
            tables[field_["id"]] = _rows(field_, by_field)
        elif value_ := by_field.get(field_["id"], {}).get(None):
            cells[field_["id"]] = kept_cell(field_, value_.value, value_.typed, value_.currency)
    return Entries(cells, tables)


def _rows(table: Specification, by_field: Mapping[str, Mapping[str | None, ValueRow]]) -> tuple[Row, ...]:
    columns = columns_of(table)
    said = {key: value.value or {} for key, value in by_field.get(table["id"], {}).items() if key is not None}
    given = [Row(row["id"], _cells(table, columns, by_field, row["id"]), row["label"], row["group"]) for row in table["preset"]]
    preset = {row["id"] for row in table["preset"]}
    added = [key for key, state in said.items() if key not in preset and not state.get("removed")]
    added.sort(key=lambda key: (said[key].get("order", 0), key))
    return (*given, *(Row(key, _cells(table, columns, by_field, key)) for key in added))


def _cells(
    table: Specification, columns: Mapping[str, Specification], by_field: Mapping[str, Mapping[str | None, ValueRow]], key: str
) -> dict[str, Cell]:
    found: dict[str, Cell] = {}
    for name, column in columns.items():
        value = by_field.get(f"{table['id']}.{name}", {}).get(key)
        if value is not None:
            found[name] = kept_cell(column, value.value, value.typed, value.currency)
    return found
