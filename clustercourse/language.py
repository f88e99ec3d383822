"""Translation, plurals, numbers, dates and money. Knows no web: the language and the zone are set by whoever serves a person.

English is the source. Catalogues are the `.po` files in `translations/`, read once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, format_time, format_timedelta, get_timezone_location
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, get_decimal_symbol, get_group_symbol
from babel.plural import PluralRule

LANGUAGES: dict[str, str] = {"en": "English", "da": "Dansk"}
LANGUAGE_NAMES: dict[str, str] = {"en": "English", "da": "Dansk", "sv": "Svenska", "de": "Deutsch"}
SOURCE = "en"
_LOCALES = {"en": "en_GB", "da": "da_DK", "sv": "sv_SE", "de": "de_DE"}
_COUNTRY = re.compile(r"[A-Z]{2}")
_NO_COUNTRY = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})
_TRANSLATIONS = Path(__file__).parent / "translations"

_DIGITS = 200
"""As many as anything typed here and computed of it can have."""

_language: ContextVar[str] = ContextVar("language", default=SOURCE)
_zone: ContextVar[str] = ContextVar("zone", default="Europe/Copenhagen")


@dataclass(frozen=True)
class Catalogue:
    singles: dict[str, str] = field(default_factory=dict)
    plurals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    form: Callable[[int], int] = field(default=lambda n: int(n != 1))


@cache
def catalogue(language: str) -> Catalogue:
    path = _TRANSLATIONS / f"{language}.po"
    if language == SOURCE or not path.is_file():
        return Catalogue()
    with path.open("rb") as file:
        messages = read_po(file, locale=language)
    singles: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for message in messages:
        if not message.id or message.fuzzy:
            continue
        if isinstance(message.id, list | tuple):
            forms = tuple(str(form) for form in message.string or ())
            if all(forms):
                plurals[message.id[0]] = forms
        elif message.string:
            singles[message.id] = str(message.string)
    rule: PluralRule = Locale.parse(language).plural_form
    return Catalogue(singles, plurals, lambda n: 0 if rule(n) == "one" else 1)


@dataclass(frozen=True)
class Message:
    """A sentence to be said later: the words are chosen by the language in force when it is shown."""

    text: str
    plural: str | None = None
    values: tuple[tuple[str, Any], ...] = ()

    def format(self, **values: Any) -> Message:
        return Message(self.text, self.plural, (*self.values, *values.items()))

    def __mod__(self, _values: object) -> str:
        return str(self)

    def __str__(self) -> str:
        values = {name: str(value) if isinstance(value, Message) else value for name, value in self.values}
        if self.plural is not None:
            return translate_plural(self.text, self.plural, int(values.pop("n")), **values)
        return translate(self.text, **values)


def _(text: str, /, **values: Any) -> Message:
    """A translatable sentence. Values stand in braces: `_("{n} of {all} answered", n=3, all=5)`."""
    return Message(text, None, tuple(values.items()))


def ngettext(one: str, many: str, n: int, /, **values: Any) -> Message:
    """A translatable sentence with a number: `ngettext("{n} lesson", "{n} lessons", 3)`."""
    return Message(one, many, (("n", n), *values.items()))


def translate(text: str, /, **values: Any) -> str:
    """The sentence in the current language, with its values filled in."""
    words = catalogue(_language.get()).singles.get(text, text)
    return words.format(**values) if values else words


def translate_plural(one: str, many: str, n: int, /, **values: Any) -> str:
    book = catalogue(_language.get())
    forms = book.plurals.get(one)
    words = forms[book.form(n)] if forms else (one if n == 1 else many)
    return words.format(n=number(n), **values)


def language() -> str:
    return _language.get()


def zone() -> str:
    return _zone.get()


def speak(chosen: str | None, in_zone: str | None = None) -> None:
    """Set the language and the time zone for what follows in this context."""
    _language.set(chosen if chosen in LANGUAGES else SOURCE)
    if in_zone is not None:
        _zone.set(in_zone)


@contextmanager
def speaking(chosen: str | None, in_zone: str | None = None) -> Iterator[None]:
    """The same for a block, as for a letter to somebody else."""
    before = _language.get(), _zone.get()
    speak(chosen, in_zone)
    try:
        yield
    finally:
        _language.set(before[0])
        _zone.set(before[1])


def _locale() -> str:
    return _LOCALES[_language.get()]


def number_separators() -> tuple[str, str]:
    """(decimal, grouping) of the current language."""
    return _separators(_locale())


@cache
def _separators(locale: str) -> tuple[str, str]:
    return get_decimal_symbol(locale), get_group_symbol(locale)


def number(value: int | float | Decimal | Fraction, decimals: int = 0) -> str:
    """A number for reading, rounded half up (away from zero), exactly, however large it is."""
    if isinstance(value, int) and -1000 < value < 1000:
        return str(value)
    shape = "#,##0." + "0" * decimals if decimals else "#,##0"
    with localcontext(prec=_DIGITS):
        return format_decimal(half_up(value, decimals), format=shape, locale=_locale())


def half_up(value: int | float | Decimal | Fraction, decimals: int) -> Decimal:
    """The decimal with so many places that is nearest; halves away from zero."""
    exact = value if isinstance(value, Fraction) else Fraction(str(value))
    scaled = int(abs(exact) * 10**decimals + Fraction(1, 2))
    with localcontext(prec=_DIGITS):
        return Decimal(-scaled if exact < 0 else scaled).scaleb(-decimals)


def percent(value: int) -> str:
    return f"{value} %" if _language.get() != "en" else f"{value}%"


def percent_words(share: Fraction, decimals: int = 1) -> str:
    """A share as percent, rounded half up: “21.4 %”."""
    return f"{number(share * 100, decimals)} %" if _language.get() != "en" else f"{number(share * 100, decimals)}%"


def money(amount: Decimal, currency: str, decimals: int) -> str:
    """An amount with its currency: “€ 1,200.50”, “1.200,50 €”."""
    places = "." + "0" * decimals if decimals else ""
    shape = f"¤\u00a0#,##0{places}" if _language.get() == "en" else f"#,##0{places}\u00a0¤"
    with localcontext(prec=_DIGITS):
        return format_currency(amount, currency, shape, locale=_locale(), currency_digits=False)


def day(value: date) -> str:
    """A date; of a moment, the day it is for the reader."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(_zone.get())).date()
    return format_date(value, format="long", locale=_locale())


def moment(value: datetime) -> str:
    """Date and time in the reader's zone, as in “21 November 2026, 10:42”."""
    return f"{day(value.astimezone(ZoneInfo(_zone.get())).date())}, {clock(value)}"


def clock(value: datetime) -> str:
    """The time of day in the reader's zone."""
    return format_time(value.astimezone(ZoneInfo(_zone.get())), format="HH:mm", locale=_locale())


def clock_words(value: time) -> str:
    """A time on a wall clock, in no zone."""
    return format_time(value, format="HH:mm", locale=_locale())


def short_day(value: date) -> str:
    """A day without its year, for lists under a year: “Thu 27 Aug”."""
    return format_date(value, format="EEE d MMM", locale=_locale())


def month_words(value: date) -> str:
    """A month and its year: “November 2026”."""
    return format_date(value, format="LLLL y", locale=_locale())


def weekday_words(value: date, *, is_short: bool = False) -> str:
    """The name of a day of the week: “Monday”, or “Mon”."""
    return format_date(value, format="ccc" if is_short else "cccc", locale=_locale())


@cache
def _city(name: str, locale: str) -> str:
    return get_timezone_location(name, locale=locale, return_city=True)


def city(name: str) -> str:
    """The city a time zone is named after, in the reader's language."""
    return _city(name, _locale())


def language_words(code: str) -> str:
    """The name of a language as it stands inside a sentence of the reader's: “på engelsk”."""
    return str(Locale.parse(_locale()).languages[code])


def countries() -> list[tuple[str, str]]:
    """Codes and names of countries, in the alphabet of the reader's language."""
    names = Locale.parse(_language.get()).territories
    real = [(code, name) for code, name in names.items() if _COUNTRY.fullmatch(code) and code not in _NO_COUNTRY]
    return sorted(real, key=lambda pair: pair[1])


def span(begin: datetime, end: datetime, in_zone: str) -> str:
    """From when to when, on the clocks of a zone: “09:00–10:30”."""
    there = ZoneInfo(in_zone)
    return "–".join(clock_words(each.astimezone(there).time()) for each in (begin, end))


def span_here(begin: datetime, end: datetime, in_zone: str) -> str:
    """The same on the reader's clock, with the day where that is another one; empty when it shows what the clocks of the zone show."""
    here = span(begin, end, _zone.get())
    day_here = begin.astimezone(ZoneInfo(_zone.get())).date()
    if day_here != begin.astimezone(ZoneInfo(in_zone)).date():
        return f"{short_day(day_here)}, {here}"
    return here if here != span(begin, end, in_zone) else ""


def ago(value: datetime, since: datetime) -> str:
    return format_timedelta(value - since, add_direction=True, locale=_locale())


def stamp(value: datetime) -> str:
    """A short date and time for tables."""
    return format_datetime(value, format="short", tzinfo=ZoneInfo(_zone.get()), locale=_locale())


def today(at: datetime, in_zone: str) -> date:
    """The calendar day of a moment in a person's zone."""
    return at.astimezone(ZoneInfo(in_zone)).date()
