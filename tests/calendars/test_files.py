"""What stands in a calendar file: one test for each convention that docs/operations.md lists, and hostile words."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from icalendar import Calendar

from clustercourse.house import house, use_house
from clustercourse.ical import CANCEL, PUBLISH, Entry, written
from clustercourse.language import speaking
from tests.calendars.plans import at
from tests.calendars.strict import Part, moment, read

pytestmark = pytest.mark.usefixtures("app")
HERE = Path(__file__).parent
ROOT = HERE.parent.parent
CHANGED = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)


def entry(begins: datetime | None = None, **values: object) -> Entry:
    start = begins or at("2027-08-27", "09:00")
    end = (start.astimezone(UTC) + timedelta(minutes=90)).astimezone(start.tzinfo)
    return replace(Entry("one@example.com", 0, CHANGED, start, end, "Cluster theory"), **values)  # type: ignore[arg-type]


def only_event(body: bytes) -> Part:
    events = read(body).all("VEVENT")
    assert len(events) == 1
    return events[0]


def test_a_whole_file_line_by_line(app: Flask) -> None:
    body = written([entry(place="Nordhavn, hall 2", text="First\nSecond", address="https://example.com/cohorts/mc/sessions/1/")])
    assert body.decode().split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//clustercourse//calendar//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Copenhagen",
        "BEGIN:DAYLIGHT",
        "DTSTART:20260329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20261025T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Cluster theory",
        "DTSTART;TZID=Europe/Copenhagen:20270827T090000",
        "DTEND;TZID=Europe/Copenhagen:20270827T103000",
        "DTSTAMP:20261101T083000Z",
        "UID:one@example.com",
        "SEQUENCE:0",
        "DESCRIPTION:First\\nSecond",
        "LAST-MODIFIED:20261101T083000Z",
        "LOCATION:Nordhavn\\, hall 2",
        "ORGANIZER;CN=clustercourse:mailto:house@example.com",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://example.com/cohorts/mc/sessions/1/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


HOSTILE = [
    'Case; with, marks \\ and "quotes"',
    "Line\nbreak",
    "Fake\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil@example.com",
    "\rATTENDEE:mailto:evil@example.com",
    "Feed\x0b\x0c\x00\x1b\x7f\x85\u2028\u2029end",
    "\\n literal, \\; and \\\\",
    "Åse på Ærø 🚲 " * 40,
    "字" * 300,
    "x" * 74 + "\r\n y",
    "a:b;TZID=evil:c",
]


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_stay_words(words: str) -> None:
    event = only_event(written([entry(title=words, place=words, text=words)], name=words, zone="Europe/Copenhagen"))
    assert len(event.lines) == 12
    one_line = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
    assert event.text("SUMMARY") == event.text("LOCATION") == one_line
    by_line = words.replace("\r\n", "\n").replace("\r", "\n")
    assert event.text("DESCRIPTION") == "".join(letter for letter in by_line if letter.isprintable() or letter == "\n").strip()


@pytest.mark.parametrize("name", ['Quote " and ; here', "Åse: the house", "new\r\nline"])
def test_the_name_of_the_house_cannot_break_the_organizer(name: str) -> None:
    use_house(replace(house(), mail_from="house@example.com", house_name=name))
    assert only_event(written([entry()])).value("ORGANIZER") == "mailto:house@example.com"


# The conventions, in the order of docs/operations.md.


def test_every_convention_that_is_written_down_has_its_test() -> None:
    section = (ROOT / "docs" / "operations.md").read_text("utf-8").partition("\n## Calendars\n")[2].partition("\n## ")[0]
    lines = [line for line in section.split("\n") if line.startswith("| ")][1:]
    there = set(re.findall(r"^def (test_\w+)", "\n".join(path.read_text("utf-8") for path in HERE.glob("test_*.py")), re.MULTILINE))
    assert len(lines) == 16
    for line in lines:
        named = re.findall(r"`(test_\w+)`", line)
        assert named
        assert set(named) <= there, line


def test_lines_end_with_crlf_and_have_75_octets_at_most() -> None:
    """`read` holds every file to it; here it is shown that it would notice."""
    body = written([entry(text="word " * 100)])
    read(body)
    for broken in (body.replace(b"\r\n", b"\n"), body.replace(b"\r\n ", b""), body + b"X"):
        with pytest.raises(AssertionError):
            read(broken)


def test_every_zone_that_is_named_is_described_once() -> None:
    entries = [
        entry(at("2027-01-10", "09:00")),
        entry(at("2027-08-10", "09:00"), uid="2@example.com"),
        entry(at("2027-08-10", "09:00", "Europe/Kyiv"), uid="3@example.com"),
        entry(at("2027-08-10", "09:00", "UTC"), uid="4@example.com"),
    ]
    zones = read(written(entries)).all("VTIMEZONE")
    assert [zone.value("TZID") for zone in zones] == ["Europe/Copenhagen", "Europe/Kyiv"]


def test_changes_of_clocks_are_yearly_rules_and_never_lists_of_dates() -> None:
    zone = read(written([entry(at("2027-08-10", "09:00", "America/New_York"))])).all("VTIMEZONE")[0]
    assert [(part.name, part.value("RRULE")) for part in zone.parts] == [
        ("DAYLIGHT", "FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
        ("STANDARD", "FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    ]
    assert [(line.name, line.value) for part in zone.parts for line in part.lines if line.name == "RDATE"] == []


def test_times_are_wall_times_with_their_zone() -> None:
    event = only_event(written([entry(at("2027-08-10", "09:00", "Europe/Kyiv"))]))
    assert (event.line("DTSTART").parameters, event.value("DTSTART")) == ({"TZID": "Europe/Kyiv"}, "20270810T090000")
    assert (event.line("DTEND").parameters, event.value("DTEND")) == ({"TZID": "Europe/Kyiv"}, "20270810T103000")


@pytest.mark.parametrize(("fold", "begins"), [(0, "20271031T003000Z"), (1, "20271031T013000Z")])
def test_the_hour_that_comes_twice_is_said_in_utc(fold: int, begins: str) -> None:
    event = only_event(written([entry(at("2027-10-31", "02:30", fold=fold))]))
    assert (event.line("DTSTART").parameters, event.value("DTSTART")) == ({}, begins)
    assert event.line("DTEND").parameters == {}


def test_no_entry_lasts_a_whole_day_or_floats() -> None:
    with pytest.raises(ValueError, match="zone"):
        written([entry(begins=datetime(2027, 8, 10, 9, tzinfo=UTC))])
    event = only_event(written([entry()]))
    assert [len(event.value(name)) for name in ("DTSTART", "DTEND")] == [15, 15]


def test_a_cancelled_entry_says_so_in_its_title_too_and_keeps_no_time() -> None:
    event = only_event(written([entry(is_cancelled=True, sequence=3)]))
    assert [event.value(name) for name in ("STATUS", "SUMMARY", "TRANSP", "SEQUENCE")] == [
        "CANCELLED",
        "Cancelled: Cluster theory",
        "TRANSPARENT",
        "3",
    ]


def test_a_file_that_cancels_says_so_as_its_method() -> None:
    calendar = read(written([entry()], method=CANCEL))
    assert calendar.value("METHOD") == "CANCEL"
    assert calendar.all("VEVENT")[0].value("STATUS") == "CANCELLED"


def test_a_feed_has_a_name_a_zone_and_says_when_to_come_back() -> None:
    calendar = read(written([entry()], name="My cohorts", zone="Europe/Kyiv"))
    assert {line.name: (line.parameters, line.value) for line in calendar.lines} == {
        "VERSION": ({}, "2.0"),
        "PRODID": ({}, "-//clustercourse//calendar//EN"),
        "CALSCALE": ({}, "GREGORIAN"),
        "METHOD": ({}, PUBLISH),
        "NAME": ({}, "My cohorts"),
        "X-WR-CALNAME": ({}, "My cohorts"),
        "X-WR-TIMEZONE": ({}, "Europe/Kyiv"),
        "REFRESH-INTERVAL": ({"VALUE": "DURATION"}, "PT1H"),
        "X-PUBLISHED-TTL": ({}, "PT1H"),
    }


def test_a_single_file_has_no_name_of_a_calendar() -> None:
    assert {line.name for line in read(written([entry()])).lines} == {"VERSION", "PRODID", "CALSCALE", "METHOD"}


def test_entries_name_an_organizer_and_nobody_who_attends() -> None:
    event = only_event(written([entry()]))
    assert event.value("ORGANIZER") == "mailto:house@example.com"
    assert [line.name for line in event.lines if line.name in ("ATTENDEE", "VALARM")] == []


def test_only_events_are_written_never_tasks() -> None:
    assert {part.name for part in read(written([entry(is_busy=False)])).parts} == {"VTIMEZONE", "VEVENT"}


def test_deadlines_keep_no_time_from_others() -> None:
    assert only_event(written([entry(is_busy=False)])).value("TRANSP") == "TRANSPARENT"


def test_an_empty_calendar_is_a_calendar() -> None:
    assert read(written([], name="Nothing yet")).parts == []


# Clocks.

ZONES = ("Europe/Copenhagen", "Europe/Kyiv", "America/New_York")
EXTRA = (
    "Africa/Casablanca",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "America/Sao_Paulo",
    "Pacific/Apia",
)
CHANGES = {
    "Europe/Copenhagen": ("2027-03-28", "2027-10-31"),
    "Europe/Kyiv": ("2027-03-28", "2027-10-31"),
    "America/New_York": ("2027-03-14", "2027-11-07"),
}


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("which", [0, 1])
def test_both_days_on_which_clocks_change(zone: str, which: int) -> None:
    """Six instants around each change: the file alone gives the right moment, and the wall shows what was planned."""
    day = CHANGES[zone][which]
    before = at(day, "00:00", zone).astimezone(UTC)
    entries = []
    for number, minutes in enumerate((0, 59, 119, 200, 240, 700)):
        begins = (before + timedelta(minutes=minutes)).astimezone(ZoneInfo(zone))
        entries.append(entry(begins, uid=f"{number}@example.com"))
    calendar = read(written(entries))
    for made, event in zip(entries, calendar.all("VEVENT"), strict=True):
        assert moment(calendar, event.line("DTSTART")) == made.begins.astimezone(UTC)
        assert moment(calendar, event.line("DTEND")) == made.ends.astimezone(UTC)


@pytest.mark.parametrize("zone", ZONES + EXTRA)
@pytest.mark.parametrize("years", [(2027, 2027), (2026, 2029), (2011, 2019)])
def test_a_zone_is_right_all_through_its_years(zone: str, years: tuple[int, int]) -> None:
    day, entries = at(f"{years[0]}-01-01", "00:00", zone), []
    step = timedelta(hours=73) * (years[1] - years[0] + 1)
    while day.year <= years[1]:
        real = day.astimezone(UTC).astimezone(day.tzinfo)
        entries.append(entry(real, uid=f"{len(entries)}@example.com"))
        day += step
    calendar = read(written(entries))
    events = calendar.all("VEVENT")
    assert [moment(calendar, event.line("DTSTART")) for event in events] == [one.begins.astimezone(UTC) for one in entries]


def test_the_library_reads_the_same() -> None:
    entries = [entry(at("2027-03-28", "03:00")), entry(at("2027-10-31", "02:30", fold=1), uid="2@example.com")]
    events = Calendar.from_ical(written(entries)).walk("VEVENT")
    assert [event["dtstart"].dt.astimezone(UTC) for event in events] == [one.begins.astimezone(UTC) for one in entries]


def test_what_is_kept_is_told_apart_by_zone_fold_language_and_house() -> None:
    """Moments are equal whatever their zone; the hour that comes twice is equal to itself."""
    alike = [entry(at("2027-05-06", "09:00")), entry(at("2027-05-06", "10:00", "Europe/Kyiv"))]
    assert alike[0] == alike[1]
    assert [only_event(written([one])).value("DTSTART") for one in alike] == ["20270506T090000", "20270506T100000"]
    folds = [entry(at("2027-10-31", "02:30", fold=fold)) for fold in (0, 1)]
    assert [only_event(written([one])).value("DTSTART") for one in folds] == ["20271031T003000Z", "20271031T013000Z"]
    assert only_event(written([alike[0]], method=CANCEL)).value("STATUS") == "CANCELLED"
    use_house(replace(house(), mail_from="Another House <other@example.com>"))
    assert only_event(written([alike[0]])).value("ORGANIZER") == "mailto:other@example.com"


def test_in_the_language_of_the_reader() -> None:
    with speaking("da"):
        title = only_event(written([entry(is_cancelled=True)])).text("SUMMARY")
    assert title.endswith(": Cluster theory")
