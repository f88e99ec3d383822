"""What stands in a sheet, in words: values, steps of ratings, and what rows and places are called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from clustercourse.kinds.calculations.outcome import STATES
from clustercourse.kinds.worksheets.cells import Cell, kept_cell, major, shown
from clustercourse.kinds.worksheets.computing import Entries, Row
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import _, day, half_up, money
from clustercourse.workbook.queries.sheets import Spot, ValueRow


def row_name(table: Specification, row: Row) -> str:
    """What a row is called: its given name, else what stands in the column that names it."""
    if row.label:
        return row.label
    column = table["row_name"] or table["columns"][0]["id"]
    cell = row.cells.get(column)
    return cell.typed.strip() if cell is not None else ""


def place_name(specification: Specification, entries: Entries, spot: Spot) -> str:
    """What a row of a table is called that a place stands in: its name, else its number; nothing for a field of its own."""
    table = next((field for field in specification["fields"] if field["id"] == spot[0].split(".")[0]), None)
    if table is None or table["type"] != "table":
        return ""
    for number, row in enumerate(entries.rows(table["id"]), start=1):
        if row.key == spot[1]:
            return row_name(table, row) or str(_("row {n}", n=number))
    return ""


def step_words(field: Specification, step: int) -> str:
    """A step of a rating with its label; where only the two ends have one, the others are numbers."""
    labels, place = field["labels"], step - field["least"]
    if len(labels) == field["most"] - field["least"] + 1:
        return f"{step} – {labels[place]}"
    ends = {field["least"]: 0, field["most"]: -1}
    return f"{step} – {labels[ends[step]]}" if labels and step in ends else str(step)


@dataclass(frozen=True)
class ShownValue:
    """A value of a place's history, as its reader sees it."""

    text: str
    value: ValueRow


def shown_values(field: Specification, values: Iterable[ValueRow]) -> tuple[ShownValue, ...]:
    return tuple(ShownValue(said(field, kept_cell(field, value.value, value.typed, value.currency)), value) for value in values)


def said(field: Specification, cell: Cell) -> str:
    """A value in words: choices by their labels, amounts with their currency."""
    if cell.value is None:
        return str(STATES["missing"]) if cell.is_unknown else cell.typed
    if field["type"] in ("choice", "several"):
        chosen = cell.value if isinstance(cell.value, list) else [cell.value]
        return ", ".join(option["text"] for option in field["options"] if option["id"] in chosen)
    if field["type"] == "yes-no":
        return str(_("yes") if cell.value == "yes" else _("no"))
    if field["type"] == "money":
        amount = major(cell)
        places = 0 if amount.denominator == 1 else 2
        return money(half_up(amount, places), cell.currency or "", places)
    if field["type"] == "percentage":
        return f"{shown(field, cell)} %"
    if field["type"] == "date":
        return day(date.fromisoformat(cell.value))
    return f"{shown(field, cell)} {field.get('unit', '')}".strip()
