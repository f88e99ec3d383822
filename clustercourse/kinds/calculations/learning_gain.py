"""Learning gain: how much of what there was to learn each person learned, and the class."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import each_row, worked, worst_row
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

FULL = 100
INPUTS = (
    Input("before", _("result before, of 100"), "number", is_column=True, most=FULL),
    Input("after", _("result after, of 100"), "number", is_column=True, most=FULL),
)


def learning_gain(**given: Any) -> Results:
    """Gain of a person = (after − before) ÷ (100 − before); the mean of these; and the class gain from the two means.

    Inputs, a row a person, points of 100: `before`, `after`. A person with 100 before has no gain (undefined), one without a result is
    missing: both are left out of the mean of gains, never counted as 0, and each kind is counted. The class gain takes everybody with two
    results, also those with 100 before; it is another figure, so each names itself. Invalid off 0–100; undefined where nobody is left.
    Source: P69 (second level).
    """
    rows = each_row(INPUTS, given)
    gains = [worked(_gain, INPUTS, row, "before", "after") for row in rows]
    stopped = worst_row(gains) if any(each.state == "invalid" for each in gains) else None
    both = [row for row, gain in zip(rows, gains, strict=True) if gain.state in ("value", "undefined")]
    return {
        "gain": tuple(gains),
        "mean-gain": stopped or _mean([each.number for each in gains if each.number is not None]),
        "class-gain": stopped or _class_gain([row["before"] for row in both], [row["after"] for row in both]),
        "counted": value(sum(each.state == "value" for each in gains)),
        "full-before": value(sum(each.state == "undefined" for each in gains)),
        "without-result": value(sum(each.state == "missing" for each in gains)),
    }


def _gain(before: Fraction, after: Fraction) -> Outcome:
    if before == FULL:
        return undefined(("before",), _("There was nothing left to gain: the result before was 100 already."))
    return value((after - before) / (FULL - before))


def _mean(gains: Sequence[Fraction]) -> Outcome:
    if not gains:
        return undefined(("before", "after"), _("Nobody has a gain yet: it takes both results, and less than 100 before."))
    return value(sum(gains, Fraction(0)) / len(gains))


def _class_gain(before: Sequence[Fraction], after: Sequence[Fraction]) -> Outcome:
    if not before:
        return undefined(("before", "after"), _("Nobody has both results yet."))
    return _gain(sum(before, Fraction(0)) / len(before), sum(after, Fraction(0)) / len(after))


CALCULATION = Calculation(
    name="learning-gain",
    title=_("Learning gain"),
    formula=_(
        "(After − before) ÷ (100 − before). Mean of gains: the gains of the persons, averaged. "
        "Class gain: the same formula with the two averages of all who have both results."
    ),
    limits=_(
        "Without a group that had no course it does not show that the course was the cause. "
        "Two tests of different difficulty cannot be compared, and people who begin near 100 make the gain jump."
    ),
    sources=("P69",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("gain", _("gain of the person"), "ratio", per_row=True),
        Output("mean-gain", _("mean of the persons' gains"), "ratio"),
        Output("class-gain", _("class gain from the two means"), "ratio"),
        Output("counted", _("persons with a gain"), "count"),
        Output("full-before", _("left out: 100 before"), "count"),
        Output("without-result", _("left out: a result is not known"), "count"),
    ),
    run=learning_gain,
)
