"""Outcomes as a reader sees them: rounded half up for display only, in the reader's signs."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from clustercourse.kinds.calculations.calculation import Output, Shown
from clustercourse.kinds.calculations.outcome import STATES, Outcome, Value
from clustercourse.language import Message, _, half_up, money, ngettext, number, percent_words

PLACES: Mapping[Shown, int] = {"ratio": 2, "share": 1, "money": 0, "cents": 2, "count": 0, "decimal": 2, "hours": 2}


def written(outcome: Outcome, output: Output, currency: str | None = None) -> str:
    """The value as text ("3.50", "21.4 %", "not known"). Reasons and notes stand beside it."""
    if outcome.value is None:
        return str(STATES[outcome.state])
    return written_value(outcome.value, output, currency)


def written_value(value: Value, output: Output, currency: str | None = None) -> str:
    if not isinstance(value, Fraction):
        return said(value, output.words)
    if output.shown == "share":
        return percent_words(value, 1)
    if output.shown in ("money", "cents"):
        return _amount(value, PLACES[output.shown], currency)
    text = number(value, PLACES.get(output.shown, 2))
    return f"{text} {output.unit}" if output.unit is not None else text


def said(value: str | tuple[str, ...], words: Mapping[str, Message]) -> str:
    """A word of the calculation's own list, or several."""
    keys = value if isinstance(value, tuple) else (value,)
    return ", ".join(str(words.get(key, key)) for key in keys) or str(_("none"))


def rounding(output: Output) -> Message | None:
    """How the shown number was rounded, for the label; it is compared unrounded."""
    places = PLACES.get(output.shown)
    if places is None or output.shown == "count":
        return None
    return ngettext("rounded to {n} decimal", "rounded to {n} decimals", places) if places else _("rounded to whole units")


def _amount(value: Fraction, places: int, currency: str | None) -> str:
    return money(half_up(value, places), currency, places) if currency else number(value, places)
