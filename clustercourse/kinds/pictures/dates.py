"""Days that reach a picture as they are read: “2026-11-22”, “22 November 2026”, “22. november 2026”, “November 2026”."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from babel.dates import get_month_names

from clustercourse.language import LANGUAGES

_ISO = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")
_WORDS = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d]+)\.?,?\s+(\d{4})")


@cache
def _months() -> dict[str, int]:
    return {
        name.casefold().rstrip("."): month
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for month, name in get_month_names(width, locale=language).items()
    }


def day_of(said: str) -> date | None:
    """The day; of a month without a day, its first; None where a text is no date."""
    iso = _ISO.fullmatch(said.strip())
    if iso is not None:
        return _day(int(iso[1]), int(iso[2]), int(iso[3] or 1))
    words = _WORDS.fullmatch(said.strip())
    month = _months().get(words[2].casefold()) if words is not None else None
    return _day(int(words[3]), month, int(words[1] or 1)) if words is not None and month is not None else None


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
