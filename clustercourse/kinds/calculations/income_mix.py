"""Income mix: on how many streams an organisation rests, over four fixed categories."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, worked
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("public-base", _("public base funding"), "money"),
    Input("project-income", _("project income"), "money"),
    Input("fees", _("membership fees"), "money"),
    Input("service-income", _("income from services"), "money"),
)
_NAMES = tuple(each.name for each in INPUTS)


def income_mix(**given: Given) -> Results:
    """HHI = Σ s² over the k = 4 shares s; diversity D = 1 − HHI; normalised D ÷ (1 − 1 ÷ k); effective streams 1 ÷ HHI.

    Inputs in money of one year: `public_base`, `project_income`, `fees`, `service_income`. Private share = (fees + services) ÷ all.
    Missing where one is not known (a stream that does not exist is 0, not empty); invalid where negative; undefined where all are 0.
    Source: P50, which also shows that the index changes when streams are split finer.
    """
    concentration = worked(_concentration, INPUTS, given, *_NAMES)
    return {
        "total": worked(lambda *amounts: value(sum(amounts, Fraction(0))), INPUTS, given, *_NAMES),
        "concentration": concentration,
        "diversity": derived(lambda index: value(1 - index), concentration),
        "normalised-diversity": derived(lambda index: value((1 - index) / (1 - Fraction(1, len(INPUTS)))), concentration),
        "effective-streams": derived(lambda index: value(1 / index), concentration),
        "private-share": worked(_private_share, INPUTS, given, *_NAMES),
    }


def _nothing() -> Outcome:
    return undefined(_NAMES, _("There is no income at all, so there are no shares of it."))


def _concentration(*amounts: Fraction) -> Outcome:
    total = sum(amounts, Fraction(0))
    return value(sum(((amount / total) ** 2 for amount in amounts), Fraction(0))) if total else _nothing()


def _private_share(base: Fraction, projects: Fraction, fees: Fraction, earned: Fraction) -> Outcome:
    total = base + projects + fees + earned
    return value((fees + earned) / total) if total else _nothing()


CALCULATION = Calculation(
    name="income-mix",
    title=_("Income mix"),
    formula=_(
        "Concentration (HHI): the squared shares of the four streams, added up. Diversity: 1 − HHI; normalised so that four equal "
        "streams give 1. Effective streams: 1 ÷ HHI. Private share: fees and services ÷ all income."
    ),
    limits=_(
        "Diversity is not health: four streams can be at risk together, and one can be safe. "
        "The index changes when streams are split finer, so compare only mixes cut in the same way."
    ),
    sources=("P50",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("total", _("income in all"), "money"),
        Output("concentration", _("concentration (HHI)"), "ratio"),
        Output("diversity", _("diversity"), "ratio"),
        Output("normalised-diversity", _("normalised diversity"), "ratio"),
        Output("effective-streams", _("effective streams"), "decimal"),
        Output("private-share", _("private share"), "share"),
    ),
    run=income_mix,
)
