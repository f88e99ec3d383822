"""Shift-share: the change in a region's jobs, taken apart into three."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, more_than, nothing_to_divide_by, worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.calculations.sums import rounded
from clustercourse.language import _

BEFORE = Input("regional-jobs-before", _("jobs of the industry in the region, first year"), "number")
AFTER = Input("regional-jobs-after", _("jobs of the industry in the region, last year"), "number")
INDUSTRY_BEFORE = Input("industry-jobs-before", _("jobs of the industry in the reference area, first year"), "number")
INDUSTRY_AFTER = Input("industry-jobs-after", _("jobs of the industry in the reference area, last year"), "number")
ALL_BEFORE = Input("all-jobs-before", _("all jobs in the reference area, first year"), "number")
ALL_AFTER = Input("all-jobs-after", _("all jobs in the reference area, last year"), "number")
INCLUDES = Input("reference-includes-region", _("whether the reference area includes the region"), "yes-no", default="yes")
INPUTS = (BEFORE, AFTER, INDUSTRY_BEFORE, INDUSTRY_AFTER, ALL_BEFORE, ALL_AFTER, INCLUDES)


class Jobs(NamedTuple):
    before: Fraction
    after: Fraction
    industry_before: Fraction
    industry_after: Fraction
    all_before: Fraction
    all_after: Fraction


def shift_share(**given: Given) -> Results:
    """National growth NS = e₀(T₁ ÷ T₀ − 1), industry mix IM = e₀(I₁ ÷ I₀ − T₁ ÷ T₀), regional share RS = e₁ − e₀ · I₁ ÷ I₀; in jobs.

    Inputs in jobs: e₀ and e₁ `regional_jobs_before/after`, I₀ and I₁ `industry_jobs_before/after`, T₀ and T₁ `all_jobs_before/after`.
    NS + IM + RS = e₁ − e₀ exactly; `rounding` is what the parts, shown in whole jobs, lack of the change, so that no part is altered.
    Missing where one input is not known; undefined where I₀ or T₀ is 0; invalid where one is negative or a part is larger than its whole.
    Source: P44, P44b.
    """
    names = [each.name for each in INPUTS]
    parts = [worked(partial(_part, formula), INPUTS, given, *names) for formula in (_national_growth, _industry_mix, _regional_share)]
    change = worked(lambda before, after: value(after - before), INPUTS, given, BEFORE.name, AFTER.name)
    return {
        "national-growth": parts[0],
        "industry-mix": parts[1],
        "regional-share": parts[2],
        "change": change,
        "rounding": derived(_rounding, change, *parts),
    }


def _part(formula: Callable[[Jobs], Fraction], *given: Any) -> Outcome:
    jobs = Jobs(*given[:-1])
    return _stopped(jobs, includes=given[-1] == "yes") or value(formula(jobs))


def _national_growth(jobs: Jobs) -> Fraction:
    return jobs.before * (jobs.all_after / jobs.all_before - 1)


def _industry_mix(jobs: Jobs) -> Fraction:
    return jobs.before * (jobs.industry_after / jobs.industry_before - jobs.all_after / jobs.all_before)


def _regional_share(jobs: Jobs) -> Fraction:
    return jobs.after - jobs.before * jobs.industry_after / jobs.industry_before


def _stopped(jobs: Jobs, *, includes: bool) -> Outcome | None:
    for divisor, of_divisor in ((jobs.industry_before, INDUSTRY_BEFORE), (jobs.all_before, ALL_BEFORE)):
        if divisor == 0:
            return nothing_to_divide_by(of_divisor)
    first = [(jobs.before, BEFORE), (jobs.industry_before, INDUSTRY_BEFORE), (jobs.all_before, ALL_BEFORE)]
    last = [(jobs.after, AFTER), (jobs.industry_after, INDUSTRY_AFTER), (jobs.all_after, ALL_AFTER)]
    start = 0 if includes else 1
    pairs = [*pairwise(first[start:]), *pairwise(last[start:])]
    return next((more_than(part, whole) for (smaller, part), (larger, whole) in pairs if smaller > larger), None)


def _rounding(change: Fraction, *parts: Fraction) -> Outcome:
    return value(rounded(change) - sum((rounded(part) for part in parts), Fraction(0)))


CALCULATION = Calculation(
    name="shift-share",
    title=_("Shift-share analysis"),
    formula=_(
        "National growth: what the industry in the region would have gained had it grown like all jobs. Industry mix: what it gained "
        "more because its industry grew faster. Regional share: the rest. The three add up to the change."
    ),
    limits=_(
        "It takes a change apart; it does not explain it and predicts nothing. "
        "The regional share is a remainder: luck, one large firm or a new industry code end up there as well as competitiveness."
    ),
    sources=("P44", "P44b"),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("national-growth", _("national growth"), "count"),
        Output("industry-mix", _("industry mix"), "count"),
        Output("regional-share", _("regional share"), "count"),
        Output("change", _("change in jobs"), "count"),
        Output("rounding", _("rounding"), "count"),
    ),
    run=shift_share,
)
