"""Who is not on the list asks; the coordinator lets them in or not; a letter tells them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clustercourse.cohorts.actions.check_ins import ask_to_be_let_in, decide_check_in_request
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.accounts import Person
from clustercourse.models.attendance import AttendanceMark, AttendanceRevision, CheckInRequest
from clustercourse.models.cohorts import Cohort, CohortTeam
from clustercourse.models.events import Event
from clustercourse.models.notifications import Letter
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.room import START, Room, marks, room, sent
from tests.page import Browser, Page, fields_of

__all__ = ["room"]


def requests() -> list[tuple[int, str, str | None, int | None]]:
    found = select(CheckInRequest.person_id, CheckInRequest.message, CheckInRequest.decision, CheckInRequest.by_id)
    return [tuple(each) for each in rows(found.order_by(CheckInRequest.id))]


def letters() -> list[tuple[str, str]]:
    return [tuple(each) for each in rows(select(Letter.kind, Letter.to_address).order_by(Letter.id))]


def asked(room: Room, name: str = "Eve Friis", email: str | None = None) -> tuple[int, int]:
    """Somebody who asked to be let in: the person and the request."""
    person = make.person(name, email=email)
    with writing():
        return person, ask_to_be_let_in(room.session, message="I come instead of Ben.", by=person).id


def decide(request: int, decision: str, by: int, **said: str) -> None:
    with writing():
        decide_check_in_request(request, decision=decision, by=by, **said)


def lock() -> None:
    with writing() as session:
        session.execute(update(TrainingSession).values(locked_at=now()))


def open_forms(page: Page) -> list[list[str]]:
    """The names of what each form of a request sends."""
    return [sorted(fields_of(form)) for form in page.forms() if "/requests/" in form.get("action", "")]


@pytest.mark.both_databases_when_long
def test_letting_in_to_a_locked_register_needs_a_reason(room: Room, browser: Browser) -> None:
    _eve, request = asked(room)
    dan, page = browser.sign_in(room.dan), f"{room.address}/requests"
    assert open_forms(dan.visit(page)) == [["csrf_token", "decision"], ["csrf_token", "decision", "message"]]
    lock()
    shown = dan.visit(page)
    assert open_forms(shown) == [["csrf_token", "decision", "reason"], ["csrf_token", "decision", "message"]]
    assert "Nobody can check in any more. The register of this session is locked. To let somebody in now, say why" in shown.text
    assert "Check-in is open" not in shown.text
    register = page.replace("/check-in/requests", "/attendance#more")
    assert (register in shown.links(), f"{room.address}/screen" in shown.links()) == (True, False)
    refused = sent(dan, f"{page}/{request}", decision="accepted", reason=" ")
    assert (refused.status, "The register of this session is locked. Say why you change it now." in refused.text) == (422, True)
    assert (requests()[0][2], marks()) == (None, [])
    after = dan.send(page, f"{page}/{request}", decision="accepted", reason="She was in the room.")
    assert after.texts("div", "flash") == ["Eve Friis has a place and is marked: 2 min late."]
    assert (len(marks()), requests()[0][2], value(select(AttendanceRevision.reason))) == (1, "accepted", "She was in the room.")
    with pytest.raises(Refused, match="locked"), writing():
        ask_to_be_let_in(room.session, by=make.person("Olaf Dam"))


def test_a_mark_that_stands_is_not_overwritten_by_letting_in(room: Room, browser: Browser) -> None:
    with writing() as session:
        session.execute(update(Seat).values(joined_on=START.date() + timedelta(days=1)))
        request = ask_to_be_let_in(room.session, by=room.ines).id
        values = {"minutes": 70, "number": 1, "source": "register", "at": now(), "by_id": room.dan}
        session.add(AttendanceMark(session_id=room.session, seat_id=room.seat, status="present", arrived=20, **values))
    after = browser.sign_in(room.dan).send(f"{room.address}/requests", f"{room.address}/requests/{request}", decision="accepted")
    assert after.texts("div", "flash") == ["Ines Duarte has a place and is marked: 20 min late."]
    assert marks() == [(room.seat, "present", 20, "register")]


def test_after_closing_requests_come_first_and_the_code_is_gone(room: Room, browser: Browser) -> None:
    asked(room)
    browser.sign_in(room.dan)
    while_open = browser.visit(f"{room.address}/requests")
    assert while_open.texts("h2")[-2:] == ["Kick-off", "Not on the list"]
    assert f"{room.address}/screen" in while_open.links()
    room.clock.shift(timedelta(hours=2))
    closed = browser.visit(f"{room.address}/requests")
    assert closed.texts("h2")[-2:] == ["Not on the list", "Kick-off"]
    assert f"{room.address}/screen" not in closed.links()
    assert "Check-in closed at 11:45 Copenhagen. Mark on the register who was there and did not check in." in closed.text
    assert "ask the coordinator" not in closed.text
    room.clock.move_to(START - timedelta(hours=1))
    early = browser.visit(f"{room.address}/requests")
    assert "Check-in opens at 09:45 Copenhagen. Show the code on a screen then." in early.text
    assert f"{room.address}/screen" in early.links()
    with writing() as session:
        session.execute(update(Cohort).values(state="cancelled"))
    cancelled = browser.visit(f"{room.address}/requests")
    assert ("nobody can check in" in cancelled.text, f"{room.address}/screen" in cancelled.links()) == (True, False)


def test_a_stranger_asks_is_let_in_and_is_present(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    eve = make.person("Eve Friis", email="eve@example.com")
    browser.sign_in(eve)
    page = browser.visit(room.scanned())
    assert (page.heading, page.texts("p", "lead")) == ("You are not on this list", ["Kick-off"])
    waiting = browser.send(room.scanned(), f"{room.address}/requests", message="I come instead of Ben.")
    assert "You asked to be let in at 10:02. The coordinator sees it and decides" in waiting.text
    assert (requests(), marks()) == ([(eve, "I come instead of Ben.", None, None)], [])

    room.clock.shift(timedelta(minutes=30))
    assert "You asked to be let in at 10:02." in browser.visit(room.address).text
    dan = new_browser().sign_in(room.dan)
    listed = dan.visit(f"{room.address}/requests")
    assert listed.texts("h3", "card-title") == ["Eve Friis"]
    assert "I come instead of Ben." in listed.text
    after = dan.send(f"{room.address}/requests", f"{room.address}/requests/1", decision="accepted")
    assert after.texts("div", "flash") == ["Eve Friis has a place and is marked: 2 min late."]
    assert "Eve Friis: let in at 10:32" in after.text
    assert requests() == [(eve, "I come instead of Ben.", "accepted", room.dan)]
    seat = rows(select(Seat.id, Seat.state).where(Seat.person_id == eve))[0]
    assert (seat.state, marks()) == ("confirmed", [(seat.id, "present", 2, "check-in")])
    assert letters() == [("seat_confirmed", "eve@example.com")]
    told = browser.visit(room.address)
    assert (told.heading, "You are marked: 2 min late." in told.text) == ("The coordinator has let you in.", True)
    verbs = rows(select(Event.verb).where(Event.verb.startswith("cohorts.check_in")).order_by(Event.id))
    assert [verb for (verb,) in verbs] == ["cohorts.check_in_asked", "cohorts.check_in_decided"]


def test_declined_with_words_in_a_letter(room: Room, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    eve, request = asked(room, email="eve@example.com")
    after = browser.sign_in(room.dan).send(
        f"{room.address}/requests",
        f"{room.address}/requests/{request}",
        decision="declined",
        message="We are full.\nThe next one is in May.",
    )
    assert after.texts("div", "flash") == ["Eve Friis is told that they cannot be let in."]
    assert (marks(), value(select(Seat.id).where(Seat.person_id == eve))) == ([], None)
    assert letters() == [("check_in_declined", "eve@example.com")]
    letter = rows(select(Letter.subject, Letter.text))[0]
    assert letter.subject == "Your request to be let in to “Kick-off”"
    assert "They write:\n\nWe are full.\nThe next one is in May.\n" in letter.text
    stranger = new_browser().sign_in(eve).visit(room.scanned())
    assert "The coordinator cannot let you in. If that is a mistake, speak to them in the room." in stranger.text
    with pytest.raises(Refused, match="has decided about this already"), writing():
        ask_to_be_let_in(room.session, by=eve)


@pytest.mark.postgresql_first
def test_asking_and_deciding_twice_is_once(room: Room, browser: Browser) -> None:
    eve, request = asked(room, email="eve@example.com")
    with writing():
        assert ask_to_be_let_in(room.session, message="Please.", by=eve).id == request
    for _twice in range(2):
        decide(request, "accepted", room.dan)
    assert (requests(), len(marks()), len(letters())) == ([(eve, "I come instead of Ben.", "accepted", room.dan)], 1, 1)
    with pytest.raises(Refused, match="Somebody else has decided"):
        decide(request, "declined", room.dan)
    with pytest.raises(Refused, match="Choose one"):
        decide(request, "perhaps", room.dan)
    olaf = make.person("Olaf Dam")
    browser.sign_in(olaf)
    form = {**browser.csrf(), "once": "one form", "message": ""}
    browser.visit(room.scanned())
    assert [browser.post(f"{room.address}/requests", data=form).status_code for _twice in range(2)] == [303, 303]
    assert [each[0] for each in requests()] == [eve, olaf]


def test_decided_the_day_after_it_counts_from_the_moment_of_asking(room: Room) -> None:
    """And on the register of a locked day, with a reason, and for a seat that began later."""
    room.clock.move_to(START + timedelta(minutes=40))
    eve, request = asked(room)
    lock()
    room.clock.move_to(START + timedelta(days=1))
    with pytest.raises(Refused, match="Say why you change it now") as refusal:
        decide(request, "accepted", room.dan)
    assert (refusal.value.field, requests()[0][2], marks()) == ("reason", None, [])
    decide(request, "accepted", room.dan, reason="She was in the room.")
    assert value(select(AttendanceRevision.reason)) == "She was in the room."
    seat = rows(select(Seat.id, Seat.joined_on).where(Seat.person_id == eve))[0]
    assert seat.joined_on == START.date()
    assert rows(select(AttendanceMark.seat_id, AttendanceMark.arrived, AttendanceMark.minutes))[0] == (seat.id, 40, 50)


def test_a_seat_that_does_not_cover_the_day_is_stretched(room: Room) -> None:
    with writing() as session:
        session.execute(update(Seat).values(joined_on=START.date() + timedelta(days=1)))
        request = ask_to_be_let_in(room.session, by=room.ines).id
    decide(request, "accepted", room.dan)
    assert value(select(Seat.joined_on)) == START.date()
    assert letters() == [("check_in_accepted", "ines@example.com")]
    assert "The coordinator has let you in, and you are marked: 2 min late." in value(select(Letter.text))


@pytest.mark.parametrize(
    ("case", "said"),
    [("on the list", "You are on the list"), ("too early", "opens at 09:45"), ("cancelled", "This session was cancelled")],
)
def test_who_cannot_ask(room: Room, case: str, said: str) -> None:
    person = room.ines if case == "on the list" else make.person("Eve Friis")
    if case == "too early":
        room.clock.move_to(START - timedelta(hours=1))
    with writing() as session:
        if case == "cancelled":
            session.execute(update(TrainingSession).values(cancelled_at=now()))
    with pytest.raises(Refused) as refused, writing():
        ask_to_be_let_in(room.session, by=person)
    assert said in refused.value.sentence
    assert requests() == []


def test_asking_needs_a_good_code_first(room: Room, browser: Browser) -> None:
    page = sent(browser.sign_in(make.person("Eve Friis")), f"{room.address}/requests", message="Let me in.")
    assert (page.status, page.heading, requests()) == (409, "You are not checked in", [])


@pytest.mark.parametrize(("change", "said"), [("session", "Nobody can be let in"), ("cohort", "This cohort is over")])
def test_nobody_is_let_in_to_what_is_over(room: Room, change: str, said: str) -> None:
    _eve, request = asked(room)
    with writing() as session:
        if change == "session":
            session.execute(update(TrainingSession).values(cancelled_at=now()))
        else:
            session.execute(update(Cohort).values(state="closed"))
    with pytest.raises(Refused, match=said):
        decide(request, "accepted", room.dan)
    assert (marks(), letters()) == ([], [])
    decide(request, "declined", room.dan)
    assert [each[2] for each in requests()] == ["declined"]


def test_who_was_erased_gets_no_letter(room: Room) -> None:
    eve, request = asked(room)
    with writing() as session:
        session.execute(update(Person).where(Person.id == eve).values(erased_at=now()))
    decide(request, "declined", room.dan)
    assert letters() == []


def test_trainers_see_who_asks_and_coordinators_decide(room: Room, new_browser: Callable[[], Browser]) -> None:
    eve, request = asked(room)
    cleo = make.person("Cleo Lund")
    with writing() as session:
        session.add(CohortTeam(cohort_id=room.cohort, person_id=cleo, role="trainer", created_at=now()))
    trainer = new_browser().sign_in(cleo)
    page = trainer.visit(f"{room.address}/requests")
    assert "A coordinator of the cohort decides." in page.text
    assert sent(trainer, f"{room.address}/requests/{request}", decision="accepted").status == 403
    other = make.person("Olga Lind")
    make.cohort("Another", coordinator=other)
    for person, status in ((other, 404), (eve, 404), (room.ines, 404)):
        browser = new_browser().sign_in(person)
        for path in ("requests", "screen", "oddities"):
            assert browser.get(f"{room.address}/{path}").status_code == status
        assert sent(browser, f"{room.address}/requests/{request}", decision="accepted").status == status
    dan = new_browser().sign_in(room.dan)
    assert sent(dan, f"{room.address}/requests/{request + 1}", decision="accepted").status == 404
    assert requests() == [(eve, "I come instead of Ben.", None, None)]
