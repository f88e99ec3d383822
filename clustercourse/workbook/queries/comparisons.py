"""Two states of a sheet beside each other: what differs, in fields, rows and results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clustercourse.kinds.worksheets.cells import Cell
from clustercourse.kinds.worksheets.computing import Entries, Row, compute
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.workbook.queries.results import shown_results
from clustercourse.workbook.queries.said import row_name, said
from clustercourse.workbook.queries.sheets import Spot, ValueRow, entries_of


@dataclass(frozen=True)
class Difference:
    """One place, or one result, in two states. `change` says by how much where both are numbers."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True)
class Comparison:
    results: tuple[tuple[str, tuple[Difference, ...]], ...]
    fields: tuple[Difference, ...]
    same_count: int


def compare(specification: Specification, first: Mapping[Spot, ValueRow], second: Mapping[Spot, ValueRow]) -> Comparison:
    """All results of both states, and the places whose values differ."""
    one, two = entries_of(specification, first.values()), entries_of(specification, second.values())
    places = [*_cells(specification, one, two)]
    return Comparison(_results(specification, one, two), tuple(each for each in places if each.differs), sum(not e.differs for e in places))


def _cells(specification: Specification, one: Entries, two: Entries) -> list[Difference]:
    found = []
    for field in specification["fields"]:
        if field["type"] == "table":
            found += _rows(field, one, two)
        else:
            pair = [said(field, entries.cells.get(field["id"], Cell())) for entries in (one, two)]
            found += [Difference(field["prompt"], *pair)] if any(pair) else []
    return found


def _rows(table: Specification, one: Entries, two: Entries) -> list[Difference]:
    by_key: dict[str, list[Row | None]] = {}
    for place, entries in enumerate((one, two)):
        for row in entries.rows(table["id"]):
            by_key.setdefault(row.key, [None, None])[place] = row
    found = []
    for pair in by_key.values():
        name = next((row_name(table, row) for row in reversed(pair) if row is not None), "")
        for column in table["columns"]:
            texts = [said(column, row.cells.get(column["id"], Cell())) if row is not None else "" for row in pair]
            found += [Difference(f"{name} · {column['prompt']}" if name else column["prompt"], *texts)] if any(texts) else []
    return found


def _results(specification: Specification, one: Entries, two: Entries) -> tuple[tuple[str, tuple[Difference, ...]], ...]:
    found = []
    for first, second in zip(*(shown_results(specification, compute(specification, each)) for each in (one, two)), strict=True):
        cells = tuple(Difference(a.label, a.text, b.text) for a, b in zip(first.cells, second.cells, strict=True))
        found += [(first.title, cells)] if cells else []
    return tuple(found)
