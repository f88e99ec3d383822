"""Behaviour after a training: how many action plans were carried out, whatever the silent ones did."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import worked
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.language import _

INPUTS = (
    Input("done", _("plans carried out"), "number", is_whole=True),
    Input("partly", _("plans carried out in part"), "number", is_whole=True),
    Input("not-done", _("plans not carried out"), "number", is_whole=True),
    Input("no-answer", _("plans without an answer"), "number", is_whole=True),
)
_NAMES = tuple(each.name for each in INPUTS)


def behaviour_share(**given: Given) -> Results:
    """Done as a share of those who answered, and the range if the silent had done nothing (lowest) or everything (highest).

    Inputs, plans after 90 days, whole numbers: `done`, `partly`, `not_done`, `no_answer`. Partly does not count as done. Missing where one
    is not known; invalid where negative; undefined where nobody answered (the share) or there is no plan. Source: P69 (third level).
    """
    return {
        "plans": worked(lambda *counts: value(sum(counts, Fraction(0))), INPUTS, given, *_NAMES),
        "of-answered": worked(_of_answered, INPUTS, given, *_NAMES[:3]),
        "lowest": worked(lambda *counts: _of_all(counts[0], counts), INPUTS, given, *_NAMES),
        "highest": worked(lambda *counts: _of_all(counts[0] + counts[3], counts), INPUTS, given, *_NAMES),
    }


def _of_answered(done: Fraction, partly: Fraction, not_done: Fraction) -> Outcome:
    answered = done + partly + not_done
    return value(done / answered) if answered else undefined(_NAMES[:3], _("Nobody has answered yet."))


def _of_all(done: Fraction, counts: tuple[Fraction, ...]) -> Outcome:
    plans = sum(counts, Fraction(0))
    return value(done / plans) if plans else undefined(_NAMES, _("There are no plans yet."))


CALCULATION = Calculation(
    name="behaviour-share",
    title=_("Plans carried out"),
    formula=_("Done ÷ all who answered. Lowest: done ÷ all plans. Highest: (done + without an answer) ÷ all plans."),
    limits=_(
        "People report on themselves, and a plan that was easy counts as much as a hard one. "
        "It does not show that the training was the reason, or that the plan was the right one."
    ),
    sources=("P69",),
    is_course_tool=False,
    inputs=INPUTS,
    outputs=(
        Output("plans", _("plans"), "count"),
        Output("of-answered", _("done, of those who answered"), "share"),
        Output("lowest", _("done, if the silent did nothing"), "share"),
        Output("highest", _("done, if the silent did everything"), "share"),
    ),
    run=behaviour_share,
)
