"""A sheet as a page shows it: inputs with what stands in them, rows with their results, and results with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.worksheets.cells import Cell, shown
from clustercourse.kinds.worksheets.computing import Computed, Entries, compute, drawings
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import _
from clustercourse.workbook.queries.results import ShownCell, ShownResult, row_results, shown_results
from clustercourse.workbook.queries.said import row_name, step_words
from clustercourse.workbook.queries.sheets import SheetHere, Spot, ValueRow


@dataclass(frozen=True)
class ShownInput:
    """One place where something is typed. `name` is that of its inputs; `known` the number of the value that stands there."""

    field: Specification
    spot: Spot
    text: str
    cell: Cell
    known: int
    value: ValueRow | None
    beside: ValueRow | None
    has_changed_elsewhere: bool = False

    @property
    def name(self) -> str:
        return f"{self.spot[0]}:{self.spot[1] or ''}"

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be chosen, with its words; nothing where something is typed."""
        if self.field["type"] == "choice":
            return [(option["id"], option["text"]) for option in self.field["options"]]
        if self.field["type"] == "yes-no":
            return [("yes", str(_("Yes"))), ("no", str(_("No"))), ("?", str(_("Not known")))]
        if self.field["type"] == "rating":
            steps = range(self.field["least"], self.field["most"] + 1)
            return [(str(step), step_words(self.field, step)) for step in steps] + [("?", str(_("Not known")))]
        return []

    @property
    def choice(self) -> str:
        """The key that is chosen of them."""
        return "?" if self.cell.is_unknown else self.cell.typed

    @property
    def chosen(self) -> frozenset[str]:
        """The keys that are chosen of several."""
        return frozenset(self.cell.value or ()) if self.field["type"] == "several" else frozenset()


@dataclass(frozen=True)
class ShownRow:
    """A row of a table. `is_given`: the file gave it, so it stays; `is_new`: nothing stands in it yet."""

    key: str
    name: str
    group: str
    inputs: tuple[ShownInput, ...]
    results: tuple[ShownCell, ...]
    is_given: bool = False
    is_new: bool = False


@dataclass(frozen=True)
class ShownField:
    """A field with its input, or a table with its rows."""

    field: Specification
    input: ShownInput | None
    rows: tuple[ShownRow, ...] = ()

    @property
    def is_table(self) -> bool:
        return self.input is None

    @property
    def result_labels(self) -> tuple[str, ...]:
        return tuple(cell.label for cell in self.rows[0].results) if self.rows else ()

    @property
    def may_grow(self) -> bool:
        return bool(len(self.rows) < self.field["most"])


@dataclass(frozen=True)
class ShownSheet:
    fields: tuple[ShownField, ...]
    results: tuple[ShownResult, ...]
    drawings: tuple[Drawing, ...]
    filled: int
    asked: int
    missing: tuple[Specification, ...]

    @property
    def rows(self) -> tuple[ShownRow, ...]:
        return tuple(row for field in self.fields for row in field.rows)

    @property
    def inputs(self) -> tuple[ShownInput, ...]:
        """Every place where something is typed."""
        alone = (field.input for field in self.fields if field.input is not None)
        return (*alone, *(each for row in self.rows for each in row.inputs))

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def finding(self) -> str:
        """What the first picture shows, in a sentence; empty while there is nothing to draw."""
        return self.drawings[0].finding if self.drawings and self.drawings[0].table.rows else ""


def shown_sheet(here: SheetHere, *, new_row: str = "") -> ShownSheet:
    """Everything a page shows of a sheet, computed anew. `new_row` is the key of the empty row under tables that may grow."""
    specification, entries = here.worksheet.specification, here.entries
    computed = compute(specification, entries)
    fields = tuple(_field(here, field, computed, new_row) for field in specification["fields"])
    required = [field for field in specification["fields"] if field["required"]]
    missing = tuple(field for field in required if not _is_filled(field, entries))
    filled = sum(_is_filled(field, entries) for field in specification["fields"])
    return ShownSheet(
        fields=fields,
        results=shown_results(specification, computed),
        drawings=tuple(drawings(specification, entries, computed)),
        filled=filled,
        asked=len(specification["fields"]),
        missing=missing,
    )


def _field(here: SheetHere, field: Specification, computed: Mapping[str, Computed], new_row: str) -> ShownField:
    if field["type"] != "table":
        return ShownField(field, _input(here, field, (field["id"], None), here.entries.cells.get(field["id"], Cell())))
    preset = {row["id"] for row in field["preset"]}
    rows = [
        ShownRow(
            key=row.key,
            name=row_name(field, row),
            group=row.group,
            inputs=tuple(
                _input(here, column, (f"{field['id']}.{column['id']}", row.key), row.cells.get(column["id"], Cell()))
                for column in field["columns"]
            ),
            results=row_results(here.worksheet.specification, computed, field["id"], place),
            is_given=row.key in preset,
        )
        for place, row in enumerate(here.entries.rows(field["id"]))
    ]
    shown_field = ShownField(field, None, tuple(rows))
    if new_row and shown_field.may_grow:
        empty = tuple(_input(here, column, (f"{field['id']}.{column['id']}", new_row), Cell()) for column in field["columns"])
        return replace(shown_field, rows=(*rows, ShownRow(new_row, "", "", empty, (), is_new=True)))
    return shown_field


def _input(here: SheetHere, field: Specification, spot: Spot, cell: Cell) -> ShownInput:
    value = here.values.get(spot)
    return ShownInput(
        field, spot, shown(field, cell, here.workbook.currency), cell, value.number if value else 0, value, here.beside.get(spot)
    )


def _is_filled(field: Specification, entries: Entries) -> bool:
    """Something readable stands in it, or that nobody knows; in a table, in as many rows as it asks for."""
    if field["type"] != "table":
        cell = entries.cells.get(field["id"], Cell())
        return cell.value is not None or cell.is_unknown
    rows = [row for row in entries.rows(field["id"]) if any(cell.value is not None or cell.is_unknown for cell in row.cells.values())]
    return bool(len(rows) >= max(field["least"], 1))
