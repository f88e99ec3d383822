"""Where a value of a worksheet stands: what `field`, `table.column`, `computed.output` and `= 5` mean in its specification."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.calculation import Calculation, Output

Specification = dict[str, Any]
NUMBERS = frozenset({"number", "money", "percentage", "rating", "year"})


@dataclass(frozen=True)
class Place:
    """`table` is set where there is one value for each row. `holds`: what kind of value it is, for comparing with an input."""

    kind: Literal["field", "column", "computed", "literal"]
    name: str
    part: str = ""
    table: str | None = None
    holds: Literal["number", "text"] = "text"


def fields_of(specification: Specification) -> dict[str, Specification]:
    return {field["id"]: field for field in specification["fields"]}


def columns_of(table: Specification) -> dict[str, Specification]:
    return {column["id"]: column for column in table["columns"]}


def place(specification: Specification, reference: str) -> Place | None:
    """What a reference leads to, or None where there is nothing of that name."""
    if reference.startswith("="):
        return Place("literal", reference[1:].strip())
    name, _dot, part = reference.partition(".")
    field = fields_of(specification).get(name)
    if field is not None and not part:
        return None if field["type"] == "table" else Place("field", name, holds=_holds(field))
    if field is not None:
        column = columns_of(field).get(part) if field["type"] == "table" else None
        label = part == "label" and bool(field.get("preset"))
        if column is None and not label:
            return None
        return Place("column", name, part, table=name, holds=_holds(column) if column else "text")
    return _computed_place(specification, name, part)


def _computed_place(specification: Specification, name: str, part: str) -> Place | None:
    entry = next((each for each in specification["computed"] if each["id"] == name), None)
    calculation = CALCULATIONS.get(entry["calculation"]) if entry else None
    if entry is None or calculation is None or part not in {output.name for output in calculation.outputs}:
        return None
    output = calculation.output(part)
    table = table_of(specification, entry, output.rows_of)
    per_row = output.per_row or is_by_row(specification, entry, calculation)
    return Place("computed", name, part, table=table if per_row else None, holds="text" if output.shown in ("word", "words") else "number")


def table_of(specification: Specification, entry: Specification, rows_of: str = "") -> str | None:
    """The table whose rows a computed entry looks at, if it looks at one; where it looks at two, that of the input `rows_of`."""
    named = [entry["inputs"][rows_of]] if rows_of in entry["inputs"] else list(entry["inputs"].values())
    found = (place(specification, reference) for reference in named)
    return next((each.table for each in found if each is not None and each.table is not None), None)


def is_by_row(specification: Specification, entry: Specification, calculation: Calculation) -> bool:
    """A calculation of single values that is bound to columns is carried out for each row."""
    has_columns = any(each.is_column for each in calculation.inputs)
    return not has_columns and table_of(specification, entry) is not None


def shown_outputs(entry: Specification, calculation: Calculation) -> tuple[Output, ...]:
    return tuple(output for output in calculation.outputs if not entry["show"] or output.name in entry["show"])


def names_of(specification: Specification) -> Iterator[str]:
    """Everything that another worksheet may refer to."""
    for field in specification["fields"]:
        yield field["id"]
        if field["type"] == "table":
            yield from (f"{field['id']}.{column['id']}" for column in field["columns"])
            yield from ([f"{field['id']}.label"] if field["preset"] else [])
    for entry in specification["computed"]:
        if calculation := CALCULATIONS.get(entry["calculation"]):
            yield from (f"{entry['id']}.{output.name}" for output in calculation.outputs)


def _holds(field: Specification) -> Literal["number", "text"]:
    return "number" if field["type"] in NUMBERS else "text"
