"""Engagement ladder: how far a stakeholder is from where you want to meet, and how much that matters."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

INPUTS = (
    Input("current-level", _("level today"), "rating", most=5, is_whole=True),
    Input("desired-level", _("level you want"), "rating", most=5, is_whole=True),
    Input("power", _("power"), "rating", least=1, most=5, is_whole=True),
    Input("interest", _("interest"), "rating", least=1, most=5, is_whole=True),
)


def engagement_ladder(**given: Given) -> Results:
    """Gap = desired − current level, at least 0; priority = (power + interest) · gap.

    Inputs: `current_level`, `desired_level` 0–5; `power`, `interest` 1–5. Desired below current: gap 0, with the note to consider
    reducing effort. Missing where one is not known; invalid outside the scales. Course tool (W5d).
    """
    gap = worked(_gap, INPUTS, given, "current-level", "desired-level")
    weight = worked(lambda power, interest: value(power + interest), INPUTS, given, "power", "interest")
    return {"gap": gap, "priority": derived(lambda steps, heft: value(steps * heft), gap, weight)}


def _gap(current: Fraction, desired: Fraction) -> Outcome:
    if desired < current:
        return value(0, _("You want less than there is: consider reducing effort."))
    return value(desired - current)


CALCULATION = Calculation(
    name="engagement-ladder",
    title=_("Engagement ladder"),
    formula=_("Gap: desired level − level today, never below 0. Priority: (power + interest) × gap."),
    limits=_(
        "The steps of the ladder are not equally high, and two equal priorities are a tie. "
        "It does not show whether the stakeholder wants to climb, or what the next step would cost you."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("gap", _("steps to go"), "count"),
        Output("priority", _("priority"), "count"),
    ),
    run=engagement_ladder,
)
