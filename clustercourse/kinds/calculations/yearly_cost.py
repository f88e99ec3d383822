"""The cost of a year: what stays the same, and what every member adds."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

INPUTS = (
    Input("fixed-cost", _("fixed cost of the year"), "money"),
    Input("variable-cost", _("cost of one more member"), "money"),
    Input("members", _("members"), "number", is_whole=True),
)


def yearly_cost(**given: Given) -> Results:
    """Cost = fixed cost + members · variable cost, money of one year: `fixed_cost`, `variable_cost` per member; `members`.

    Missing where one of them is not known, invalid where one is negative. The check beneath formulas 3.9 (780,250).
    """
    return {"cost": worked(_cost, INPUTS, given, *(each.name for each in INPUTS))}


def _cost(fixed: Fraction, variable: Fraction, members: Fraction) -> Outcome:
    return value(fixed + members * variable)


CALCULATION = Calculation(
    name="yearly-cost",
    title=_("All cost of the year"),
    formula=_("Fixed cost + members × cost of one more member."),
    limits=_("Fixed cost is fixed only within limits: fifty members more may need another colleague."),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(Output("cost", _("all cost of the year"), "money"),),
    run=yearly_cost,
)
