"""Numbers as people type them: decimal comma or point, thousands by the learner's locale. Pure; knows no question."""

import re
from dataclasses import dataclass
from fractions import Fraction

from clustercourse.language import _, number_separators

LONGEST = 60
PLACES = 10
_TIDY = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "\u2212": "-", "\u2013": "-", "\u2019": "'"})
_UNIT = r"(?: ?(?P<unit>[^\s\d.,'+\-*/=<>()^;:!?][^\d+*=<>^;:!?]{0,29}))?"
_FRACTION = re.compile(r"(?P<sign>[-+])? ?(?:(?P<whole>[0-9]+) )?(?P<top>[0-9]+) ?/ ?(?P<bottom>[0-9]+)" + _UNIT)
_DECIMAL = re.compile(r"(?P<sign>[-+])? ?(?P<body>[.,]?[0-9](?:[0-9]|[.,' ](?=[0-9]))*[.,]?)" + _UNIT)
_GROUPS = re.compile(r"[1-9][0-9]{0,2}([ ',.])[0-9]{3}(?:\1[0-9]{3})*")


@dataclass(frozen=True)
class Number:
    """`ambiguous`: the same characters mean another number elsewhere ("1.234"). `unit`: what stood behind it."""

    value: Fraction
    ambiguous: bool = False
    unit: str = ""


@dataclass(frozen=True)
class NotANumber:
    text: str


def read_number(text: str, decimal: str, grouping: str) -> Number | NotANumber:
    """Read what a person typed, exactly.

    Point and comma are both decimal signs; spaces and apostrophes only ever group thousands. One sign followed by exactly three digits
    could be either: it groups where it is the locale's grouping sign, else it is a decimal sign, and the number is marked ambiguous.
    Simple and mixed fractions ("3/4", "1 3/4") and a unit or percent sign behind the number are read; anything else is not a number.
    """
    tidy = re.sub(" +", " ", text.translate(_TIDY)).strip()
    if len(tidy) > LONGEST:
        return NotANumber(text)
    if match := _FRACTION.fullmatch(tidy):
        found = _fraction(match)
    elif match := _DECIMAL.fullmatch(tidy):
        found = _decimal(match["body"], decimal, grouping)
    else:
        return NotANumber(text)
    unit = (match["unit"] or "").strip()
    if found is None or unit[:1].isnumeric():
        return NotANumber(text)
    value, ambiguous = found
    return Number(-value if match["sign"] == "-" else value, ambiguous, unit)


def write_number(value: Fraction, decimal: str, grouping: str) -> str:
    """The number in the signs of a locale, with at most ten decimal places."""
    scaled = round(abs(value) * 10**PLACES)
    whole, rest = divmod(scaled, 10**PLACES)
    sign = "-" if value < 0 and scaled else ""
    places = f"{rest:0{PLACES}d}".rstrip("0")
    return sign + f"{whole:,}".replace(",", grouping) + (decimal + places if places else "")


def understood(number: Number) -> str | None:
    """How an unclear number was read, in words, because its digits alone would be as unclear again."""
    shown = write_number(number.value, *number_separators())
    if number.ambiguous and number.value.denominator == 1:
        return str(_("Understood as the whole number {number}.", number=shown))
    if number.ambiguous:
        return str(_("Understood as the decimal number {number}.", number=shown))
    if number.unit and not number.unit.startswith("%"):
        return str(_("Understood as {number}. The words after it were not read.", number=shown))
    return None


def _fraction(match: re.Match[str]) -> tuple[Fraction, bool] | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    if bottom == 0:
        return None
    if match["whole"] is None:
        return Fraction(top, bottom), False
    return (int(match["whole"]) + Fraction(top, bottom), False) if 0 < top < bottom else None


def _decimal(body: str, decimal: str, grouping: str) -> tuple[Fraction, bool] | None:
    whole, places, ambiguous = _split(body, decimal, grouping)
    if not (whole.isdecimal() or whole == "" or _GROUPS.fullmatch(whole)):
        return None
    if not (places.isdecimal() or places == ""):
        return None
    digits = re.sub(r"[^0-9]", "", whole)
    return Fraction(int(digits + places), 10 ** len(places)), ambiguous


def _split(body: str, decimal: str, grouping: str) -> tuple[str, str, bool]:
    """Whole part (still grouped), decimal places, and whether another reading was possible."""
    signs = [sign for sign in body if sign in ".,"]
    if not signs or (len(signs) > 1 and len(set(signs)) == 1):
        return body, "", False
    whole, _sign, places = body.rpartition(signs[-1])
    if len(signs) > 1:
        return whole, places, False
    ambiguous = _GROUPS.fullmatch(body) is not None
    if ambiguous and signs[0] == grouping != decimal:
        return body, "", True
    return whole, places, ambiguous
