"""What every letter can stop: the choices it belongs to. One number holds them and how they were, so that going on is as before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from clustercourse.notifications.queries import CHOICES

NAME = "choices"
_PLACES = [(how, choice) for how in ("at_once", "daily") for choice in CHOICES]


def number_of(how: Mapping[str, str], choices: Iterable[str]) -> int:
    """These choices, as they are."""
    chosen = set(choices)
    return sum(1 << place for place, (way, choice) in enumerate(_PLACES) if choice in chosen and how[choice] == way)


def how_of(number: int) -> dict[str, str]:
    """The choices in a number, and how they were."""
    return {choice: way for place, (way, choice) in enumerate(_PLACES) if number >> place & 1}
