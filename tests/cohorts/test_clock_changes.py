"""The two days a year on which clocks change, in three zones; and a zone whose rules change between planning and the day.

What is expected is computed from the table below, not from the zone data the site uses.
"""

from __future__ import annotations

import struct
import zoneinfo
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.cohorts.actions.session_moves import cancel_session
from clustercourse.cohorts.actions.sessions import SessionFacts, When, plan_session
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.cohorts.session_jobs import follow_zones, remind
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.cohorts import Cohort, CohortDeadline
from clustercourse.models.notifications import Letter
from tests import make
from tests.cohorts.planned import letters, newest_letter, row_of, verbs
from tests.page import Browser
from tests.processes import run_apart

CITIES = {"Europe/Copenhagen": "Copenhagen", "Europe/Kyiv": "Kyiv", "America/New_York": "New York"}
CHANGES = {
    "Europe/Copenhagen": (1, datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)),
    "Europe/Kyiv": (2, datetime(2027, 3, 28, 1, tzinfo=UTC), datetime(2027, 10, 31, 1, tzinfo=UTC)),
    "America/New_York": (-5, datetime(2027, 3, 14, 7, tzinfo=UTC), datetime(2027, 11, 7, 6, tzinfo=UTC)),
}
"""The winter offset in hours, and the moments at which summer time begins and ends in 2027."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EASTER = datetime(2027, 2, 1, 12, tzinfo=UTC)


def wall(moment: datetime, zone: str) -> datetime:
    winter, begins, ends = CHANGES[zone]
    return (moment + timedelta(hours=winter + (begins <= moment < ends))).replace(tzinfo=None)


def spring(zone: str) -> datetime:
    """The first wall time that does not exist."""
    return wall(CHANGES[zone][1] - timedelta(minutes=1), zone) + timedelta(minutes=1)


def autumn(zone: str) -> datetime:
    """The first wall time that comes twice."""
    return wall(CHANGES[zone][2], zone)


def instants(zone: str) -> list[datetime]:
    """Twelve moments around both changes: just before, just after, the doubled half hour twice, and the same time a day away."""
    _winter, begins, ends = CHANGES[zone]
    half = timedelta(minutes=30)
    around_spring = [begins - DAY, begins - half, begins, begins + half, begins + 5 * HOUR, begins + DAY]
    return [*around_spring, ends - DAY, ends - half, ends + half, ends + HOUR, ends + 5 * HOUR, ends + DAY]


def shown(begin: datetime, minutes: int, zone: str, reader: str) -> str:
    """What a page or letter must say of a session, from the table above."""
    end = begin + timedelta(minutes=minutes)
    there, here = ("–".join(wall(each, in_zone).strftime("%H:%M") for each in (begin, end)) for in_zone in (zone, reader))
    day, day_here = wall(begin, zone).date(), wall(begin, reader).date()
    named = f"{day_here:%a} {day_here.day} {day_here:%b}, {here}" if day_here != day else here
    bracket = f" ({named} for you)" if named != there else ""
    return f"{day.day} {day:%B} {day.year}, {there} {CITIES[zone]}{bracket}"


def planned(cohort: int, begin: datetime, zone: str, *, by: int, minutes: int = 90) -> int:
    at = wall(begin, zone)
    fold = int(begin >= CHANGES[zone][2] and wall(begin - HOUR, zone) == at)
    with writing():
        return plan_session(cohort, SessionFacts("Cases"), When(at.date(), at.time(), zone, minutes, fold), by=by).id


@pytest.fixture
def clock(app: Flask) -> Any:
    with time_machine.travel(EASTER, tick=False) as traveller:
        yield traveller


def slug_of(cohort: int) -> str:
    return str(value(select(Cohort.slug).where(Cohort.id == cohort)))


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_twelve_moments_are_shown_right_to_readers_in_three_zones(clock: Any, browser: Browser, zone: str) -> None:
    dan = make.person("Dan Krogh", email="dan@example.com")
    cohort = make.cohort(coordinator=dan)
    readers = {each: make.person(f"Reader of {each}", email=f"{each.partition('/')[2]}@example.com", time_zone=each) for each in CHANGES}
    for person in readers.values():
        make.seat(cohort, person)
    made = [planned(cohort, moment, zone, by=dan) for moment in instants(zone)]
    assert [row_of(number).starts_at for number in made] == instants(zone)
    for reader, person in readers.items():
        page = browser.sign_in(person).visit(f"/cohorts/{slug_of(cohort)}/sessions/")
        expected = [shown(moment, 90, zone, reader).partition(", ")[2] for moment in instants(zone)]
        assert [text.replace(" (the second time the clocks show it)", "") for text in page.texts("p", "planned-time")] == expected
    for moment, number in zip(instants(zone), made, strict=True):
        clock.move_to(moment - HOUR)
        remind({})
        for reader in readers:
            to = f"{reader.partition('/')[2]}@example.com"
            text = value(select(Letter.text).where(Letter.to_address == to, Letter.key.startswith(f"session-reminder:{number}:")))
            assert f"When: {shown(moment, 90, zone, reader)}\n" in text


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_a_time_in_the_gap_is_refused_with_a_sentence(clock: Any, browser: Browser, zone: str) -> None:
    dan = make.person("Dan Krogh")
    cohort, gap = make.cohort(coordinator=dan), spring(zone) + timedelta(minutes=30)
    address = f"/cohorts/{slug_of(cohort)}/sessions/new"
    page = browser.sign_in(dan).send(address, title="Cases", on_day=f"{gap:%Y-%m-%d}", at_time=f"{gap:%H:%M}", zone=zone)
    sentence = f"On {gap.day} {gap:%B} {gap.year} the clocks go forward, and {gap:%H:%M} does not exist. Choose another time."
    assert (page.status, page.errors) == (422, [f"Error: {sentence}"])
    assert sessions_of(cohort) == ()


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_a_time_that_comes_twice_is_asked(clock: Any, browser: Browser, zone: str) -> None:
    dan = make.person("Dan Krogh", time_zone=zone)
    cohort, twice = make.cohort(coordinator=dan), autumn(zone) + timedelta(minutes=30)
    address = f"/cohorts/{slug_of(cohort)}/sessions/new"
    said = {"title": "Cases", "on_day": f"{twice:%Y-%m-%d}", "at_time": f"{twice:%H:%M}", "zone": zone}
    browser.sign_in(dan)
    assert "The first" not in browser.visit(address).text
    page = browser.send(address, **said)
    sentence = f"On {twice.day} {twice:%B} {twice.year} the clocks go back, and {twice:%H:%M} comes twice."
    assert (page.status, page.errors) == (422, [f"Error: {sentence} Say whether you mean the first or the second."])
    assert [name for name in page.texts("label", "choice") if name in ("The first", "The second")] == ["The first", "The second"]
    for fold in ("0", "1"):
        browser.send(address, **said, fold=fold)
    ends = CHANGES[zone][2]
    first, second = sessions_of(cohort)
    assert [each.starts_at for each in (first, second)] == [ends - timedelta(minutes=30), ends + timedelta(minutes=30)]
    assert (first.at_time, second.at_time) == (twice.time(), twice.time())
    times = browser.visit(f"/cohorts/{slug_of(cohort)}/sessions/").texts("p", "planned-time")
    assert ["the second time" in text for text in times] == [False, True]
    page = browser.send(f"/cohorts/{slug_of(cohort)}/sessions/{second.id}/move")
    assert (page.status, row_of(second.id).sequence) == (200, 0)


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_a_session_across_the_change_ends_after_its_minutes(clock: Any, zone: str) -> None:
    dan = make.person("Dan Krogh")
    cohort, (_winter, begins, ends) = make.cohort(coordinator=dan), CHANGES[zone]
    forward, back = (row_of(planned(cohort, moment - HOUR, zone, by=dan, minutes=150)) for moment in (begins, ends))
    assert (forward.ends_at, forward.end_time) == (begins + 1.5 * HOUR, (spring(zone) + 2.5 * HOUR).time())
    assert (back.ends_at, back.end_time) == (ends + 1.5 * HOUR, (autumn(zone) + 1.5 * HOUR).time())


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_a_week_later_is_the_same_time_on_the_wall(clock: Any, browser: Browser, zone: str) -> None:
    dan = make.person("Dan Krogh", time_zone=zone)
    cohort = make.cohort(coordinator=dan)
    address = f"/cohorts/{slug_of(cohort)}/sessions/new"
    browser.sign_in(dan)
    for change, hours in ((spring(zone), 167), (autumn(zone), 169)):
        day = (change - 3 * DAY).date()
        browser.send(address, title=f"Before {day}", on_day=str(day), at_time="10:00", zone=zone)
        before = sessions_of(cohort)[-1]
        browser.send(f"{address}?like={before.id}", address)
        after = sessions_of(cohort)[-1]
        assert (after.on_day, after.at_time, after.starts_at - before.starts_at) == (day + 7 * DAY, time(10, 0), timedelta(hours=hours))


def test_a_zone_that_is_none_and_both_folds_of_plain_times(clock: Any) -> None:
    plain = When(date(2027, 8, 26), time(10, 0), "Europe/Copenhagen", 90, 1).wall()
    assert (plain.fold, plain.moment()) == (0, datetime(2027, 8, 26, 8, tzinfo=UTC))
    with pytest.raises(Refused) as refused:
        When(date(2027, 8, 26), time(10, 0), "Europe/Nowhere", 90).wall()
    assert refused.value.field == "zone"


def zone_file(folder: Path, name: str, rule: str, hours: int) -> None:
    """A TZif file (RFC 9636) without transitions: one offset and the rule for ever."""
    counts = struct.pack(">5s15x6l", b"TZif2", 0, 0, 0, 0, 1, 4)
    block = counts + struct.pack(">lbb4s", hours * 3600, 0, 0, b"NEW\0")
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(block + block + f"\n{rule}\n".encode())


def follow_with(folder: Path) -> None:
    """Carry out the job as a worker would that was started with these zones."""
    zoneinfo.reset_tzpath([str(folder)])
    zoneinfo.ZoneInfo.clear_cache()
    follow_zones({})
    letters()


@pytest.mark.both_databases_when_long
def test_new_rules_of_a_zone_keep_the_time_on_the_wall(clock: Any, tmp_path: Path) -> None:
    dan = make.person("Dan Krogh", email="dan@example.com")
    cohort = make.cohort(coordinator=dan)
    for name, zone in (("Ada", "Europe/Copenhagen"), ("Olha", "Europe/Kyiv")):
        make.seat(cohort, make.person(name, email=f"{name.lower()}@example.com", time_zone=zone))
    summer = datetime(2027, 8, 26, 8, tzinfo=UTC)
    moved, off, kyiv = (planned(cohort, summer, zone, by=dan) for zone in ("Europe/Copenhagen", "Europe/Copenhagen", "Europe/Kyiv"))
    winter = planned(cohort, datetime(2027, 12, 2, 9, tzinfo=UTC), "Europe/Copenhagen", by=dan)
    past = make.session(cohort, datetime(2026, 8, 26, 8, tzinfo=UTC))
    with writing() as session:
        cancel_session(off, reason="Storm.", by=dan)
        session.add(
            CohortDeadline(
                cohort_id=cohort,
                title="Hand in",
                on_day=date(2027, 8, 26),
                at_time=time(17, 0),
                zone="Europe/Copenhagen",
                due_at=summer + 7 * HOUR,
                uid="deadline@example.com",
                changed_at=now(),
            )
        )
    clock.shift(timedelta(minutes=10))
    assert {kind for kind, _to in letters()} == {"session_cancelled"}
    zone_file(tmp_path, "Europe/Copenhagen", "CET-1", 1)
    for _twice in range(2):
        assert run_apart(lambda: follow_with(tmp_path)) == 0
    found = [row_of(number) for number in (moved, off, kyiv, winter, past)]
    assert [(each.at_time, each.starts_at, each.sequence) for each in found] == [
        (time(10, 0), summer + HOUR, 1),
        (time(10, 0), summer + HOUR, 2),
        (time(11, 0), summer, 0),
        (time(10, 0), datetime(2027, 12, 2, 9, tzinfo=UTC), 0),
        (time(10, 0), datetime(2026, 8, 26, 8, tzinfo=UTC), 0),
    ]
    assert found[0].ends_at - found[0].starts_at == timedelta(minutes=90)
    assert [tuple(each) for each in rows(select(CohortDeadline.due_at, CohortDeadline.sequence))] == [(summer + 8 * HOUR, 1)]
    assert [to for kind, to in letters() if kind == "session_moved"] == ["olha@example.com"]
    text = newest_letter("olha@example.com").text
    assert text.startswith("The rules for clocks have changed. The session “Cases” of Master Class 2027 stays where it is")
    assert "When: 26 August 2027, 10:00–11:30 Copenhagen (12:00–13:30 for you)\n" in text
    assert "It was" not in text
    assert verbs().count("cohorts.session_changed") == 2
