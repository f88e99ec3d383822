"""Feeds: compared with the database field by field, and who gets which."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from icalendar import Calendar
from sqlalchemy import select

from clustercourse.accounts.actions import close_account
from clustercourse.accounts.erasing import erase_person
from clustercourse.calendars.actions import make_feed, revoke_feed
from clustercourse.calendars.queries import digest_of
from clustercourse.db import db, now, writing
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.cohorts import Cohort, CohortDeadline, CohortTeam
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.calendars.plans import at, cancel, deadline, move, session
from tests.calendars.strict import Part, moment, read
from tests.cast import Cast, assemble
from tests.page import Browser

pytestmark = pytest.mark.both_databases_when_long
Statements = Callable[[], AbstractContextManager[list[str]]]


def address(person_id: int, cohort_id: int | None = None) -> str:
    with writing():
        return f"/calendar/{make_feed(person_id, by=person_id, name='My phone', cohort_id=cohort_id)}.ics"


def events(browser: Browser, path: str) -> dict[str, Part]:
    """The events of a feed by UID, read strictly and by the library."""
    answer = browser.get(path)
    assert (answer.status_code, answer.content_type) == (200, "text/calendar; charset=utf-8")
    body = answer.get_data()
    by_library = [str(event["UID"]) for event in Calendar.from_ical(body).walk("VEVENT")]
    calendar = read(body)
    found = {event.value("UID"): event for event in calendar.all("VEVENT")}
    assert sorted(by_library) == sorted(found)
    for event in found.values():
        event.parts = [calendar]
    return found


def titles(browser: Browser, path: str) -> list[str]:
    return sorted(event.text("SUMMARY") for event in events(browser, path).values())


def when(event: Part, name: str) -> datetime:
    return moment(event.parts[0], event.line(name))


def stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def whole_plan(cohort_id: int) -> None:
    """Both changes of clocks, several zones, words of all kinds, something moved and something cancelled."""
    for zone in ("Europe/Copenhagen", "Europe/Kyiv", "America/New_York"):
        for day in ("2027-03-14", "2027-03-28", "2027-10-31", "2027-11-07"):
            for clock in ("00:15", "09:00", "23:00"):
                session(cohort_id, at(day, clock, zone), minutes=120, title=f"Tools, cases; and more {zone} 🚲")
    session(cohort_id, at("2027-10-31", "02:30", fold=1), title="The hour that comes twice")
    session(cohort_id, at("2027-10-31", "02:30", fold=0), title="The same hour, the first time")
    session(cohort_id, at("2027-05-04", "09:00"), venue="Hall 2, first floor; left", title="A very long title " * 9)
    session(cohort_id, at("2027-05-05", "09:00"), link="https://video.example.com/a,b;c", title="New\r\nEND:VEVENT")
    moved = session(cohort_id, at("2027-05-06", "09:00"))
    move(moved, at("2027-05-08", "10:15", "Europe/Kyiv"))
    move(moved, at("2027-05-09", "10:15", "Europe/Kyiv"))
    cancel(session(cohort_id, at("2027-05-07", "09:00"), title="Called off"))
    deadline(cohort_id, at("2027-03-28", "12:00"))
    deadline(cohort_id, at("2027-10-31", "03:05"), "Just after the clocks went back")
    deadline(cohort_id, at("2027-06-01", "23:59", "Europe/Kyiv"), "Off", cancelled_at=now(), sequence=2)


def test_a_feed_says_what_the_database_says(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    whole_plan(cohort)
    found = events(browser, address(cast.ada))
    with writing() as open_session:
        slug = open_session.get_one(Cohort, cohort).slug
        planned = open_session.scalars(select(TrainingSession)).all()
        due = open_session.scalars(select(CohortDeadline)).all()
        assert set(found) == {row.uid for row in (*planned, *due)}
        assert len(found) == 45
        for row in planned:
            check_session(found[row.uid], row, slug)
        for deadline_row in due:
            check_deadline(found[deadline_row.uid], deadline_row, slug)


def check_session(event: Part, row: TrainingSession, slug: str) -> None:
    title = " ".join(f"{row.title} · Master Class 2027".split())
    link = f"http://127.0.0.1:8000/cohorts/{slug}/sessions/{row.id}/"
    assert (when(event, "DTSTART"), when(event, "DTEND")) == (row.starts_at, row.ends_at)
    assert when(event, "DTEND") - when(event, "DTSTART") == timedelta(minutes=row.minutes)
    if row.uid not in twice(row):
        assert event.line("DTSTART").parameters == {"TZID": row.zone}
        assert event.value("DTSTART") == f"{row.on_day:%Y%m%d}T{row.at_time:%H%M%S}"
    assert event.text("SUMMARY") == (f"Cancelled: {title}" if row.is_cancelled else title)
    assert event.value("STATUS") == ("CANCELLED" if row.is_cancelled else "CONFIRMED")
    assert event.value("TRANSP") == ("TRANSPARENT" if row.is_cancelled else "OPAQUE")
    assert event.value("SEQUENCE") == str(row.sequence)
    assert event.value("DTSTAMP") == event.value("LAST-MODIFIED") == stamp(row.changed_at)
    assert event.value("URL") == link
    assert (event.text("LOCATION") if event.has("LOCATION") else "") == (row.venue or row.link)
    online = f"Take part online: {row.link}\n" if row.link else ""
    assert event.text("DESCRIPTION") == f"{online}You cannot come? Say so on the page of this session: {link}"


def twice(row: TrainingSession) -> set[str]:
    """The sessions that begin or end in the hour that comes twice: those stand in UTC."""
    edges = (
        (row.starts_at, row.zone),
        (row.ends_at, row.zone),
    )
    ambiguous = {
        "Europe/Copenhagen": datetime(2027, 10, 31, 1, tzinfo=UTC),
        "Europe/Kyiv": datetime(2027, 10, 31, 1, tzinfo=UTC),
        "America/New_York": datetime(2027, 11, 7, 6, tzinfo=UTC),
    }
    hour = timedelta(hours=1)
    return {row.uid for edge, zone in edges if ambiguous[zone] - hour <= edge < ambiguous[zone] + hour}


def check_deadline(event: Part, row: CohortDeadline, slug: str) -> None:
    title = f"Due: {row.title} · Master Class 2027"
    assert (when(event, "DTSTART"), when(event, "DTEND")) == (row.due_at - timedelta(minutes=15), row.due_at)
    assert event.text("SUMMARY") == (f"Cancelled: {title}" if row.cancelled_at else title)
    assert event.value("STATUS") == ("CANCELLED" if row.cancelled_at else "CONFIRMED")
    assert (event.value("TRANSP"), event.value("SEQUENCE")) == ("TRANSPARENT", str(row.sequence))
    assert event.value("DTSTAMP") == stamp(row.changed_at)
    assert event.value("URL") == f"http://127.0.0.1:8000/cohorts/{slug}/"


def test_moving_keeps_the_uid_and_raises_the_sequence(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    with time_machine.travel(datetime(2027, 1, 1, 12, tzinfo=UTC), tick=False):
        number = session(cohort, at("2027-05-06", "09:00"))
    path = address(cast.ada)
    (before,) = events(browser, path).values()
    with time_machine.travel(datetime(2027, 1, 2, 12, tzinfo=UTC), tick=False):
        move(number, at("2027-05-08", "10:15"))
    (after,) = events(browser, path).values()
    assert (before.value("UID"), before.value("SEQUENCE"), before.value("DTSTAMP")) == (after.value("UID"), "0", "20270101T120000Z")
    assert (after.value("DTSTART"), after.value("SEQUENCE"), after.value("DTSTAMP")) == ("20270508T101500", "1", "20270102T120000Z")


def test_a_new_rule_of_a_zone_does_not_move_the_wall_time(browser: Browser) -> None:
    """The moment in the row is of an older rule; the wall time is the truth and is what stands in the file."""
    cast = assemble()
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    number = session(cohort, at("2027-05-06", "09:00"))
    with writing() as open_session:
        row = open_session.get_one(TrainingSession, number)
        row.starts_at, row.ends_at = row.starts_at + timedelta(hours=1), row.ends_at + timedelta(hours=1)
    (event,) = events(browser, address(cast.ada)).values()
    assert (event.value("DTSTART"), event.value("DTEND")) == ("20270506T090000", "20270506T103000")


def test_whose_sessions_stand_in_a_personal_feed(browser: Browser) -> None:
    cast = assemble()
    seats = ("confirmed", "finished", "applied", "offered", "waitlisted", "refused", "declined", "expired", "withdrawn", "removed", "moved")
    for state in seats:
        cohort = make.cohort(state)
        make.seat(cohort, cast.ada, state)
        session(cohort, at("2027-05-06", "09:00"), title="At")
        deadline(cohort, at("2027-05-06", "12:00"), "By")
    for role in ("coordinator", "trainer"):
        cohort = make.cohort(role)
        session(cohort, at("2027-05-06", "09:00"), title="At")
        with make.block():
            db.session.add(CohortTeam(cohort_id=cohort, person_id=cast.ada, role=role, created_at=now()))
    other = make.cohort("other")
    make.seat(other, cast.ben)
    session(other, at("2027-05-06", "09:00"))
    shown = ["At · confirmed", "At · coordinator", "At · finished", "At · trainer", "Due: By · confirmed", "Due: By · finished"]
    assert titles(browser, address(cast.ada)) == shown
    assert titles(browser, address(cast.root)) == []


def test_only_the_days_of_the_place(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort("MC", coordinator=cast.dan)
    make.seat(cohort, cast.ada, joined_on=date(2027, 5, 3), left_on=date(2027, 5, 5))
    for number in range(1, 8):
        session(cohort, at(f"2027-05-0{number}", "09:00"), title=f"Day {number}")
    deadline(cohort, at("2027-05-02", "12:00"), "Before")
    deadline(cohort, at("2027-05-05", "12:00"), "Within")
    assert titles(browser, address(cast.ada)) == ["Day 3 · MC", "Day 4 · MC", "Day 5 · MC", "Due: Within · MC"]
    assert len(titles(browser, address(cast.dan))) == 9


def test_a_feed_of_one_cohort_shows_that_one_and_never_more_than_its_owner_may_see(browser: Browser) -> None:
    cast = assemble()
    first, second = make.cohort("First"), make.cohort("Second")
    for cohort in (first, second):
        make.seat(cohort, cast.ada)
        session(cohort, at("2027-05-06", "09:00"), title="At")
    answer = browser.get(address(cast.ada, first))
    assert [event.text("SUMMARY") for event in read(answer.get_data()).all("VEVENT")] == ["At · First"]
    assert read(answer.get_data()).text("X-WR-CALNAME") == "clustercourse · First"
    assert titles(browser, address(cast.ben, first)) == []


def test_a_cancelled_cohort_is_cancelled_in_calendars(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort("MC", state="cancelled")
    make.seat(cohort, cast.ada)
    session(cohort, at("2027-05-06", "09:00"), title="At")
    assert titles(browser, address(cast.ada)) == ["Cancelled: At · MC"]


def test_in_the_words_and_the_zone_of_its_owner(browser: Browser) -> None:
    cast = assemble()
    reader = make.person("Jens", email="jens@example.com", language="da", time_zone="Europe/Kyiv")
    cohort = make.cohort("MC")
    make.seat(cohort, reader)
    make.seat(cohort, cast.ada)
    session(cohort, at("2027-05-06", "09:00"))
    danish, english = (read(browser.get(address(person)).get_data()) for person in (reader, cast.ada))
    assert (danish.value("X-WR-TIMEZONE"), english.value("X-WR-TIMEZONE")) == ("Europe/Kyiv", "Europe/Copenhagen")


def test_programs_that_come_again_get_the_file_only_when_it_changed(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    number = session(cohort, at("2027-05-06", "09:00"))
    path = address(cast.ada)
    first = browser.get(path)
    tag = first.headers["ETag"]
    assert (first.headers["Cache-Control"], first.headers["Referrer-Policy"]) == ("private, no-cache", "no-referrer")
    again = browser.get(path, headers={"If-None-Match": f"W/{tag}"})
    assert (again.status_code, again.get_data(), again.headers["ETag"]) == (304, b"", tag)
    assert browser.head(path).headers["ETag"] == tag
    move(number, at("2027-05-07", "09:00"))
    changed = browser.get(path, headers={"If-None-Match": tag})
    assert (changed.status_code, changed.headers["ETag"] != tag) == (200, True)


# O28: own, other, revoked, disabled.


def refused(browser: Browser, path: str) -> tuple[int, bytes, str, str]:
    answer = browser.get(path)
    return answer.status_code, answer.get_data(), answer.content_type, answer.headers["Referrer-Policy"]


NOTHING = (404, b"There is no calendar at this address.\n", "text/plain; charset=utf-8", "no-referrer")


def revoke(cast: Cast) -> None:
    with writing() as open_session:
        feed = open_session.scalars(select(CalendarFeed.id).where(CalendarFeed.person_id == cast.ada)).one()
        revoke_feed(feed, by=cast.ada)


def close(cast: Cast) -> None:
    make.account(cast.ada)
    with writing():
        close_account(cast.ada, by=cast.root)


def erase(cast: Cast) -> None:
    erase_person(cast.ada, by=cast.ada)


@pytest.mark.parametrize("end", [revoke, close, erase])
def test_an_address_that_is_over_answers_as_one_that_never_was(browser: Browser, end: Callable[[Cast], None]) -> None:
    cast = assemble()
    cohort = make.cohort()
    for person in (cast.ada, cast.ben):
        make.seat(cohort, person)
    session(cohort, at("2027-05-06", "09:00"))
    path, other = address(cast.ada), address(cast.ben)
    assert len(titles(browser, path)) == 1
    end(cast)
    assert refused(browser, path) == NOTHING
    assert len(titles(browser, other)) == 1


@pytest.mark.parametrize("token", ["x", "A" * 43, "a%00b", "..", "%F0%9F%9A%B2", "a" * 5000])
def test_what_is_no_token_finds_nothing(browser: Browser, token: str) -> None:
    cast = assemble()
    address(cast.ada)
    assert refused(browser, f"/calendar/{token}.ics") == NOTHING


def test_neither_the_digest_nor_the_number_of_a_feed_is_a_token(browser: Browser) -> None:
    cast = assemble()
    token = address(cast.ada).removeprefix("/calendar/").removesuffix(".ics")
    assert len(token) == 43
    with writing() as open_session:
        feed = open_session.scalars(select(CalendarFeed)).one()
        assert feed.token_digest == digest_of(token)
        for wrong in (feed.token_digest, str(feed.id), token[:-1], token.swapcase()):
            assert refused(browser, f"/calendar/{wrong}.ics") == NOTHING


def test_the_token_stays_out_of_the_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    cast = assemble()
    path = address(cast.ada)
    token = path.split("/")[2].removesuffix(".ics")
    log = logging.getLogger("clustercourse")
    log.addHandler(caplog.handler)
    try:
        browser.get(path)
        browser.get("/calendar/some-other-token.ics")
    finally:
        log.removeHandler(caplog.handler)
    said = [{**vars(record), "msg": record.getMessage()} for record in caplog.records if record.name == "clustercourse"]
    assert [line["fields"]["route"] for line in said] == ["/calendar/<token>.ics"] * 2
    assert [line for line in said if token in str(line) or "some-other-token" in str(line)] == []


def test_a_feed_costs_the_same_at_any_size(app: Flask, browser: Browser, statements: Statements) -> None:
    cast = assemble()
    cohort = make.cohort()
    make.seat(cohort, cast.ada)
    path = address(cast.ada)
    session(cohort, at("2027-05-06", "09:00"))
    counts = [counted(browser, statements, path)]
    for number in range(299):
        session(cohort, at("2027-01-01", "09:00") + timedelta(days=number))
    deadline(cohort, at("2027-05-06", "12:00"))
    counts.append(counted(browser, statements, path))
    assert counts == [3, 3]
    assert len(titles(browser, path)) == 301


def counted(browser: Browser, statements: Statements, path: str) -> int:
    with statements() as seen:
        assert browser.get(path).status_code == 200
    return len(seen)


# One session.


def file_of(person: int | None, app: Flask, path: str) -> tuple[int, Sequence[str]]:
    here: Browser = app.test_client()  # type: ignore[assignment]
    if person is not None:
        here.sign_in(person)
    answer = here.get(path)
    if answer.status_code != 200:
        return answer.status_code, ()
    return 200, [event.text("SUMMARY") for event in read(answer.get_data()).all("VEVENT")]


def test_one_session_as_a_file_is_for_those_inside(app: Flask, browser: Browser) -> None:
    cast = assemble()
    cohort, other = make.cohort("MC", coordinator=cast.dan), make.cohort("Other")
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "waitlisted")
    number, foreign = session(cohort, at("2027-05-06", "09:00"), title="At"), session(other, at("2027-05-06", "09:00"))
    with writing() as open_session:
        slug = open_session.get_one(Cohort, cohort).slug
    path = f"/cohorts/{slug}/sessions/{number}/calendar.ics"
    people = {"ada": cast.ada, "dan": cast.dan, "root": cast.root, "ben": cast.ben, "eve": cast.eve, "nobody": None}
    assert {name: file_of(person, app, path)[0] for name, person in people.items()} == {
        "ada": 200,
        "dan": 200,
        "root": 200,
        "ben": 403,
        "eve": 403,
        "nobody": 303,
    }
    assert file_of(cast.ada, app, path)[1] == ["At · MC"]
    assert file_of(cast.ada, app, f"/cohorts/{slug}/sessions/{foreign}/calendar.ics")[0] == 404
    browser.sign_in(cast.ada)
    answer = browser.get(path)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{slug}-{number}.ics"'
    assert {line.name for line in read(answer.get_data()).lines} == {"VERSION", "PRODID", "CALSCALE", "METHOD"}
