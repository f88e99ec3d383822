"""Apologies: sent before the session, taken back, decided with a letter."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.apologies import decide_apology, send_apology, withdraw_apology
from clustercourse.cohorts.actions.attendance import Change, Mark, mark_attendance, mark_checked_in
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.attendance import Apology
from clustercourse.models.events import Event
from clustercourse.models.notifications import Letter
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.register_room import Room, marks, room
from tests.page import Browser


def coming(**values: object) -> Room:
    """The room with a session that begins tomorrow."""
    here = room(**values)
    return Room(here.cast, here.cohort, make.session(here.cohort, now() + timedelta(days=1), title="Tomorrow"), here.ada, here.ben)


def apology(here: Room) -> str:
    return f"/cohorts/{here.slug}/sessions/{here.session}/apology"


def letters() -> list[tuple[str, str, str]]:
    return [tuple(found) for found in rows(select(Letter.kind, Letter.to_address, Letter.subject).order_by(Letter.id))]


def send(here: Room, person: int, text: str = "My train is on strike.") -> int:
    with writing():
        return send_apology(here.session, person_id=person, text=text, by=person).id


@pytest.mark.both_databases_when_long
def test_an_apology_is_sent_and_accepted(app: Flask, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    here = coming()
    ada = new_browser().sign_in(here.cast.ada)
    sent = ada.send(apology(here), text="My train is on strike.")
    assert sent.texts("div", "flash") == ["Thank you for telling us. The coordinator decides, and you get a letter."]
    assert value(select(Apology.text)) == "My train is on strike."
    browser.sign_in(here.cast.dan)
    register = browser.visit(here.register)
    assert register.texts("span", "register-note") == ["has sent an apology"]
    number = value(select(Apology.id))
    decide = f"/cohorts/{here.slug}/sessions/{here.session}/apologies/{number}"
    assert decide in register.links()
    after = browser.send(decide, decision="excused", words="Get home safely.")
    assert after.texts("div", "flash") == ["Ada Holm is excused. A letter is on its way."]
    assert [each[:2] + each[7:8] for each in marks()] == [(here.ada, "excused", "apology")]
    assert letters() == [("apology_decided", "ada@example.com", "You are excused: Tomorrow")]
    assert "Get home safely." in rows(select(Letter))[0].text
    assert "You are excused." in ada.visit(apology(here)).text
    verbs = rows(select(Event.verb).where(Event.verb.startswith("cohorts.apology")).order_by(Event.id))
    assert [found.verb for found in verbs] == ["cohorts.apology_sent", "cohorts.apology_decided"]
    with writing():
        again = decide_apology(number, excuse=False, words="No.", by=here.cast.dan)
        assert again.decision == "excused"
    assert len(letters()) == 1


def test_an_apology_is_declined_with_words(app: Flask, browser: Browser) -> None:
    here = coming()
    number = send(here, here.cast.ada)
    browser.sign_in(here.cast.dan)
    decide = f"/cohorts/{here.slug}/sessions/{here.session}/apologies/{number}"
    assert browser.send(decide, decision="declined").errors == ["Error: Write a word about why this is not excused."]
    assert letters() == []
    browser.send(decide, decision="declined", words="This one cannot be missed.")
    assert letters() == [("apology_decided", "ada@example.com", "Your apology for Tomorrow")]
    assert marks() == []


@pytest.mark.both_databases_when_long
def test_taking_it_back_takes_the_excuse_off_the_register(app: Flask, browser: Browser) -> None:
    here = coming()
    send(here, here.cast.ada)
    number = send(here, here.cast.ada, "Other words.")
    assert [found.text for found in rows(select(Apology))] == ["Other words."]
    with writing():
        decide_apology(number, excuse=True, words="", by=here.cast.dan)
    browser.sign_in(here.cast.ada)
    back = browser.send(apology(here), f"{apology(here)}/delete")
    assert back.texts("div", "flash") == ["Your apology is taken back. You are expected."]
    assert [each[1] for each in marks()] == ["expected"]
    with writing():
        assert withdraw_apology(here.session, person_id=here.cast.ada, by=here.cast.ada) is False
    assert len(rows(select(Event.id).where(Event.verb == "cohorts.apology_withdrawn"))) == 1
    number = send(here, here.cast.ada)
    with writing():
        decide_apology(number, excuse=True, words="", by=here.cast.dan)
    assert len(letters()) == 2, "a new apology has a letter of its own"


def test_what_is_refused(app: Flask) -> None:
    here = coming()
    begun = Room(here.cast, here.cohort, make.session(here.cohort), here.ada, here.ben)
    for where, person, text, said in (
        (begun, here.cast.ada, "Late.", "has begun"),
        (here, here.cast.eve, "Hello.", "not expected"),
        (here, here.cast.ada, "  ", "Write a word"),
    ):
        with pytest.raises(Refused, match=said):
            send(where, person, text)
    day = value(select(TrainingSession.on_day).where(TrainingSession.id == here.session))
    make.seat(here.cohort, here.cast.greta, joined_on=day + timedelta(days=1))
    with pytest.raises(Refused, match="not expected"):
        send(here, here.cast.greta)
    number = send(here, here.cast.ada)
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == here.session).values(cancelled_at=now()))
    with pytest.raises(Refused, match="closed"), writing():
        decide_apology(number, excuse=True, words="", by=here.cast.dan)
    with pytest.raises(Refused, match="cancelled"):
        send(here, here.cast.ben)


def test_who_was_excused_and_comes_after_all_checks_in(app: Flask) -> None:
    here = coming()
    number = send(here, here.cast.ada)
    with writing():
        decide_apology(number, excuse=True, words="", by=here.cast.dan)
    with writing():
        assert mark_checked_in(here.session, here.ada, by=here.cast.ada).kind == "changed"
    assert [each[1] for each in marks()] == ["present"]


def test_whose_pages_these_are(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = coming()
    number = send(here, here.cast.ada)
    decide = f"/cohorts/{here.slug}/sessions/{here.session}/apologies/{number}"
    for person, own, other in ((here.cast.ada, 200, 404), (here.cast.ben, 200, 404), (here.cast.dan, 403, 200), (here.cast.eve, 403, 404)):
        browser = new_browser().sign_in(person)
        assert (browser.get(apology(here)).status_code, browser.get(decide).status_code) == (own, other)
    assert "strike" not in new_browser().sign_in(here.cast.ben).visit(apology(here)).text
    dan = new_browser().sign_in(here.cast.dan)
    assert dan.get(decide.replace(f"apologies/{number}", f"apologies/{number + 1}")).status_code == 404


def test_who_came_after_all_stays_present_when_the_apology_is_accepted(app: Flask) -> None:
    here = coming()
    number = send(here, here.cast.ada)
    with writing() as session:
        moment = now() - timedelta(hours=1)
        session.execute(update(TrainingSession).values(starts_at=moment, ends_at=moment + timedelta(minutes=90)))
        mark_attendance(here.session, [Change(here.ada, Mark("present", "room", 20), None)], by=here.cast.dan, source="register")
    before = marks()
    with writing():
        decide_apology(number, excuse=True, words="", by=here.cast.dan)
    assert marks() == before
    assert [letter[:1] for letter in letters()] == [("apology_decided",)]


def test_an_apology_without_words_keeps_what_the_page_knew(app: Flask, browser: Browser) -> None:
    here = coming()
    send(here, here.cast.ada)
    page = browser.sign_in(here.cast.ada).send(apology(here), text=" ")
    assert page.errors == ["Error: Write a word about why you cannot come."]
    assert "You have sent an apology." in page.text
    assert "I can come after all" in page.text


def test_every_page_of_the_session_knows_of_the_apology(app: Flask, browser: Browser) -> None:
    here = coming()
    browser.sign_in(here.cast.ada)
    session, mine = f"/cohorts/{here.slug}/sessions/{here.session}/", f"/cohorts/{here.slug}/attendance/mine"
    assert ["I cannot come" in browser.visit(path).text for path in (session, mine)] == [True, True]
    sent = send(here, here.cast.ada)
    for path in (session, mine):
        page = browser.visit(path)
        assert "Your apology is sent. The coordinator has not decided yet." in page.text
        assert "I cannot come" not in page.text
    with writing():
        decide_apology(sent, excuse=False, words="It is too late.", by=here.cast.dan)
    assert ["You are not excused." in browser.visit(path).text for path in (session, mine)] == [True, True]
