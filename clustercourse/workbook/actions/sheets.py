"""Sheets: opening one, and writing values into it. Nothing is overwritten; what two people typed into one field is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from clustercourse.db import db, now
from clustercourse.events import record
from clustercourse.kinds.worksheets.cells import Cell, kept_cell, read_cell
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of
from clustercourse.models.workbook import Sheet, SheetValue, Workbook
from clustercourse.workbook.queries.sheets import Spot, ValueRow, current_values, value_numbered
from clustercourse.workbook.queries.workbooks import WorkbookHere
from clustercourse.workbook.queries.worksheets import Worksheet

LONGEST_SOURCE = 300


@dataclass(frozen=True)
class Typed:
    """What somebody typed into one place. `known`: the number of the value they had before them, 0 for none.

    `tried`: what they had sent for it before without hearing that any of it arrived.
    """

    field: str
    row: str | None
    typed: str
    known: int
    source: str | None = None
    as_of: str | None = None
    tried: tuple[str, ...] = ()

    @property
    def spot(self) -> Spot:
        """Where it was typed."""
        return self.field, self.row


@dataclass(frozen=True)
class Written:
    """What became of a save: the places that have a new value, those where somebody else's came between, and what found no room."""

    changed: tuple[Spot, ...]
    beside: tuple[Spot, ...]
    left_over: tuple[Typed, ...] = ()


def open_workbook(here: WorkbookHere, *, by: int) -> Workbook:
    """The row of a workbook, made when something is first written into it."""
    owner = {"organisation_id": here.organisation_id} if here.organisation_id else {"person_id": here.person_id}
    wanted = select(Workbook).filter_by(**owner).with_for_update()
    if db.session.scalar(wanted) is None and _add_first(Workbook(**owner, currency=here.currency, keeper_id=by, created_at=now())):
        record("workbook.opened", by=by, thing=("workbook", db.session.scalars(wanted).one().id))
    return db.session.scalars(wanted).one()


def open_sheet(here: WorkbookHere, worksheet: Worksheet, *, edition: str = "", by: int) -> Sheet:
    """The row of a sheet, locked; made when something is first written into it."""
    workbook = open_workbook(here, by=by)
    owned = {"workbook_id": workbook.id, "item_id": worksheet.item.id, "edition": edition}
    wanted = select(Sheet).filter_by(**owned).with_for_update().execution_options(populate_existing=True)
    if db.session.scalar(wanted) is None and _add_first(Sheet(**owned, last_number=0, created_at=now(), changed_at=now())):
        sheet_id = db.session.scalars(wanted).one().id
        record("workbook.sheet_opened", by=by, thing=("sheet", sheet_id), detail={"item": worksheet.item.id})
    return db.session.scalars(wanted).one()


def _add_first(made: Workbook | Sheet) -> bool:
    """Add a row that others may be adding at the same time; False when they were quicker."""
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:
        return False
    return True


def write_values(sheet: Sheet, specification: Specification, sent: Sequence[Typed], *, currency: str, by: int) -> Written:
    """Put what was typed into its places; rows of tables are added by being typed into.

    Values are their own history, so no event is recorded for each. What is the same as before changes nothing, so the same form twice
    is once. Where somebody else's value came between what one had before oneself and now, the new text is kept beside it, and counts
    only once somebody chooses it. Rows beyond those that a table takes are left over; the rest is written all the same.
    """
    now_there = current_values(sheet.id)
    changed: list[Spot] = []
    beside: list[Spot] = []
    left_over: list[Typed] = []
    for typed in sent:
        field = field_at(specification, typed.field)
        if field is None or not _is_place(specification, typed):
            continue
        cell = read_cell(field, typed.typed, currency)
        there = now_there.get(typed.spot)
        if _is_same(field, there, typed, cell):
            continue
        came_between = there is not None and there.number > typed.known and not _is_own(there, typed, by)
        if came_between and (_is_untouched(sheet, field, typed, cell) or _was_written(sheet, typed, cell, by)):
            continue
        if typed.row is not None and not came_between and not _has_row(sheet, specification, typed, now_there, by=by):
            left_over.append(typed)
            continue
        _add(sheet, typed.spot, cell, typed, by=by, is_beside=came_between, there=there)
        (beside if came_between else changed).append(typed.spot)
    if changed or beside:
        sheet.changed_at = now()
        db.session.flush()
    return Written(tuple(changed), tuple(beside), tuple(left_over))


def remove_row(sheet: Sheet, specification: Specification, table: str, row: str, *, by: int) -> None:
    """Take a row off its table; its values stay in the history, and adding it again brings them back. Given rows stay."""
    _change_row(sheet, specification, table, row, {"removed": True}, by=by)


def bring_back_row(sheet: Sheet, specification: Specification, table: str, row: str, *, by: int) -> None:
    """Put a row that was taken off back into its place, with its values. Twice is once."""
    _change_row(sheet, specification, table, row, {}, by=by)


def move_row(sheet: Sheet, specification: Specification, table: str, rows: Sequence[str], row: str, *, up: bool, by: int) -> None:
    """Change places with the row above or below. `rows` are the keys of the rows that people added, in their order."""
    if row not in rows:
        return
    place = rows.index(row)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        return
    order = list(rows)
    order[place], order[other] = order[other], order[place]
    for position, key in enumerate(order):
        _change_row(sheet, specification, table, key, {"order": position}, by=by)


def settle(sheet: Sheet, spot: Spot, *, keep_beside: bool, by: int) -> None:
    """Choose one of two texts for a place. Both stay in its history. Twice is once."""
    waiting = db.session.scalars(
        select(SheetValue)
        .where(
            SheetValue.sheet_id == sheet.id,
            SheetValue.field == spot[0],
            SheetValue.row.is_not_distinct_from(spot[1]),
            SheetValue.is_beside.is_(True),
            SheetValue.settled_at.is_(None),
        )
        .order_by(SheetValue.number)
    ).all()
    for value in waiting:
        value.settled_at = now()
    if keep_beside and waiting:
        chosen = waiting[-1]
        kept = {"value": chosen.value, "typed": chosen.typed, "currency": chosen.currency, "source": chosen.source, "as_of": chosen.as_of}
        add_value(sheet, spot, kept, by=by)
    db.session.flush()


def copy_values(sheet: Sheet, copies: Iterable[tuple[Spot, ValueRow]], *, by: int) -> int:
    """Values of earlier sheets, copied with where they are from. Places where something stands already are left alone."""
    there = current_values(sheet.id)
    number = 0
    for spot, value in copies:
        if spot in there:
            continue
        kept = {"value": value.value, "typed": value.typed, "currency": value.currency, "source": value.source, "as_of": value.as_of}
        add_value(sheet, spot, {**kept, "copied_from_id": value.id}, by=by)
        number += 1
    db.session.flush()
    return number


def field_at(specification: Specification, name: str) -> Specification | None:
    """The field or column of a place; None for one that the worksheet does not have, and for a table."""
    table, _dot, column = name.partition(".")
    field = fields_of(specification).get(table)
    if field is None or (field["type"] == "table") != bool(column):
        return None
    return columns_of(field).get(column) if column else field


def add_value(sheet: Sheet, spot: Spot, kept: dict[str, Any], *, by: int | None) -> SheetValue:
    """The next value of a sheet. Its lock is held."""
    sheet.last_number += 1
    made = SheetValue(sheet_id=sheet.id, number=sheet.last_number, field=spot[0], row=spot[1], author_id=by, at=now(), **kept)
    db.session.add(made)
    return made


def _add(sheet: Sheet, spot: Spot, cell: Cell, typed: Typed, *, by: int, is_beside: bool, there: ValueRow | None) -> None:
    source = typed.source if typed.source is not None else (there.source if there else "")
    as_of = typed.as_of if typed.as_of is not None else (there.as_of if there else "")
    kept = {"value": cell.value, "typed": cell.typed, "currency": cell.currency, "is_beside": is_beside}
    add_value(sheet, spot, {**kept, "source": source.strip()[:LONGEST_SOURCE], "as_of": as_of.strip()[:40]}, by=by)


def _is_same(field: Specification, there: ValueRow | None, typed: Typed, cell: Cell) -> bool:
    """Whether what was typed is what stands there already; source and date are compared where they were sent."""
    if there is None:
        return cell.is_empty and not typed.source and not typed.as_of
    before = kept_cell(field, there.value, there.typed, there.currency)
    same = (before.value, before.currency) == (cell.value, cell.currency) if cell.value is not None else before.typed == cell.typed
    same_source = typed.source is None or typed.source.strip()[:LONGEST_SOURCE] == there.source
    return same and same_source and (typed.as_of is None or typed.as_of.strip()[:40] == there.as_of)


def _is_place(specification: Specification, typed: Typed) -> bool:
    """Whether something can stand there: a column has a row, a field has none, and where the file gives the rows there are no others."""
    if ("." in typed.field) != (typed.row is not None):
        return False
    given = {row["id"] for row in fields_of(specification)[typed.field.partition(".")[0]].get("preset", ())}
    return not given or typed.row in given


def _is_own(there: ValueRow, typed: Typed, by: int) -> bool:
    """Whether what came between is what the same window sent and never heard about."""
    return there.author_id == by and there.typed in typed.tried


def _is_untouched(sheet: Sheet, field: Specification, typed: Typed, cell: Cell) -> bool:
    """Whether somebody sent only what they had found there: without scripts a form brings all its fields."""
    found = value_numbered(sheet.id, typed.known)
    return _is_same(field, found if found is not None and found.spot == typed.spot else None, typed, cell)


def _was_written(sheet: Sheet, typed: Typed, cell: Cell, by: int) -> bool:
    """Whether this very text arrived before, and others went on from it: a copy that a browser kept longer than it had to."""
    written = select(SheetValue.id).where(
        SheetValue.sheet_id == sheet.id,
        SheetValue.field == typed.field,
        SheetValue.row.is_not_distinct_from(typed.row),
        SheetValue.number > typed.known,
        SheetValue.author_id == by,
        SheetValue.typed == cell.typed,
    )
    return db.session.scalar(written.limit(1)) is not None


def _has_row(sheet: Sheet, specification: Specification, typed: Typed, there: dict[Spot, ValueRow], *, by: int) -> bool:
    """The row itself, added where it is typed into for the first time; False where the table is full."""
    name = typed.field.partition(".")[0]
    table = fields_of(specification)[name]
    if typed.row in {row["id"] for row in table["preset"]} or _stands(there.get((name, typed.row))):
        return True
    known = [value.value or {} for spot, value in there.items() if spot[0] == name]
    standing = [state for state in known if not state.get("removed")]
    if len(standing) + len(table["preset"]) >= table["most"]:
        return False
    before = there.get((name, typed.row))
    order = max((state.get("order", 0) for state in known), default=-1) + 1
    kept_order = (before.value or {}).get("order", order) if before is not None else order
    value = add_value(sheet, (name, typed.row), {"value": {"order": kept_order}, "typed": "", "currency": None}, by=by)
    db.session.flush()
    there[(name, typed.row)] = ValueRow(
        value.id, value.number, name, typed.row, value.value, "", None, "", "", by, "", value.at, False, None, None
    )
    return True


def _stands(row: ValueRow | None) -> bool:
    """Whether a row is in its table: it was added, and nobody took it off since."""
    return row is not None and not (row.value or {}).get("removed")


def _change_row(sheet: Sheet, specification: Specification, table: str, row: str, change: dict[str, Any], *, by: int) -> None:
    field = fields_of(specification).get(table)
    there = current_values(sheet.id).get((table, row))
    if field is None or there is None or row in {preset["id"] for preset in field["preset"]}:
        return
    state = {**{name: held for name, held in (there.value or {}).items() if name != "removed"}, **change}
    if state != there.value:
        add_value(sheet, (table, row), {"value": state, "typed": "", "currency": None}, by=by)
        sheet.changed_at = now()
        db.session.flush()
