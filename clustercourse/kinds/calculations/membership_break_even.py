"""Membership break-even: how many paying members close the gap that other income leaves."""

from __future__ import annotations

from fractions import Fraction
from functools import partial

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import Held, derived, worked
from clustercourse.kinds.calculations.members_needed import WORDS, already_covered, members_needed
from clustercourse.kinds.calculations.outcome import Outcome, invalid, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("fixed-cost", _("fixed cost of the year"), "money"),
    Input("other-income", _("income other than fees"), "money"),
    Input("members", _("members today"), "number", is_whole=True),
    Input("fee-income", _("income from membership fees"), "money", is_optional=True),
    Input("planned-average-fee", _("planned average fee"), "money", is_optional=True),
    Input("variable-cost", _("cost of one more member"), "money"),
    Input("unpaid-share", _("share of fees not paid"), "share", default=Fraction(0), most=1),
)


def membership_break_even(**given: Given) -> Results:
    """Gap = fixed cost − other income; break-even = gap ÷ (average fee − variable cost), rounded up; the same with unpaid fees.

    Inputs, money of one year: `fixed_cost`, `other_income`, `fee_income`, `variable_cost` per member, `members` today, `unpaid_share` 0–1.
    Average fee = fee income ÷ members; without members or fee income the `planned_average_fee` stands in. Gap ≤ 0: 0 members, already
    covered; fee ≤ variable cost: the word "none". Margin of safety = (members − break-even) ÷ members; surplus = members · (fee − variable)
    − gap, all fees paid. Missing where an input is not known; invalid where impossible; undefined: average fee without members and plan,
    margin without members or break-even. Course tool (W4d), plain break-even arithmetic.
    """
    gap = worked(lambda fixed, other: value(fixed - other), INPUTS, given, "fixed-cost", "other-income")
    fee = _average_fee(given)
    unpaid = worked(value, INPUTS, given, "unpaid-share")
    variable = worked(value, INPUTS, given, "variable-cost")
    members = worked(value, INPUTS, given, "members")
    paid = derived(lambda average, share: value(average * (1 - share)), fee, unpaid)
    needed = _needed(gap, fee, variable)
    return {
        "gap": gap,
        "average-fee": fee,
        "contribution": derived(lambda average, cost: value(average - cost), fee, variable),
        "break-even": needed,
        "margin-of-safety": derived(_margin, members, needed),
        "surplus": derived(_surplus, members, fee, variable, gap),
        "contribution-with-unpaid": derived(lambda average, cost: value(average - cost), paid, variable),
        "break-even-with-unpaid": _needed(gap, paid, variable),
    }


def _needed(gap: Outcome, fee: Outcome, variable: Outcome) -> Outcome:
    """A gap that is covered needs no fee to be known."""
    if gap.number is not None and gap.number <= 0:
        return already_covered()
    return derived(members_needed, gap, fee, variable)


def _average_fee(given: Held) -> Outcome:
    planned = partial(worked, value, INPUTS, given, "planned-average-fee")
    actual = worked(_actual_fee, INPUTS, given, "fee-income", "members")
    if actual.state in ("value", "invalid") or given["planned_average_fee"] is None:
        return actual
    return planned()


def _actual_fee(fee_income: Fraction, members: Fraction) -> Outcome:
    if members:
        return value(fee_income / members)
    if fee_income:
        return invalid(("fee-income", "members"), _("There is fee income, but there are no members. Correct one of the two."))
    return undefined(("members", "planned-average-fee"), _("Without members there is no average fee yet. Enter the average fee you plan."))


def _margin(members: Fraction, needed: Fraction | str) -> Outcome:
    if isinstance(needed, str):
        return undefined(("variable-cost",), _("There is no break-even to be above or below: a member adds nothing."))
    if members == 0:
        return undefined(("members",), _("Without members there is no margin yet."))
    return value((members - needed) / members)


def _surplus(members: Fraction, fee: Fraction, variable: Fraction, gap: Fraction) -> Outcome:
    return value(members * (fee - variable) - gap)


CALCULATION = Calculation(
    name="membership-break-even",
    title=_("Membership break-even"),
    formula=_(
        "(Fixed cost − other income) ÷ (average fee − cost of one more member), rounded up. "
        "Margin of safety: (members − break-even) ÷ members. With unpaid fees: the average fee is lower by their share."
    ),
    limits=_(
        "It takes the mix of members, and so the average fee, as it is: ten small members do not replace ten large ones. "
        "It does not show whether that many members exist, or would stay after a rise."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("gap", _("gap that fees must close"), "money"),
        Output("average-fee", _("average fee"), "cents"),
        Output("contribution", _("what a member adds"), "cents"),
        Output("break-even", _("members to break even"), "count", words=WORDS),
        Output("margin-of-safety", _("margin of safety"), "share"),
        Output("surplus", _("surplus"), "money"),
        Output("contribution-with-unpaid", _("what a member adds, with unpaid fees"), "cents"),
        Output("break-even-with-unpaid", _("members to break even, with unpaid fees"), "count", words=WORDS),
    ),
    run=membership_break_even,
)
