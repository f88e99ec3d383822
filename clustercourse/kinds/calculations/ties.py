"""Places in a table where equals share a place, and that they do is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from clustercourse.kinds.calculations.outcome import Outcome, value
from clustercourse.kinds.calculations.sums import places
from clustercourse.language import Message, ngettext


def placed(outcomes: Sequence[Outcome]) -> tuple[Outcome, ...]:
    """The place of each row, the largest first; a row without a number has none, and why stays said."""
    found = places([each.number for each in outcomes])
    return tuple(
        replace(outcome, notes=()) if place is None else value(place, *_shared(found.count(place) - 1))
        for outcome, place in zip(outcomes, found, strict=True)
    )


def _shared(others: int) -> list[Message]:
    return [ngettext("Shared with {n} other.", "Shared with {n} others.", others)] if others else []
