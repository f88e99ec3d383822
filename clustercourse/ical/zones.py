"""VTIMEZONE: when the clocks of a zone change, for the years that a calendar file speaks of.

Written here because icalendar 7.3 lists every change since 1970 as RDATE, which Outlook does not read.
A change that comes back every year becomes one yearly rule; one that does not stands alone.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_AHEAD = 6
"""Years looked at beyond the last one that is asked for: enough to tell the fourth Sunday from the last one."""
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True)
class Change:
    """Clocks change at a moment (UTC) from one offset to another."""

    at: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def onset(self) -> datetime:
        """What the clocks show in the moment they are changed."""
        return (self.at + self.before).replace(tzinfo=None)

    @property
    def week(self) -> int:
        """Which of its weekday in its month: 1 is the first."""
        return (self.onset.day - 1) // 7 + 1

    @property
    def is_last(self) -> bool:
        """Whether it falls on the last of its weekday in its month."""
        return self.onset.day + 7 > monthrange(self.onset.year, self.onset.month)[1]

    @property
    def pattern(self) -> tuple[int, int, time, timedelta, timedelta, str]:
        return (self.onset.month, self.onset.weekday(), self.onset.time(), self.before, self.after, self.name)


@lru_cache(maxsize=256)
def zone_text(zone: str, first: int, last: int) -> Timezone:
    """The VTIMEZONE of a zone, right for every moment of the years `first` to `last`. Callers do not change it."""
    end = last + _AHEAD
    found = list(_changes(ZoneInfo(zone), first - 1, end))
    made = Timezone()
    made.add("tzid", zone)
    if not found or found[0].at.year >= first:
        begin = datetime(first - 1, 1, 1, tzinfo=ZoneInfo(zone))
        offset = begin.utcoffset() or timedelta()
        made.add_component(_part([Change(begin.astimezone(UTC), offset, offset, begin.tzname() or zone)], goes_on=False))
    for series in _series(found):
        if series[0].at.year <= last:
            made.add_component(_part(series, goes_on=series[-1].at.year == end))
    return made


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[Change]:
    day, until = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    offset = day.astimezone(zone).utcoffset()
    while day < until:
        following = day + timedelta(days=1)
        after = following.astimezone(zone)
        if after.utcoffset() != offset:
            yield Change(_moment(zone, day, following), offset or timedelta(), after.utcoffset() or timedelta(), after.tzname() or zone.key)
            offset = after.utcoffset()
        day = following


def _moment(zone: ZoneInfo, early: datetime, late: datetime) -> datetime:
    """The first second with another offset than at `early`."""
    was = early.astimezone(zone).utcoffset()
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == was:
            early = middle
        else:
            late = middle
    return late


def _series(found: list[Change]) -> list[list[Change]]:
    """Changes that follow one yearly rule stand together, in the order of their first."""
    made: list[list[Change]] = []
    for change in found:
        open_one = next((series for series in made if _continues(series, change)), None)
        if open_one is None:
            made.append([change])
        else:
            open_one.append(change)
    return made


def _continues(series: list[Change], change: Change) -> bool:
    if series[-1].pattern != change.pattern or series[-1].onset.year + 1 != change.onset.year:
        return False
    whole = [*series, change]
    return all(one.is_last for one in whole) or len({one.week for one in whole}) == 1


def _part(series: list[Change], *, goes_on: bool) -> TimezoneStandard | TimezoneDaylight:
    first = series[0]
    part = TimezoneDaylight() if first.after > first.before else TimezoneStandard()
    part.add("dtstart", first.onset)
    part.add("tzname", first.name)
    part.add("tzoffsetfrom", first.before)
    part.add("tzoffsetto", first.after)
    if len(series) > 1:
        week = -1 if all(one.is_last for one in series) else first.week
        rule = {"FREQ": ["YEARLY"], "BYMONTH": [first.onset.month], "BYDAY": [f"{week}{_DAYS[first.onset.weekday()]}"]}
        part.add("rrule", vRecur(rule if goes_on else rule | {"UNTIL": [series[-1].at]}))
    return part
