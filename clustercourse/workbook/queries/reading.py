"""A sheet for reading: what was answered, its tables with their results, its pictures, and what they do not show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clustercourse.kinds.pictures.drawing import Drawing
from clustercourse.kinds.worksheets.cells import Cell
from clustercourse.kinds.worksheets.computing import Computed, Entries, compute, drawings
from clustercourse.kinds.worksheets.places import NUMBERS, Specification, shown_outputs
from clustercourse.language import _
from clustercourse.workbook.queries.document import Fact, Grid
from clustercourse.workbook.queries.results import ShownResult, row_results, shown_results
from clustercourse.workbook.queries.said import row_name, said
from clustercourse.workbook.queries.sheets import Spot, ValueRow, entries_of


@dataclass(frozen=True)
class Reading:
    """Everything a reader sees of one state of a sheet: what was left empty is not in it."""

    facts: tuple[Fact, ...]
    grids: tuple[Grid, ...]
    results: tuple[ShownResult, ...]
    pictures: tuple[Drawing, ...]

    @property
    def is_empty(self) -> bool:
        return not self.grids and not any(fact.text for fact in self.facts)

    @property
    def limits(self) -> str:
        """What the results do not show, once for each calculation."""
        return " ".join(dict.fromkeys(result.limits for result in self.results))


def reading_of(specification: Specification, values: Mapping[Spot, ValueRow]) -> Reading:
    """A state of a sheet from its values: the ones that count now, or those of a version or a submission."""
    entries = entries_of(specification, values.values())
    computed = compute(specification, entries)
    plain = [field for field in specification["fields"] if field["type"] != "table"]
    tables = [field for field in specification["fields"] if field["type"] == "table"]
    facts = (_fact(field, entries.cells.get(field["id"], Cell()), values.get((field["id"], None))) for field in plain)
    grids = (_grid(specification, table, entries, values, computed) for table in tables)
    return Reading(
        facts=tuple(fact for fact in facts if fact.text or fact.state),
        grids=tuple(grid for grid in grids if grid.rows),
        results=shown_results(specification, computed),
        pictures=tuple(drawings(specification, entries, computed)),
    )


def _fact(field: Specification, cell: Cell, value: ValueRow | None) -> Fact:
    state = str(_("not known")) if cell.is_unknown else ""
    return Fact(field["prompt"], "" if cell.is_unknown else said(field, cell), state, _source([value] if value else []))


def _grid(
    specification: Specification, table: Specification, entries: Entries, values: Mapping[Spot, ValueRow], computed: Mapping[str, Computed]
) -> Grid:
    """The table with its results behind; rows in which nothing stands are left out. Where its numbers are from stands below it."""
    columns = [column for column in table["columns"] if not table["preset"] or column["id"] != table["row_name"]]
    rows = entries.rows(table["id"])
    heads = ([table["row_word"] or table["prompt"]] if table["preset"] else []) + [_head(column) for column in columns]
    made = [row_results(specification, computed, table["id"], place) for place in range(len(rows))]
    labels = [cell.label for cell in made[0]] if made else _labels(specification, computed, table["id"])
    lines = []
    for row, results in zip(rows, made, strict=True):
        cells = [said(column, row.cells.get(column["id"], Cell())) for column in columns]
        if any(cells):
            lines.append((*([row_name(table, row)] if table["preset"] else []), *cells, *(cell.text for cell in results)))
    first = 1 if table["preset"] else 0
    numbers = [place for place, column in enumerate(columns, first) if column["type"] in NUMBERS]
    numbers += [len(heads) + place for place in range(len(labels))]
    sourced = [value for spot, value in values.items() if spot[0].partition(".")[0] == table["id"]]
    return Grid(table["prompt"], (*heads, *labels), tuple(lines), tuple(numbers), _source(sourced))


def _head(column: Specification) -> str:
    unit = "%" if column["type"] == "percentage" else column.get("unit", "")
    return f"{column['prompt']} ({unit})" if unit else str(column["prompt"])


def _labels(specification: Specification, computed: Mapping[str, Computed], table: str) -> list[str]:
    return [
        str(output.label)
        for entry in specification["computed"]
        for output in shown_outputs(entry, computed[entry["id"]].calculation)
        if computed[entry["id"]].tables.get(output.name) == table
    ]


def _source(values: Iterable[ValueRow]) -> str:
    """Where values are from, each source once, with the day they stand for."""
    named = dict.fromkeys((value.source, value.as_of) for value in values if value.source or value.as_of)
    return "; ".join(
        str(_("{source}, as of {when}", source=source, when=when)) if source and when else source or when for source, when in named
    )
