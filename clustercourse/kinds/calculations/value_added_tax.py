"""Value added tax: whether a published price with tax fits the price without."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.calculations.sums import rounded
from clustercourse.language import _

INPUTS = (
    Input("price", _("price without tax"), "money"),
    Input("rate", _("rate of the tax"), "share", default=Fraction(1, 4), most=1),
    Input("published-price", _("published price with tax"), "money", is_optional=True),
)


def value_added_tax(**given: Given) -> Results:
    """Tax = price · rate, price with tax = price + tax, both rounded half up to cents; and what a published price differs from that.

    Inputs in money: `price`, `published_price`; `rate` as a share, 25 % as in Denmark unless given. Missing where one is not known; invalid
    where negative or a rate above 100 %. Source: P30, whose table prints 6,675 for 5,500 (it is 6,875).
    """
    with_tax = worked(lambda price, rate: value(rounded(price * (1 + rate), 2)), INPUTS, given, "price", "rate")
    difference = derived(lambda published, right: value(published - right), worked(value, INPUTS, given, "published-price"), with_tax)
    return {
        "tax": derived(lambda whole, price: value(whole - price), with_tax, worked(value, INPUTS, given, "price")),
        "price-with-tax": with_tax,
        "difference": difference,
        "verdict": derived(_verdict, difference),
    }


def _verdict(difference: Fraction) -> Outcome:
    return value("differs" if difference else "agrees")


CALCULATION = Calculation(
    name="value-added-tax",
    title=_("Value added tax"),
    formula=_("Price with tax: price without tax × (1 + rate). In Denmark the rate is 25 per cent."),
    limits=_(
        "A figure that differs may be a misprint, another rate or a rebate: ask before you correct it. Some services carry no tax at all."
    ),
    sources=("P30",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("tax", _("tax"), "cents"),
        Output("price-with-tax", _("price with tax"), "cents"),
        Output("difference", _("published price less this"), "cents"),
        Output("verdict", _("published price"), "word", words={"agrees": _("agrees"), "differs": _("differs")}),
    ),
    run=value_added_tax,
)
