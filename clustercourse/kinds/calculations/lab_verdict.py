"""Verdict of a lab on its hypothesis, with reports that never came."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import more_than, nothing_to_divide_by, worked
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

STARTED = Input("started", _("organisations that started"), "number", is_whole=True)
REPORTED = Input("reported", _("organisations that reported"), "number", is_whole=True)
SUCCEEDED = Input("succeeded", _("organisations that succeeded"), "number", is_whole=True)
THRESHOLD = Input("threshold", _("threshold fixed before the trial"), "share", most=1)
INPUTS = (STARTED, REPORTED, SUCCEEDED, THRESHOLD)
_COUNTS = (STARTED.name, REPORTED.name, SUCCEEDED.name)


def lab_verdict(**given: Given) -> Results:
    """Worst = s ÷ n, best = (s + n − r) ÷ n, of reported = s ÷ r; supported if worst ≥ θ, not supported if best < θ, else inconclusive.

    Inputs: n `started`, r `reported`, s `succeeded`, whole numbers; θ `threshold`, a share fixed before the trial. No reports: the word
    "no data". Invalid unless s ≤ r ≤ n; undefined where n is 0; missing where one is not known. Compared unrounded. Course tool (3.15).
    """
    return {
        "worst": worked(lambda *counts: _stopped(*counts) or value(counts[2] / counts[0]), INPUTS, given, *_COUNTS),
        "of-reported": worked(_of_reported, INPUTS, given, *_COUNTS),
        "best": worked(lambda *counts: _stopped(*counts) or value(_best(*counts)), INPUTS, given, *_COUNTS),
        "verdict": worked(_verdict, INPUTS, given, *_COUNTS, THRESHOLD.name),
    }


def _stopped(started: Fraction, reported: Fraction, succeeded: Fraction) -> Outcome | None:
    if reported > started:
        return more_than(REPORTED, STARTED)
    if succeeded > reported:
        return more_than(SUCCEEDED, REPORTED)
    return None if started else nothing_to_divide_by(STARTED)


def _best(started: Fraction, reported: Fraction, succeeded: Fraction) -> Fraction:
    return (succeeded + started - reported) / started


def _of_reported(started: Fraction, reported: Fraction, succeeded: Fraction) -> Outcome:
    if stopped := _stopped(started, reported, succeeded):
        return stopped
    return value(succeeded / reported) if reported else undefined((REPORTED.name,), _("No organisation has reported yet."))


def _verdict(started: Fraction, reported: Fraction, succeeded: Fraction, threshold: Fraction) -> Outcome:
    if stopped := _stopped(started, reported, succeeded):
        return stopped
    if reported == 0:
        return value("no-data")
    if succeeded / started >= threshold:
        return value("supported")
    return value("not-supported" if _best(started, reported, succeeded) < threshold else "inconclusive")


CALCULATION = Calculation(
    name="lab-verdict",
    title=_("Verdict of the lab"),
    formula=_(
        "At worst: successes ÷ all that started. At best: (successes + missing reports) ÷ all that started. "
        "Supported if even the worst reaches the threshold, not supported if even the best does not, else inconclusive."
    ),
    limits=_(
        "A handful of organisations that volunteered is no sample of all: the verdict holds for them, with this method, at that time. "
        "It means something only if the threshold was fixed before anybody saw a result."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("worst", _("at worst"), "share"),
        Output("of-reported", _("of those that reported"), "share"),
        Output("best", _("at best"), "share"),
        Output(
            "verdict",
            _("verdict"),
            "word",
            words={
                "supported": _("supported"),
                "not-supported": _("not supported"),
                "inconclusive": _("inconclusive"),
                "no-data": _("no data"),
            },
        ),
    ),
    run=lab_verdict,
)
