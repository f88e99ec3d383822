"""The board: who may open it, who is on track, what waits for the coordinator, and whom the boxes choose."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from clustercourse.db import db, now, writing
from clustercourse.models.attendance import Apology, CheckInRequest
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.learning import Enrolment
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts import taking
from tests.cohorts.register_room import Room, room
from tests.page import Browser, Page


def board(here: Room) -> str:
    return f"/cohorts/{here.slug}/board"


def lines(page: Page, section: str) -> list[list[str]]:
    """Name with organisation, course, attendance and what is said, of everybody under a heading."""
    found = []
    for part in page.tree.iter("section"):
        if part.get("aria-labelledby") == section:
            found += [[" ".join("".join(cell.itertext()).split()) for cell in line[1:]] for line in part.iter("li")]
    return found


def ticked(page: Page) -> dict[str, bool]:
    """Seat → whether its box is ticked."""
    boxes = [box for box in page.tree.iter("input") if box.get("name") == "seat"]
    return {str(box.get("value")): box.get("checked") is not None for box in boxes}


def over(here: Room) -> None:
    """The session has ended."""
    with writing() as session:
        moved = update(TrainingSession).where(TrainingSession.id == here.session)
        session.execute(moved.values(starts_at=now() - timedelta(hours=3), ends_at=now() - timedelta(minutes=90)))


@pytest.mark.both_databases_when_long
def test_who_is_on_track_and_who_may_need_help(app: Flask, browser: Browser) -> None:
    taking.published()
    here = room()
    over(here)
    seat = make.seat(here.cohort, make.person("Åse <b>Lund</b>"), organisation_id=here.cast.organisation_a)
    waiting = make.seat(here.cohort, make.person("Waits"), "waitlisted", queue_number=1)
    gone = make.seat(here.cohort, make.person("Gone"), "removed")
    taking.taken(here.cohort, here.cast.dan)
    for who, status in ((here.ada, "present"), (here.ben, "absent"), (seat, "excused"), (gone, "present")):
        here.mark(who, status)
    with writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id != here.cast.ben).values(last_visit_at=now()))
    page = browser.sign_in(here.cast.dan).visit(board(here))
    assert lines(page, "help") == [
        ["Ben Berg", "Courses 0%", "Attendance 0%", "The certificate is out of reach.Has not begun “A small course”."]
    ]
    assert lines(page, "track") == [
        ["Ada Holm", "Courses 0%", "Attendance 100%", "There are no more sessions that count."],
        ["Åse <b>Lund</b>Cluster A", "Courses 0%", "Attendance –", "There are no more sessions that count."],
    ]
    assert ticked(page) == {str(here.ben): True, str(here.ada): False, str(seat): False}
    assert f"/cohorts/{here.slug}/seats/{seat}/" in page.links()
    assert browser.get(f"/cohorts/{here.slug}/seats/{seat}/").status_code == 200
    assert str(waiting) not in ticked(page)


@pytest.mark.both_databases_when_long
def test_what_waits_for_the_coordinator(app: Flask, browser: Browser) -> None:
    here = room()
    elsewhere = make.session(make.cohort("Another cohort"), title="Elsewhere")
    answered = {"decision": "accepted", "decided_at": now(), "by_id": here.cast.dan}
    with writing():
        asked = {"person_id": here.cast.eve, "message": "My colleague is ill.", "created_at": now() - timedelta(hours=1)}
        db.session.add(CheckInRequest(session_id=here.session, **asked))
        db.session.add(CheckInRequest(session_id=elsewhere, **asked))
        db.session.add(Apology(session_id=here.session, seat_id=here.ben, text="A train is late.", created_at=now()))
        db.session.add(Apology(session_id=here.session, seat_id=here.ada, text="Settled.", created_at=now(), **answered))
    page = browser.sign_in(here.cast.dan).visit(board(here))
    section = next(each for each in page.tree.iter("section") if each.get("aria-labelledby") == "questions")
    assert [" ".join("".join(line.itertext()).split()) for line in section.iter("li")] == [
        "Ben Berg cannot come to “Kick-off”. A train is late. Open the register: Kick-off",
        "Eve Friis checked in to “Kick-off” and is not on the list. My colleague is ill. Let them in or not: Kick-off",
    ]


def test_trainers_see_the_board_and_cannot_tick(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = room()
    with writing():
        teaches = {"person_id": here.cast.cleo, "role": "trainer", "cohort_id": here.cohort, "created_at": now()}
        db.session.add(CohortTeam(**teaches))
    assert ticked(new_browser().sign_in(here.cast.cleo).visit(board(here))) == {}
    for person, status in ((here.cast.dan, 200), (here.cast.root, 200), (here.cast.ada, 404), (here.cast.eve, 404)):
        assert new_browser().sign_in(person).get(board(here)).status_code == status


def test_the_board_of_nobody(app: Flask, browser: Browser) -> None:
    here = room()
    empty = make.cohort("Nobody yet", coordinator=here.cast.dan)
    page = browser.sign_in(here.cast.dan).visit(board(Room(here.cast, empty, 0, 0, 0)))
    assert page.texts("h2", "empty-title") == ["Nobody has a place yet"]


def test_what_is_still_needed_is_said_of_the_person(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = room()
    over(here)
    make.session(here.cohort, now() + timedelta(days=2), minutes=30)
    here.mark(here.ada, "present")
    page = new_browser().sign_in(here.cast.dan).visit(board(here))
    assert lines(page, "track") == [
        ["Ada Holm", "Courses –", "Attendance 100%", "Needs 6 of the 30 minutes to come."],
        ["Ben Berg", "Courses –", "Attendance –", "Needs 24 of the 30 minutes to come."],
    ]
    own = new_browser().sign_in(here.cast.ada).visit(f"/cohorts/{here.slug}/attendance/mine")
    assert "You need 6 of the 30 minutes to come." in own.text


def test_who_needs_nothing_more_is_told_nothing(app: Flask, browser: Browser) -> None:
    here = room(attendance_percent=50)
    over(here)
    make.session(here.cohort, now() + timedelta(days=2), minutes=30)
    here.mark(here.ada, "present")
    page = browser.sign_in(here.cast.dan).visit(board(here))
    assert lines(page, "track")[0] == ["Ada Holm", "Courses –", "Attendance 100%", ""]


@pytest.mark.both_databases_when_long
def test_links_tick_all_none_or_those_who_lack_something(app: Flask, browser: Browser) -> None:
    taking.published()
    here = room()
    over(here)
    eve = make.seat(here.cohort, here.cast.eve)
    taking.taken(here.cohort, here.cast.dan)
    for who, status in ((here.ada, "present"), (here.ben, "absent"), (eve, "present")):
        here.mark(who, status)
    with writing() as session:
        session.execute(update(Enrolment).where(Enrolment.person_id == here.cast.ada).values(finished_at=now()))
        session.execute(update(Enrolment).where(Enrolment.person_id == here.cast.eve).values(last_visit_at=now()))
    browser.sign_in(here.cast.dan)
    seats = {here.ada, here.ben, eve}
    for tick, chosen in (("all", seats), ("none", set()), ("lacking", {here.ben, eve}), ("help", {here.ben}), ("odd", {here.ben})):
        page = browser.visit(f"{board(here)}?tick={tick}")
        assert ticked(page) == {str(seat): seat in chosen for seat in seats}, tick
        assert f"{board(here)}?tick={tick}#tick" in page.links() or tick == "odd"
