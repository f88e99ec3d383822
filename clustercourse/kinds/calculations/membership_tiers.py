"""Membership tiers: what each brings in, what serving it costs, and what is left."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, each_row, nothing_to_divide_by, total, worked
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("members", _("members in the tier"), "number", is_column=True, is_whole=True),
    Input("fee", _("fee of a member"), "money", is_column=True),
    Input("hours", _("hours for a member in a year"), "number", is_column=True),
    Input("direct-cost", _("direct cost of a member"), "money", is_column=True),
    Input("hourly-rate", _("cost of an hour"), "money"),
    Input("hours-of-position", _("working hours of a full-time position in a year"), "number", default=Fraction(1600)),
)
_FEE, _POSITION = INPUTS[1], INPUTS[5]


def membership_tiers(**given: Any) -> Results:
    """Fee income = members · fee; cost to serve a member = hours · rate + direct cost; margin = fee − cost; tier margin = members · margin.

    Inputs, a row a tier: `members`, `fee` and `direct_cost` in money a year, `hours` a member a year; singles `hourly_rate` in money and
    `hours_of_position`. Cost share = cost ÷ fee, undefined for a free tier. Totals need every tier; the average fee is undefined without
    members. Missing where an input is not known; invalid where negative or where members are not whole. Course tool (W4d, W4e).
    """
    rows = each_row(INPUTS, given)
    incomes = [worked(_product, INPUTS, row, "members", "fee") for row in rows]
    costs = [worked(_cost, INPUTS, row, "hours", "hourly-rate", "direct-cost") for row in rows]
    fees = [worked(value, INPUTS, row, "fee") for row in rows]
    members = [worked(value, INPUTS, row, "members") for row in rows]
    margins = [derived(lambda fee, cost: value(fee - cost), *pair) for pair in zip(fees, costs, strict=True)]
    tier_margins = [derived(_product, *pair) for pair in zip(members, margins, strict=True)]
    hours = total([worked(_product, INPUTS, row, "members", "hours") for row in rows])
    all_members, all_fees = total(members), total(incomes)
    return {
        "fee-income": tuple(incomes),
        "cost-to-serve": tuple(costs),
        "margin": tuple(margins),
        "tier-margin": tuple(tier_margins),
        "cost-share": tuple(derived(_cost_share, *pair) for pair in zip(costs, fees, strict=True)),
        "members-total": all_members,
        "fee-income-total": all_fees,
        "average-fee": derived(_average_fee, all_fees, all_members),
        "hours-total": hours,
        "positions": derived(_positions, hours, worked(value, INPUTS, given, "hours-of-position")),
        "cost-total": total([derived(_product, *pair) for pair in zip(members, costs, strict=True)]),
        "margin-total": total(tier_margins),
    }


def _product(one: Fraction, other: Fraction) -> Outcome:
    return value(one * other)


def _cost(hours: Fraction, rate: Fraction, direct: Fraction) -> Outcome:
    return value(hours * rate + direct)


def _cost_share(cost: Fraction, fee: Fraction) -> Outcome:
    return value(cost / fee) if fee else nothing_to_divide_by(_FEE)


def _average_fee(fees: Fraction, members: Fraction) -> Outcome:
    if members == 0:
        return undefined(("members",), _("Without members there is no average fee yet. Enter the members you plan."))
    return value(fees / members)


def _positions(hours: Fraction, of_position: Fraction) -> Outcome:
    return value(hours / of_position) if of_position else nothing_to_divide_by(_POSITION)


CALCULATION = Calculation(
    name="membership-tiers",
    title=_("Fee tiers and cost to serve"),
    formula=_(
        "Fee income: members × fee. Cost to serve a member: hours × cost of an hour + direct cost. Margin: fee − cost to serve. "
        "Positions: all hours ÷ the working hours of a full-time position."
    ),
    limits=_(
        "It shows what a tier costs and pays, not what it is worth: a knowledge institution may be why firms join. "
        "The hours are estimates until you have written them down for some weeks."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("fee-income", _("fee income"), "money", per_row=True),
        Output("cost-to-serve", _("cost to serve a member"), "money", per_row=True),
        Output("margin", _("margin of a member"), "money", per_row=True),
        Output("tier-margin", _("margin of the tier"), "money", per_row=True),
        Output("cost-share", _("cost to serve as a share of the fee"), "share", per_row=True),
        Output("members-total", _("members in all"), "count"),
        Output("fee-income-total", _("fee income in all"), "money"),
        Output("average-fee", _("average fee"), "cents"),
        Output("hours-total", _("hours in all"), "hours"),
        Output("positions", _("full-time positions"), "decimal"),
        Output("cost-total", _("cost to serve in all"), "money"),
        Output("margin-total", _("margin in all"), "money"),
    ),
    run=membership_tiers,
)
