"""Star profile: up to three stars for a region's industry among comparable regions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import ceil
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, each_row, share_of, worst
from clustercourse.kinds.calculations.outcome import Outcome, undefined, value
from clustercourse.kinds.calculations.sums import places
from clustercourse.language import _, ngettext

FEWEST_REGIONS = 10
TOP_SHARE = Fraction(1, 10)
SPECIALISED = 2

JOBS = Input("regional-jobs", _("jobs of the industry in the region"), "number", is_column=True)
ALL_JOBS = Input("regional-total", _("all jobs in the region"), "number", is_column=True)
INPUTS = (JOBS, ALL_JOBS)
_HAS_STAR = {"star": _("star"), "no-star": _("no star"), "too-few-regions": _("too few regions")}


def star_profile(**given: Any) -> Results:
    """A star for size, one for focus, one for specialisation, for each region of the table (the own region is one of the rows).

    Inputs in jobs, a row a region: `regional_jobs` eᵢ, `regional_total` e. Size ranks eᵢ, focus ranks eᵢ ÷ e; a star for a place within the
    first tenth of the regions, rounded up. Place = 1 + regions strictly ahead. Specialisation: a star from a quotient of 2 against all
    regions of the table taken together. Under ten regions there is no star for size and focus, but a word that says so.
    A region whose numbers are missing or invalid is left out of the comparison, and that is said; a region without jobs in the industry
    gets no star; focus and quotient are undefined where e is 0. Source: P39 (the number 2 is general knowledge), P42.
    """
    rows = each_row(INPUTS, given)
    shares = [share_of(INPUTS, row, JOBS.name, ALL_JOBS.name) for row in rows]
    compared = [
        (row["regional_jobs"], row["regional_total"]) if share.state in ("value", "undefined") else None
        for row, share in zip(rows, shares, strict=True)
    ]
    sizes = _ranked([each[0] if each else None for each in compared], shares, is_size=True)
    focuses = _ranked([share.number for share in shares], shares)
    quotients = _quotients(shares, [each for each in compared if each])
    stars = (
        _stars(sizes, [each[0] > 0 if each else False for each in compared]),
        _stars(focuses, [bool(share.number) for share in shares]),
        [derived(lambda quotient: value("star" if quotient >= SPECIALISED else "no-star"), each) for each in quotients],
    )
    return {
        "regions-compared": _counted(compared),
        "size-place": tuple(sizes),
        "focus": tuple(shares),
        "focus-place": tuple(focuses),
        "quotient": tuple(quotients),
        "size-star": tuple(stars[0]),
        "focus-star": tuple(stars[1]),
        "specialisation-star": tuple(stars[2]),
        "stars": tuple(_count(*row) for row in zip(*stars, strict=True)),
    }


def _ranked(numbers: Sequence[Fraction | None], shares: Sequence[Outcome], *, is_size: bool = False) -> list[Outcome]:
    """Places; a size has one even where the region has no jobs at all and hence no share."""
    ranked = zip(places(numbers), shares, strict=True)
    return [share if place is None or (share.state != "value" and not is_size) else value(place) for place, share in ranked]


def _quotients(shares: Sequence[Outcome], compared: Sequence[tuple[Fraction, Fraction]]) -> list[Outcome]:
    jobs, all_jobs = (sum(column, Fraction(0)) for column in zip(*compared, strict=True)) if compared else (Fraction(0), Fraction(0))
    none_anywhere = undefined((JOBS.name,), _("None of these regions has jobs in the industry, so there is nothing to compare with."))
    return [derived(lambda share: value(share / (jobs / all_jobs)) if jobs else none_anywhere, each) for each in shares]


def _stars(ranked: Sequence[Outcome], has_jobs: Sequence[bool]) -> list[Outcome]:
    count = sum(each.state == "value" for each in ranked)
    cut = ceil(TOP_SHARE * count)
    few = value("too-few-regions")
    return [
        derived(lambda place, has=has: few if count < FEWEST_REGIONS else value("star" if has and place <= cut else "no-star"), each)
        for each, has in zip(ranked, has_jobs, strict=True)
    ]


def _count(*stars: Outcome) -> Outcome:
    if stopped := worst(stars):
        return stopped
    words = [each.value for each in stars]
    return value("too-few-regions") if "too-few-regions" in words else value(words.count("star"))


def _counted(compared: Sequence[object]) -> Outcome:
    left_out = sum(each is None for each in compared)
    notes = [
        ngettext(
            "{n} region is left out, for its numbers are not complete.",
            "{n} regions are left out, for their numbers are not complete.",
            left_out,
        )
    ]
    return value(len(compared) - left_out, *(notes if left_out else []))


CALCULATION = Calculation(
    name="star-profile",
    title=_("Star profile"),
    formula=_(
        "Size: the region is in the first tenth by jobs in the industry. Focus: it is in the first tenth by the industry's share of "
        "its own jobs. Specialisation: its location quotient against all these regions together is 2 or more. One star each."
    ),
    limits=_(
        "The stars depend on which regions you compare with. Focus and specialisation rank the regions in the same way here, so two "
        "stars are not two independent proofs; and no star says whether firms work together."
    ),
    sources=("P39", "P42"),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("regions-compared", _("regions compared"), "count"),
        Output("size-place", _("place by size"), "count", per_row=True),
        Output("focus", _("share of the region's jobs"), "share", per_row=True),
        Output("focus-place", _("place by focus"), "count", per_row=True),
        Output("quotient", _("location quotient"), "ratio", per_row=True),
        Output("size-star", _("star for size"), "word", per_row=True, words=_HAS_STAR),
        Output("focus-star", _("star for focus"), "word", per_row=True, words=_HAS_STAR),
        Output("specialisation-star", _("star for specialisation"), "word", per_row=True, words=_HAS_STAR),
        Output("stars", _("stars"), "count", per_row=True, words={"too-few-regions": _HAS_STAR["too-few-regions"]}),
    ),
    run=star_profile,
)
