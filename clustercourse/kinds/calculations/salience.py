"""Salience: which of the eight types a stakeholder is, by power, legitimacy and urgency."""

from __future__ import annotations

from itertools import product

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import problem
from clustercourse.kinds.calculations.outcome import value
from clustercourse.language import _

INPUTS = (
    Input("power", _("power"), "yes-no"),
    Input("legitimacy", _("legitimacy"), "yes-no"),
    Input("urgency", _("urgency"), "yes-no"),
)
_TYPES: dict[tuple[Given, ...], str] = {
    ("no", "no", "no"): "not-a-stakeholder",
    ("yes", "no", "no"): "dormant",
    ("no", "yes", "no"): "discretionary",
    ("no", "no", "yes"): "demanding",
    ("yes", "yes", "no"): "dominant",
    ("yes", "no", "yes"): "dangerous",
    ("no", "yes", "yes"): "dependent",
    ("yes", "yes", "yes"): "definitive",
}
_WORDS = {
    "not-a-stakeholder": _("not a stakeholder"),
    "dormant": _("dormant"),
    "discretionary": _("discretionary"),
    "demanding": _("demanding"),
    "dominant": _("dominant"),
    "dangerous": _("dangerous"),
    "dependent": _("dependent"),
    "definitive": _("definitive"),
}


def salience(**given: Given) -> Results:
    """The type of a stakeholder, or "undecided" with the types still possible where one of the three is not known.

    Inputs: `power`, `legitimacy`, `urgency`, yes or no. Invalid with any other answer. Source: P52.
    """
    stopped = problem(INPUTS, given, *(each.name for each in INPUTS))
    if stopped and stopped.state == "invalid":
        return {"type": stopped, "possible-types": stopped}
    answers = (given[each.name] for each in INPUTS)
    either = [("yes", "no") if answer is None else (answer,) for answer in answers]
    possible = tuple(_TYPES[each] for each in product(*either))
    return {"type": value("undecided" if len(possible) > 1 else possible[0]), "possible-types": value(possible)}


CALCULATION = Calculation(
    name="salience",
    title=_("Salience of stakeholders"),
    formula=_(
        "All three: definitive. Power and legitimacy: dominant; power and urgency: dangerous; legitimacy and urgency: dependent. "
        "One alone: dormant (power), discretionary (legitimacy), demanding (urgency). None: not a stakeholder."
    ),
    limits=_(
        "The three can be gained and lost, so a type holds for a day and a question. "
        "A stakeholder who is dependent today may find an ally with power tomorrow."
    ),
    sources=("P52",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("type", _("type"), "word", words={**_WORDS, "undecided": _("undecided")}),
        Output("possible-types", _("possible types"), "words", words=_WORDS),
    ),
    run=salience,
)
