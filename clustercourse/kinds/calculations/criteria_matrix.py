"""Criteria matrix: tools compared on weighted criteria, with honest bounds where a score is missing."""

from __future__ import annotations

from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Output, Results
from clustercourse.kinds.calculations.weighing import SCORES, WEIGHTS, output_of_lead, output_of_standing, weighed
from clustercourse.language import _


def criteria_matrix(**given: Any) -> Results:
    """Score = Σ weight · score ÷ 100 for each tool; with missing scores between the lowest (all 1) and the highest (all 5) it can reach.

    Inputs: a row a tool, a column a criterion, `score_1` … `score_6`, 1–5; singles `weight_1` … `weight_6`, in points of 100.
    A criterion is in use where it has a weight. Invalid where the weights do not total 100 or a score lies outside 1–5. A tool leads where
    no missing score could change that, is behind where even its best case stays below another's worst, is tied where equal scores are all
    known; else it is open. Source: worked example 3.16; course tool (W7e).
    """
    found = weighed(given, WEIGHTS)
    return {
        "score": found.scores,
        "lowest": found.lowest,
        "highest": found.highest,
        "standing": found.standings,
        "weight-total": found.total,
        "lead": found.lead,
    }


CALCULATION = Calculation(
    name="criteria-matrix",
    title=_("Criteria matrix"),
    formula=_(
        "Each score times the weight of its criterion, added up and divided by 100. "
        "A missing score counts 1 for the lowest and 5 for the highest a tool can reach."
    ),
    limits=_(
        "The scores are judgements of those who tried the tools, and the weights are yours. "
        "It does not show what a tool costs to learn, or how it will do in another organisation."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=(*SCORES, *WEIGHTS),
    outputs=(
        Output("score", _("weighted score"), "ratio", per_row=True),
        Output("lowest", _("lowest possible score"), "ratio", per_row=True),
        Output("highest", _("highest possible score"), "ratio", per_row=True),
        output_of_standing("standing", _("standing")),
        Output("weight-total", _("total of the weights"), "decimal"),
        output_of_lead("lead", _("lead")),
    ),
    run=criteria_matrix,
)
