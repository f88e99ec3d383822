"""Self-check against the 31 excellence indicators, honest about those not answered."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, impossible, worst
from clustercourse.kinds.calculations.outcome import Outcome, invalid, missing, value
from clustercourse.language import Message, _

SIZES = (4, 10, 2, 12, 3)
MOST_POINTS = 4
PRACTICE = Fraction(4, 5)

SCORE = Input("score", _("points"), "rating", is_column=True, most=MOST_POINTS, is_whole=True)
DIMENSIONS = (
    _("structure"),
    _("typology, governance and cooperation"),
    _("financing"),
    _("strategy, objectives and services"),
    _("achievements and recognition"),
)
_BOUNDS: dict[str, Message] = {
    "of-answered": _("{dimension}: of what is answered"),
    "worst": _("{dimension}: at worst"),
    "best": _("{dimension}: at best"),
}


def excellence_self_check(*, score: Sequence[Given]) -> Results:
    """Points as a share of the most there could be: of the answered indicators, at worst (the others 0) and at best (the others 4).

    Input: `score`, 0–4 or not known, 31 rows in the published order: 4 of structure, 10 of governance, 2 of financing, 12 of strategy and
    services, 3 of achievements. Rows that are not there count as not answered; invalid with more than 31 or a score that cannot be right.
    Of answered is missing where nothing is answered. Verdict against the practice threshold of 80 %, unrounded: reached if at worst,
    not reached if not even at best, else cannot tell; missing while no indicator is answered.
    Source: P05, threshold P08; course tool (W3d).
    """
    scores = [*score, *[None] * (sum(SIZES) - len(score))]
    parts: dict[str, list[Given]] = {}
    for number, size in enumerate(SIZES, start=1):
        start = sum(SIZES[: number - 1])
        parts[f"dimension-{number}"] = scores[start : start + size]
    results: dict[str, Outcome] = {}
    for name, held in {**parts, "total": scores}.items():
        results |= {f"{name}-{bound}": outcome for bound, outcome in _bounds(held).items()}
    answered = sum(each is not None for each in score)
    return {
        **results,
        "answered": value(answered),
        "points": _points(score),
        "verdict": derived(_verdict, _points(score), results["total-worst"], results["total-best"]),
    }


def _points(scores: Sequence[Given]) -> Outcome:
    answered = [each for each in scores if each is not None]
    impossibles = (invalid((SCORE.name,), reason) for each in answered if (reason := impossible(SCORE, each)))
    if found := worst(impossibles):
        return found
    if len(scores) > sum(SIZES):
        return invalid((SCORE.name,), _("There are 31 indicators. Remove the rows that are too many."))
    if not answered:
        return missing((SCORE.name,), _("Nothing is answered here yet. Answer at least one indicator."))
    return value(sum((Fraction(each) for each in answered), Fraction(0)))


def _bounds(scores: Sequence[Given]) -> dict[str, Outcome]:
    points = _points(scores)
    answered, most = sum(each is not None for each in scores), MOST_POINTS * len(scores)
    if points.state == "invalid":
        return dict.fromkeys(_BOUNDS, points)
    reached = points.number or Fraction(0)
    silent = MOST_POINTS * (len(scores) - answered)
    return {
        "of-answered": derived(lambda found: value(found / (MOST_POINTS * answered)), points),
        "worst": value(reached / most),
        "best": value((reached + silent) / most),
    }


def _verdict(_points: Fraction, lowest: Fraction, highest: Fraction) -> Outcome:
    if lowest >= PRACTICE:
        return value("reached")
    return value("not-reached" if highest < PRACTICE else "cannot-tell")


CALCULATION = Calculation(
    name="excellence-self-check",
    title=_("Excellence self-check"),
    formula=_(
        "Points divided by the most there could be. At worst, indicators without an answer count 0; at best, they count 4. "
        "The practice threshold is 80 per cent of all points."
    ),
    limits=_(
        "A self-check, not a result of ESCA or EUCLES: assessors look at evidence on site and weigh indicators differently. "
        "The threshold is borrowed from a regional label, and the set of indicators changes."
    ),
    sources=("P05", "P08"),
    is_course_tool=True,
    inputs=(SCORE,),
    outputs=(
        *(
            Output(f"dimension-{number}-{bound}", words.format(dimension=dimension), "share")
            for number, dimension in enumerate(DIMENSIONS, start=1)
            for bound, words in _BOUNDS.items()
        ),
        *(Output(f"total-{bound}", words.format(dimension=_("all 31 indicators")), "share") for bound, words in _BOUNDS.items()),
        Output("answered", _("indicators answered"), "count"),
        Output("points", _("points"), "count"),
        Output(
            "verdict",
            _("practice threshold of 80 per cent"),
            "word",
            words={"reached": _("reached"), "not-reached": _("not reached"), "cannot-tell": _("cannot tell")},
        ),
    ),
    run=excellence_self_check,
)
