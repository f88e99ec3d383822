"""Onion: how well a cluster covers the layers around it, and whether its time goes where the impact is."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, each_row, problem, total, worked
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, undefined, value
from clustercourse.kinds.calculations.ties import placed
from clustercourse.language import _, ngettext

MOST = 5
COVERED = 3
SEVERAL = 2
FULL = 100
INPUTS = (
    Input("impact", _("impact of the layer"), "rating", is_column=True, least=1, most=MOST, is_whole=True),
    Input("understanding", _("understanding"), "rating", is_column=True, most=MOST, is_whole=True),
    Input("influence", _("influence"), "rating", is_column=True, most=MOST, is_whole=True),
    Input("time", _("per cent of your time"), "number", is_column=True, most=FULL),
)


def onion(**given: Any) -> Results:
    """Coverage of a layer = the larger of understanding and influence; exposure gap = impact · (5 − coverage).

    Inputs, a row a layer, the first row the own organisation, all others external: `impact` 1–5, `understanding` and `influence` 0–5,
    `time` in points of 100. Weighted coverage = Σ impact · coverage ÷ 5 ÷ Σ impact, over all layers and over the external ones.
    Attention gap = share of time − share of impact. One of understanding and influence not known: the other counts, partly rated; both, or
    the impact, not known: the layer is left out of the weighted figures, and that is said. Sub-optimisation risk: fewer than 2 external
    layers covered 3 or more, cannot tell where layers not rated could change that. Invalid: ratings off the scale, time that does not
    total 100. Source: S2 for the idea; course tool (W6a).
    """
    rows = each_row(INPUTS, given)
    coverages = [_coverage(row) for row in rows]
    impacts = [worked(value, INPUTS, row, "impact") for row in rows]
    gaps = [derived(lambda impact, coverage: value(impact * (MOST - coverage)), *pair) for pair in zip(impacts, coverages, strict=True)]
    impact_total, time_total = total(impacts), total([worked(value, INPUTS, row, "time") for row in rows])
    shares = [derived(lambda impact, whole: value(impact / whole), each, impact_total) for each in impacts]
    times = [derived(_time_share, worked(value, INPUTS, row, "time"), time_total) for row in rows]
    return {
        "coverage": tuple(coverages),
        "exposure-gap": tuple(gaps),
        "exposure-place": placed(gaps),
        "impact-share": tuple(shares),
        "attention-gap": tuple(derived(lambda time, impact: value(time - impact), *pair) for pair in zip(times, shares, strict=True)),
        "time-total": time_total,
        "weighted-coverage": _weighted(impacts, coverages),
        "weighted-coverage-external": _weighted(impacts[1:], coverages[1:]),
        "external-covered": value(_covered(coverages[1:])),
        "sub-optimisation": _risk(coverages[1:]),
    }


def _coverage(row: dict[str, Given]) -> Outcome:
    known = [name for name in ("understanding", "influence") if row[name] is not None]
    if not known:
        return missing(("understanding", "influence"), _("Not rated: rate your understanding of this layer or your influence on it."))
    if stopped := problem(INPUTS, row, *known):
        return stopped
    notes = [_("Partly rated: only one of understanding and influence is known.")] if len(known) == 1 else []
    return value(max(Fraction(row[name] or 0) for name in known), *notes)


def _time_share(time: Fraction, all_time: Fraction) -> Outcome:
    if all_time != FULL:
        return invalid(("time",), _("The time does not total 100 per cent. Change it until it does."))
    return value(time / FULL)


def _weighted(impacts: Sequence[Outcome], coverages: Sequence[Outcome]) -> Outcome:
    pairs = list(zip(impacts, coverages, strict=True))
    if any("invalid" in (impact.state, coverage.state) for impact, coverage in pairs):
        return invalid(("impact", "understanding", "influence"), _("A rating cannot be right. Correct it first."))
    rated = [(impact.number, coverage.number) for impact, coverage in pairs if impact.number is not None and coverage.number is not None]
    if not rated:
        return undefined(("impact", "understanding", "influence"), _("Rate at least one layer."))
    left_out = len(pairs) - len(rated)
    note = ngettext("{n} layer is not rated and left out.", "{n} layers are not rated and left out.", left_out)
    reached = sum((impact * coverage / MOST for impact, coverage in rated), Fraction(0))
    return value(reached / sum((impact for impact, _coverage in rated), Fraction(0)), *([note] if left_out else []))


def _covered(external: Sequence[Outcome]) -> int:
    return sum(each.number is not None and each.number >= COVERED for each in external)


def _risk(external: Sequence[Outcome]) -> Outcome:
    if not external:
        return missing((), _("Enter your own organisation first, then the layers around it."))
    if any(each.state == "invalid" for each in external):
        return invalid(("understanding", "influence"), _("A rating cannot be right. Correct it first."))
    covered, unrated = _covered(external), sum(each.state == "missing" for each in external)
    if covered >= SEVERAL:
        return value("no-flag")
    return value("risk" if covered + unrated < SEVERAL else "cannot-tell")


CALCULATION = Calculation(
    name="onion",
    title=_("Onion of contexts"),
    formula=_(
        "Coverage: the larger of understanding and influence. Exposure gap: impact × (5 − coverage). Weighted coverage: coverage ÷ 5, "
        "weighted by impact. Attention gap: share of time − share of impact. Risk: fewer than two external layers covered 3 or more."
    ),
    limits=_(
        "All ratings are your own, on scales without a unit. A gap between time and impact is a question, not a fault: "
        "some layers need little time, and some you can understand but not move."
    ),
    sources=("S2",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("coverage", _("coverage"), "count", per_row=True),
        Output("exposure-gap", _("exposure gap"), "count", per_row=True),
        Output("exposure-place", _("place by exposure gap"), "count", per_row=True),
        Output("impact-share", _("share of the impact"), "share", per_row=True),
        Output("attention-gap", _("attention gap"), "share", per_row=True),
        Output("time-total", _("total of the time"), "decimal"),
        Output("weighted-coverage", _("weighted coverage, all layers"), "ratio"),
        Output("weighted-coverage-external", _("weighted coverage, external layers"), "ratio"),
        Output("external-covered", _("external layers covered 3 or more"), "count"),
        Output(
            "sub-optimisation",
            _("sub-optimisation"),
            "word",
            words={"risk": _("risk of sub-optimisation"), "no-flag": _("no sign of it"), "cannot-tell": _("cannot tell")},
        ),
    ),
    run=onion,
)
