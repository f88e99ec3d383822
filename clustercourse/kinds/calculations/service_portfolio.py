"""A service of the cluster: what it brings in, what it costs, and from how many participants it carries itself."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, worked
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("price", _("price for one participant"), "money"),
    Input("participants", _("participants"), "number", is_whole=True),
    Input("fixed-cost", _("fixed direct cost"), "money"),
    Input("variable-cost", _("cost for each participant"), "money"),
    Input("hours", _("hours of your team"), "number"),
    Input("hourly-rate", _("cost of an hour"), "money"),
)


def services(**given: Given) -> Results:
    """Revenue = price · n; cost = fixed + variable · n + hours · rate; net = revenue − cost; recovery = revenue ÷ cost.

    Inputs: `price`, `fixed_cost`, `variable_cost`, `hourly_rate` in money; `participants` n; `hours`. Break-even participants =
    (fixed + hours · rate) ÷ (price − variable), rounded up; the word "none" where the price does not exceed the variable cost.
    Each outcome needs its own inputs only. Missing where one of these is not known; invalid where negative; recovery undefined without any
    cost. Course tool (W4b), plain cost accounting.
    """
    revenue = worked(lambda price, participants: value(price * participants), INPUTS, given, "price", "participants")
    cost = worked(_cost, INPUTS, given, "fixed-cost", "hours", "hourly-rate", "variable-cost", "participants")
    return {
        "revenue": revenue,
        "cost": cost,
        "net": derived(lambda earned, spent: value(earned - spent), revenue, cost),
        "recovery": derived(_recovery, revenue, cost),
        "break-even": worked(_break_even, INPUTS, given, "fixed-cost", "hours", "hourly-rate", "variable-cost", "price"),
    }


def _cost(fixed: Fraction, hours: Fraction, rate: Fraction, variable: Fraction, participants: Fraction) -> Outcome:
    return value(fixed + hours * rate + variable * participants)


def _recovery(revenue: Fraction, cost: Fraction) -> Outcome:
    if cost == 0:
        return undefined(("fixed-cost", "variable-cost", "hours"), _("There is no cost, so there is nothing to recover."))
    return value(revenue / cost)


def _break_even(fixed: Fraction, hours: Fraction, rate: Fraction, variable: Fraction, price: Fraction) -> Outcome:
    if price <= variable:
        return value("none")
    return value(ceil((fixed + hours * rate) / (price - variable)))


CALCULATION = Calculation(
    name="services",
    title=_("Service portfolio"),
    formula=_(
        "Revenue: price × participants. Cost: fixed cost + cost for each participant × participants + hours × cost of an hour. "
        "Recovery: revenue ÷ cost. Break-even: (fixed cost + hours) ÷ (price − cost for each participant), rounded up."
    ),
    limits=_(
        "It shows money only. A service that loses money may be why members stay or funders pay, and one that earns may crowd out "
        "what only you can do. It does not show whether anybody would come at another price."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("revenue", _("revenue"), "money"),
        Output("cost", _("cost"), "money"),
        Output("net", _("net"), "money"),
        Output("recovery", _("share of the cost recovered"), "share"),
        Output(
            "break-even",
            _("participants to break even"),
            "count",
            words={"none": _("none: no number of participants is enough")},
        ),
    ),
    run=services,
)
