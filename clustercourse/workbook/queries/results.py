"""What was computed, as pages show it: values with their rounding, and where there is none, in which way and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clustercourse.kinds.calculations.calculation import Output
from clustercourse.kinds.calculations.outcome import STATES, Outcome
from clustercourse.kinds.calculations.wording import rounding, written
from clustercourse.kinds.worksheets.computing import Computed
from clustercourse.kinds.worksheets.places import Specification, shown_outputs


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

    @property
    def said(self) -> str:
        """The text; empty where something is not known and the reason says so itself."""
        return "" if self.state == "missing" and self.reason else self.text


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
