"""Power and interest: one of four strategies for a stakeholder."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

MIDDLE = 3
INPUTS = (
    Input("power", _("power"), "rating", least=1, most=5, is_whole=True),
    Input("interest", _("interest"), "rating", least=1, most=5, is_whole=True),
)
_STRATEGIES = {
    (True, True): "manage-closely",
    (True, False): "keep-satisfied",
    (False, True): "keep-informed",
    (False, False): "monitor",
}


def power_interest(**given: Given) -> Results:
    """A strategy by power and interest, high meaning strictly above 3 of 5, and whether a 3 puts the stakeholder on the border.

    Inputs: `power`, `interest`, ratings 1–5. A rating not known: the strategy is the word "unplaced", the border is missing. Invalid
    outside 1–5. Source: P51 (sources label the quadrants differently); the line above 3 is a course tool.
    """
    strategy = worked(_strategy, INPUTS, given, "power", "interest")
    return {
        "strategy": value("unplaced") if strategy.state == "missing" else strategy,
        "borderline": worked(_borderline, INPUTS, given, "power", "interest"),
    }


def _strategy(power: Fraction, interest: Fraction) -> Outcome:
    return value(_STRATEGIES[power > MIDDLE, interest > MIDDLE])


def _borderline(power: Fraction, interest: Fraction) -> Outcome:
    return value("borderline" if MIDDLE in (power, interest) else "clear")


CALCULATION = Calculation(
    name="power-interest",
    title=_("Power and interest"),
    formula=_(
        "High means more than 3 of 5. Both high: manage closely; power alone: keep satisfied; interest alone: keep informed; else: monitor."
    ),
    limits=_(
        "Every position is your judgement on a day, not a property of the stakeholder: date it and look again. "
        "The grid leaves out legitimacy and urgency, and allies can lend power."
    ),
    sources=("P51",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output(
            "strategy",
            _("strategy"),
            "word",
            words={
                "manage-closely": _("manage closely"),
                "keep-satisfied": _("keep satisfied"),
                "keep-informed": _("keep informed"),
                "monitor": _("monitor"),
                "unplaced": _("unplaced"),
            },
        ),
        Output("borderline", _("on the border?"), "word", words={"borderline": _("borderline: a 3"), "clear": _("not on the border")}),
    ),
    run=power_interest,
)
