"""What a calculation gives: one of four outcomes that are never mixed. Zero is an ordinary value; nothing turns the others into it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from clustercourse.language import Message, _

State = Literal["value", "missing", "undefined", "invalid"]

Value = Fraction | str | tuple[str, ...]
"""An exact number, or a word (or several) from the calculation's own list, by its key."""

STATES: dict[State, Message] = {
    "value": _("value"),
    "missing": _("not known"),
    "undefined": _("no value"),
    "invalid": _("cannot be right"),
}


@dataclass(frozen=True)
class Outcome:
    """`value` is set for "value" alone, `reason` for the other three. `about`: the inputs that the reason speaks of, by name.

    `notes` are remarks that stand beside a value, such as a small base.
    """

    state: State
    value: Value | None = None
    reason: Message | None = None
    about: tuple[str, ...] = ()
    notes: tuple[Message, ...] = ()

    @property
    def number(self) -> Fraction | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, Fraction) else None


def value(of: Fraction | int | str | tuple[str, ...], *notes: Message) -> Outcome:
    return Outcome("value", Fraction(of) if isinstance(of, int) else of, notes=notes)


def missing(about: Iterable[str], reason: Message) -> Outcome:
    """An input is not known: left empty, or known to be unknown (suppressed)."""
    return Outcome("missing", reason=reason, about=tuple(about))


def undefined(about: Iterable[str], reason: Message) -> Outcome:
    """All inputs are known, and the formula has no value for them."""
    return Outcome("undefined", reason=reason, about=tuple(about))


def invalid(about: Iterable[str], reason: Message) -> Outcome:
    """The inputs cannot all be true."""
    return Outcome("invalid", reason=reason, about=tuple(about))
