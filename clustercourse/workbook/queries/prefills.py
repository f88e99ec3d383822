"""What a sheet can begin with: values of earlier sheets of the same workbook, and whether a copied original has changed since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased

from clustercourse.db import rows
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.models.workbook import SheetValue
from clustercourse.viewer import Viewer
from clustercourse.workbook.queries.sheets import SheetHere, Spot, ValueRow, current_values, newest_sheets
from clustercourse.workbook.queries.worksheets import worksheets

_newer = aliased(SheetValue)
_original = aliased(SheetValue)
_outdated = (
    select(SheetValue.field, SheetValue.row)
    .join(_original, _original.id == SheetValue.copied_from_id)
    .where(
        SheetValue.id.in_(bindparam("ids", expanding=True)),
        select(_newer.id)
        .where(
            _newer.sheet_id == _original.sheet_id,
            _newer.field == _original.field,
            _newer.row.is_not_distinct_from(_original.row),
            _newer.is_beside.is_(False),
            _newer.number > _original.number,
        )
        .exists(),
    )
)


@dataclass(frozen=True)
class _Source:
    """A field or table that begins with another worksheet's."""

    sheet: str
    name: str


def copies_for(viewer: Viewer, here: SheetHere) -> list[tuple[Spot, ValueRow]]:
    """Values that could be copied into empty places of this sheet now, each with the value it is of. The newest edition of each source."""
    specification = here.worksheet.specification
    wanted = {source.sheet for field in specification["fields"] for source in _sources(field)}
    if not wanted or here.workbook.id is None:
        return []
    known = {each.key: each for each in worksheets(viewer, here.workbook.id) if each.key in wanted}
    sheets = newest_sheets(here.workbook.id, [each.item.id for each in known.values()])
    values = {key: current_values(sheets[each.item.id]) for key, each in known.items() if each.item.id in sheets}
    found: list[tuple[Spot, ValueRow]] = []
    for field in specification["fields"]:
        found += _table(field, values) if field["type"] == "table" else _single(field, values)
    return [(spot, value) for spot, value in found if spot not in here.values]


def outdated(values: Iterable[ValueRow]) -> frozenset[Spot]:
    """Places whose value was copied from one that has changed since."""
    ids = [value.id for value in values if value.copied_from_id is not None]
    return frozenset((line.field, line.row) for line in rows(_outdated, ids=ids)) if ids else frozenset()


def _sources(field: Specification) -> Iterable[_Source]:
    for each in (field, *field.get("columns", ())):
        sheet, dot, name = each["prefill"].partition(".")
        if dot:
            yield _Source(sheet, name)


def _single(field: Specification, values: Mapping[str, Mapping[Spot, ValueRow]]) -> list[tuple[Spot, ValueRow]]:
    sheet, _dot, name = field["prefill"].partition(".")
    value = values.get(sheet, {}).get((name, None))
    return [((field["id"], None), value)] if value is not None else []


def _table(table: Specification, values: Mapping[str, Mapping[Spot, ValueRow]]) -> list[tuple[Spot, ValueRow]]:
    """Rows with the columns that name where they are from; a row keeps its key, so copying again adds nothing."""
    found: list[tuple[Spot, ValueRow]] = []
    preset = {row["id"] for row in table["preset"]}
    sheet, dot, name = table["prefill"].partition(".")
    if dot:
        standing = values.get(sheet, {})
        found += [
            ((table["id"], spot[1]), value)
            for spot, value in standing.items()
            if spot[0] == name and spot[1] not in preset and not (value.value or {}).get("removed")
        ]
    for column in table["columns"]:
        from_sheet, has_source, path = column["prefill"].partition(".")
        if not has_source:
            continue
        for spot, value in values.get(from_sheet, {}).items():
            if spot[0] == path and (spot[1] in preset or _stands(values[from_sheet], path, spot[1])):
                found.append(((f"{table['id']}.{column['id']}", spot[1]), value))
    return found


def _stands(values: Mapping[Spot, ValueRow], path: str, row: str | None) -> bool:
    state: Any = values.get((path.partition(".")[0], row))
    return state is None or not (state.value or {}).get("removed")
