"""Worksheets as file data, and what stands in them, for the tests of this folder."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from clustercourse.kinds import KINDS
from clustercourse.kinds.worksheets.cells import read_cell
from clustercourse.kinds.worksheets.computing import Entries, Row
from clustercourse.kinds.worksheets.places import Specification, columns_of, fields_of
from clustercourse.kinds.worksheets.source import WorksheetSource, WorksheetTranslation

WORKSHEET = KINDS["worksheet"]
TIERS = {
    "id": "tiers",
    "type": "table",
    "prompt": "Tiers",
    "row_name": "tier",
    "columns": [
        {"id": "tier", "type": "text", "prompt": "Tier"},
        {"id": "members", "type": "number", "prompt": "Members", "least": 0, "whole": True},
        {"id": "fee", "type": "money", "prompt": "Fee"},
    ],
}
GAPS = {
    "id": "gaps",
    "type": "table",
    "prompt": "Gaps",
    "preset": [{"id": "research", "label": "Research"}, {"id": "capital", "label": "Capital"}],
    "columns": [
        {"id": "severity", "type": "rating", "prompt": "Severity"},
        {"id": "importance", "type": "rating", "prompt": "Importance"},
        {
            "id": "decision",
            "type": "choice",
            "prompt": "Decision",
            "options": [{"id": "now", "text": "This year"}, {"id": "later", "text": "Later"}],
        },
    ],
}
SHEET: dict[str, Any] = {
    "id": "one-sheet",
    "kind": "worksheet",
    "title": "One sheet",
    "fields": [
        {"id": "name", "type": "text", "prompt": "Name"},
        {"id": "fixed", "type": "money", "prompt": "Fixed cost"},
        {"id": "other", "type": "money", "prompt": "Other income"},
        {"id": "unpaid", "type": "percentage", "prompt": "Not paid"},
        {"id": "members", "type": "number", "prompt": "Members"},
        {
            "id": "stage",
            "type": "choice",
            "prompt": "Stage",
            "options": [{"id": "early", "text": "Early"}, {"id": "late", "text": "Late"}],
        },
        TIERS,
        GAPS,
    ],
    "computed": [
        {
            "id": "radar",
            "calculation": "gap-radar",
            "inputs": {"severity": "gaps.severity", "importance": "gaps.importance"},
        },
    ],
}


def sheet(**changes: Any) -> dict[str, Any]:
    return {**deepcopy(SHEET), **changes}


def with_fields(*fields: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The sheet with more fields behind its own."""
    return sheet(fields=[*deepcopy(SHEET["fields"]), *fields], **changes)


def with_computed(*computed: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """The sheet with more calculations behind its own."""
    return sheet(computed=[*deepcopy(SHEET["computed"]), *computed], **changes)


def source(data: dict[str, Any]) -> WorksheetSource:
    return WorksheetSource.model_validate(data)


def translation(**words: Any) -> WorksheetTranslation:
    return WorksheetTranslation.model_validate(words)


def specification(data: dict[str, Any], translated: WorksheetTranslation | None = None) -> Specification:
    return WORKSHEET.compile(source(data), translated, lambda text: f"<p>{text}</p>")


def problems(data: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return WORKSHEET.problems(source(data))


def entries(
    made: Specification,
    cells: Mapping[str, str] | None = None,
    tables: Mapping[str, list[Mapping[str, str]]] | None = None,
    currency: str = "EUR",
) -> Entries:
    """What somebody typed; given rows are filled from the first on."""
    fields = fields_of(made)
    rows = {name: _rows(fields[name], lines, currency) for name, lines in (tables or {}).items()}
    return Entries({name: read_cell(fields[name], typed, currency) for name, typed in (cells or {}).items()}, rows)


def _rows(table: Specification, lines: list[Mapping[str, str]], currency: str) -> list[Row]:
    columns = columns_of(table)
    heads = [(row["id"], row["label"]) for row in table["preset"]] or [(f"r{number}", "") for number in range(len(lines))]
    typed = [*lines, *([{}] * (len(heads) - len(lines)))]
    return [
        Row(key, {name: read_cell(columns[name], text, currency) for name, text in line.items()}, label)
        for (key, label), line in zip(heads, typed, strict=True)
    ]
