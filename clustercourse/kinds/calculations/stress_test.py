"""Stress test: what is left when a stream of income shrinks or ends, and what would close the hole."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, divided, more_than, nothing_to_divide_by, worked
from clustercourse.kinds.calculations.members_needed import WORDS, members_needed
from clustercourse.kinds.calculations.outcome import Outcome, invalid, value
from clustercourse.language import _

MONTHS = 12

INCOME = Input("income", _("income of the year, before the change"), "money")
STREAM = Input("stream", _("the stream of income that changes"), "money")
LOST = Input("share-lost", _("share of the stream that is lost"), "share", default=Fraction(1), most=1)
COST = Input("cost", _("cost of the year"), "money")
MEMBERS = Input("members", _("members"), "number", is_whole=True)
FEES = Input("fee-income", _("income from membership fees, after the change"), "money")
VARIABLE = Input("variable-cost", _("cost of one more member"), "money")
RESERVE = Input("reserve", _("reserve"), "money")
INPUTS = (INCOME, STREAM, LOST, COST, MEMBERS, FEES, VARIABLE, RESERVE)


def stress_test(**given: Given) -> Results:
    """Income after change = income − stream · share lost; coverage = that ÷ cost; shortfall = cost − that, at least 0.

    Inputs, money of one year: `income`, `stream` (the part that changes), `share_lost` 0–1, `cost`, `fee_income` after the change,
    `variable_cost` per member, `reserve`; `members`. Gap that fees must close = (cost − members · variable) − (income after − fees);
    members needed = gap ÷ (average fee − variable cost), rounded up, or "none"; fee needed = (gap + members · variable) ÷ members, with its
    rise over the average fee; months of reserve = reserve ÷ (shortfall ÷ 12), or "not burning" without shortfall: never infinity.
    Each outcome needs its own inputs only: missing where one is not known, invalid where a part is larger than its whole, undefined where
    cost, members or fees are 0 and divide. Course tool (W4f).
    """
    after = worked(_after, INPUTS, given, INCOME.name, STREAM.name, LOST.name)
    shortfall = derived(lambda left, cost: value(max(Fraction(0), cost - left)), after, worked(value, INPUTS, given, COST.name))
    gap = derived(_gap, after, *(worked(value, INPUTS, given, each.name) for each in (COST, MEMBERS, VARIABLE, FEES)))
    fee = worked(_average_fee, INPUTS, given, FEES.name, MEMBERS.name)
    variable, members = (worked(value, INPUTS, given, each.name) for each in (VARIABLE, MEMBERS))
    needed = derived(_fee_needed, gap, variable, members)
    return {
        "income-after-change": after,
        "coverage": derived(lambda left, cost: divided(left, cost, COST), after, worked(value, INPUTS, given, COST.name)),
        "shortfall": shortfall,
        "gap": gap,
        "members-needed": derived(members_needed, gap, fee, variable),
        "fee-needed": needed,
        "fee-rise": derived(_rise, needed, fee),
        "months-of-reserve": derived(_months, worked(value, INPUTS, given, RESERVE.name), shortfall),
    }


def _after(income: Fraction, stream: Fraction, lost: Fraction) -> Outcome:
    return more_than(STREAM, INCOME) if stream > income else value(income - stream * lost)


def _gap(after: Fraction, cost: Fraction, members: Fraction, variable: Fraction, fees: Fraction) -> Outcome:
    if fees > after:
        return invalid(
            (FEES.name, INCOME.name), _("The fees are more than all income after the change. Enter the fees that would be left.")
        )
    if members * variable > cost:
        return invalid(
            (MEMBERS.name, VARIABLE.name, COST.name), _("The cost of all members is more than all cost. Correct one of the two.")
        )
    return value(cost - members * variable - (after - fees))


def _average_fee(fees: Fraction, members: Fraction) -> Outcome:
    return divided(fees, members, MEMBERS)


def _fee_needed(gap: Fraction, variable: Fraction, members: Fraction) -> Outcome:
    if members == 0:
        return nothing_to_divide_by(MEMBERS)
    return value(max(Fraction(0), (gap + members * variable) / members))


def _rise(needed: Fraction, fee: Fraction) -> Outcome:
    return value(needed / fee - 1) if fee else nothing_to_divide_by(FEES)


def _months(reserve: Fraction, shortfall: Fraction) -> Outcome:
    return value(reserve / (shortfall / MONTHS)) if shortfall else value("not-burning")


CALCULATION = Calculation(
    name="stress-test",
    title=_("Stress test of the income"),
    formula=_(
        "Income after the change: income − the part of the stream that is lost. Coverage: that ÷ cost. Shortfall: cost − that. "
        "Months of reserve: reserve ÷ (shortfall ÷ 12)."
    ),
    limits=_(
        "It changes one thing and holds all else still: members who leave after a rise of the fee, cost you could cut and income that "
        "falls together are not in it. It says how deep a hole would be, not how likely it is."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("income-after-change", _("income after the change"), "money"),
        Output("coverage", _("share of the cost covered"), "share"),
        Output("shortfall", _("shortfall of the year"), "money"),
        Output("gap", _("gap that fees must close"), "money"),
        Output("members-needed", _("members needed at today's fee"), "count", words=WORDS),
        Output("fee-needed", _("average fee needed with today's members"), "cents"),
        Output("fee-rise", _("rise of the average fee"), "share"),
        Output(
            "months-of-reserve",
            _("months the reserve lasts"),
            "decimal",
            words={"not-burning": _("not burning: there is no shortfall")},
            unit=_("months"),
        ),
    ),
    run=stress_test,
)
