"""Retention: how many members stay, for how long, and how many newcomers become active."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, more_than, share_of, worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

START = Input("members-at-start", _("members at the start of the year"), "number", is_whole=True)
LOST = Input("members-lost", _("members of the start who left in the year"), "number", is_whole=True)
JOINED = Input("members-joined", _("members who joined in the year"), "number", is_whole=True)
ACTIVE = Input("members-activated", _("newcomers active within 90 days"), "number", is_optional=True, is_whole=True)
MARGIN = Input("yearly-margin", _("margin of a member in a year"), "money", is_optional=True, least=None)
INPUTS = (START, LOST, JOINED, ACTIVE, MARGIN)
_NOT_OBSERVED = {"not-observed": _("not observed: nobody left")}


def retention(**given: Given) -> Results:
    """Retention = (start − lost) ÷ start; churn = lost ÷ start; lifetime = 1 ÷ churn in years; lifetime margin = margin · lifetime.

    Inputs: `members_at_start`, `members_lost` (of those), `members_joined`, `members_activated` (of those who joined), whole numbers;
    `yearly_margin` in money, may be negative. Newcomers are no part of retention. Activation = activated ÷ joined. Churn 0: the lifetime
    is the word "not observed". Each outcome needs its own inputs only: missing where one is not known, invalid where a part is larger than
    its whole, undefined where start or joined is 0. Plain arithmetic; P34 and P35 give figures of others, to be taken as hypotheses.
    """
    churn = share_of(INPUTS, given, LOST.name, START.name)
    lifetime = derived(lambda rate: value(1 / rate) if rate else value("not-observed"), churn)
    return {
        "members-at-end": worked(_end, INPUTS, given, START.name, LOST.name, JOINED.name),
        "retention": derived(lambda rate: value(1 - rate), churn),
        "churn": churn,
        "lifetime": lifetime,
        "lifetime-margin": derived(_lifetime_margin, worked(value, INPUTS, given, MARGIN.name), lifetime),
        "activation": share_of(INPUTS, given, ACTIVE.name, JOINED.name),
    }


def _end(start: Fraction, lost: Fraction, joined: Fraction) -> Outcome:
    return more_than(LOST, START) if lost > start else value(start - lost + joined)


def _lifetime_margin(margin: Fraction, lifetime: Fraction | str) -> Outcome:
    return value(lifetime) if isinstance(lifetime, str) else value(margin * lifetime)


CALCULATION = Calculation(
    name="retention",
    title=_("Retention of members"),
    formula=_(
        "Retention: members of the start who stayed ÷ members at the start. Churn: those who left ÷ members at the start. "
        "Lifetime: 1 ÷ churn, in years. Activation: newcomers active within 90 days ÷ newcomers."
    ),
    limits=_(
        "One year of one cluster is little: two members more or less can change the picture. The lifetime assumes that members "
        "leave at the same pace every year, which first renewals seldom do, and it says nothing about why they leave."
    ),
    sources=("P34", "P35"),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("members-at-end", _("members at the end of the year"), "count"),
        Output("retention", _("retention"), "share"),
        Output("churn", _("churn"), "share"),
        Output("lifetime", _("average lifetime of a membership"), "decimal", words=_NOT_OBSERVED, unit=_("years")),
        Output("lifetime-margin", _("margin over a lifetime"), "cents", words=_NOT_OBSERVED),
        Output("activation", _("activation within 90 days"), "share"),
    ),
    run=retention,
)
