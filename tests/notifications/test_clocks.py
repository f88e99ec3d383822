"""Quiet hours and the daily letter on people's own clocks, also on the days on which clocks change."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from clustercourse.notifications.clocks import after_quiet, digest_moment, is_quiet, moment_of, next_digest
from tests.conftest import LONG

NIGHT = (time(22), time(7))
ZONES = (
    "Europe/Copenhagen",
    "America/New_York",
    "America/Nuuk",
    "Africa/Cairo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)


def at(text: str, zone: str = "UTC", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "quiet", "end"),
    [
        ("2026-11-25T21:59", "Europe/Copenhagen", NIGHT, "2026-11-25T21:59"),
        ("2026-11-25T22:00", "Europe/Copenhagen", NIGHT, "2026-11-26T07:00"),
        ("2026-11-26T06:59", "Europe/Copenhagen", NIGHT, "2026-11-26T07:00"),
        ("2026-11-26T07:00", "Europe/Copenhagen", NIGHT, "2026-11-26T07:00"),
        ("2026-11-25T12:30", "Asia/Kolkata", (time(12), time(13)), "2026-11-25T13:00"),
        ("2026-12-31T23:30", "Pacific/Auckland", NIGHT, "2027-01-01T07:00"),
        # The night on which an hour is missing, and the one that has an hour more: the clock on the wall decides.
        ("2026-03-28T23:00", "Europe/Copenhagen", NIGHT, "2026-03-29T07:00"),
        ("2026-10-24T23:00", "Europe/Copenhagen", NIGHT, "2026-10-25T07:00"),
        ("2026-11-25T12:00", "Europe/Copenhagen", (time(12), time(12)), "2026-11-25T12:00"),
    ],
)
def test_a_letter_waits_until_the_quiet_hours_are_over(moment: str, zone: str, quiet: tuple[time, time], end: str) -> None:
    assert after_quiet(at(moment, zone), zone, quiet) == at(end, zone)
    assert after_quiet(at(moment, zone), zone, None) == at(moment, zone)


def test_an_end_that_the_clocks_jump_over_and_one_that_comes_twice() -> None:
    early = (time(1), time(2, 30))
    zone = "Europe/Copenhagen"
    assert after_quiet(at("2026-03-29T01:30", zone), zone, early) == at("2026-03-29T03:30", zone)
    assert after_quiet(at("2026-10-25T02:10", zone), zone, early) == at("2026-10-25T02:30", zone)
    assert after_quiet(at("2026-10-25T02:10", zone, fold=1), zone, early) == at("2026-10-25T02:30", zone, fold=1)


@pytest.mark.parametrize("zone", ZONES)
def test_every_quarter_of_a_year_in_every_zone(zone: str) -> None:
    """No letter leaves in quiet hours, none leaves before it may, none waits for longer than two nights."""
    for quiet in (NIGHT, (time(1), time(2, 30)), (time(12), time(12, 30)), (time(0), time(23, 30))):
        length = (datetime.combine(date(2026, 1, 1), quiet[1]) - datetime.combine(date(2026, 1, 1), quiet[0])) % timedelta(days=1)
        for number in range(0, 365 * 96, 7 if LONG else 61):
            moment = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=15 * number)
            end = after_quiet(moment, zone, quiet)
            assert not is_quiet(end, zone, quiet), (moment, quiet)
            assert end == moment if not is_quiet(moment, zone, quiet) else moment < end <= moment + 2 * length + timedelta(hours=1)


@pytest.mark.parametrize("zone", ZONES)
def test_one_daily_letter_a_weekday_for_a_whole_year(zone: str) -> None:
    for hour in (0, 2, 7, 23):
        moment, days = datetime(2026, 1, 1, 12, tzinfo=UTC), []
        while moment < datetime(2027, 1, 1, 12, tzinfo=UTC):
            moment = next_digest(moment, zone, hour)
            assert digest_moment(moment, zone, hour) == moment
            days.append(moment.astimezone(ZoneInfo(zone)).date())
        whole = [date(2026, 1, 1) + timedelta(days=number) for number in range(370)]
        assert days == [day for day in whole if day.weekday() < 5 and days[0] <= day <= days[-1]]


def test_no_daily_letter_at_the_weekend_of_the_persons_own_zone() -> None:
    friday_evening = at("2026-11-27T23:30")
    assert digest_moment(friday_evening, "Europe/Copenhagen", 7) is None, "it is Saturday there already"
    assert digest_moment(friday_evening, "America/New_York", 7) == at("2026-11-27T07:00", "America/New_York")
    assert next_digest(friday_evening, "Europe/Copenhagen", 7) == at("2026-11-30T07:00", "Europe/Copenhagen")
    assert moment_of(date(2026, 11, 30), time(7), "Europe/Copenhagen") == at("2026-11-30T06:00")
