"""Values as people type them into a worksheet, and as they are kept: read exactly, shown in the reader's signs."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from babel.numbers import get_currency_precision

from clustercourse.kinds.numbers import PLACES, Number, read_number, understood, write_number
from clustercourse.kinds.worksheets.places import Specification
from clustercourse.language import Message, _, number_separators

LONGEST = {"text": 300, "long-text": 8000}
_LONGEST_OTHER = 200
_UNKNOWN = frozenset(
    {"?", "-", "–", "—", "n/a", "na", "unknown", "not known", "suppressed", "ukendt", "ikke kendt", "okänd", "okänt", "unbekannt", "x"}
)
_SYMBOLS = {"€": "EUR", "£": "GBP", "$": "USD", "zł": "PLN"}
_CURRENCY = re.compile(r"[A-Z]{3}")
CROWNS = frozenset({"DKK", "SEK", "NOK", "ISK"})
CURRENCIES = ("EUR", "DKK", "SEK", "NOK", "ISK", "PLN", "CZK", "HUF", "RON", "BGN", "CHF", "GBP", "USD")
"""Currencies a workbook can be in."""


@dataclass(frozen=True)
class Cell:
    """`value` is what is kept: text, a list of keys, an exact number as text ("12.5"), money as a whole number of minor units.

    It is None where nothing stands, where it is known that nobody knows (`is_unknown`), and where `trouble` says why what was typed
    cannot be read. `understood` says how an unclear number was read.
    """

    typed: str = ""
    value: Any = None
    currency: str | None = None
    is_unknown: bool = False
    trouble: str | None = None
    understood: str | None = None

    @property
    def is_empty(self) -> bool:
        return not self.typed.strip()


def read_cell(field: Specification, typed: str, currency: str) -> Cell:
    """What was typed into a field, exactly; money without a currency is in that of the workbook."""
    text = typed.replace("\x00", "").replace("\r\n", "\n")[: LONGEST.get(field["type"], _LONGEST_OTHER)]
    if not text.strip():
        return Cell()
    if field["type"] not in LONGEST and text.strip().casefold() in _UNKNOWN:
        return Cell(text, is_unknown=True)
    return _READERS[field["type"]](field, text, currency)


def kept_cell(field: Specification, value: Any, typed: str, currency: str | None) -> Cell:
    """A value as it was kept. What this version of the worksheet cannot take (another type, an option that is gone) is read anew."""
    again = read_cell(field, typed, currency or "EUR")
    if value is None:
        return again
    if (again.value, again.currency) == (value, currency):
        return again
    return Cell(typed, value, currency) if _fits(field, value) else Cell(typed, None, None, trouble=again.trouble or str(_OUTDATED))


_OUTDATED = _("This was typed for an earlier form of the worksheet. Write it anew.")


def _fits(field: Specification, value: Any) -> bool:
    """Whether a kept value is one of this field's type now."""
    if field["type"] == "several":
        return isinstance(value, list) and set(value) <= {option["id"] for option in field["options"]}
    if field["type"] == "money":
        return isinstance(value, int)
    if not isinstance(value, str):
        return False
    if field["type"] == "choice":
        return value in {option["id"] for option in field["options"]}
    return field["type"] not in ("number", "percentage", "rating", "year") or re.fullmatch(r"-?\d+(/\d+)?", value) is not None


def shown(field: Specification, cell: Cell, currency: str | None = None) -> str:
    """The value in the reader's signs, as it stands in its input; what cannot be read stands as it was typed.

    An amount names its currency where that is not `currency`, the one in which it would be read without a name.
    """
    if cell.value is None or field["type"] in LONGEST:
        return cell.typed
    if field["type"] == "money":
        amount = write_number(major(cell), *number_separators())
        return amount if currency in (None, cell.currency) else f"{amount} {cell.currency}"
    if field["type"] in ("number", "percentage"):
        return _exactly(Fraction(cell.value))
    if field["type"] == "several":
        return ",".join(cell.value)
    return str(cell.value)


def _exactly(number: Fraction) -> str:
    """The number so that it reads back as itself: as a fraction where ten decimals do not hold it."""
    return write_number(number, *number_separators()) if (number * 10**PLACES).denominator == 1 else str(number)


def major(cell: Cell) -> Fraction:
    """Money in whole units of its currency."""
    return Fraction(int(cell.value), 10 ** get_currency_precision(cell.currency or "EUR"))


def _trouble(typed: str, sentence: Message) -> Cell:
    return Cell(typed, trouble=str(sentence))


def _text(_field: Specification, typed: str, _currency: str) -> Cell:
    return Cell(typed, typed.strip())


def _number(field: Specification, typed: str, _currency: str) -> Cell:
    found = read_number(_without(typed, field.get("unit", "")), *number_separators())
    if not isinstance(found, Number) or found.unit.startswith("%"):
        return _trouble(typed, _("“{typed}” is not a number. Write for example 1,200 or 4.6, or ? where it is not known.", typed=typed))
    if field.get("whole") and found.value.denominator != 1:
        return _trouble(typed, _("Write a whole number here."))
    return _bounded(field, typed, found)


def _percentage(field: Specification, typed: str, _currency: str) -> Cell:
    found = read_number(_without(typed, "%"), *number_separators())
    if not isinstance(found, Number) or found.unit:
        return _trouble(typed, _("“{typed}” is not a percentage. Write for example 12.5, or ? where it is not known.", typed=typed))
    return _bounded(field, typed, found)


def _bounded(field: Specification, typed: str, found: Number) -> Cell:
    least, most = field.get("least"), field.get("most")
    if least is not None and found.value < Fraction(least):
        return _trouble(typed, _("Write {least} or more.", least=_signs(least)))
    if most is not None and found.value > Fraction(most):
        return _trouble(typed, _("Write {most} or less.", most=_signs(most)))
    return Cell(typed, _kept(found.value), understood=understood(found))


def _money(_field: Specification, typed: str, currency: str) -> Cell:
    text, named = _currency_of(typed.strip(), currency)
    found = read_number(text, *number_separators())
    if not isinstance(found, Number) or found.unit:
        return _trouble(typed, _("“{typed}” is not an amount. Write for example 1,200.50, or ? where it is not known.", typed=typed))
    minor = found.value * 10 ** get_currency_precision(named)
    if minor.denominator != 1:
        return Cell(typed, trouble=" ".join(filter(None, (understood(found), str(_too_small(found, named))))))
    return Cell(typed, int(minor), named, understood=understood(found))


def _too_small(found: Number, currency: str) -> Message:
    if found.ambiguous:
        return _("{currency} has no smaller coin than that. If you mean thousands, leave the point or comma out.", currency=currency)
    return _("{currency} has no smaller coin than that. Round the amount.", currency=currency)


def _currency_of(text: str, currency: str) -> tuple[str, str]:
    """The amount without its currency, and the currency: an ISO code or a sign before or behind it, else the workbook's."""
    for part, rest in ((text[:3], text[3:]), (text[-3:], text[:-3])):
        if _CURRENCY.fullmatch(part.upper()) and part.upper() in CURRENCIES and not rest[-1:].isalpha() and not rest[:1].isalpha():
            return rest.strip(), part.upper()
    for sign, code in _SYMBOLS.items():
        if sign in text:
            return text.replace(sign, " ").strip(), code
    lowered = text.casefold().rstrip(".")
    if currency in CROWNS and lowered.endswith("kr"):
        return text[: len(lowered) - 2].strip(), currency
    return text, currency


def _date(_field: Specification, typed: str, _currency: str) -> Cell:
    text = typed.strip()
    for pattern, order in _DATES:
        if match := re.fullmatch(pattern, text):
            year, month, day = (int(match[place]) for place in order)
            try:
                return Cell(typed, date(year, month, day).isoformat())
            except ValueError:
                break
    return _trouble(typed, _("“{typed}” is not a date. Write for example 2027-09-30 or 30.9.2027.", typed=typed))


_DATES = (
    (r"(\d{4})-(\d{1,2})-(\d{1,2})", (1, 2, 3)),
    (r"(\d{1,2})[./] ?(\d{1,2})[./] ?(\d{4})", (3, 2, 1)),
    (r"(\d{1,2})-(\d{1,2})-(\d{4})", (3, 2, 1)),
)


def _year(_field: Specification, typed: str, _currency: str) -> Cell:
    text = typed.strip()
    if not (text.isascii() and text.isdigit() and 1900 <= int(text) <= 2200):
        return _trouble(typed, _("Write a year with four digits, such as 2027."))
    return Cell(typed, text)


def _choice(field: Specification, typed: str, _currency: str) -> Cell:
    if typed not in {option["id"] for option in field["options"]}:
        return _trouble(typed, _("“{typed}” cannot be chosen here.", typed=typed))
    return Cell(typed, typed)


def _several(field: Specification, typed: str, _currency: str) -> Cell:
    chosen = set(typed.split(","))
    kept = [option["id"] for option in field["options"] if option["id"] in chosen]
    return Cell(",".join(kept), kept) if kept else Cell()


def _rating(field: Specification, typed: str, _currency: str) -> Cell:
    text = typed.strip()
    least, most = field["least"], field["most"]
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        return _trouble(typed, _("Choose a number from {least} to {most}.", least=least, most=most))
    return Cell(typed, text)


def _yes_no(_field: Specification, typed: str, _currency: str) -> Cell:
    return Cell(typed, typed) if typed in ("yes", "no") else _trouble(typed, _("Choose yes, no or not known."))


_READERS: dict[str, Callable[[Specification, str, str], Cell]] = {
    "text": _text,
    "long-text": _text,
    "number": _number,
    "money": _money,
    "percentage": _percentage,
    "date": _date,
    "year": _year,
    "choice": _choice,
    "several": _several,
    "rating": _rating,
    "yes-no": _yes_no,
    "organisation": _text,
    "stakeholder": _text,
}


def _without(typed: str, unit: str) -> str:
    end = typed.strip()
    return end[: -len(unit)].strip() if unit and end.casefold().endswith(unit.casefold()) else end


def _kept(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(value)


def _signs(bound: str) -> str:
    return write_number(Fraction(Decimal(bound)), *number_separators())
