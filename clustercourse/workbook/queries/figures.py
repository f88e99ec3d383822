"""Single figures of worksheets: numbers that stand once in a sheet, typed or computed, as a cohort's mirror can compare them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.calculation import Output
from clustercourse.kinds.calculations.wording import written_value
from clustercourse.kinds.worksheets.cells import Cell, major
from clustercourse.kinds.worksheets.computing import Computed, Entries, compute
from clustercourse.kinds.worksheets.places import Specification, place, shown_outputs
from clustercourse.language import money, number, percent_words
from clustercourse.workbook.queries.worksheets import Worksheet

COMPARED = frozenset({"number", "money", "percentage", "rating"})
_MOST_DECIMALS = 12


@dataclass(frozen=True)
class Held:
    """What stands of a figure in one sheet: exact, money in whole units of its currency, shares and percentages as 0.125."""

    value: Fraction
    currency: str = ""


@dataclass(frozen=True)
class Figure:
    """One figure of a worksheet: a `field`, or an `output` of something computed; `reference` names it there."""

    worksheet: Worksheet
    reference: str
    label: str
    field: Specification | None = None
    output: Output | None = None

    @property
    def key(self) -> str:
        """Its lasting name, also in tables."""
        return f"{self.worksheet.item.id}.{self.reference}"

    @property
    def is_share(self) -> bool:
        return self.output.shown == "share" if self.output else self.field is not None and self.field["type"] == "percentage"

    def held_in(self, entries: Entries, computed: Mapping[str, Computed]) -> Held | None:
        """None where no number stands, for whatever reason."""
        if self.field is not None:
            return _typed(self.field, entries.cells.get(self.reference, Cell()))
        name, _dot, part = self.reference.partition(".")
        outcome, made = computed[name].outcomes[part], computed[name]
        if isinstance(outcome, tuple) or outcome.number is None or self.output is None:
            return None
        is_money = self.output.shown in ("money", "cents")
        return Held(outcome.number, (made.currency or "") if is_money else "")

    def exactly(self, held: Held) -> str:
        """A value as its own sheet shows it."""
        if self.output is not None:
            return written_value(held.value, self.output, held.currency or None)
        return self.roughly(held.value, held.currency)

    def roughly(self, value: Fraction, currency: str) -> str:
        """A number with as many decimals as it has."""
        if self.is_share:
            return percent_words(value, _decimals(value * 100))
        places = _decimals(value)
        if currency:
            return money(Decimal(value.numerator) / Decimal(value.denominator), currency, places)
        unit = self.output.unit if self.output else (self.field or {}).get("unit")
        return f"{number(value, places)} {unit}" if unit else number(value, places)


def figures_in(worksheets: Iterable[Worksheet]) -> tuple[Figure, ...]:
    """All that can be compared, in the order of the sheets: once each, so not again where a sheet copies it from another of these.

    Sheets that are kept private give nothing.
    """
    offered = [worksheet for worksheet in worksheets if not worksheet.specification["keep_private"]]
    keys = {worksheet.key for worksheet in offered}
    return tuple(figure for worksheet in offered for figure in _figures(worksheet, keys))


def read_figures(figures: Iterable[Figure], specification: Specification, entries: Entries) -> dict[str, Held]:
    """What stands of these figures of one worksheet, by their keys; without those of which nothing stands."""
    computed = compute(specification, entries)
    read = ((figure.key, figure.held_in(entries, computed)) for figure in figures)
    return {key: held for key, held in read if held is not None}


def _figures(worksheet: Worksheet, others: Collection[str]) -> Iterator[Figure]:
    specification = worksheet.specification
    for field in specification["fields"]:
        copied_from, _dot, _name = (field["prefill"] or "").partition(".")
        if field["type"] in COMPARED and copied_from not in others:
            yield Figure(worksheet, field["id"], field["prompt"], field=field)
    for entry in specification["computed"]:
        calculation = CALCULATIONS[entry["calculation"]]
        outputs = shown_outputs(entry, calculation)
        for output in outputs:
            at = place(specification, f"{entry['id']}.{output.name}")
            if at is not None and at.table is None and at.holds == "number":
                title = entry["title"] or str(calculation.title)
                label = title if len(outputs) == 1 else f"{title}: {output.label}"
                yield Figure(worksheet, f"{entry['id']}.{output.name}", label, output=output)


def _typed(field: Specification, cell: Cell) -> Held | None:
    if cell.value is None:
        return None
    if field["type"] == "money":
        return Held(major(cell), cell.currency or "EUR")
    value = Fraction(cell.value)
    return Held(value / 100 if field["type"] == "percentage" else value)


def _decimals(value: Fraction) -> int:
    return next((each for each in range(_MOST_DECIMALS) if (value * 10**each).denominator == 1), 2)
