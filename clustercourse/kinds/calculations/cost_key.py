"""Cost key of a meta-cluster: a shared cost split partly equally, partly by size, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations.calculation import Calculation, Input, Output, Results
from clustercourse.kinds.calculations.checks import derived, each_row, problem, worked, worst_row
from clustercourse.kinds.calculations.outcome import Outcome, invalid, undefined, value
from clustercourse.kinds.calculations.sums import dealt
from clustercourse.language import _

CENTS = 100
SIZE = Input("size", _("size of the cluster"), "number", is_column=True)
INPUTS = (
    SIZE,
    Input("cost", _("shared cost"), "money"),
    Input("equal-share", _("part of the cost that is split equally"), "share", most=1),
)


def cost_key(**given: Any) -> Results:
    """Share = C · [α ÷ n + (1 − α) · size ÷ Σ size], in whole cents that add up to C: largest remainder, ties to the first listed.

    Inputs, a row a cluster: `size` (as members); singles `cost` C in money and `equal_share` α 0–1. With α = 1 sizes are not needed.
    Missing where one is not known; invalid: negative, α outside 0–1, a cost with parts of a cent; undefined without clusters, and where all
    sizes are 0 unless α = 1. Course tool (W6d).
    """
    rows = each_row(INPUTS, given)
    is_equal = given["equal_share"] == 1
    sizes = [value(0) if is_equal and row["size"] is None else worked(value, INPUTS, row, SIZE.name) for row in rows]
    nobody = None if rows else undefined((SIZE.name,), _("There is no cluster to share the cost. Enter at least one."))
    stopped = problem(INPUTS, given, "cost", "equal-share") or nobody or worst_row(sizes)
    shares = stopped or _shares(given["cost"], given["equal_share"], [each.number or Fraction(0) for each in sizes])
    cost = worked(value, INPUTS, given, "cost")
    outcomes = (shares,) * len(rows) if isinstance(shares, Outcome) else tuple(value(each) for each in shares)
    return {
        "share": outcomes,
        "share-of-cost": tuple(derived(_part, each, cost) for each in outcomes),
        "total": shares if isinstance(shares, Outcome) else value(sum(shares, Fraction(0))),
    }


def _shares(cost: Fraction, equal: Fraction, sizes: Sequence[Fraction]) -> list[Fraction] | Outcome:
    cents = cost * CENTS
    if cents.denominator != 1:
        return invalid(("cost",), _("Give the cost in whole cents."))
    all_sizes = sum(sizes, Fraction(0))
    if all_sizes == 0 and equal != 1:
        return undefined((SIZE.name,), _("All sizes are 0, so nothing can be split by size. Enter sizes, or split everything equally."))
    by_size = [size / all_sizes if all_sizes else Fraction(0) for size in sizes]
    quotas = [cents * (equal / len(sizes) + (1 - equal) * each) for each in by_size]
    return [Fraction(each, CENTS) for each in dealt(int(cents), quotas)]


def _part(share: Fraction, cost: Fraction) -> Outcome:
    return value(share / cost) if cost else undefined(("cost",), _("There is no cost to have a share of."))


CALCULATION = Calculation(
    name="cost-key",
    title=_("Cost key"),
    formula=_(
        "Cost × (equal part ÷ number of clusters + (1 − equal part) × size ÷ all sizes). "
        "Rounded to cents by the largest remainder, so that the shares add up exactly."
    ),
    limits=_(
        "A key divides a cost; it does not show who benefits, and it does not make a division fair. "
        "Agree on what size means, and when it is counted, before you look at the amounts."
    ),
    sources=("course tool",),
    is_course_tool=True,
    inputs=INPUTS,
    outputs=(
        Output("share", _("share to pay"), "cents", per_row=True),
        Output("share-of-cost", _("share of the cost"), "share", per_row=True),
        Output("total", _("all shares together"), "cents"),
    ),
    run=cost_key,
)
