"""The demo's cohorts: every state is there once, no text twice, and all days lie as far from the first start whenever that is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import Select, select

from clustercourse.backup import tables
from clustercourse.cli._demo_people import GUESTS, ORGANISATIONS, PEOPLE
from clustercourse.cli._demo_running import Days
from clustercourse.cohorts.actions.seat_states import ALLOWED
from clustercourse.cohorts.attendance_words import CHOICES, shape
from clustercourse.cohorts.queries.attendance import outcomes_of
from clustercourse.cohorts.queries.check_ins import oddities_of
from clustercourse.cohorts.words import ADMISSION_WORDS, BACKING_WORDS, KIND_WORDS, LISTED_WORDS, ROLE_WORDS, SEAT_WORDS, STATE_WORDS
from clustercourse.db import db, end_reading, now, rows, value
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.attendance import Apology, AttendanceMark, AttendanceRevision, CheckIn, CheckInRequest, RegisterStep
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.cohorts import (
    Cohort,
    CohortContact,
    CohortDeadline,
    CohortMaterial,
    CohortNews,
    CohortOrganisation,
    CohortPart,
    CohortReport,
    CohortStep,
    CohortTeam,
    Interest,
    Series,
)
from clustercourse.models.learning import Enrolment, ItemException
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat, SeatStep
from clustercourse.models.training_sessions import TrainingSession
from tests.cli.rows import everything
from tests.conftest import LONG
from tests.page import Browser

FREE_TEXT = (
    Series.title,
    *(Cohort.title, Cohort.summary, Cohort.about, Cohort.practical, Cohort.dates_in_words),
    *(Cohort.project_acronym, Cohort.project_title, Cohort.work_package, Cohort.funder),
    CohortStep.reason,
    *(CohortContact.name, CohortContact.email, CohortContact.phone),
    *(CohortPart.title, CohortPart.place, CohortPart.venue, CohortPart.dates_in_words),
    *(CohortNews.title, CohortNews.text, CohortDeadline.title, CohortMaterial.title, CohortMaterial.address, CohortMaterial.file_name),
    *(CohortReport.title, CohortReport.text, CohortReport.video_address),
    *(Seat.message, Seat.diet, Seat.access_needs, SeatStep.reason),
    *(TrainingSession.about, TrainingSession.venue, TrainingSession.cancel_reason),
    *(AttendanceRevision.reason, RegisterStep.reason, Apology.text, CheckInRequest.message, ItemException.reason),
)


def found(statement: Select[Any]) -> list[Any]:
    return [each[0] if len(each) == 1 else tuple(each) for each in rows(statement)]


def different(column: Any) -> set[Any]:
    return set(found(select(column).distinct()))


def cohort(word: str) -> int:
    return int(value(select(Cohort.id).where(Cohort.slug.contains(word))))


def seats(cohort_id: int) -> dict[str, list[str]]:
    """The names in each state."""
    named = select(Seat.state, Person.name).join(Person, Person.id == Seat.person_id).where(Seat.cohort_id == cohort_id).order_by(Seat.id)
    return {state: [name for each, name in found(named) if each == state] for state in {each for each, _name in found(named)}}


@pytest.mark.both_databases_when_long
@pytest.mark.xdist_group("demo")
def test_every_state_is_there_and_no_text_twice(demo: Flask, browser: Browser) -> None:
    for check in (check_states, check_seats, check_sessions, check_attendance, check_invitations_interest_and_courses, check_texts):
        check()
    check_addresses()
    check_letters()
    check_backup()
    check_pages(browser)


def check_backup() -> None:
    before = everything()
    end_reading()
    with db.engine.begin() as connection:
        tables.replace_rows(connection, before)
    assert everything() == before


def check_states() -> None:
    assert different(Cohort.state) == set(STATE_WORDS)
    assert different(CohortStep.to_state) == set(STATE_WORDS)
    assert different(Cohort.kind) == set(KIND_WORDS)
    assert different(Cohort.admission) == set(ADMISSION_WORDS)
    assert different(Cohort.blueprint) == {"", "one-day", "day-and-a-half", "two-days", "two-parts", "blended"}
    assert different(CohortTeam.role) == set(ROLE_WORDS)
    assert different(CohortOrganisation.role) == set(BACKING_WORDS)
    assert different(CohortContact.purpose) == {"information", "registration"}
    assert different(Seat.state) == set(SEAT_WORDS)
    assert different(Seat.place) == {"partner", "external"}
    assert different(Seat.listed) == set(LISTED_WORDS)
    marks = found(select(AttendanceMark.status, AttendanceMark.arrived, AttendanceMark.left, AttendanceMark.place))
    assert {shape(*mark[:3]) for mark in marks} == (set(CHOICES) - {"expected"}) | {"late", "left"}
    assert {mark[3] for mark in marks} == {"room", "online"}
    assert different(AttendanceMark.source) == {"register", "check-in", "apology"}
    assert different(Apology.decision) == {None, "excused", "declined"}
    assert different(CheckInRequest.decision) == {None, "accepted", "declined"}
    assert different(RegisterStep.to_state) == {"locked", "open"}
    assert different(TrainingSession.counts) == {True, False}
    assert different(CohortNews.is_public) == {True, False}
    assert different(CohortMaterial.digest.is_(None)) == {True, False}
    assert different(CohortMaterial.session_id.is_(None)) == {True, False}
    assert different(CalendarFeed.revoked_at.is_(None)) == {True, False}
    assert different(ItemException.ended_at.is_(None)) == {True, False}
    assert different(CohortReport.published_at.is_(None)) == {False}


def check_seats() -> None:
    steps = found(select(SeatStep.from_state, SeatStep.to_state))
    assert [step for step in steps if step[1] not in ALLOWED[step[0]]] == []
    last = dict(found(select(SeatStep.seat_id, SeatStep.to_state).order_by(SeatStep.id)))
    assert dict(found(select(Seat.id, Seat.state))) == last
    assert seats(cohort("hamburg")) == {
        "applied": ["Sanne Mertens", "Alma Rootsi"],
        "confirmed": ["Frauke Petersen", "Jörn Hansen", "Piret Kask", "Tomeu Vidal", "Pau Serra", "Nele Harms"],
        "declined": ["Katrin Möller"],
        "expired": ["Rikke Bonde"],
        "moved": ["Nikos Vlachos"],
        "offered": ["Søren Juhl", "Emil Nygaard"],
        "refused": ["Liv Aasen"],
        "removed": ["Anneke Jacobs"],
        "waitlisted": ["Imke Roth", "Dimitra Kanaki", "Jonas Hellberg"],
        "withdrawn": ["Sven Ekholm"],
    }
    moved = select(Seat.id).where(Seat.cohort_id == cohort("hamburg"), Seat.state == "moved", Seat.moved_to_id.is_not(None))
    assert len(found(moved)) == 1
    assert min(found(select(Seat.offered_until).where(Seat.state == "offered"))) > now() + timedelta(days=3)


def check_sessions() -> None:
    here = select(TrainingSession.key, TrainingSession.sequence).order_by(TrainingSession.id)
    running = here.where(TrainingSession.cohort_id == cohort("copenhagen"))
    assert dict(found(running)) == {
        "day-1-morning": 1,
        "day-1-afternoon": 0,
        "day-2-morning": 0,
        "day-2-afternoon": 1,
        "clinic-1": 1,
        "clinic-2": 2,
        "clinic-3": 1,
        "clinic-4": 1,
        "clinic-5": 1,
    }
    unmarked = running.outerjoin(AttendanceMark, AttendanceMark.session_id == TrainingSession.id).where(AttendanceMark.id.is_(None))
    assert [key for key, _sequence in found(unmarked)] == ["clinic-2", "clinic-3", "clinic-4", "clinic-5"]
    finished = here.where(TrainingSession.cohort_id == cohort("gothenburg"))
    assert [key for key, _number in found(finished.where(TrainingSession.cancelled_at.is_not(None)))] == ["walk-along-the-quays"]
    locked = [key for key, _number in found(finished.where(TrainingSession.locked_at.is_not(None)))]
    assert sorted(locked) == ["cases", "kick-off", "next-steps", "own-cluster", "ten-tools", "ten-tools-2"]
    odd = oddities_of(value(select(TrainingSession.id).where(TrainingSession.key == "day-1-morning")))
    assert [[name for name, _at in group.people] for group in odd.groups] == [["Lutz Ahlers", "Nathalie Dumont", "Mart Lepik"]]
    checked_in = select(CheckIn.id).join(TrainingSession, TrainingSession.id == CheckIn.session_id)
    assert found(checked_in.where(CheckIn.at >= TrainingSession.ends_at)) == []
    late = select(AttendanceMark.id).join(TrainingSession, TrainingSession.id == AttendanceMark.session_id)
    assert found(late.where(AttendanceMark.at > now())) == []


def check_attendance() -> None:
    names = dict(found(select(Seat.id, Person.name).join(Person, Person.id == Seat.person_id)))
    reach = {names[seat]: outcome.reach for seat, outcome in outcomes_of(cohort("copenhagen")).items()}
    assert {name: word for name, word in reach.items() if word != "open"} == {"Maja Wikander": "last_chance", "Lutz Ahlers": "out_of_reach"}
    assert len(reach) == 12
    state = {names[seat]: outcome.state for seat, outcome in outcomes_of(cohort("gothenburg")).items()}
    assert Counter(state.values()) == {"reached": 13, "not_reached": 1}
    assert state["Oskar Lindqvist"] == "not_reached"
    days = select(Person.name, TrainingSession.on_day == Seat.left_on).join(Seat, Seat.person_id == Person.id)
    first = days.join(TrainingSession, TrainingSession.cohort_id == Seat.cohort_id).where(TrainingSession.key == "kick-off")
    assert found(first.where(Seat.left_on.is_not(None), Seat.state == "finished")) == [("Eleni Markou", True)]
    assert {names[seat] for seat in found(select(Seat.id).where(Seat.joined_on.is_not(None)))} == {"Bram Claes", "Nikos Vlachos"}


def check_invitations_interest_and_courses() -> None:
    moment = now()
    invitations = found(select(Invitation.email, Invitation.accepted_at, Invitation.withdrawn_at, Invitation.expires_at))
    states = {
        email: "accepted" if accepted else "withdrawn" if withdrawn else "open" if ends > moment else "over"
        for email, accepted, withdrawn, ends in invitations
    }
    assert states == {
        "old.office@example.com": "over",
        "wrong.address@example.com": "withdrawn",
        "nele.harms@example.com": "accepted",
        "kristjan.pold@example.com": "open",
    }
    interest = (
        select(Cohort.slug, Person.name).join(Interest, Interest.cohort_id == Cohort.id).join(Person, Person.id == Interest.person_id)
    )
    assert [(slug.rsplit("-", 1)[0], name) for slug, name in found(interest.order_by(Interest.id))] == [
        ("nordic-master-class-gothenburg", "Karen Dahl"),
        ("nordic-master-class-hamburg", "Mads Friis"),
        ("cluster-day-for-newcomers", "Karen Dahl"),
        ("cluster-day-for-newcomers", "Wiebke Thomsen"),
    ]
    series = select(Cohort.slug).join(Series, Series.id == Cohort.series_id).order_by(Cohort.id)
    assert [slug.split("-")[3] for slug in found(series)] == ["gothenburg", "copenhagen", "hamburg", "tartu"]
    taking = select(Person.name, Enrolment.pinned_version_id.is_not(None)).join(Enrolment, Enrolment.person_id == Person.id)
    with_cohort = found(taking.where(Enrolment.cohort_id == cohort("copenhagen")).order_by(Person.name))
    assert sorted(with_cohort) == sorted((name, True) for name in seats(cohort("copenhagen"))["confirmed"])


def check_texts() -> None:
    texts = Counter(text for column in FREE_TEXT for text in found(select(column).where(column != "")))
    spread = {text for column in (TrainingSession.venue,) for text in different(column)}
    assert [text for text, number in texts.items() if number > 1 and text not in spread] == []
    assert len(texts) > 100


def check_addresses() -> None:
    emails = {email for column in (Address.email, Invitation.email, CohortContact.email, Letter.to_address) for email in different(column)}
    assert {email.rpartition("@")[2] for email in emails} == {"example.com"}
    links = {link for column in (CohortMaterial.address, TrainingSession.link, CohortReport.video_address) for link in different(column)}
    assert {link.split("/")[2] for link in links - {""}} == {"www.example.com", "meet.example.com"}
    assert len({one.name.partition(" ")[0] for one in (*PEOPLE, *GUESTS)}) == len(PEOPLE) + len(GUESTS)
    assert {one.place for one in (*PEOPLE, *GUESTS)} - {""} == {facts.name for facts in ORGANISATIONS}


def check_letters() -> None:
    assert sorted(found(select(Letter.kind))) == ["invitation", "seat_confirmed", "seat_moved", "seat_offered"]


def check_pages(browser: Browser) -> None:
    browser.sign_in(value(select(Person.id).where(Person.name == "Sofie Lund")))
    assert browser.visit("/cohorts/").heading != ""
    for slug in found(select(Cohort.slug).where(Cohort.kind.not_in(("lab", "workshop")))):
        for place in ("", "seats/", "sessions/", "board", "attendance/", "edit", "team/", "courses/", "invitations/"):
            browser.visit(f"/cohorts/{slug}/{place}")
    for session in found(select(TrainingSession.id).where(TrainingSession.cohort_id == cohort("copenhagen"))):
        slug = value(select(Cohort.slug).where(Cohort.id == cohort("copenhagen")))
        for place in ("", "attendance", "attendance/changes", "check-in/requests", "check-in/oddities"):
            browser.visit(f"/cohorts/{slug}/sessions/{session}/{place}")


WEDNESDAY = {
    "gothenburg": [-43, -42],
    "copenhagen": [-15, -14, -13, 0, 1, 8, 15],
    "hamburg": [69, 70],
    "quaywise": [33, 34, 35, 36, 37, 68, 69, 70, 71, 72],
    "bodoe": [22],
    "which-crm-system": [-588],
    "do-new-members-stay": [-98],
}


@pytest.mark.parametrize("moment", ["2027-10-20T21:30", *(["2028-10-18T05:00"] if LONG else [])])
def test_days_lie_as_far_from_any_first_start(app: Flask, moment: str) -> None:
    """A Wednesday evening shortly before clocks go back, and in the long run a morning a year later."""
    start = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    with time_machine.travel(start):
        done = app.test_cli_runner().invoke(args=["demo", "load"])
        assert done.exit_code == 0, done.output
    every = select(Cohort.slug, TrainingSession.on_day).join(Cohort, Cohort.id == TrainingSession.cohort_id).distinct()
    days = [(slug, (on_day - start.date()).days) for slug, on_day in found(every.order_by(TrainingSession.on_day))]
    assert {word: [far for slug, far in days if word in slug] for word in WEDNESDAY} == WEDNESDAY
    assert len(days) == sum(len(each) for each in WEDNESDAY.values())
    for on_day, at, zone, begin in found(
        select(TrainingSession.on_day, TrainingSession.at_time, TrainingSession.zone, TrainingSession.starts_at)
    ):
        assert begin == datetime.combine(on_day, at, ZoneInfo(zone))
    loaded_by = start + timedelta(minutes=5)
    future = [
        found(select(column).where(column > loaded_by)) for column in (SeatStep.at, AttendanceMark.at, Apology.created_at, CheckIn.at)
    ]
    assert [each for each in future if each] == []


def days_of_a_year() -> Iterator[date]:
    yield from (date(2027, 1, 1) + timedelta(days=number) for number in range(400))


def test_nobody_is_taught_on_a_weekend() -> None:
    for today in days_of_a_year():
        days = Days.around(today)
        weeks = [days.first, days.first + timedelta(days=1), days.clinic - timedelta(weeks=2), days.moved, days.clinic]
        assert [day for day in weeks if day.weekday() > 4] == []
        assert weeks == sorted(set(weeks))
        assert days.moved <= today < days.clinic
        assert timedelta(days=15) <= today - days.first <= timedelta(days=24)
        assert (days.clinic - today).days == {4: 3, 5: 2}.get(today.weekday(), 1)
