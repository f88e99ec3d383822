"""Attendance over all sessions: the overview, its bulk action, a participant's own page, and the counting behind both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.grid_marks import mark_many
from clustercourse.cohorts.queries.attendance import grid_of, outcome_of, outcomes_of
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.attendance import AttendanceMark
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.register_room import Room, marks, revisions, room
from tests.page import Browser, Page, fields_of


def cells(page: Page) -> list[list[str]]:
    """The letters of each person, then the percentage."""
    found = []
    for line in page.tree.iter("tr"):
        letters = [cell[0].text for cell in line.iter("td") if "mark-cell" in (cell.get("class") or "")]
        if letters:
            found.append([*letters, *[strong.text for strong in line.iter("strong")]])
    return found


def day_and_a_half(here: Room) -> list[int]:
    """Formulas 3.17: 90/90/75/90/75 minutes, all over; the session of the room is cancelled."""
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == here.session).values(cancelled_at=now()))
    begin = now().replace(second=0, microsecond=0) - timedelta(days=2)
    return [
        make.session(here.cohort, begin + timedelta(hours=2 * number), minutes=each) for number, each in enumerate((90, 90, 75, 90, 75))
    ]


def lay(here: Room, sessions: list[int], seats: list[int], status: str) -> None:
    with writing():
        mark_many(here.cohort, sessions, seats, status=status, seen=10**6, by=here.cast.dan)


def test_the_overview_counts_minutes_and_shows_the_formula(app: Flask, browser: Browser) -> None:
    here = room()
    sessions = day_and_a_half(here)
    lay(here, sessions, [here.ada, here.ben], "present")
    lay(here, sessions[2:3], [here.ada], "absent")
    lay(here, sessions[:1], [here.ben], "absent")
    browser.sign_in(here.cast.dan)
    page = browser.visit(here.grid)
    assert cells(page) == [["P", "P", "A", "P", "P", "82.14%"], ["A", "P", "P", "P", "P", "78.57%"]]
    assert page.texts("td", "mark-share") == ["82.14% 345 ÷ 420 min", "78.57% 330 ÷ 420 min"]
    assert [page.texts("td", name) for name in ("mark-reached", "mark-not_reached")] == [["82.14% 345 ÷ 420 min"], ["78.57% 330 ÷ 420 min"]]
    assert "minutes attended ÷ minutes held" in page.text
    outcomes = outcomes_of(here.cohort)
    assert {seat: each.state for seat, each in outcomes.items()} == {here.ada: "reached", here.ben: "not_reached"}
    assert outcome_of(here.cohort, here.cast.ada) == outcomes[here.ada]
    assert outcome_of(here.cohort, here.cast.eve) is None


def test_letters_for_everything_that_can_stand(app: Flask, browser: Browser) -> None:
    here = room()
    here.mark(here.ada, "present", arrived=10, left=60)
    here.mark(here.ben, "excused")
    day = value(select(TrainingSession.on_day).where(TrainingSession.id == here.session))
    make.seat(here.cohort, make.person("Cora"), joined_on=day + timedelta(days=1))
    make.seat(here.cohort, make.person("Dora"))
    left = make.seat(here.cohort, make.person("Eva"))
    here.mark(left, "present", left=30)
    make.session(here.cohort, now() - timedelta(hours=3), counts=False)
    browser.sign_in(here.cast.dan)
    page = browser.visit(here.grid)
    assert cells(page) == [
        ["·", "L", "55.55%"], ["·", "E", "–"], ["–", "–", "–"], ["·", "·", "–"], ["·", "L", "33.33%"],
    ]  # fmt: skip
    assert page.texts("td", "mark-late") == ["L10 min late, left after 60 min: 50 of 90 minutes"]


@pytest.mark.both_databases_when_long
def test_marking_several_people_at_several_sessions(app: Flask, browser: Browser) -> None:
    here = room()
    later = make.session(here.cohort, now() - timedelta(minutes=30))
    browser.sign_in(here.cast.dan)
    chosen = {"session": [str(here.session), str(later)], "seat": [str(here.ada), str(here.ben)], "status": "excused"}
    after = browser.send(here.grid, **chosen)
    assert after.texts("div", "flash") == ["4 marks are saved."]
    assert [each[1:2] + each[7:8] for each in marks()] == [("excused", "grid")] * 4
    assert browser.send(here.grid, **chosen).texts("div", "flash") == ["0 marks are saved."]
    assert len(revisions()) == 4
    for wrong, said in (
        ({**chosen, "session": []}, "Choose at least one session of this cohort."),
        ({**chosen, "seat": []}, "Choose at least one person."),
        ({**chosen, "session": [str(10**6)]}, "Choose at least one session of this cohort."),
    ):
        refused = browser.post(here.grid, data={**browser.csrf(), **wrong}, headers={"Accept": "application/json"})
        assert (refused.status_code, refused.json["title"]) == (409, said)


def test_the_overview_leaves_alone_what_it_did_not_show(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    here.mark(here.ben, "excused", by=here.cast.cleo)
    fields = fields_of(browser.visit(here.grid).form(here.grid))
    here.mark(here.ada, "absent", by=here.cast.cleo)
    data = {**fields, "session": str(here.session), "seat": [str(here.ada), str(here.ben)], "status": "present"}
    page = Page(browser.post(here.grid, data=data, follow_redirects=True))
    assert page.texts("div", "flash") == ["1 mark is saved. 1 was left alone, because somebody else changed it after you opened this page."]
    assert [each[:2] for each in marks()] == [(here.ada, "absent"), (here.ben, "present")]


def test_a_locked_register_stops_the_whole_action(app: Flask) -> None:
    here = room()
    locked = make.session(here.cohort, now() - timedelta(minutes=30), locked_at=now())
    with pytest.raises(Refused, match="locked"), writing():
        mark_many(here.cohort, [here.session, locked], [here.ada], status="absent", seen=0, by=here.cast.dan)
    assert marks() == []
    with writing():
        mark_many(here.cohort, [here.session, locked], [here.ada], status="absent", seen=0, by=here.cast.dan, reason="Paper.")
    assert len(marks()) == 2


@pytest.mark.both_databases_when_long
def test_what_has_not_begun_is_not_marked_in_the_overview(app: Flask, browser: Browser) -> None:
    here = room()
    coming = make.session(here.cohort, now() + timedelta(days=1), title="Second day")
    browser.sign_in(here.cast.dan)
    chosen = {"session": [str(here.session), str(coming)], "seat": [str(here.ada)]}
    for status in ("present", "absent"):
        refused = browser.post(here.grid, data={**browser.csrf(), **chosen, "status": status}, headers={"Accept": "application/json"})
        said = "“Second day” has not begun. Before it begins you can only mark who is excused or not expected."
        assert (refused.status_code, refused.json["title"]) == (409, said)
    assert marks() == []
    lay(here, [here.session, coming], [here.ada], "excused")
    assert [each[1] for each in marks()] == ["excused", "excused"]


@pytest.mark.parametrize(("status", "minutes"), [("present", 90), ("absent", 0)])
def test_marks_of_what_has_not_begun_do_not_count(app: Flask, browser: Browser, status: str, minutes: int) -> None:
    """As when a session was marked and then moved."""
    here = room()
    here.mark(here.ada, "present", arrived=30)
    coming = make.session(here.cohort, now() + timedelta(days=1))
    with writing() as session:
        values = {"status": status, "minutes": minutes, "number": 1, "source": "register", "at": now()}
        session.add(AttendanceMark(session_id=coming, seat_id=here.ada, **values))
    outcome = outcomes_of(here.cohort)[here.ada]
    assert (outcome.attended, outcome.held, outcome.all_held, outcome.to_come) == (60, 90, 90, 90)
    assert outcome_of(here.cohort, here.cast.ada) == outcome
    page = browser.sign_in(here.cast.dan).visit(here.grid)
    assert cells(page)[0] == ["L", status[0].upper(), "66.66%"]
    with time_machine.travel(now() + timedelta(days=1, minutes=5)):
        assert outcomes_of(here.cohort)[here.ada].held == 180


def test_my_own_attendance(app: Flask, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    here = room()
    sessions = day_and_a_half(here)
    lay(here, sessions, [here.ada, here.ben], "present")
    lay(here, sessions[:1], [here.ada], "absent")
    coming = make.session(here.cohort, now() + timedelta(days=3), minutes=100)
    mine = f"{here.grid}mine"
    page = browser.sign_in(here.cast.ada).visit(mine)
    assert page.texts("p", "lead") == ["330 of 420 minutes attended: 330 ÷ 420 = 78.57 percent."]
    assert "Less than 80 percent: not enough for the certificate so far." in page.text
    assert "Missing one more session would put 80 percent out of reach." in page.text
    assert f"/cohorts/{here.slug}/sessions/{coming}/apology" in page.links()
    assert "Ben" not in page.text
    for person, status in ((here.cast.dan, 404), (here.cast.eve, 404)):
        assert new_browser().sign_in(person).get(mine).status_code == status
    assert new_browser().sign_in(here.cast.ada).get(here.grid).status_code == 404
    assert new_browser().get(mine).status_code == 303


def test_the_overview_of_nothing(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    empty = make.cohort("Nothing yet", coordinator=here.cast.dan)
    alone = Room(here.cast, empty, 0, 0, 0)
    assert "There are no sessions yet" in browser.visit(alone.grid).text
    make.session(empty)
    assert "Nobody has a place yet" in browser.visit(alone.grid).text


@pytest.mark.both_databases_when_long
def test_the_overview_costs_the_same_at_any_size(app: Flask, browser: Browser, statements: Any) -> None:
    here = room()
    here.mark(here.ada, "present")
    address = here.grid
    browser.sign_in(here.cast.dan)
    browser.visit(address)
    with statements() as few:
        browser.visit(address)
    with writing():
        seats = [make.seat(here.cohort, make.person(f"Person {number:02}")) for number in range(40)]
        sessions = [make.session(here.cohort, now() - timedelta(hours=2 + number)) for number in range(8)]
        mark_many(here.cohort, sessions, seats, status="present", seen=0, by=here.cast.dan)
    with statements() as many:
        assert len(cells(browser.visit(address))) == 42
    assert (len(few), len(many)) == (6, 6)
    assert len(rows(select(AttendanceMark.id))) == 321
    assert len(grid_of(here.cohort, percent_wanted=80).rows) == 42
