"""Moments that depend on a person's own clock: when the quiet hours end, and when the daily letter is due.

Where the clocks jump over a time, it is taken as they would have shown it before the jump; where it comes twice, the first counts.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5


def moment_of(day: date, at: time, zone: str, *, fold: int = 0) -> datetime:
    """The moment in UTC at which a clock of the zone shows this; with `fold`, the second time."""
    return datetime.combine(day, at, ZoneInfo(zone)).replace(fold=fold).astimezone(UTC)


def after_quiet(moment: datetime, zone: str, quiet: tuple[time, time] | None) -> datetime:
    """The moment itself, or the end of the quiet hours it falls into. Hours that end as they begin are none."""
    if quiet is None or not is_quiet(moment, zone, quiet):
        return moment
    local = moment.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=local.time() >= quiet[1])
    first, second = (moment_of(day, quiet[1], zone, fold=fold) for fold in (0, 1))
    # Jumping over the last minutes of a day can lead into the quiet hours of the next.
    return after_quiet(first if first > moment else second, zone, quiet)


def is_quiet(moment: datetime, zone: str, quiet: tuple[time, time]) -> bool:
    begin, end = quiet
    shown = moment.astimezone(ZoneInfo(zone)).time()
    return begin <= shown < end if begin <= end else shown >= begin or shown < end


def digest_moment(moment: datetime, zone: str, hour: int) -> datetime | None:
    """When the daily letter of the day that it is there is due; None on a Saturday or Sunday."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return None if day.weekday() >= SATURDAY else moment_of(day, time(hour), zone)


def next_digest(moment: datetime, zone: str, hour: int) -> datetime:
    """The next daily letter after this moment."""
    today = moment.astimezone(ZoneInfo(zone)).date()
    days = [today + timedelta(days=ahead) for ahead in range(5)]
    dues = [moment_of(day, time(hour), zone) for day in days if day.weekday() < SATURDAY]
    return next(due for due in dues if due > moment)
