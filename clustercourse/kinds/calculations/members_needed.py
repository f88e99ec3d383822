"""How many members close a gap: what break-even and stress test share."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.language import _

WORDS = {"none": _("none: no number of members is enough")}


def members_needed(gap: Fraction, fee: Fraction, variable_cost: Fraction) -> Outcome:
    """Gap ÷ (fee − variable cost of a member), rounded up; the word "none" where a member adds nothing."""
    if gap <= 0:
        return already_covered()
    return value("none") if fee <= variable_cost else value(ceil(gap / (fee - variable_cost)))


def already_covered() -> Outcome:
    return value(0, _("Already covered: the other income pays for everything that does not depend on members."))
