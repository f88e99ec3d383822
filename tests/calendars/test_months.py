"""The month and the agenda: whose, on which day, in whose time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from clustercourse.calendars.months import days_of, edges, first_of, month_of, shown_days
from clustercourse.cohorts.queries.calendar import planned_for
from tests import make
from tests.calendars.plans import at, cancel, deadline, session
from tests.cast import Cast, assemble
from tests.page import Browser, Page, words

TODAY = datetime(2027, 5, 5, 8, tzinfo=UTC)
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def cast(browser: Browser) -> Cast:
    made = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, made.ada)
    session(cohort, at("2027-05-04", "09:00"), title="Yesterday")
    session(cohort, at("2027-05-05", "09:00"), title="Today, earlier", venue="Hall 2")
    session(cohort, at("2027-05-06", "23:30", "Europe/Kyiv"), title="Late in Kyiv", link="https://video.example.com/1")
    deadline(cohort, at("2027-05-31", "12:00"), "Case")
    cancel(session(cohort, at("2027-06-01", "09:00"), title="Called off"))
    session(cohort, at("2027-04-26", "09:00"), title="In the first week")
    session(cohort, at("2027-04-25", "09:00"), title="Before the first week")
    other = make.cohort("Other")
    make.seat(other, made.ben)
    session(other, at("2027-05-05", "10:00"), title="Of others")
    return made


def cells(page: Page) -> dict[str, list[str]]:
    """What the table of a month says, by day."""
    (table,) = [node for node in page.tree.iter("table") if node.get("class") == "month"]
    found = {}
    for cell in table.iter("td"):
        day = next(cell.iter("time")).get("datetime") or ""
        found[day] = [words(link) for link in cell.iter("a")]
    return found


@time_machine.travel(TODAY, tick=False)
def test_a_month_shows_its_weeks_and_what_is_on_each_day(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.ada).visit("/calendar/")
    found = cells(page)
    assert (min(found), max(found), len(found)) == ("2027-04-26", "2027-06-06", 42)
    assert {day: said for day, said in found.items() if said} == {
        "2027-04-26": ["In the first week"],
        "2027-05-04": ["Yesterday"],
        "2027-05-05": ["Today, earlier"],
        "2027-05-06": ["Late in Kyiv"],
        "2027-05-31": ["Due: Case"],
        "2027-06-01": ["Called off"],
    }
    assert [words(node) for node in page.tree.iter("td") if node.get("aria-current") == "date"] == [
        "5 May 2027, today5 Today, earlier 09:00–10:30 Copenhagen MC"
    ]
    assert [head.split() for head in page.texts("th")] == [["Mon"], ["Tue"], ["Wed"], ["Thu"], ["Fri"], ["Sat"], ["Sun"]]
    assert "23:30–01:00 Kyiv (22:30–00:00 for you)" in page.text
    assert "by 12:00 Copenhagen" in page.text


@time_machine.travel(TODAY, tick=False)
def test_the_list_of_a_month_has_only_its_own_days(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.ada).visit("/calendar/")
    assert page.texts("h3", "planned-date") == [
        "Tuesday 4 May 2027",
        "Wednesday 5 May 2027 Today",
        "Thursday 6 May 2027",
        "Monday 31 May 2027",
    ]


@time_machine.travel(TODAY, tick=False)
def test_each_thing_stands_on_its_day_in_the_readers_zone(browser: Browser, cast: Cast) -> None:
    reader = make.person("Kim", time_zone="Asia/Tokyo")
    cohort = make.cohort("Far")
    make.seat(cohort, reader)
    session(cohort, at("2027-05-05", "20:00"), title="In the night")
    page = browser.sign_in(reader).visit("/calendar/")
    assert {day: said for day, said in cells(page).items() if said} == {"2027-05-06": ["In the night"]}
    assert "20:00–21:30 Copenhagen (Thu 6 May, 03:00–04:30 for you)" in page.text


@time_machine.travel(TODAY, tick=False)
def test_from_month_to_month(browser: Browser, cast: Cast) -> None:
    browser.sign_in(cast.ada)
    steps = [
        link for link in browser.visit("/calendar/?month=2026-12").links() if link.startswith("/calendar/") and link != "/calendar/agenda"
    ]
    assert steps == ["/calendar/", "/calendar/?month=2026-11", "/calendar/", "/calendar/?month=2027-01"]
    june = browser.visit("/calendar/?month=2027-06")
    assert (june.texts("h2", "month-name"), june.title) == (["June 2027"], "June 2027 · Your calendar · clustercourse")
    assert june.texts("h3", "planned-date") == ["Tuesday 1 June 2027"]
    assert "Cancelled" in june.text
    for nonsense in ("2027-13", "x", "0001-01", "9999-12", "2027-06-01", "%00"):
        assert browser.visit(f"/calendar/?month={nonsense}").texts("h2", "month-name") == ["May 2027"]
    assert "/calendar/?month=1999-12" not in browser.visit("/calendar/?month=2000-01").links()
    assert "/calendar/?month=2101-01" not in browser.visit("/calendar/?month=2100-12").links()


@time_machine.travel(TODAY, tick=False)
def test_the_agenda_begins_today(browser: Browser, cast: Cast) -> None:
    page = browser.sign_in(cast.ada).visit("/calendar/agenda")
    assert page.texts("h2", "planned-date") == [
        "Wednesday 5 May 2027 Today",
        "Thursday 6 May 2027",
        "Monday 31 May 2027",
        "Tuesday 1 June 2027",
    ]
    assert page.texts("a", "planned-title") == ["Today, earlier", "Late in Kyiv", "Due: Case", "Called off"]
    assert page.texts("p", "planned-more") == ["MC · Hall 2", "MC · Online", "MC", "MC"]


@time_machine.travel(TODAY, tick=False)
def test_the_links_lead_to_sessions_and_to_where_things_are_handed_in(browser: Browser) -> None:
    made = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, made.ada)
    number = session(cohort, at("2027-05-06", "09:00"))
    deadline(cohort, at("2027-05-07", "09:00"))
    deadline(cohort, at("2027-05-07", "10:00"), address="/courses/small-course/")
    deadline(cohort, at("2027-05-07", "11:00"), address="https://example.org/form")
    deadline(cohort, at("2027-05-07", "12:00"), address="javascript:alert(1)")
    page = browser.sign_in(made.ada).visit("/calendar/agenda")
    titles = [node.get("href") for node in page.tree.iter("a") if node.get("class") == "planned-title"]
    home = f"/cohorts/{planned_for(made.ada)[0].slug}/"
    assert titles == [f"{home}sessions/{number}/", home, "/courses/small-course/", "https://example.org/form", home]


@time_machine.travel(TODAY, tick=False)
def test_who_has_nothing_planned_is_told_what_will_be_here(browser: Browser) -> None:
    made = assemble()
    browser.sign_in(made.eve)
    assert "Nothing is planned for you" in browser.visit("/calendar/agenda").text
    assert "Nothing is planned for you in this month." in browser.visit("/calendar/").text


def test_nobody_else_opens_them(browser: Browser) -> None:
    assemble()
    for path in ("/calendar/", "/calendar/agenda", "/me/calendars/"):
        assert browser.get(path).headers["Location"].startswith("/sign-in?next=")


@pytest.mark.both_databases_when_long
@time_machine.travel(TODAY, tick=False)
def test_pages_cost_the_same_at_one_and_at_thirty(browser: Browser, statements: Statements) -> None:
    made = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, made.ada)
    session(cohort, at("2027-05-06", "09:00"))
    browser.sign_in(made.ada)
    before = [counted(browser, statements, path) for path in ("/calendar/", "/calendar/agenda")]
    for number in range(29):
        session(cohort, at("2027-05-07", "09:00") + timedelta(hours=6 * number))
    assert [counted(browser, statements, path) for path in ("/calendar/", "/calendar/agenda")] == before == [3, 3]


def counted(browser: Browser, statements: Statements, path: str) -> int:
    with statements() as seen:
        browser.visit(path)
    return len(seen)


@time_machine.travel(TODAY, tick=False)
def test_a_long_agenda_ends_with_a_word(browser: Browser) -> None:
    made = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, made.ada)
    for number in range(101):
        session(cohort, at("2027-05-06", "09:00") + timedelta(days=number))
    page = browser.sign_in(made.ada).visit("/calendar/agenda")
    assert len(page.texts("a", "planned-title")) == 100
    assert "What comes later stands in the months." in page.text


@pytest.mark.parametrize(
    ("asked", "first"),
    [("2027-02", date(2027, 2, 1)), ("2024-02", date(2024, 2, 1)), ("", date(2027, 5, 1)), ("2027-00", date(2027, 5, 1))],
)
def test_which_month_is_meant(asked: str, first: date) -> None:
    assert first_of(asked, date(2027, 5, 31)) == first


def test_weeks_are_whole_and_begin_on_monday() -> None:
    for number in range(240):
        first = date(2020 + number // 12, number % 12 + 1, 1)
        days = shown_days(first)
        assert (days[0].weekday(), days[-1].weekday(), len(days) % 7) == (0, 6, 0)
        assert days[0] <= first < days[0] + timedelta(days=7)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        assert days[-1] - timedelta(days=7) < last <= days[-1]


def test_edges_of_a_month_in_which_clocks_change(browser: Browser) -> None:
    since, until = edges(date(2027, 3, 1), "Europe/Copenhagen")
    assert (since.astimezone(UTC), until.astimezone(UTC)) == (datetime(2027, 2, 28, 23, tzinfo=UTC), datetime(2027, 4, 4, 22, tzinfo=UTC))
    made = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, made.ada)
    session(cohort, at("2027-03-28", "00:30"), title="Before")
    session(cohort, at("2027-03-28", "23:30"), title="After")
    planned = planned_for(made.ada, since=since, until=until)
    month = month_of(date(2027, 3, 1), date(2027, 3, 5), planned, "Europe/Copenhagen")
    assert [(day.date, [one.title for one in day.planned]) for day in month.busy_days] == [(date(2027, 3, 28), ["Before", "After"])]
    assert [day.date for day in days_of(planned, "America/New_York")] == [date(2027, 3, 27), date(2027, 3, 28)]
