"""What is computed of a worksheet's values. The same for the page, exports and tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.calculation import Calculation, Given
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, value
from clustercourse.kinds.calculations.wording import written_value
from clustercourse.kinds.pictures import PICTURES
from clustercourse.kinds.pictures.drawing import Drawing, Drawn, PictureInput
from clustercourse.kinds.worksheets.cells import Cell, major
from clustercourse.kinds.worksheets.places import Place, Specification, columns_of, fields_of, is_by_row, place, table_of
from clustercourse.language import _


@dataclass(frozen=True)
class Row:
    """A row of a table. `key` lasts; `label` is set for rows that the file gives."""

    key: str
    cells: Mapping[str, Cell]
    label: str = ""
    group: str = ""


@dataclass(frozen=True)
class Entries:
    """Everything that stands in a sheet."""

    cells: Mapping[str, Cell] = field(default_factory=dict)
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)

    def rows(self, table: str) -> Sequence[Row]:
        return self.tables.get(table, ())


@dataclass(frozen=True)
class Computed:
    """One entry of `computed`: its outcomes by output, one for each row of `tables` where the output is of rows.

    `currency` is that of the amounts it was computed from.
    """

    id: str
    title: str
    calculation: Calculation
    outcomes: Mapping[str, Outcome | tuple[Outcome, ...]]
    tables: Mapping[str, str] = field(default_factory=dict)
    currency: str | None = None


def compute(specification: Specification, entries: Entries) -> dict[str, Computed]:
    """All computed entries, in the order of the file; each may use those before it."""
    made: dict[str, Computed] = {}
    for entry in specification["computed"]:
        made[entry["id"]] = _computed(specification, entries, entry, made)
    return made


def drawings(specification: Specification, entries: Entries, computed: Mapping[str, Computed]) -> list[Drawing]:
    """The pictures of the worksheet, from the same values."""
    sheet = _Sheet(specification, entries, computed)
    return [_drawing(sheet, entry) for entry in specification["pictures"]]


@dataclass(frozen=True)
class _Sheet:
    specification: Specification
    entries: Entries
    computed: Mapping[str, Computed]

    def cells(self, at: Place) -> list[Cell]:
        """The cells of a place: one of a field, one for each row of a column."""
        if at.kind == "field":
            return [self.entries.cells.get(at.name, Cell())]
        return [row.cells.get(at.part, Cell()) for row in self.entries.rows(at.name)] if at.kind == "column" else []

    def field(self, at: Place) -> Specification:
        found = fields_of(self.specification)[at.name]
        return columns_of(found)[at.part] if at.kind == "column" else found

    def held(self, at: Place) -> list[Any]:
        """Outcomes for what was computed, `Given` for what was typed."""
        if at.kind == "literal":
            return [_literal(at.name)]
        if at.kind == "computed":
            outcome = self.computed[at.name].outcomes[at.part]
            return list(outcome) if isinstance(outcome, tuple) else [outcome]
        if at.part == "label" and at.kind == "column":
            return [row.label for row in self.entries.rows(at.name)]
        return [given(self.field(at), cell) for cell in self.cells(at)]


def _computed(specification: Specification, entries: Entries, entry: Specification, made: Mapping[str, Computed]) -> Computed:
    calculation = CALCULATIONS[entry["calculation"]]
    sheet = _Sheet(specification, entries, made)
    places = {name: found for name, reference in entry["inputs"].items() if (found := place(specification, reference)) is not None}
    by_row = is_by_row(specification, entry, calculation)
    tables = _tables(specification, entry, calculation, by_row)
    currencies = _currencies(sheet, places)
    if len(currencies) > 1:
        outcomes = _two_currencies(calculation, sorted(currencies), {name: len(entries.rows(table)) for name, table in tables.items()})
    elif by_row:
        rows = entries.rows(table_of(specification, entry) or "")
        each = [calculation.calculate(_inputs(sheet, calculation, places, row)) for row in range(len(rows))]
        outcomes = {output.name: tuple(_single(found[output.name]) for found in each) for output in calculation.outputs}
    else:
        outcomes = dict(calculation.calculate(_inputs(sheet, calculation, places, None)))
    return Computed(entry["id"], entry["title"] or str(calculation.title), calculation, outcomes, tables, next(iter(currencies), None))


def _tables(specification: Specification, entry: Specification, calculation: Calculation, by_row: bool) -> dict[str, str]:
    """The table of each output that is of rows."""
    found = {output.name: table_of(specification, entry, output.rows_of) for output in calculation.outputs if by_row or output.per_row}
    return {name: table for name, table in found.items() if table is not None}


def _inputs(sheet: _Sheet, calculation: Calculation, places: Mapping[str, Place], row: int | None) -> dict[str, Given | Sequence[Given]]:
    found: dict[str, Given | Sequence[Given]] = {}
    for name, at in places.items():
        held = [_known(each) for each in sheet.held(at)]
        if calculation.input(name).is_column:
            found[name] = tuple(held)
        elif at.table is None or row is None:
            found[name] = held[0] if held else None
        else:
            found[name] = held[row]
    return found


def _known(held: Any) -> Given:
    """What a computed outcome is worth as an input: its value, or nothing known."""
    if not isinstance(held, Outcome):
        return held  # type: ignore[no-any-return]
    return ", ".join(held.value) if isinstance(held.value, tuple) else held.value


def _single(found: Outcome | tuple[Outcome, ...]) -> Outcome:
    return found[0] if isinstance(found, tuple) else found


def _currencies(sheet: _Sheet, places: Mapping[str, Place]) -> set[str]:
    typed = (cell for at in places.values() if at.kind in ("field", "column") for cell in sheet.cells(at))
    computed = (sheet.computed[at.name].currency for at in places.values() if at.kind == "computed")
    return {cell.currency for cell in typed if cell.currency} | {currency for currency in computed if currency}


def _two_currencies(calculation: Calculation, found: Sequence[str], rows: Mapping[str, int]) -> dict[str, Outcome | tuple[Outcome, ...]]:
    sentence = _(
        "These amounts are in {first} and {second}. Convert them to one currency, and note the rate and its day as the source.",
        first=found[0],
        second=found[1],
    )
    refused = invalid([], sentence)
    return {output.name: (refused,) * rows[output.name] if output.name in rows else refused for output in calculation.outputs}


def given(field: Specification, cell: Cell) -> Given:
    """A cell as calculations take it: money in whole units, a percentage as a share, a choice by its key; None where it is not known."""
    if cell.value is None:
        return None
    if field["type"] == "money":
        return major(cell)
    if field["type"] == "percentage":
        return Fraction(cell.value) / 100
    if field["type"] in ("number", "rating", "year"):
        return Fraction(cell.value)
    return ", ".join(cell.value) if field["type"] == "several" else str(cell.value)


def _literal(text: str) -> Given:
    try:
        return Fraction(text)
    except ValueError:
        return text


def _drawing(sheet: _Sheet, entry: Specification) -> Drawing:
    picture = PICTURES[entry["picture"]]
    found: dict[str, Drawn] = {}
    for asked in picture.inputs:
        at = place(sheet.specification, entry["inputs"].get(asked.name, "")) if asked.name in entry["inputs"] else None
        if at is not None:
            drawn = [_drawn(asked, sheet, at, each) for each in sheet.held(at)]
            found[asked.name] = tuple(drawn) if asked.is_column else (drawn[0] if drawn else None)  # type: ignore[assignment]
    return picture.drawing(found)


def _drawn(asked: PictureInput, sheet: _Sheet, at: Place, held: Any) -> Outcome | str | None:
    if asked.type == "text":
        return _words(sheet, at, held)
    if isinstance(held, Outcome):
        return held
    return missing([], _("This is not known.")) if held is None else value(held)


def _words(sheet: _Sheet, at: Place, held: Any) -> str | None:
    """What a reader sees of a text: the words of a choice and of a computed word, not their keys."""
    if isinstance(held, Outcome):
        output = sheet.computed[at.name].calculation.output(at.part)
        return written_value(held.value, output) if held.value is not None else None
    if held is None or at.kind == "literal" or at.part == "label":
        return held  # type: ignore[no-any-return]
    options = {option["id"]: option["text"] for option in sheet.field(at).get("options", ())}
    return ", ".join(options.get(key, key) for key in str(held).split(", ")) if options else str(held)
