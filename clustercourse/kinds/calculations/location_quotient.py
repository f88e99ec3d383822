"""Location quotient: how much more an industry weighs in a region than in the reference area."""

from __future__ import annotations

from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Calculation, Given, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, more_than, nothing_to_divide_by, share_of, worked
from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.calculations.sums import rounded
from clustercourse.language import _

SMALL_BASE = 50

REGIONAL_JOBS = Input("regional-jobs", _("jobs of the industry in the region"), "number")
REGIONAL_TOTAL = Input("regional-total", _("all jobs in the region"), "number")
REFERENCE_JOBS = Input("reference-jobs", _("jobs of the industry in the reference area"), "number")
REFERENCE_TOTAL = Input("reference-total", _("all jobs in the reference area"), "number")
INCLUDES = Input("reference-includes-region", _("whether the reference area includes the region"), "yes-no", default="yes")
INPUTS = (REGIONAL_JOBS, REGIONAL_TOTAL, REFERENCE_JOBS, REFERENCE_TOTAL, INCLUDES)


def location_quotient(**given: Given) -> Results:
    """LQ = (eᵢ ÷ e) ÷ (Eᵢ ÷ E), with its two shares and a band.

    Inputs in jobs: eᵢ `regional_jobs`, e `regional_total`, Eᵢ `reference_jobs`, E `reference_total`; `reference_includes_region` yes or no.
    Missing where one is not known; invalid where one is negative or a part is larger than its whole (with a reference that includes the
    region also eᵢ > Eᵢ and e > E); undefined where e, E or Eᵢ is 0. No jobs in the region is a true zero.
    Bands, by the unrounded quotient: under 0.8, to 1.2, under 2, from 2. Source: P42; cut-offs are conventions (P43), the bands our own.
    """
    quotient = worked(_quotient, INPUTS, given, *(each.name for each in INPUTS))
    return {
        "regional-share": share_of(INPUTS, given, REGIONAL_JOBS.name, REGIONAL_TOTAL.name),
        "reference-share": share_of(INPUTS, given, REFERENCE_JOBS.name, REFERENCE_TOTAL.name),
        "quotient": quotient,
        "band": derived(_band, quotient),
    }


def _quotient(jobs: Fraction, all_jobs: Fraction, reference: Fraction, all_reference: Fraction, includes: str) -> Outcome:
    pairs = [(jobs, REGIONAL_JOBS, all_jobs, REGIONAL_TOTAL), (reference, REFERENCE_JOBS, all_reference, REFERENCE_TOTAL)]
    if includes == "yes":
        pairs += [(jobs, REGIONAL_JOBS, reference, REFERENCE_JOBS), (all_jobs, REGIONAL_TOTAL, all_reference, REFERENCE_TOTAL)]
    for part, of_part, whole, of_whole in pairs:
        if part > whole:
            return more_than(of_part, of_whole)
    for divisor, of_divisor in ((all_jobs, REGIONAL_TOTAL), (all_reference, REFERENCE_TOTAL), (reference, REFERENCE_JOBS)):
        if divisor == 0:
            return nothing_to_divide_by(of_divisor)
    notes = [_("Small base: with so few jobs, a handful more or less changes the quotient visibly.")] if jobs < SMALL_BASE else []
    quotient = (jobs / all_jobs) / (reference / all_reference)
    if band(rounded(quotient, 2)) != band(quotient):
        notes.append(_("Shown rounded. The band goes by the exact quotient, which lies on the other side of the line."))
    return value(quotient, *notes)


def _band(quotient: Fraction) -> Outcome:
    return value(band(quotient))


def band(quotient: Fraction) -> str:
    if quotient < Fraction(4, 5):
        return "under-represented"
    if quotient <= Fraction(6, 5):
        return "similar"
    return "over-represented" if quotient < 2 else "strongly-specialised"


CALCULATION = Calculation(
    name="location-quotient",
    title=_("Location quotient"),
    formula=_(
        "The industry's share of all jobs in the region, divided by its share of all jobs in the reference area. "
        "Bands: under 0.8, from 0.8 to 1.2, over 1.2 and under 2, from 2."
    ),
    limits=_(
        "It shows concentration, not cooperation: a high quotient does not make a cluster. "
        "The bands are conventions, and small numbers or another delimitation of the industry can move a region across them."
    ),
    sources=("P42", "P43"),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("regional-share", _("share of the region's jobs"), "share"),
        Output("reference-share", _("share of the reference area's jobs"), "share"),
        Output("quotient", _("location quotient"), "ratio"),
        Output(
            "band",
            _("band"),
            "word",
            words={
                "under-represented": _("under-represented"),
                "similar": _("similar"),
                "over-represented": _("over-represented"),
                "strongly-specialised": _("strongly specialised"),
            },
        ),
    ),
    run=location_quotient,
)
