"""Income other than membership fees: what comes in without a single member."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

INPUTS = (
    Input("public-base", _("public base funding"), "money"),
    Input("project-income", _("project funding"), "money"),
    Input("service-income", _("income from services"), "money"),
)


def other_income(**given: Given) -> Results:
    """Other income = public base + projects + services, money of one year: `public_base`, `project_income`, `service_income`.

    Missing where one of them is not known (0 is a figure), invalid where one is negative. The other income of break-even in formulas 3.9.
    """
    return {"total": worked(_total, INPUTS, given, *(each.name for each in INPUTS))}


def _total(public: Fraction, projects: Fraction, services: Fraction) -> Outcome:
    return value(public + projects + services)


CALCULATION = Calculation(
    name="other-income",
    title=_("Income other than fees"),
    formula=_("Public base funding + project funding + income from services."),
    limits=_("It says nothing of how sure the money is: a grant that ends in June counts like one that lasts."),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(Output("total", _("income other than fees"), "money"),),
    run=other_income,
)
