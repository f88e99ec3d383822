"""Canvas coverage: which links from a customer segment over a value proposition to a revenue stream are complete."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import each_row
from clustercourse.kinds.calculations.outcome import Outcome, missing, value
from clustercourse.language import _

INPUTS = (
    Input("segment", _("customer segment"), "text", is_column=True),
    Input("proposition", _("value proposition"), "text", is_column=True),
    Input("revenue", _("revenue stream"), "text", is_column=True),
)
_NAMES = tuple(each.name for each in INPUTS)


def canvas_coverage(**given: Any) -> Results:
    """Coverage = links with all three ends ÷ all links begun.

    Inputs, a row a link: `segment`, `proposition`, `revenue`, names. A row with one or two of them is begun, and what it lacks is listed;
    an empty row is no link: missing, and not counted. Missing as long as no link is begun. Source: P49 (blocks); course tool (W4a).
    """
    lacking = [tuple(name for name in _NAMES if not str(row[name] or "").strip()) for row in each_row(INPUTS, given)]
    begun = [each for each in lacking if len(each) < len(_NAMES)]
    linked = sum(not each for each in begun)
    return {
        "link": tuple(_empty() if len(each) == len(_NAMES) else value("open" if each else "linked") for each in lacking),
        "lacking": tuple(_empty() if len(each) == len(_NAMES) else value(each) for each in lacking),
        "links": value(len(begun)),
        "linked": value(linked),
        "coverage": value(Fraction(linked, len(begun))) if begun else _empty(),
    }


def _empty() -> Outcome:
    return missing(_NAMES, _("Name a segment, what you promise it, and who pays for that."))


CALCULATION = Calculation(
    name="canvas-coverage",
    title=_("Links in the canvas"),
    formula=_("Links with a segment, a value proposition and a revenue stream ÷ all links you began."),
    limits=_(
        "It counts links; it does not show that anybody wants the promise or will pay. "
        "A segment that pays nothing can be right if a funder pays for it: then name the funder's money as the stream."
    ),
    sources=("P49",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("link", _("link"), "word", per_row=True, words={"linked": _("linked"), "open": _("not linked yet")}),
        Output("lacking", _("what is lacking"), "words", per_row=True, words={each.name: each.label for each in INPUTS}),
        Output("links", _("links begun"), "count"),
        Output("linked", _("links complete"), "count"),
        Output("coverage", _("coverage"), "share"),
    ),
    run=canvas_coverage,
)
