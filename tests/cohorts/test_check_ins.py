"""Checking in: scanning, typing, signing in on the way, and everybody who is turned away with the next step in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import func, select, update

from clustercourse.accounts import passwords
from clustercourse.cohorts.actions.check_ins import Device, check_in
from clustercourse.cohorts.codes import STEP, shown
from clustercourse.db import Base, end_reading, now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.accounts import SignInAttempt
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision
from clustercourse.models.cohorts import Cohort
from clustercourse.models.events import Event
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from clustercourse.web import cookies
from tests import make
from tests.cohorts.room import START, Room, check_ins, guest, marks, room, sent
from tests.page import Browser, Page

__all__ = ["room"]

PASSWORD = "lantern copper orchard 7"


def everything() -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: value(select(func.count()).select_from(table)) for table in Base.metadata.sorted_tables}


def test_scan_press_and_read_that_it_is_done(room: Room, browser: Browser) -> None:
    browser.sign_in(room.ines)
    page = browser.visit(room.scanned())
    assert (page.heading, page.texts("p", "lead")) == ("Check in", ["Kick-off"])
    assert (check_ins(), marks()) == ([], [])
    done = browser.send(room.scanned(), room.address)
    assert (done.status, done.heading) == (200, "You are checked in, Ines. 10:02.")
    assert (check_ins(), marks()) == ([(room.session, room.seat)], [(room.seat, "present", 2, "check-in")])
    events = rows(select(Event.verb, Event.by_id, Event.person_id, Event.thing_id, Event.detail).where(Event.verb == "cohorts.checked_in"))
    assert [tuple(event) for event in events] == [("cohorts.checked_in", room.ines, room.ines, room.session, {"seat": room.seat})]

    room.clock.shift(timedelta(minutes=5))
    for again in (browser.visit(room.address), browser.visit(room.scanned()), sent(browser, room.address)):
        assert (again.status, again.heading) == (200, "You were checked in at 10:02.")
    assert (len(check_ins()), len(marks()), value(select(func.count(AttendanceRevision.id)))) == (1, 1, 1)


def test_who_is_early_is_there_from_the_start(room: Room, browser: Browser) -> None:
    room.clock.move_to(START - timedelta(minutes=15))
    browser.sign_in(room.ines).send(room.scanned(), room.address)
    assert marks() == [(room.seat, "present", None, "check-in")]


def test_get_and_head_change_nothing(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    browser.sign_in(room.ines).visit(room.scanned())
    before = everything()
    for someone in (browser, new_browser()):
        for path in (room.scanned(), f"{room.address}?code=AAAAAAAA", "/check-in"):
            assert someone.get(path).status_code == someone.head(path).status_code
    browser.visit(room.address)
    assert everything() == before


def test_the_claim_survives_signing_in_with_the_password(room: Room, browser: Browser) -> None:
    passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    make.account(room.ines, passwords.hashed(PASSWORD))
    page = browser.visit(room.scanned())
    assert page.heading == "You are almost checked in"
    sign_in = f"/sign-in?next={room.address}"
    assert [link for link in page.links() if "?next" in link] == [sign_in, f"/register?next={room.address}"]
    room.clock.shift(timedelta(minutes=9))
    arrived = browser.send(sign_in, "/sign-in", email="ines@example.com", password=PASSWORD)
    passwords.use_hasher(PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1))
    assert (arrived.response.request.path, arrived.heading) == (room.address, "Check in")
    done = browser.send(room.address)
    assert done.heading == "You are checked in, Ines. 10:11."
    assert check_ins() == [(room.session, room.seat)]
    assert browser.get_cookie(cookies.name_of("claim")) is None


def test_registering_comes_back_to_the_door(room: Room, browser: Browser) -> None:
    page = browser.visit(f"/register?next={room.address}")
    values = {"name": "Nina Vik", "email": "nina@example.com", "password": PASSWORD}
    browser.post("/register", data={"next": room.address, **values, **_token(page)})
    assert browser.get_cookie(cookies.name_of("after")) is not None
    outside = browser.post("/register", data={"next": "https://example.org/", **values, **_token(page)})
    assert "example.org" not in "".join(outside.headers.getlist("Set-Cookie"))


def _token(page: Page) -> dict[str, str]:
    return {"csrf_token": next(node.get("value", "") for node in page.tree.iter("input") if node.get("name") == "csrf_token")}


def test_a_claim_is_over_after_ten_minutes(room: Room, browser: Browser) -> None:
    browser.sign_in(room.ines).visit(room.scanned())
    room.clock.shift(timedelta(seconds=601))
    refused = sent(browser, room.address)
    assert (refused.status, refused.heading) == (409, "You are not checked in")
    assert "Scan the code that is on the screen now, or type it. A scan holds for ten minutes." in refused.text
    assert (check_ins(), marks()) == ([], [])


def test_a_claim_is_for_one_session(room: Room, browser: Browser) -> None:
    other = make.session(room.cohort, START, title="Second room")
    browser.sign_in(room.ines).visit(room.scanned())
    refused = sent(browser, room.address.replace(f"/{room.session}/", f"/{other}/"))
    assert (refused.status, check_ins()) == (409, [])


def test_of_twenty_one_steps_the_codes_of_two_mark(room: Room, new_browser: Callable[[], Browser]) -> None:
    marked = []
    for steps in range(-10, 11):
        browser = new_browser().sign_in(guest(room, f"Guest {steps}"))
        page = sent(browser, room.address, code=room.code(steps))
        assert (page.status, page.heading.split(",")[0]) in ((200, "You are checked in"), (409, "You are not checked in"))
        if page.status == 200:
            marked.append(steps)
    assert (marked, len(check_ins())) == ([-1, 0], 2)


def test_a_photograph_of_the_code_is_worthless_a_minute_later(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    """Replayed by somebody on the list, and forwarded to a stranger, who does not learn what it belongs to."""
    link = room.scanned()
    room.clock.shift(timedelta(seconds=2 * STEP))
    replayed = browser.sign_in(room.ines).visit(link, 409)
    assert "This code has run out: each one holds for less than a minute." in replayed.text
    assert next(form.get("action") for form in replayed.forms()) == "/check-in"
    assert "Kick-off" in replayed.text
    for someone in (new_browser(), new_browser().sign_in(make.person("Eve Friis"))):
        stranger = someone.visit(link, 409)
        assert ("This code has run out" in stranger.text, "Kick-off" in stranger.text, "Master Class" in stranger.text) == (
            True,
            False,
            False,
        )
        assert someone.visit(link.replace(f"/{room.session}/", "/9999/"), 409).text == stranger.text
        assert someone.get(room.address).status_code == 404
    assert check_ins() == []


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (START - timedelta(minutes=16), "Check-in for this session opens at 09:45 Copenhagen. Scan the code on the screen then."),
        (START - timedelta(days=2), "Check-in for this session opens on 10 March 2027 at 09:45 Copenhagen."),
        (START + timedelta(minutes=106), "Check-in for this session closed at 11:45 Copenhagen. If you were there, ask the coordinator"),
        (START + timedelta(days=1), "Check-in for this session closed on 10 March 2027 at 11:45 Copenhagen."),
    ],
)
def test_outside_the_window_every_way_in_is_closed(room: Room, browser: Browser, moment: datetime, said: str) -> None:
    room.clock.move_to(moment)
    browser.sign_in(room.ines)
    for page in (browser.visit(room.scanned(), 409), sent(browser, room.address, code=room.code())):
        assert (page.heading, said in page.text) == ("You are not checked in", True)
    assert sent(browser, "/check-in", code=room.code()).errors[0].startswith("Error: No session has this code now.")
    with pytest.raises(Refused, match="Check-in for this session"), writing():
        check_in(room.session, Device("d", "n"), by=room.ines)
    assert check_ins() == []


def test_the_window_is_looked_at_again_when_the_button_is_pressed(room: Room, browser: Browser) -> None:
    room.clock.move_to(START + timedelta(minutes=104))
    browser.sign_in(room.ines).visit(room.scanned())
    room.clock.shift(timedelta(minutes=2))
    assert "closed at 11:45 Copenhagen" in sent(browser, room.address).text
    assert check_ins() == []


@pytest.mark.parametrize("what", ["session", "cohort"])
def test_a_cancelled_session_has_no_door(room: Room, browser: Browser, what: str) -> None:
    with writing() as session:
        if what == "session":
            session.execute(update(TrainingSession).values(cancelled_at=now()))
        else:
            session.execute(update(Cohort).values(state="cancelled"))
    browser.sign_in(room.ines)
    for page in (browser.visit(room.scanned(), 409), sent(browser, room.address, code=room.code())):
        assert "This session was cancelled, so there is nothing to check in to." in page.text
    assert sent(browser, "/check-in", code=room.code()).status == 422
    assert check_ins() == []


def test_a_locked_register_takes_nobody(room: Room, browser: Browser) -> None:
    with writing() as session:
        session.execute(update(TrainingSession).values(locked_at=now()))
    browser.sign_in(room.ines)
    for refused in (browser.visit(room.scanned(), 409), sent(browser, room.address, code=room.code())):
        assert (refused.status, refused.heading, check_ins(), marks()) == (409, "You are not checked in", [], [])
        assert "The register of this session is locked, so nobody can check in any more." in refused.text
    with pytest.raises(Refused, match="locked"), writing():
        check_in(room.session, Device("d", "n"), by=room.ines)
    room.clock.shift(timedelta(hours=2))
    assert "Check-in for this session closed at 11:45" in browser.visit(room.scanned(), 409).text


def test_the_same_person_on_a_second_device_is_there_already(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    browser.sign_in(room.ines).send(room.scanned(), room.address)
    room.clock.shift(timedelta(minutes=3))
    second = new_browser().sign_in(room.ines).visit(room.scanned())
    assert (second.heading, check_ins()) == ("You were checked in at 10:02.", [(room.session, room.seat)])


@pytest.mark.parametrize(
    "values",
    [{"state": "withdrawn"}, {"state": "applied"}, {"joined_on": date(2027, 3, 11)}, {"left_on": date(2027, 3, 9)}],
)
def test_a_seat_must_be_confirmed_and_cover_the_day(room: Room, browser: Browser, values: dict[str, Any]) -> None:
    with writing() as session:
        session.execute(update(Seat).values(**values))
    page = browser.sign_in(room.ines).visit(room.scanned())
    assert page.heading == "You are not on this list"
    assert sent(browser, room.address).status == 409
    with pytest.raises(Refused, match="You are not on the list"), writing():
        check_in(room.session, Device("d", "n"), by=room.ines)
    assert check_ins() == []


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(("status", "word"), [("absent", "absent"), ("excused", "excused"), ("not_expected", "not expected")])
def test_what_a_coordinator_marked_stays_and_both_are_told(room: Room, new_browser: Callable[[], Browser], status: str, word: str) -> None:
    mark_by_hand(room, status)
    ines = new_browser().sign_in(room.ines)
    done = ines.send(room.scanned(), room.address)
    assert (done.heading, marks()) == ("You are checked in, Ines. 10:02.", [(room.seat, status, None, "register")])
    assert check_ins() == [(room.session, room.seat)]
    sentence = f"You are checked in, but the register says: {word}. Speak to the coordinator."
    assert done.texts("p", "note-warning") == [sentence]
    assert ines.visit(room.address).texts("p", "note-warning") == [sentence]
    odd = new_browser().sign_in(room.dan).visit(f"{room.address}/oddities")
    assert odd.texts("h3", "card-title") == [f"Checked in, but marked {word}"]
    assert ("Ines Duarte, 10:02" in odd.text, "Nothing stands out" in odd.text) == (True, False)


def mark_by_hand(room: Room, status: str, **said: int) -> None:
    with writing() as session:
        values = {"minutes": 0, "number": 1, "source": "register", "at": now(), "by_id": room.dan} | said
        session.add(AttendanceMark(session_id=room.session, seat_id=room.seat, status=status, **values))


def test_who_checks_in_reads_what_is_marked(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    late = browser.sign_in(room.ines).send(room.scanned(), room.address)
    assert "You are marked: 2 min late." in late.text
    assert "Nothing stands out" in new_browser().sign_in(room.dan).visit(f"{room.address}/oddities").text
    olaf = new_browser().sign_in(guest(room, "Olaf Dam"))
    room.clock.move_to(START - timedelta(minutes=5))
    assert "You are marked: present." in olaf.send(room.scanned(), room.address).text


def test_a_mark_of_those_who_came_is_not_against_the_register(room: Room, browser: Browser) -> None:
    mark_by_hand(room, "present", arrived=20, minutes=70)
    done = browser.sign_in(room.ines).send(room.scanned(), room.address)
    assert (done.texts("p", "note-warning"), "You are marked: 20 min late." in done.text) == ([], True)
    assert marks() == [(room.seat, "present", 20, "register")]


def test_signed_out_nobody_is_marked(room: Room, browser: Browser) -> None:
    browser.visit(room.scanned())
    assert sent(browser, room.address).status == 403
    assert check_ins() == []


def test_typing_the_code_finds_the_session(room: Room, browser: Browser) -> None:
    make.session(room.cohort, START, title="Second room")
    make.session(make.cohort(title="Another"), START + timedelta(days=1), title="Tomorrow")
    wrong = browser.sign_in(room.ines).send("/check-in", code="ABCD EFGH")
    assert wrong.errors == ["Error: No session has this code now. Codes change every 20 seconds: type the one that is on the screen now."]
    assert browser.send("/check-in", code="").errors == ["Error: Type the eight signs on the screen."]
    door = browser.send("/check-in", code=shown(room.code(-1)).lower())
    assert (door.response.request.path, door.heading) == (room.address, "Check in")
    assert browser.send(room.address).heading == "You are checked in, Ines. 10:02."
    assert value(select(func.count(SignInAttempt.id))) == 3


def test_after_ten_wrong_codes_the_right_one_is_not_heard(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    browser.sign_in(room.ines)
    answers = [sent(browser, "/check-in", code=f"AAAAAAA{sign}").status for sign in "ABCDEFGHJK"]
    assert answers == [422] * 10
    assert (sent(browser, "/check-in", code=room.code()).status, sent(browser, room.address, code=room.code()).status) == (429, 429)
    assert sent(new_browser().sign_in(room.ines), "/check-in", code=room.code()).status == 429
    assert sent(new_browser().sign_in(guest(room, "Olaf Dam")), "/check-in", code=room.code()).status == 303
    room.clock.shift(timedelta(minutes=61))
    assert sent(browser, "/check-in", code=room.code()).status == 303


def test_a_signed_out_browser_is_counted_too(room: Room, browser: Browser) -> None:
    statuses = [sent(browser, "/check-in", code="AAAAAAAA").status for _try in range(11)]
    assert statuses == [422] * 10 + [429]


def test_a_network_has_two_hundred_wrong_codes_an_hour(room: Room, new_browser: Callable[[], Browser]) -> None:
    statuses = [sent(new_browser(), "/check-in", code="AAAAAAAA").status for _try in range(201)]
    assert statuses == [422] * 200 + [429]
    scanning = new_browser().sign_in(room.ines)
    assert scanning.send(room.scanned(), room.address).heading == "You are checked in, Ines. 10:02."


def test_right_codes_are_forgiven(room: Room, new_browser: Callable[[], Browser]) -> None:
    for number in range(12):
        assert sent(new_browser().sign_in(guest(room, f"Guest {number}")), "/check-in", code=room.code()).status == 303
    assert value(select(func.count(SignInAttempt.id))) == 0


@pytest.mark.both_databases
def test_twenty_presses_at_once_are_one_row(room: Room, new_browser: Callable[[], Browser]) -> None:
    browsers = [new_browser().sign_in(room.ines) for _number in range(20)]
    assert _pressed_together(room, browsers) == [200] * 20
    assert (check_ins(), marks()) == ([(room.session, room.seat)], [(room.seat, "present", 2, "check-in")])
    assert value(select(func.count(Event.id)).where(Event.verb == "cohorts.checked_in")) == 1


@pytest.mark.both_databases
def test_twenty_people_at_once_are_twenty_rows(room: Room, new_browser: Callable[[], Browser]) -> None:
    browsers = [new_browser().sign_in(guest(room, f"Guest {number}")) for number in range(20)]
    assert _pressed_together(room, browsers) == [200] * 20
    assert (len(check_ins()), len(marks())) == (20, 20)


def _pressed_together(room: Room, browsers: list[Browser]) -> list[int]:
    """Everybody scans, then presses in the same moment; the statuses of the answers."""
    for browser in browsers:
        browser.visit(room.scanned())
    forms, barrier, statuses = [browser.csrf() for browser in browsers], Barrier(len(browsers)), list[int]()
    address = room.address
    end_reading()

    def press(browser: Browser, form: dict[str, str]) -> None:
        barrier.wait()
        statuses.append(browser.post(address, data=form).status_code)

    threads = [Thread(target=press, args=pair) for pair in zip(browsers, forms, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses
