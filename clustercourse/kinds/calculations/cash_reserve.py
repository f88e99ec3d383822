"""How long the reserve lasts in the deepest of several cases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, impossible, worked
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, value
from clustercourse.language import _

MONTHS = 12
SHORTFALL = Input("shortfall", _("shortfall of the year in a case"), "money", is_column=True)
RESERVE = Input("reserve", _("reserve"), "money")
INPUTS = (SHORTFALL, RESERVE)


def cash_reserve(*, shortfall: Sequence[Given], reserve: Given) -> Results:
    """Monthly shortfall = the largest shortfall of all cases ÷ 12; months = reserve ÷ that, or "not burning" where no case has one.

    `shortfall`: money of a year, one for each case; cases that are not known are left out, with a note. `reserve`: money. Missing where
    no case or the reserve is not known; invalid where one is negative. Formulas 3.9: 150,000 ÷ 13,354.17 = 11.23 months.
    """
    monthly = _monthly(shortfall)
    held = worked(value, INPUTS, {"reserve": reserve}, RESERVE.name)
    return {"monthly-shortfall": monthly, "months-of-reserve": derived(_months, held, monthly)}


def _monthly(column: Sequence[Given]) -> Outcome:
    wrong = next((reason for each in column if each is not None and (reason := impossible(SHORTFALL, each))), None)
    if wrong is not None:
        return invalid((SHORTFALL.name,), wrong)
    known = [each for each in column if isinstance(each, Fraction)]
    if not known:
        return missing((SHORTFALL.name,), _("No case is known yet: fill in one."))
    left_out = len(known) < len(column)
    return value(max(known) / MONTHS, *([_("Cases that are not known are left out.")] if left_out else []))


def _months(reserve: Fraction, monthly: Fraction) -> Outcome:
    return value(reserve / monthly) if monthly else value("not-burning")


CALCULATION = Calculation(
    name="cash-reserve",
    title=_("How long the reserve lasts in the deepest case"),
    formula=_("Reserve ÷ (largest shortfall of all cases ÷ 12)."),
    limits=_(
        "It spreads a year's shortfall evenly; money that stops in January is missing in January. "
        "It takes no measure of yours into account."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("monthly-shortfall", _("shortfall of a month in the deepest case"), "cents"),
        Output(
            "months-of-reserve",
            _("months the reserve lasts"),
            "decimal",
            words={"not-burning": _("not burning: there is no shortfall")},
            unit=_("months"),
        ),
    ),
    run=cash_reserve,
)
