"""Worksheets of the course files, filled in as a person types: what is computed from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from clustercourse.content.yaml_source import read_yaml
from clustercourse.kinds import KINDS
from clustercourse.kinds.calculations.outcome import Outcome
from clustercourse.kinds.worksheets.cells import Cell, read_cell
from clustercourse.kinds.worksheets.computing import Computed, Entries, Row, compute
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"
CURRENCY = "EUR"

Typed = Mapping[str, str]
Table = Sequence[Typed] | Mapping[str, Typed]
"""Rows in order, or by their ids where the file gives them."""


@cache
def specification_of(worksheet_id: str) -> Specification:
    (path,) = CONTENT.glob(f"*/exercises/{worksheet_id}.yaml")
    kind = KINDS["worksheet"]
    source = kind.Source.model_validate(read_yaml(path.read_text("utf-8")).value)
    return kind.compile(source, None, str)


def entered(
    worksheet_id: str, cells: Typed | None = None, tables: Mapping[str, Table] | None = None
) -> tuple[Specification, Entries, dict[str, Computed]]:
    """Every value is read as it is typed; one that cannot be read fails the test."""
    specification = specification_of(worksheet_id)
    fields = fields_of(specification)
    entries = Entries(
        {name: _cell(fields[name], typed) for name, typed in (cells or {}).items()},
        {name: _rows(fields[name], table) for name, table in (tables or {}).items()},
    )
    return specification, entries, compute(specification, entries)


def rows(columns: str, *lines: Sequence[object]) -> list[dict[str, str]]:
    """A table as it is written on paper: the columns once, then a line for each row; None for a cell that is left empty."""
    names = columns.split()
    pairs = (zip(names, line, strict=True) for line in lines)
    return [{name: "" if typed is None else str(typed) for name, typed in each} for each in pairs]


def found(outcome: Outcome | tuple[Outcome, ...]) -> Any:
    """The exact value of an outcome, or which of the other three it is; for a column a tuple of them."""
    if isinstance(outcome, tuple):
        return tuple(found(each) for each in outcome)
    return outcome.value if outcome.state == "value" else outcome.state


def results(computed: Computed, *names: str) -> tuple[Any, ...]:
    return tuple(found(computed.outcomes[name]) for name in names)


def about(number: Any, digits: int) -> str:
    """Rounded as formulas.md prints it."""
    return f"{float(number):.{digits}f}" if isinstance(number, Fraction) else str(number)


def _cell(field: Specification, typed: str) -> Cell:
    cell = read_cell(field, typed, CURRENCY)
    assert cell.trouble is None, f"{field['id']}: {cell.trouble}"
    return cell


def _rows(field: Specification, table: Table) -> list[Row]:
    columns = columns_of(field)
    if isinstance(table, Mapping):
        assert set(table) <= {row["id"] for row in field["preset"]}, "There is no such row."
        lines = [(row["id"], table.get(row["id"], {}), row["label"], row["group"]) for row in field["preset"]]
    else:
        assert not field["preset"], "The rows of this table are given: enter them by their ids."
        lines = [(str(number), line, "", "") for number, line in enumerate(table)]
    return [Row(key, {name: _cell(columns[name], typed) for name, typed in line.items()}, *said) for key, line, *said in lines]
