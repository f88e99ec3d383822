"""The page on the wall, and what stands out afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

import segno
from sqlalchemy import select, update

from clustercourse.cohorts.codes import picture_of, shown
from clustercourse.db import now, rows, value, writing
from clustercourse.models.attendance import AttendanceMark, CheckIn
from clustercourse.models.cohorts import CohortTeam
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.room import START, Room, guest, room
from tests.page import Browser, words

__all__ = ["room"]


def screen_of(browser: Browser, room: Room) -> tuple[str, str]:
    """(code, count) on the wall."""
    page = browser.visit(f"{room.address}/screen")
    return page.texts("p", "screen-code")[0], page.texts("p", "screen-count")[0]


def test_the_wall_shows_the_code_of_now_and_who_is_here(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    guest(room, "Olaf Dam")
    make.seat(room.cohort, make.person("Una Berg"), "waitlisted")
    browser.sign_in(room.dan)
    page = browser.visit(f"{room.address}/screen")
    assert (page.heading, page.texts("p", "screen-code")) == ("Check in: Kick-off", [shown(room.code())])
    assert page.texts("p", "screen-count") == ["0 of 2 are here"]
    picture = next(node.get("src") for node in page.tree.iter("img"))
    assert picture == picture_of(f"http://127.0.0.1:8000{room.scanned()}")
    assert "Scan, or go to 127.0.0.1:8000/check-in and type" in page.text
    element = next(node for node in page.tree.iter("div") if node.get("id") == "screen")
    assert (element.get("data-left"), element.get("data-step")) == ("15.0", "20")

    new_browser().sign_in(room.ines).send(room.scanned(), room.address)
    before, _count = screen_of(browser, room)
    room.clock.shift(timedelta(seconds=15))
    assert screen_of(browser, room) == (shown(room.code()), "1 of 2 are here")
    assert before == shown(room.code(-1))


def test_who_is_not_expected_is_not_counted(room: Room, browser: Browser) -> None:
    make.seat(room.cohort, make.person("Late Comer"), joined_on=START.date() + timedelta(days=1))
    away = guest(room, "Olaf Dam")
    with writing() as session:
        values: dict[str, Any] = {"minutes": 0, "number": 1, "source": "register", "at": now()}
        session.add(AttendanceMark(session_id=room.session, seat_id=_seat(away), status="not_expected", **values))
    assert screen_of(browser.sign_in(room.dan), room)[1] == "0 of 1 are here"


def _seat(person: int) -> int:
    found: int = value(select(Seat.id).where(Seat.person_id == person))
    return found


def test_outside_the_window_the_wall_says_when(room: Room, browser: Browser) -> None:
    browser.sign_in(room.dan)
    room.clock.move_to(START - timedelta(minutes=30))
    early = browser.visit(f"{room.address}/screen")
    assert "Check-in for this session opens at 09:45 Copenhagen." in early.text
    assert (early.texts("p", "screen-code"), list(early.tree.iter("img"))) == ([], [])
    with writing() as session:
        session.execute(update(TrainingSession).values(cancelled_at=now()))
    assert "This session was cancelled" in browser.visit(f"{room.address}/screen").text


def test_the_wall_says_that_the_register_is_locked(room: Room, new_browser: Callable[[], Browser]) -> None:
    trainer = make.person("Cleo Lund")
    with writing() as session:
        session.add(CohortTeam(cohort_id=room.cohort, person_id=trainer, role="trainer", created_at=now()))
        session.execute(update(TrainingSession).values(locked_at=now()))
    again = room.address.replace("/check-in", "/attendance#more")
    for person, opens in ((room.dan, True), (trainer, False)):
        wall = new_browser().sign_in(person).visit(f"{room.address}/screen")
        assert (wall.texts("p", "screen-code"), list(wall.tree.iter("img"))) == ([], [])
        assert "The register of this session is locked, so nobody can check in any more." in wall.text
        assert (again in wall.links()) == opens


def test_the_coordinator_sees_the_window(room: Room, browser: Browser) -> None:
    page = browser.sign_in(room.dan).visit(f"{room.address}/requests")
    assert "Check-in is open from 09:45 to 11:45 Copenhagen." in page.text
    assert "Nobody waits for your answer" in page.text
    assert f"{room.address}/screen" in page.links()


def test_the_address_in_the_picture_is_the_door() -> None:
    address = "https://example.com/cohorts/a/sessions/1/check-in?code=ABCDEFGH"
    plain = segno.make(address, error="l", micro=False).svg_inline(border=3, light="#fff", omitsize=True)
    drawn = unquote(picture_of(address).partition(",")[2])
    assert drawn.partition("d='")[2] == plain.replace('"', "'").partition("d='")[2]


def test_several_people_on_one_device_stand_out(room: Room, new_browser: Callable[[], Browser]) -> None:
    shared, own = new_browser(), new_browser()
    people = [room.ines, guest(room, "Olaf Dam"), guest(room, "Una Berg")]
    for person, browser, minutes in ((people[0], shared, 0), (people[2], own, 1), (people[1], shared, 3)):
        room.clock.shift(timedelta(minutes=minutes))
        browser.sign_in(person).send(room.scanned(), room.address)
    later = guest(room, "Tea Holm")
    room.clock.shift(timedelta(minutes=11))
    shared.sign_in(later).send(room.scanned(), room.address)

    page = new_browser().sign_in(room.dan).visit(f"{room.address}/oddities")
    assert page.texts("h3", "card-title") == ["2 people from one device"]
    listed = [words(node) for node in page.tree.iter("li") if (node.getparent() is not None and node.getparent().get("class") is None)]
    assert [each for each in listed if "," in each] == ["Ines Duarte, 10:02", "Olaf Dam, 10:06"]
    assert "4 people checked in." in page.text
    assert "4 check-ins came over the same network. That is normal for people in one room." in page.text
    assert "Nothing on this page is a proof." in page.text


def test_a_device_has_another_name_at_every_session(room: Room, browser: Browser) -> None:
    second = make.session(room.cohort, START, title="Second room")
    browser.sign_in(room.ines).send(room.scanned(), room.address)
    other = Room(room.clock, room.cohort, second, room.ines, room.seat, room.dan)
    browser.send(other.scanned(), other.address)
    digests = [digest for (digest,) in rows(select(CheckIn.device_digest))]
    assert len(set(digests)) == len(digests) == 2


def test_nothing_stands_out_in_an_empty_room(room: Room, browser: Browser) -> None:
    page = browser.sign_in(room.dan).visit(f"{room.address}/oddities")
    assert ("Nothing stands out" in page.text, "same network" in page.text) == (True, False)


def test_pages_cost_the_same_for_one_and_for_many(room: Room, browser: Browser, statements: Any) -> None:
    browser.sign_in(room.dan)
    counts = []
    for more in (1, 3):
        for number in range(more):
            person = guest(room, f"Guest {more} {number}")
            with writing() as session:
                session.add(CheckIn(session_id=room.session, seat_id=_seat(person), device_digest="d", network="n", at=now()))
        for path in ("requests", "screen", "oddities"):
            page = f"{room.address}/{path}"
            browser.visit(page)
            with statements() as seen:
                browser.visit(page)
            counts.append(len(seen))
    assert counts[:3] == counts[3:] == [5, 4, 4]
