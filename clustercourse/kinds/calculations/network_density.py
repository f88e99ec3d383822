"""Density of a network, from two counts."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import worked
from clustercourse.kinds.calculations.outcome import Outcome, invalid, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("organisations", _("organisations in the network"), "number", is_whole=True),
    Input("ties", _("ties between them"), "number", is_whole=True),
)


def network_density(**given: Given) -> Results:
    """Density = m ÷ (n(n − 1) ÷ 2): ties there are among pairs there could be; ties have no direction.

    Inputs: n `organisations`, m `ties`, whole numbers. Undefined under two organisations; invalid with more ties than pairs. Source: P47.
    """
    return {
        "possible-ties": worked(lambda organisations: value(pairs(organisations)), INPUTS, given, "organisations"),
        "density": worked(density, INPUTS, given, "organisations", "ties"),
    }


def pairs(organisations: Fraction) -> Fraction:
    return organisations * (organisations - 1) / 2 if organisations else Fraction(0)


def density(organisations: Fraction, ties: Fraction) -> Outcome:
    if ties > pairs(organisations):
        return invalid(
            ("organisations", "ties"), _("There are more ties than pairs of organisations. Count each pair once, in one direction.")
        )
    if organisations < 2:
        return undefined(("organisations",), _("A network needs at least two organisations."))
    return value(ties / pairs(organisations))


CALCULATION = Calculation(
    name="network-density",
    title=_("Network density"),
    formula=_("Ties there are, divided by the ties there could be: organisations × (organisations − 1) ÷ 2."),
    limits=_(
        "Large networks are always thinner than small ones, so compare only networks of similar size. "
        "Density counts ties; it says nothing about what flows through them, and more is not always better."
    ),
    sources=("P47",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("possible-ties", _("ties there could be"), "count"),
        Output("density", _("density"), "ratio"),
    ),
    run=network_density,
)
