"""Sessions: planning one, changing and splitting it, and who sees what of the programme."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from clustercourse.cohorts.actions.sessions import SessionFacts, change_session, plan_session, split_session
from clustercourse.cohorts.queries.session_people import trainer_ids
from clustercourse.cohorts.queries.sessions import sessions_of
from clustercourse.db import db, now, rows, value, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.cohorts import Cohort, CohortMaterial, CohortPart, CohortTeam
from clustercourse.models.events import Event
from clustercourse.models.training_sessions import SessionTrainer, TrainingSession
from tests import make
from tests.cast import Cast, assemble
from tests.cohorts.planned import letters, row_of, verbs, when
from tests.page import Browser

CASES = SessionFacts("Cases")


def plan(cohort: int, facts: SessionFacts = CASES, *, by: int, **values: Any) -> int:
    with writing():
        return plan_session(cohort, facts, when(**values), by=by).id


def change(session: int, facts: SessionFacts, *, by: int) -> None:
    with writing():
        change_session(session, facts, by=by)


def split(session: int, *, first_minutes: int = 90, pause: int = 15, by: int) -> int:
    with writing():
        return split_session(session, first_minutes=first_minutes, pause=pause, by=by).id


def refused(work: Callable[[], object]) -> tuple[str | None, str]:
    with pytest.raises(Refused) as refusal:
        work()
    return refusal.value.field, refusal.value.sentence


def mark(session: int, person: int, status: str = "present") -> None:
    seat = make.seat(row_of(session).cohort_id, person)
    with writing() as open_one:
        open_one.add(AttendanceMark(session_id=session, seat_id=seat, status=status, minutes=90, source="register", at=now()))


def team(cohort: int, person: int) -> None:
    with writing() as open_one:
        open_one.add(CohortTeam(cohort_id=cohort, person_id=person, role="trainer", created_at=now()))


def slug_of(cohort: int) -> str:
    return str(value(select(Cohort.slug).where(Cohort.id == cohort)))


@pytest.fixture
def cast(app: Flask) -> Cast:
    return assemble()


@pytest.mark.both_databases_when_long
def test_a_session_is_planned(app: Flask, cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    facts = SessionFacts(
        "Cases\nand  tools", "*Bring* a case", "<p><em>Bring</em> a case</p>", "Hall 2", "https://meet.example.org/1", 20, False
    )
    made = row_of(plan(cohort, facts, by=cast.dan))
    assert (made.key, made.title, made.venue, made.link, made.capacity, made.counts) == (
        "cases-and-tools",
        "Cases and tools",
        "Hall 2",
        "https://meet.example.org/1",
        20,
        False,
    )
    begin = datetime(2027, 8, 26, 10, tzinfo=ZoneInfo("Europe/Copenhagen"))
    assert (made.starts_at, made.ends_at, made.sequence, made.fold) == (begin, begin + timedelta(minutes=90), 0, 0)
    assert made.uid.endswith("@127.0.0.1")
    assert len(value(select(TrainingSession.secret))) == 64
    assert [tuple(each) for each in rows(select(Event.verb, Event.thing, Event.thing_id, Event.by_id, Event.detail))] == [
        ("cohorts.session_planned", "training_session", made.id, cast.dan, {"cohort": cohort})
    ]


def test_a_second_session_of_the_same_name_has_a_key_of_its_own(app: Flask, cast: Cast) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort(coordinator=cast.dan)
    for each in (cohort, cohort, other):
        plan(each, by=cast.dan)
    assert [session.key for session in sessions_of(cohort)] == ["cases", "cases-2"]
    assert [session.key for session in sessions_of(other)] == ["cases"]


@pytest.mark.parametrize(
    ("values", "field", "sentence"),
    [
        ({"day": date(9999, 12, 31)}, "on_day", "Choose a day of this century."),
        ({"zone": "Mars/Olympus"}, "zone", "Choose one from the list."),
        ({"zone": "../etc/passwd"}, "zone", "Choose one from the list."),
        ({"minutes": 0}, "minutes", "Use a whole number from 1 to 720."),
        ({"minutes": 721}, "minutes", "Use a whole number from 1 to 720."),
    ],
)
def test_times_that_are_none_are_refused(app: Flask, cast: Cast, values: dict[str, Any], field: str, sentence: str) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    assert refused(lambda: plan(cohort, by=cast.dan, **values)) == (field, sentence)
    assert (sessions_of(cohort), verbs()) == ((), [])


def test_strangers_and_parts_of_other_cohorts_are_refused(app: Flask, cast: Cast) -> None:
    cohort, other, closed = (make.cohort(coordinator=cast.dan, state=state) for state in ("published", "published", "closed"))
    with writing() as session:
        session.add(CohortPart(cohort_id=other, number=1))
    part = int(value(select(CohortPart.id)))
    outsider = _("Only people of the team can teach a session. Take them into the team first.")
    assert refused(lambda: plan(cohort, SessionFacts(" "), by=cast.dan)) == ("title", "Enter a title.")
    assert refused(lambda: plan(cohort, replace(CASES, part_id=part), by=cast.dan)) == ("part", "Choose one from the list.")
    assert refused(lambda: plan(cohort, replace(CASES, trainer_ids=(cast.dan, cast.eve)), by=cast.dan)) == ("trainers", outsider)
    assert refused(lambda: plan(closed, by=cast.dan)) == (None, "This cohort is over. Plan the next one instead.")
    assert verbs() == []
    with pytest.raises(NotHere), writing():
        change_session(999, CASES, by=cast.dan)


def _(text: str) -> str:
    return text


@pytest.mark.both_databases_when_long
def test_what_is_said_is_changed_once(app: Flask, cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    team(cohort, cast.cleo)
    number = plan(cohort, replace(CASES, trainer_ids=(cast.dan,)), by=cast.dan)
    facts = SessionFacts("Three cases", counts=False, trainer_ids=(cast.cleo,))
    for _twice in range(2):
        change(number, facts, by=cast.dan)
    made = row_of(number)
    assert (made.title, made.counts, made.key, made.sequence, made.trainers) == ("Three cases", False, "cases", 1, ("Cleo Lund",))
    assert trainer_ids(number) == (cast.cleo,)
    detail = value(select(Event.detail).where(Event.verb == "cohorts.session_changed"))
    assert (verbs(), detail["fields"]) == (["cohorts.session_planned", "cohorts.session_changed"], ["counts", "title", "trainers"])
    assert letters() == []


@pytest.mark.both_databases_when_long
def test_a_long_session_is_split(app: Flask, cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    long = plan(cohort, replace(CASES, venue="Hall 2", trainer_ids=(cast.dan,)), by=cast.dan, minutes=180)
    second = split(long, by=cast.dan)
    first, other = row_of(long), row_of(second)
    assert [(each.key, each.at_time, each.minutes, each.end_time, each.venue, each.trainers) for each in (first, other)] == [
        ("cases", time(10, 0), 90, time(11, 30), "Hall 2", ("Dan Krogh",)),
        ("cases-2", time(11, 45), 90, time(13, 15), "Hall 2", ("Dan Krogh",)),
    ]
    assert (first.sequence, other.sequence, first.uid == other.uid) == (1, 0, False)
    assert verbs() == ["cohorts.session_planned", "cohorts.session_split"]


def test_what_cannot_be_split(app: Flask, cast: Cast) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    whole, marked = (plan(cohort, by=cast.dan) for _each in range(2))
    locked, cancelled = make.session(cohort, locked_at=now()), make.session(cohort, cancelled_at=now())
    mark(marked, cast.ada, "excused")
    cases = [
        (whole, {"first_minutes": 90}, ("first_minutes", "Use a whole number from 1 to 89.")),
        (whole, {"first_minutes": 0}, ("first_minutes", "Use a whole number from 1 to 89.")),
        (whole, {"first_minutes": 45, "pause": -1}, ("pause", "Use a whole number from 0 to 1440.")),
        (marked, {"first_minutes": 45}, (None, "People are marked for this session, so it stays in one piece.")),
        (locked, {"first_minutes": 45}, (None, "The register of this session is locked. Open it again first, with a reason.")),
        (cancelled, {"first_minutes": 45}, (None, "This session is cancelled. Bring it back first.")),
    ]
    for number, values, expected in cases:
        assert refused(lambda number=number, values=values: split(number, by=cast.dan, **values)) == expected
    assert len(sessions_of(cohort)) == 4


def test_the_programme_is_for_everybody_and_the_link_for_those_inside(
    app: Flask, cast: Cast, browser: Browser, new_browser: Callable[[], Browser]
) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    make.seat(cohort, cast.ada)
    make.seat(cohort, cast.ben, "applied")
    link = "https://meet.example.org/secret"
    with time_machine.travel(datetime(2027, 8, 1, 12, tzinfo=ZoneInfo("UTC")), tick=False):
        number = plan(cohort, replace(CASES, link=link, venue="Hall 2"), by=cast.dan)
        with writing() as session:
            session.add(
                CohortMaterial(cohort_id=cohort, session_id=number, title="Slides", address="https://example.org/slides", created_at=now())
            )
            session.add(CohortMaterial(cohort_id=cohort, title="Not of this one", address="https://example.org/x", created_at=now()))
        address = f"/cohorts/{slug_of(cohort)}/sessions/"
        for person, inside, plans in ((None, False, False), (cast.ben, False, False), (cast.ada, True, False), (cast.dan, True, True)):
            visitor = new_browser() if person is None else new_browser().sign_in(person)
            programme, shown = visitor.visit(address), visitor.visit(f"{address}{number}/")
            assert (programme.heading, shown.heading) == ("Sessions", "Cases")
            assert shown.texts("p", "lead") == ["26 August 2027, 10:00–11:30 Copenhagen"]
            assert programme.texts("h3", "planned-date") == ["26 August 2027"]
            assert link not in programme.response.get_data(as_text=True)
            assert (link in shown.links(), "https://example.org/slides" in shown.links()) == (inside, inside)
            assert "https://example.org/x" not in shown.links()
            assert (f"{address}{number}/move" in shown.links(), f"{address}new" in programme.links()) == (plans, plans)
            assert (f"{address}{number}/apology" in shown.links()) == (person == cast.ada)


@pytest.mark.parametrize(
    ("zone", "here"), [("Europe/Kyiv", "11:00–12:30"), ("America/New_York", "04:00–05:30"), ("Asia/Tokyo", "17:00–18:30")]
)
def test_times_stand_on_the_readers_clock_too(app: Flask, browser: Browser, zone: str, here: str) -> None:
    cohort, reader = make.cohort(), make.person("Olha Koval", time_zone=zone)
    number = make.session(cohort, datetime(2027, 8, 26, 10, tzinfo=ZoneInfo("Europe/Copenhagen")))
    late = make.session(cohort, datetime(2027, 8, 26, 23, 30, tzinfo=ZoneInfo("Europe/Copenhagen")))
    browser.sign_in(reader)
    address = f"/cohorts/{slug_of(cohort)}/sessions/"
    lead = browser.visit(f"{address}{number}/").texts("p", "lead")
    assert lead == [f"26 August 2027, 10:00–11:30 Copenhagen ({here} for you)"]
    if zone == "Europe/Kyiv":
        lead = browser.visit(f"{address}{late}/").texts("p", "lead")
        assert lead == ["26 August 2027, 23:30–01:00 Copenhagen (Fri 27 Aug, 00:30–02:00 for you)"]


def test_a_coordinator_plans_and_changes_on_pages(app: Flask, cast: Cast, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    team(cohort, cast.cleo)
    address = f"/cohorts/{slug_of(cohort)}/sessions/"
    browser.sign_in(cast.dan)
    assert browser.visit(address).texts("h2", "empty-title") == ["No sessions yet"]
    wrong = browser.send(f"{address}new", title="Kick-off", on_day="2027-08-26", at_time="10:00", link="javascript:alert(1)")
    assert (wrong.status, wrong.errors) == (422, ["Error: Enter a whole address, such as https://www.example.com."])
    page = browser.send(
        f"{address}new", title="Kick-off", on_day="2027-08-26", at_time="10:00", about="**Bring** a case", trainers=str(cast.cleo)
    )
    assert page.texts("div", "flash") == ["The session is planned."]
    made = sessions_of(cohort)[0]
    assert (made.title, made.minutes, made.zone, made.trainers, made.about_html) == (
        "Kick-off",
        90,
        "Europe/Copenhagen",
        ("Cleo Lund",),
        "<p><strong>Bring</strong> a case</p>\n",
    )
    page = browser.send(f"{address}{made.id}/edit", venue="Hall 3")
    assert page.texts("div", "flash") == ["The changes are saved."]
    kept = row_of(made.id)
    assert (kept.venue, kept.trainers, kept.counts, kept.about) == ("Hall 3", ("Cleo Lund",), True, "**Bring** a case")
    page = browser.send(f"{address}new?like={made.id}", f"{address}new")
    assert [(each.title, each.on_day, each.at_time, each.trainers) for each in sessions_of(cohort)] == [
        ("Kick-off", date(2027, 8, 26), time(10, 0), ("Cleo Lund",)),
        ("Kick-off", date(2027, 9, 2), time(10, 0), ("Cleo Lund",)),
    ]
    page = browser.send(f"{address}{made.id}/split", first_minutes="45", pause="10")
    assert [each.at_time for each in sessions_of(cohort)] == [time(10, 0), time(10, 55), time(10, 0)]
    for path in ("new", f"{made.id}/edit", f"{made.id}/move", f"{made.id}/split", f"{made.id}/cancellation"):
        new_browser().sign_in(cast.cleo).visit(address + path, 403)
        new_browser().sign_in(cast.eve).visit(address + path, 404)
        assert new_browser().get(address + path).status_code == 303


def test_a_form_sent_twice_plans_one_session(app: Flask, cast: Cast, browser: Browser) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    address = f"/cohorts/{slug_of(cohort)}/sessions/new"
    fields = {"title": "Kick-off", "on_day": "2027-08-26", "at_time": "10:00", "minutes": "90", "zone": "Europe/Copenhagen", "once": "one"}
    browser.sign_in(cast.dan)
    answers = [browser.post(address, data={**fields, **browser.csrf()}).status_code for _twice in range(2)]
    assert (answers, len(sessions_of(cohort))) == ([303, 303], 1)


def test_sessions_of_another_cohort_are_not_here(app: Flask, cast: Cast, browser: Browser) -> None:
    cohort, other = make.cohort(coordinator=cast.dan), make.cohort(coordinator=cast.dan)
    number = plan(other, by=cast.dan)
    browser.sign_in(cast.dan)
    address = f"/cohorts/{slug_of(cohort)}/sessions/{number}/"
    for path in ("", "edit", "move", "split", "cancellation"):
        browser.visit(address + path, 404)
    for path in ("edit", "move", "split", "cancellation", "cancellation/delete"):
        assert browser.post(address + path, data=browser.csrf()).status_code == 404
    browser.visit(f"/cohorts/{slug_of(cohort)}/sessions/new?like={number}", 404)


def test_the_pages_cost_the_same_with_one_session_and_with_thirty(app: Flask, cast: Cast, browser: Browser, statements: Any) -> None:
    cohort = make.cohort(coordinator=cast.dan)
    address = f"/cohorts/{slug_of(cohort)}/sessions/"
    browser.sign_in(cast.dan)
    for more in (1, 29):
        with writing():
            for _each in range(more):
                number = make.session(cohort)
                db.session.add(SessionTrainer(session_id=number, person_id=cast.dan))
        with statements() as seen:
            browser.visit(address)
        assert len(seen) == 3
        with statements() as seen:
            browser.visit(f"{address}{number}/")
        assert len(seen) == 5
    assert value(select(func.count()).select_from(TrainingSession)) == 30
