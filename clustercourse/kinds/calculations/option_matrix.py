"""Option matrix: strategic options scored on weighted criteria, and whether other weights would change who leads."""

from __future__ import annotations

from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import worst
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.calculations.weighing import (
    CRITERIA,
    FULL,
    SCORES,
    WEIGHTS,
    Weighed,
    output_of_lead,
    output_of_standing,
    weighed,
)
from clustercourse.language import _

SECOND_WEIGHTS = tuple(
    Input(f"second-weight-{n}", _("second weight of criterion {n}", n=n), "number", is_optional=True, most=FULL) for n in CRITERIA
)


def option_matrix(**given: Any) -> Results:
    """Score = Σ weight · score ÷ 100 for each option, who leads, and the same with a second set of weights.

    Inputs: a row an option, a column a criterion, `score_1` … `score_6`, 1–5; singles `weight_1` … `weight_6` and `second_weight_1` …, in
    points of 100. A criterion is in use where it has a weight. Invalid where weights do not total 100 or a score lies outside 1–5; missing
    where a score with a weight above 0 is not known: then the lead is certain only where no value of that score could change it, else open.
    Sensitivity: whether the same options lead under both sets. Course tool (W3b).
    """
    first, second = weighed(given, WEIGHTS), weighed(given, SECOND_WEIGHTS)
    return {
        "score": first.scores,
        "standing": first.standings,
        "weight-total": first.total,
        "lead": first.lead,
        "second-score": second.scores,
        "second-standing": second.standings,
        "second-weight-total": second.total,
        "second-lead": second.lead,
        "sensitivity": _sensitivity(first, second),
    }


def _sensitivity(first: Weighed, second: Weighed) -> Outcome:
    if stopped := worst((first.lead, second.lead)):
        return stopped
    if "open" in (first.lead.value, second.lead.value):
        return value("open")
    return value("same" if _ahead(first) == _ahead(second) else "changes")


def _ahead(under: Weighed) -> list[bool]:
    return [each.value in ("leads", "tied") for each in under.standings]


CALCULATION = Calculation(
    name="option-matrix",
    title=_("Strategy options"),
    formula=_("Each score times the weight of its criterion, added up and divided by 100. The weights total 100."),
    limits=_(
        "It shows where your judgements lead, not which option is right. "
        "If the lead changes with the second weights, discuss the weights before the options; a tie is a tie."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=(*SCORES, *WEIGHTS, *SECOND_WEIGHTS),
    outputs=(
        Output("score", _("weighted score"), "ratio", per_row=True),
        output_of_standing("standing", _("standing")),
        Output("weight-total", _("total of the weights"), "decimal"),
        output_of_lead("lead", _("lead")),
        Output("second-score", _("score with the second weights"), "ratio", per_row=True),
        output_of_standing("second-standing", _("standing with the second weights")),
        Output("second-weight-total", _("total of the second weights"), "decimal"),
        output_of_lead("second-lead", _("lead with the second weights")),
        Output(
            "sensitivity",
            _("do other weights change the lead?"),
            "word",
            words={"same": _("no, the same lead"), "changes": _("yes, the lead changes"), "open": _("still open")},
        ),
    ),
    run=option_matrix,
)
