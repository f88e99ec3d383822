"""Short words for tests of calculations: numbers as people write them, outcomes as one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from clustercourse.kinds.calculations import CALCULATIONS
from clustercourse.kinds.calculations.outcome import Outcome

NEAR = Fraction(1, 10**9)


def exact(held: Any) -> Any:
    """Numbers and numbers in text as fractions; lists as columns; words and None as they are."""
    if isinstance(held, list | tuple):
        return tuple(exact(each) for each in held)
    if isinstance(held, bool) or held is None:
        return held
    try:
        return Fraction(held)
    except ValueError:
        return held


def outcomes(name: str, /, **given: Any) -> Mapping[str, Outcome | tuple[Outcome, ...]]:
    return CALCULATIONS[name].calculate({key.replace("_", "-"): exact(held) for key, held in given.items()})


def bare(outcome: Outcome | Sequence[Outcome]) -> Any:
    """The value alone, or the state where there is none; for a row of outcomes a list."""
    if not isinstance(outcome, Outcome):
        return [bare(each) for each in outcome]
    return outcome.value if outcome.state == "value" else f"<{outcome.state}>"


def calculated(name: str, /, **given: Any) -> dict[str, Any]:
    return {output: bare(outcome) for output, outcome in outcomes(name, **given).items()}


def some(name: str, /, *wanted: str, **given: Any) -> list[Any]:
    """The values of the outputs wanted, in that order."""
    found = calculated(name, **given)
    return [found[each] for each in wanted]


def said(outcome: Outcome) -> str:
    return str(outcome.reason)


def noted(outcome: Outcome) -> list[str]:
    return [str(note) for note in outcome.notes]


def is_near(found: Any, printed: Any) -> bool:
    """Equal to a printed figure but for its rounding; words and states exactly."""
    if isinstance(printed, str):
        return bool(found == printed)
    return isinstance(found, Fraction) and abs(found - Fraction(printed)) <= NEAR
