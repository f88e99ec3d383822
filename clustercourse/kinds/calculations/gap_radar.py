"""Gap radar: which of a cluster's gaps to bridge first, and how bridged it is on the whole."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, each_row, worked
from clustercourse.kinds.calculations.outcome import Outcome, invalid, undefined, value
from clustercourse.kinds.calculations.ties import placed
from clustercourse.language import _, ngettext

INPUTS = (
    Input("severity", _("severity"), "rating", is_column=True, least=1, most=5, is_whole=True),
    Input("importance", _("importance"), "rating", is_column=True, least=1, most=5, is_whole=True),
)


def gap_radar(**given: Any) -> Results:
    """Priority = severity × importance for each gap, with its place; bridge index = 1 − (mean severity − 1) ÷ 4.

    Inputs, a row a gap, ratings 1–5: `severity`, `importance`. A gap that lacks a rating is missing: it has no place, and without a
    severity it is left out of the mean. Equal priorities share a place. Bridge index: 0 all gaps wide, 1 all bridged; undefined where no
    gap is rated, invalid with a rating off the scale. Course tool (W1).
    """
    rows = each_row(INPUTS, given)
    severities = [worked(value, INPUTS, row, "severity") for row in rows]
    priorities = [worked(lambda severity, importance: value(severity * importance), INPUTS, row, "severity", "importance") for row in rows]
    mean = _mean(severities)
    rated = sum(each.state == "value" for each in severities)
    return {
        "priority": tuple(priorities),
        "place": placed(priorities),
        "mean-severity": mean,
        "bridge-index": derived(lambda severity: value(1 - (severity - 1) / 4), mean),
        "rated": value(rated),
        "not-rated": value(len(rows) - rated),
    }


def _mean(severities: Sequence[Outcome]) -> Outcome:
    rated = [each.number for each in severities if each.number is not None]
    if any(each.state == "invalid" for each in severities):
        return invalid(("severity",), _("A severity cannot be right. Correct it first."))
    if not rated:
        return undefined(("severity",), _("Rate the severity of at least one gap."))
    left_out = len(severities) - len(rated)
    note = ngettext("{n} gap is not rated and left out.", "{n} gaps are not rated and left out.", left_out)
    return value(sum(rated, Fraction(0)) / len(rated), *([note] if left_out else []))


CALCULATION = Calculation(
    name="gap-radar",
    title=_("Gap radar"),
    formula=_(
        "Priority: severity × importance. Bridge index: 1 − (mean severity − 1) ÷ 4; 0 when all gaps are wide, 1 when all are bridged."
    ),
    limits=_(
        "These are your own judgements multiplied, not measurements: two people can rate the same cluster differently. "
        "Equal priorities are a real tie, and a gap that is not rated may be the widest."
    ),
    sources=("P36", "P36b"),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("priority", _("priority"), "count", per_row=True),
        Output("place", _("place"), "count", per_row=True),
        Output("mean-severity", _("mean severity"), "decimal"),
        Output("bridge-index", _("bridge index"), "ratio"),
        Output("rated", _("gaps rated"), "count"),
        Output("not-rated", _("gaps not rated"), "count"),
    ),
    run=gap_radar,
)
