"""The rule of the mirror, pure: what is published of a figure, when, and when it is taken off. Knows no rows and no person.

**Promised**, to every organisation whose value is in a publication, against every other organisation of the cohort: whoever knows
everything that was ever shown of the figure, and all values of their own at all times, cannot tell the exact value of another
organisation in any publication. There is always another story with the same pages in which that organisation had another value.

*Why it holds.* What is shown depends on the others only as a heap: count, median, quartiles, currency, and the decisions to publish, to
withhold and to take off stay the same when two organisations change places in the whole story. A figure is published only where at
least `UNLIKE` organisations differ from the most frequent value. Take a reader R and another organisation J: without R the values are
not all equal, so there is a K with another value than J. Let J and K change places: R sees the same pages, and J has K's value.
They change places in all figures at once, so the promise holds for all figures of a cohort together, and for stories of any length.

**Not promised**, because no count, median or quartile can keep it:

* Somebody who learns from elsewhere *who* changed between two publications can combine them. Three changes at least (two besides
  their own) make that hard, not impossible.
* Somebody who knows all values but one may learn the last to two figures (exactly, where it has no more); so may people who pool
  theirs. Who acts for two organisations is two readers.
* Two cohorts in which some of the same organisations take part are two mirrors: each keeps the promise for itself.
* That most values are alike is seen, as in every median: “most rate this 4” is what the figure is for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import floor
from statistics import median, quantiles

from clustercourse.workbook.queries.figures import Held

LEAST = 5
"""Organisations behind a count and a median."""

LEAST_FOR_HALF = 8
"""Organisations behind the middle half."""

CHANGES = 3
"""Organisations whose values were added, withdrawn or changed before a figure is published anew."""

UNLIKE = 2
"""Organisations that must differ from the most frequent value: one who knows their own then never knows that all others are alike."""


@dataclass(frozen=True)
class Summary:
    """What is shown; `low` and `high` bound the middle half, from eight organisations on."""

    count: int
    median: Fraction
    low: Fraction | None
    high: Fraction | None
    currency: str = ""


@dataclass(frozen=True)
class Published:
    """What stands on the page (None: nothing), and the sealed value of each organisation that the last publication was made of."""

    summary: Summary | None = None
    basis: Mapping[int, str] = field(default_factory=dict)


Shares = Mapping[int, Held]
Seal = Callable[[int, Held], str]


def looked_at_again(before: Published, shares: Shares, seal: Seal) -> Published:
    """What is published now. `shares` are all that may count at this moment, by organisation; `seal` hides a value.

    Anew where three organisations or more differ from the last publication. The very same values give the very same figure, so that it
    comes back after it was taken off and nothing has changed. Taken off where fewer than five of those it was made of still share; its
    basis stays, so that a figure that returns cannot be compared with the one that went.
    """
    counted = of_one_currency(shares)
    basis = {organisation: seal(organisation, share) for organisation, share in counted.items()}
    changed = sum(before.basis.get(each) != basis.get(each) for each in before.basis.keys() | basis.keys())
    if changed >= CHANGES or (changed == 0 and before.summary is None):
        made = summary(counted.values())
        if made is not None:
            return Published(made, basis)
    if before.summary is not None and len(before.basis.keys() & shares.keys()) < LEAST:
        return Published(None, before.basis)
    return before


def of_one_currency(shares: Shares) -> Shares:
    """The largest group of one currency, the first by its letters where two are equally large: amounts are never converted."""
    groups: dict[str, dict[int, Held]] = defaultdict(dict)
    for organisation, share in shares.items():
        groups[share.currency][organisation] = share
    return min(groups.items(), key=lambda each: (-len(each[1]), each[0]), default=("", {}))[1]


def summary(shares: Collection[Held]) -> Summary | None:
    """Count, median and middle half, rounded; None for fewer than five, and where nearly all are alike."""
    values = sorted(share.value for share in shares)
    if len(values) < LEAST or len(values) - Counter(values).most_common(1)[0][1] < UNLIKE:
        return None
    currency = next(iter(shares)).currency
    if len(values) < LEAST_FOR_HALF:
        return Summary(len(values), rounded(median(values)), None, None, currency)
    low, middle, high = quantiles(values, n=4, method="inclusive")
    return Summary(len(values), rounded(middle), rounded(low), rounded(high), currency)


def rounded(value: Fraction) -> Fraction:
    """To two significant figures, halves upwards."""
    if value == 0:
        return Fraction(0)
    step = Fraction(1)
    while abs(value) >= step * 100:
        step *= 10
    while abs(value) < step * 10:
        step /= 10
    return floor(value / step + Fraction(1, 2)) * step
