"""A sheet as a page shows it: inputs with what stands in them, rows with their results, and results with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from clustercourse.kinds.calculations.calculation import Output
from clustercourse.kinds.calculations.outcome import STATES, Outcome
from clustercourse.kinds.calculations.wording import rounding, written
from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.worksheets.cells import Cell, kept_cell, major, shown
from clustercourse.kinds.worksheets.computing import Computed, Entries, Row, compute, drawings
from clustercourse.kinds.worksheets.places import Specification, shown_outputs
from clustercourse.language import _, day, half_up, money
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
class ShownCell:
    """A result: its text, and where there is no value, in which way and why."""

    label: str
    text: str
    state: str
    reason: str = ""
    notes: tuple[str, ...] = ()
    rounding: str = ""

    @property
    def is_value(self) -> bool:
        return self.state == "value"


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
class ShownResult:
    """A calculation with its single results; those of rows stand in the tables, and here for reading alone."""

    id: str
    title: str
    formula: str
    limits: str
    sources: tuple[str, ...]
    is_course_tool: bool
    cells: tuple[ShownCell, ...]


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


def shown_results(specification: Specification, computed: Mapping[str, Computed]) -> tuple[ShownResult, ...]:
    """All results that are not of rows, with formula and limits."""
    return tuple(_result(entry, computed[entry["id"]]) for entry in specification["computed"])


def row_results(specification: Specification, computed: Mapping[str, Computed], table: str, place: int) -> tuple[ShownCell, ...]:
    """What was computed for one row of a table."""
    found = []
    for entry in specification["computed"]:
        made = computed[entry["id"]]
        for output in shown_outputs(entry, made.calculation):
            outcomes = made.outcomes[output.name]
            if made.tables.get(output.name) == table and isinstance(outcomes, tuple) and place < len(outcomes):
                found.append(_cell(outcomes[place], output, made.currency))
    return tuple(found)


def row_name(table: Specification, row: Row) -> str:
    """What a row is called: its given name, else what stands in the column that names it."""
    if row.label:
        return row.label
    column = table["row_name"] or table["columns"][0]["id"]
    cell = row.cells.get(column)
    return cell.typed.strip() if cell is not None else ""


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


def _result(entry: Specification, made: Computed) -> ShownResult:
    calculation = made.calculation
    cells = []
    for output in shown_outputs(entry, calculation):
        outcome = made.outcomes[output.name]
        if isinstance(outcome, Outcome):
            cells.append(_cell(outcome, output, made.currency))
    return ShownResult(
        made.id,
        made.title,
        str(calculation.formula),
        str(calculation.limits),
        calculation.sources,
        calculation.is_course_tool,
        tuple(cells),
    )


def _cell(outcome: Outcome, output: Output, currency: str | None) -> ShownCell:
    label = str(output.label)
    if outcome.value is None:
        return ShownCell(label, str(STATES[outcome.state]), outcome.state, str(outcome.reason or ""), _notes(outcome))
    rounded = rounding(output) if outcome.number is not None else None
    return ShownCell(label, written(outcome, output, currency), "value", "", _notes(outcome), str(rounded or ""))


def _notes(outcome: Outcome) -> tuple[str, ...]:
    return tuple(str(note) for note in outcome.notes)


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
