"""What a worksheet names in others: where its values begin, which numbers and names should agree, whose rows can be chosen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from clustercourse.kinds.source import Path
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of, place
from clustercourse.language import Message, _

Wanted = Literal["value", "rows", "table", "number", "column"]
_WORDS = frozenset({"text", "long-text", "organisation", "stakeholder"})
"""Types whose values can stand in each other's places."""


@dataclass(frozen=True)
class Reference:
    """`worksheet.name`, at `path` of the file that says it. `field` is the one that would take the value, with `is_column`."""

    path: Path
    worksheet: str
    name: str
    wanted: Wanted
    field: Specification | None = None
    is_column: bool = False


def references_of(source: Any) -> Iterator[Reference]:
    """Everything that a worksheet's file names in worksheets. What has no point in it names nothing."""
    plain: Specification = source.model_dump(mode="json")
    for at, field in enumerate(plain["fields"]):
        yield from _of_field(field, ("fields", at), is_column=False)
        for place_, column in enumerate(field.get("columns", ())):
            yield from _of_field(column, ("fields", at, "columns", place_), is_column=True)
    for at, entry in enumerate(plain["agreements"]):
        wanted: Wanted = "number" if entry["kind"] == "same-number" else "column"
        yield from _named(entry["other"], ("agreements", at, "other"), wanted)


def misfit(known: Specification, asked: Reference) -> Message | None:
    """Why what stands at a place of another worksheet cannot be taken; None where it can. The place is there."""
    if asked.wanted in ("rows", "table"):
        is_table = fields_of(known).get(asked.name, {}).get("type") == "table"
        return None if is_table else _("“{name}” is no table.", name=asked.name)
    if asked.wanted == "value":
        return _other_value(_field_at(known, asked.name), asked)
    found = place(known, asked.name)
    if found is None:
        return _("“{name}” is a table. Name one of its columns.", name=asked.name)
    if asked.wanted == "number" and found.holds != "number":
        return _("This should be a number; “{name}” is text.", name=asked.name)
    if asked.wanted == "column" and found.kind != "column":
        return _("“{name}” is no column of a table.", name=asked.name)
    return None


def _of_field(field: Specification, path: Path, *, is_column: bool) -> Iterator[Reference]:
    wanted: Wanted = "rows" if field["type"] == "table" else "value"
    yield from _named(field["prefill"], (*path, "prefill"), wanted, field, is_column)
    yield from _named(field.get("rows_of", ""), (*path, "rows_of"), "table")


def _named(said: str, path: Path, wanted: Wanted, field: Specification | None = None, is_column: bool = False) -> Iterator[Reference]:
    worksheet, dot, name = said.partition(".")
    if dot:
        yield Reference(path, worksheet, name, wanted, field, is_column)


def _field_at(known: Specification, name: str) -> Specification | None:
    """The field or column that people type into; None for a table, a label and a result."""
    field_id, _dot, column = name.partition(".")
    field = fields_of(known).get(field_id)
    if field is None or (field["type"] == "table") != bool(column):
        return None
    return columns_of(field).get(column) if column else field


def _other_value(found: Specification | None, asked: Reference) -> Message | None:
    own = asked.field or {}
    if found is None:
        return _("“{name}” is not typed in. Only what people type can be copied.", name=asked.name)
    if ("." in asked.name) != asked.is_column:
        return _("A column begins with a column, and a field with a field.")
    if found["type"] != own["type"] and not {found["type"], own["type"]} <= _WORDS:
        return _("“{name}” is of the type “{type}”. This field should be as well.", name=asked.name, type=found["type"])
    gone = [option["id"] for option in found.get("options", ()) if option["id"] not in {own_["id"] for own_ in own.get("options", ())}]
    if gone:
        return _("“{name}” has the option “{option}”, which this field lacks.", name=asked.name, option=gone[0])
    return None
