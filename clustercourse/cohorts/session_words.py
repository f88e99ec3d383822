"""When and where a session is, in words: in the language and on the clock of the reader."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from clustercourse.language import _, city, day, span, span_here


def when_words(starts_at: datetime, ends_at: datetime, zone: str) -> str:
    """As in “27 August 2026, 10:00–11:30 Copenhagen (11:00–12:30 for you)”; the bracket only where the reader's clock differs."""
    on_day = starts_at.astimezone(ZoneInfo(zone)).date()
    words = {"day": day(on_day), "times": span(starts_at, ends_at, zone), "city": city(zone)}
    here = span_here(starts_at, ends_at, zone)
    if here:
        return str(_("{day}, {times} {city} ({here} for you)", here=here, **words))
    return str(_("{day}, {times} {city}", **words))


def place_words(city_name: str, venue: str, link: str) -> str:
    """City and venue, or that it is online; empty while nothing is known."""
    return ", ".join(filter(None, (city_name, venue))) or (str(_("Online")) if link else "")
