"""Attendance: the share of scheduled minutes that somebody was there."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import Held, derived, each_row, more_than, total, worked
from clustercourse.kinds.calculations.outcome import Outcome, invalid, undefined, value
from clustercourse.language import _

MINUTES = 60
SCHEDULED = Input("scheduled-minutes", _("minutes of the session"), "number", is_column=True)
ATTENDED = Input("attended-minutes", _("minutes attended"), "number", is_column=True)
CANCELLED = Input("cancelled", _("whether the session was cancelled"), "yes-no", is_column=True, is_optional=True)
SELF_STUDY = Input("self-study-minutes", _("verified minutes of self-study"), "number", default=Fraction(0))
THRESHOLD = Input("threshold", _("share of the minutes that is asked for"), "share", default=Fraction(4, 5), most=1)
INPUTS = (SCHEDULED, ATTENDED, CANCELLED, SELF_STUDY, THRESHOLD)


def attendance_share(**given: Any) -> Results:
    """Attended ÷ scheduled minutes of the sessions held, whether that reaches the threshold (inclusive), and CPD hours.

    Inputs, a row a session: `scheduled_minutes`, `attended_minutes` (late arrival: the minutes there), `cancelled` yes or no (not given:
    no); singles `self_study_minutes` and `threshold` (80 %). A cancelled session leaves the denominator. CPD hours = (attended + self-study
    minutes) ÷ 60. Missing where minutes of a session held are not known; invalid: more attended than scheduled, or minutes attended in a
    cancelled session; undefined where no session was held. The rule goes by minutes, not sessions. Course tool (3.17); P72 for CPD.
    """
    rows = each_row(INPUTS, given)
    held = [row for row in rows if row["cancelled"] != "yes"]
    attended = total([_attended(row) for row in rows])
    scheduled = total([worked(value, INPUTS, row, SCHEDULED.name) for row in held]) if held or not rows else value(0)
    share = derived(_share, attended, scheduled)
    return {
        "scheduled": scheduled,
        "attended": attended,
        "share": share,
        "verdict": derived(_verdict, share, worked(value, INPUTS, given, THRESHOLD.name)),
        "cpd-hours": derived(
            lambda there, alone: value((there + alone) / MINUTES), attended, worked(value, INPUTS, given, SELF_STUDY.name)
        ),
    }


def _attended(row: Held) -> Outcome:
    if row["cancelled"] is not None and (found := worked(value, INPUTS, row, CANCELLED.name)).state == "invalid":
        return found
    if row["cancelled"] == "yes":
        if row["attended_minutes"]:
            return invalid((ATTENDED.name, CANCELLED.name), _("A cancelled session cannot be attended. Correct one of the two."))
        return value(0)
    return worked(_minutes, INPUTS, row, ATTENDED.name, SCHEDULED.name)


def _minutes(attended: Fraction, scheduled: Fraction) -> Outcome:
    return more_than(ATTENDED, SCHEDULED) if attended > scheduled else value(attended)


def _share(attended: Fraction, scheduled: Fraction) -> Outcome:
    if scheduled == 0:
        return undefined((SCHEDULED.name,), _("No session has been held, so there is nothing to attend."))
    return value(attended / scheduled)


def _verdict(share: Fraction, threshold: Fraction) -> Outcome:
    return value("reached" if share >= threshold else "not-reached")


CALCULATION = Calculation(
    name="attendance-share",
    title=_("Attendance"),
    formula=_(
        "Minutes attended ÷ minutes of all sessions held; cancelled sessions do not count. "
        "The rule goes by minutes, not by sessions. CPD hours: attended and verified self-study minutes ÷ 60."
    ),
    limits=_("Being there is not taking part, and taking part is not learning. A long session weighs more than a short one."),
    sources=("P72",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("scheduled", _("minutes held"), "count"),
        Output("attended", _("minutes attended"), "count"),
        Output("share", _("attendance"), "share"),
        Output("verdict", _("attendance rule"), "word", words={"reached": _("reached"), "not-reached": _("not reached")}),
        Output("cpd-hours", _("CPD hours"), "hours"),
    ),
    run=attendance_share,
)
