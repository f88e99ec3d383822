"""Months as weeks of days, and days as a list, from what is planned. Pure: today and the zone are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from clustercourse.cohorts.queries.calendar import Planned

FIRST_YEAR, LAST_YEAR = 2000, 2100
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Day:
    """A day on the reader's calendar with what begins on it, and what is due on it."""

    date: date
    planned: tuple[Planned, ...]
    is_today: bool = False
    is_outside: bool = False


@dataclass(frozen=True)
class Month:
    """Whole weeks, Monday to Sunday, that hold a month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]

    @property
    def before(self) -> str | None:
        """The month before as in addresses; None before the first one that is shown."""
        return _named(self.first - timedelta(days=1))

    @property
    def after(self) -> str | None:
        return _named(self.first + timedelta(days=31))

    @property
    def busy_days(self) -> tuple[Day, ...]:
        """The days of this month on which something is planned: the list for narrow screens."""
        return tuple(day for week in self.weeks for day in week if day.planned and not day.is_outside)


def _named(day: date) -> str | None:
    return f"{day:%Y-%m}" if FIRST_YEAR <= day.year <= LAST_YEAR else None


def first_of(asked: str, today: date) -> date:
    """The first day of the month asked for as 2026-11; of today's month for anything else."""
    found = _MONTH.fullmatch(asked)
    if found and FIRST_YEAR <= int(found[1]) <= LAST_YEAR:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def shown_days(first: date) -> tuple[date, ...]:
    """The days from the Monday on or before the first of the month to the Sunday on or after its last."""
    monday = first - timedelta(days=first.weekday())
    following = (first + timedelta(days=31)).replace(day=1)
    weeks = -(-(following - monday).days // 7)
    return tuple(monday + timedelta(days=number) for number in range(weeks * 7))


def edges(first: date, zone: str) -> tuple[datetime, datetime]:
    """From when to when a month page needs to know what is planned."""
    days = shown_days(first)
    return midnight(days[0], zone), midnight(days[-1] + timedelta(days=1), zone)


def midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time.min, ZoneInfo(zone))


def month_of(first: date, today: date, planned: Sequence[Planned], zone: str) -> Month:
    """The month that begins on `first`, each thing on the day it has in the reader's zone."""
    by_day = {day.date: day.planned for day in days_of(planned, zone)}
    days = [Day(day, by_day.get(day, ()), day == today, day.month != first.month) for day in shown_days(first)]
    return Month(first, tuple(tuple(days[start : start + 7]) for start in range(0, len(days), 7)))


def days_of(planned: Sequence[Planned], zone: str) -> tuple[Day, ...]:
    """The days on which something is planned, in order."""
    grouped = groupby(planned, key=lambda one: one.starts_at.astimezone(ZoneInfo(zone)).date())
    return tuple(Day(day, tuple(found)) for day, found in grouped)
