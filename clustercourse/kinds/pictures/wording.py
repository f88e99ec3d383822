"""How numbers, lists of names and what is not known are said in pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import lru_cache

from clustercourse.kinds.calculations.outcome import STATES, Outcome
from clustercourse.kinds.pictures.labels import whole_words
from clustercourse.language import _, language
from clustercourse.language import number as in_digits

Writer = Callable[[Fraction], str]


def amount(value: Fraction | int, decimals: int = 0) -> str:
    """A number with a true minus sign; one that rounds to zero has none."""
    return _amount(Fraction(value), decimals, language())


@lru_cache(maxsize=4096)
def _amount(value: Fraction, decimals: int, _language: str) -> str:
    """The same numbers stand in the picture, its table and its sentences, and writing them is slow."""
    said = in_digits(value, decimals)
    if said.startswith("-"):
        return f"−{said[1:]}" if any(letter in "123456789" for letter in said) else said[1:]
    return said


def score(value: Fraction) -> str:
    return amount(value, 2)


def plain(value: Fraction | int) -> str:
    """Whole numbers without decimals, others with as few as they need, at most two."""
    exact = Fraction(value)
    decimals = next((each for each in (0, 1) if (exact * 10**each).denominator == 1), 2)
    return amount(exact, decimals)


def round_step(value: float) -> str:
    """A round value beside an axis."""
    return plain(Fraction(value).limit_denominator(1000))


def signed(value: Fraction) -> str:
    said = amount(value)
    return f"+{said}" if value > 0 and said != "0" else said


def share(value: Fraction, decimals: int = 1) -> str:
    """A share of one as percent."""
    sign = "%" if language() == "en" else "\u00a0%"
    return amount(value * 100, decimals) + sign


def shown(outcome: Outcome, writer: Writer = plain) -> str:
    """The number, or the word for why there is none."""
    if outcome.number is not None:
        return writer(outcome.number)
    return str(outcome.value) if isinstance(outcome.value, str) else str(STATES[outcome.state])


def brief(name: str, most: int = 40) -> str:
    """A name as it stands in a sentence: very long ones are cut; the table has them whole."""
    return name if len(name) <= most else f"{whole_words(name, most - 1).rstrip(' ,;·-–')}…"


def listed(names: Sequence[str], most: int = 3) -> str:
    """“A, B and C”, or “A, B and 4 more”."""
    names = [brief(name) for name in names]
    if len(names) > most:
        return str(_("{names} and {n} more", names=", ".join(names[: most - 1]), n=amount(len(names) - most + 1)))
    if len(names) < 2:
        return "".join(names)
    return str(_("{names} and {last}", names=", ".join(names[:-1]), last=names[-1]))


def sentences(*parts: object) -> str:
    """Sentences one after another; those that are not needed are empty."""
    return " ".join(str(part) for part in parts if part).replace("….", "…")


def beside(*parts: object) -> str:
    """Facts on one line, with a dot between them; those that are not there are empty."""
    return " · ".join(str(part) for part in parts if part)
