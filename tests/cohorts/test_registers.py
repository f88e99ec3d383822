"""The register's page: who may open it, the form without scripts, what a script sends and asks, locks, walk-ins and the change log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.attendance import Mark
from clustercourse.cohorts.actions.locks import lock_register, unlock_register
from clustercourse.cohorts.actions.walk_ins import WalkIn, let_in
from clustercourse.db import now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.attendance import CheckInRequest, RegisterStep
from clustercourse.models.seats import Seat
from clustercourse.models.training_sessions import TrainingSession
from tests import make
from tests.cohorts.register_room import Room, marks, revisions, room
from tests.page import Browser, Page, fields_of

JSON = {"Accept": "application/json"}


def set_session(session_id: int, **values: object) -> None:
    with writing() as session:
        session.execute(update(TrainingSession).where(TrainingSession.id == session_id).values(**values))


def names(page: Page) -> list[str]:
    return page.texts("span", "register-name")


def counts(page: Page) -> dict[str, str]:
    return {str(node.get("data-count")): node.text for node in page.tree.iter("dd") if node.get("data-count")}


def sent(seat: int, status: str, seen: int = 0, arrived: int | None = None, left: int | None = None) -> dict[str, Any]:
    return {"seat": seat, "status": status, "place": "room", "arrived": arrived, "left": left, "seen": seen}


def post(browser: Browser, here: Room, *said: dict[str, Any], reason: str = "") -> Any:
    data = {**browser.csrf(), "marks": json.dumps(said), "reason": reason}
    return browser.post(here.register, data=data, headers=JSON)


def test_who_stands_on_the_register(app: Flask, browser: Browser) -> None:
    here = room()
    day = value(select(TrainingSession.on_day).where(TrainingSession.id == here.session))
    for name, state, values in (
        ("Åse Østergaard", "confirmed", {}),
        ("Ørn Ask", "finished", {"joined_on": day}),
        ("Later", "confirmed", {"joined_on": day + timedelta(days=1)}),
        ("Left before", "confirmed", {"left_on": day - timedelta(days=1)}),
        ("Was there", "withdrawn", {"left_on": day}),
        ("Withdrew early", "withdrawn", {}),
        ("Waits", "waitlisted", {}),
    ):
        make.seat(here.cohort, make.person(name), state, **values)
    marked = make.seat(here.cohort, make.person("Marked anyway"), "removed")
    here.mark(marked, "present")
    browser.sign_in(here.cast.dan)
    page = browser.visit(here.register)
    assert names(page) == ["Ada Holm", "Åse Østergaard", "Ben Berg", "Marked anyway", "Ørn Ask", "Was there"]
    assert counts(page) == {"present": "1", "absent": "0", "excused": "0", "expected": "5"}
    found = [node.get("data-find", "").split(" ")[:2] for node in page.tree.iter("li") if node.get("data-seat")]
    assert found[1] == ["ase", "ostergaard"]


def test_who_may_open_it(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = room()
    for person, status in ((here.cast.dan, 200), (here.cast.root, 200), (here.cast.ada, 404), (here.cast.eve, 404)):
        other = new_browser().sign_in(person)
        assert (other.get(here.register).status_code, other.get(f"{here.register}/changes").status_code) == (status, status)
        assert post(other, here, sent(here.ada, "present")).status_code == status
    elsewhere = make.cohort("Another cohort", coordinator=here.cast.eve)
    stranger = new_browser().sign_in(here.cast.eve)
    assert elsewhere
    assert stranger.get(here.register).status_code == 403
    assert post(stranger, here, sent(here.ada, "absent")).status_code == 403
    assert [each[1] for each in marks()] == ["present"]


@pytest.mark.both_databases_when_long
def test_the_form_without_scripts(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    chosen = {f"status.{here.ada}": "present", f"arrived.{here.ada}": "15"}
    after = browser.send(here.register, **chosen)
    assert after.texts("div", "flash") == ["1 mark is saved."]
    assert [each[:7] for each in marks()] == [(here.ada, "present", "room", 15, None, 75, 1)]
    assert browser.send(here.register).texts("div", "flash") == ["0 marks are saved."]
    everybody = browser.send(here.register, all="present")
    assert everybody.texts("div", "flash") == ["1 mark is saved."]
    assert [(each[0], each[1], each[5]) for each in marks()] == [(here.ada, "present", 75), (here.ben, "present", 90)]
    assert everybody.texts("span", "register-state") == ["15 min late", "Present"]


def test_the_form_without_scripts_never_overwrites_what_it_did_not_show(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    page = browser.visit(here.register)
    form = page.form(here.register)
    fields = fields_of(form)
    here.mark(here.ada, "absent", by=here.cast.cleo)
    answer = browser.post(here.register, data={**fields, f"status.{here.ada}": "present", f"status.{here.ben}": "excused"})
    shown = Page(answer)
    assert shown.status == 409
    assert "Cleo Lund marked Ada Holm at" in shown.text
    assert "Absent. You chose: Present." in shown.text
    assert [each[:2] for each in marks()] == [(here.ada, "absent"), (here.ben, "excused")]
    mine = next(form for form in shown.forms() if any(field.get("name") == f"seen.{here.ada}" for field in form.iter("input")))
    assert browser.post(here.register, data=fields_of(mine)).status_code == 303
    assert [each[:2] for each in marks()] == [(here.ada, "present"), (here.ben, "excused")]
    assert browser.post(here.register, data={**fields, f"arrived.{here.ben}": "soon"}).status_code == 303


def test_what_a_script_sends_and_gets(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    here.mark(here.ben, "absent", by=here.cast.cleo)
    answer = post(browser, here, sent(here.ada, "present", arrived=5), sent(here.ben, "present"), sent(10_000, "present"))
    assert answer.status_code == 200
    found = [(each["seat"], each["kind"], each["status"], each["number"], each["by"], each["mine"]) for each in answer.json["marks"]]
    assert found == [
        (here.ada, "changed", "present", 1, "Dan Krogh", True),
        (here.ben, "clash", "absent", 1, "Cleo Lund", False),
        (10_000, "refused", "expected", 0, "", False),
    ]
    assert answer.json["marks"][2]["why"] == "This person has no seat in the cohort."
    asked = browser.get(here.register, headers=JSON).json
    assert [(each["seat"], each["status"], each["arrived"], each["number"]) for each in asked["marks"]] == [
        (here.ada, "present", 5, 1),
        (here.ben, "absent", None, 1),
    ]
    assert asked["locked"] is False


@pytest.mark.parametrize(
    "marks_sent",
    ["", "{", "7", '[{"seat": "x"}]', '[{"seat": 1, "status": 2, "place": "room"}]', '[{"seat": 1e3, "status": "present", "place": "room"}]',
     '[{"seat": 99999999999, "status": "present", "place": "room"}]', "[" * 5000, '[{"seat": true, "status": "absent", "place": "room"}]'],
)  # fmt: skip
def test_what_no_page_of_ours_sends(app: Flask, browser: Browser, marks_sent: str) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    answer = browser.post(here.register, data={**browser.csrf(), "marks": marks_sent}, headers=JSON)
    assert answer.status_code == 409
    assert "could not read" in answer.json["title"]
    assert marks() == []


def test_locking_needs_a_reason_for_what_comes_after(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    assert browser.send(here.register, f"{here.register}/lock").texts("div", "flash") == [
        "The register is locked. Later changes need a reason."
    ]
    refused = post(browser, here, sent(here.ada, "present"))
    assert (refused.status_code, refused.json["title"]) == (409, "The register of this session is locked. Say why you change it now.")
    assert post(browser, here, sent(here.ada, "present"), reason="Paper list.").json["marks"][0]["kind"] == "changed"
    assert [each[4] for each in revisions()] == ["Paper list."]
    unsaid = browser.send(here.register, f"{here.register}/lock/delete", reason=" ")
    assert (unsaid.status, unsaid.errors) == (422, ["Error: Say why the register is opened again."])
    opened = browser.send(here.register, f"{here.register}/lock/delete", reason="The paper list was found.")
    assert opened.texts("div", "flash") == ["The register is open again for a day."]
    log = browser.visit(f"{here.register}/changes")
    assert "locked by Dan Krogh" in log.text
    assert "opened again by Dan Krogh: The paper list was found." in log.text
    assert log.texts("td") == ["Ada Holm", "Not marked", "Present", "Dan Krogh, on the register", "Paper list."]


@pytest.mark.both_databases_when_long
def test_locks_twice_and_refused(app: Flask) -> None:
    here = room()
    later = make.session(here.cohort, now() + timedelta(days=1))
    with writing():
        done = [lock_register(here.session, by=here.cast.dan), lock_register(here.session, by=here.cast.dan)]
    assert done == [True, False]
    with pytest.raises(Refused, match="has not begun"), writing():
        lock_register(later, by=here.cast.dan)
    with pytest.raises(Refused, match="Say why"), writing():
        unlock_register(here.session, by=here.cast.dan, reason=" ")
    with writing():
        opened = [unlock_register(here.session, by=here.cast.dan, reason="Why not.") for _time in range(2)]
    assert opened == [True, False]
    assert [(each.to_state, each.reason) for each in rows(select(RegisterStep).order_by(RegisterStep.id))] == [
        ("locked", ""),
        ("open", "Why not."),
    ]
    set_session(here.session, cancelled_at=now())
    with pytest.raises(Refused, match="cancelled"), writing():
        lock_register(here.session, by=here.cast.dan)


@pytest.mark.both_databases_when_long
def test_somebody_at_the_door(app: Flask, browser: Browser) -> None:
    here = room(external_places=2)
    browser.sign_in(here.cast.dan)
    door = f"/cohorts/{here.slug}/sessions/{here.session}/walk-ins"
    after = browser.send(door, email=" Eve@Example.com ")
    assert after.texts("div", "flash") == ["Eve Friis has a place and is marked: 60 min late."]
    assert names(after) == ["Ada Holm", "Ben Berg", "Eve Friis"]
    assert [each[1] for each in marks()] == ["present"]
    again = browser.send(door, email="eve@example.com")
    assert (again.status, "Eve Friis is on the list already: 60 min late." in again.text) == (409, True)
    assert (len(marks()), len(revisions())) == (1, 1)
    assert [found.state for found in rows(select(Seat.state).where(Seat.person_id == here.cast.eve))] == ["confirmed"]


def walk_ins(here: Room) -> str:
    return f"/cohorts/{here.slug}/sessions/{here.session}/walk-ins"


@pytest.mark.parametrize("typed", ["nobody@@x", "nobody", "a b@example.com"])
def test_what_is_no_address_at_the_door(app: Flask, browser: Browser, typed: str) -> None:
    here = room()
    wrong = browser.sign_in(here.cast.dan).send(walk_ins(here), email=typed)
    assert (wrong.status, wrong.errors) == (422, ["Error: Enter an e-mail address, such as name@example.com."])


def test_an_unknown_address_leads_to_the_invitation(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    unknown = browser.send(walk_ins(here), email="nobody+x@example.com")
    assert (unknown.status, unknown.errors) == (409, [])
    assert unknown.text.count("Nobody here has the address nobody+x@example.com yet.") == 1
    assert fields_of(unknown.form(walk_ins(here)))["email"] == "nobody+x@example.com"
    invite = f"/cohorts/{here.slug}/invitations/?email=nobody%2Bx@example.com"
    assert invite in unknown.links()
    page = browser.visit(invite)
    assert fields_of(page.form(f"/cohorts/{here.slug}/invitations/"))["email"] == "nobody+x@example.com"
    assert marks() == []


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    ("status", "arrived", "words"), [("present", 20, "20 min late"), ("absent", None, "absent"), ("excused", None, "excused")]
)
def test_at_the_door_a_mark_stays(app: Flask, browser: Browser, status: str, arrived: int | None, words: str) -> None:
    here = room()
    here.mark(here.ada, status, arrived=arrived)
    before = marks()
    kept = browser.sign_in(here.cast.dan).send(walk_ins(here), email="ada@example.com")
    assert (kept.status, f"Ada Holm is on the list already: {words}." in kept.text) == (409, True)
    assert here.register in kept.links()
    assert (marks(), len(revisions())) == (before, 1)


@pytest.mark.parametrize(("after", "arrived"), [(-10, None), (0, None), (30, 30), (89, 89), (90, None), (3000, None)])
def test_at_the_door_the_clock_counts_as_at_check_in(app: Flask, after: int, arrived: int | None) -> None:
    here = room()
    begin = value(select(TrainingSession.starts_at).where(TrainingSession.id == here.session))
    with time_machine.travel(begin + timedelta(minutes=after, seconds=20), tick=False), writing():
        came = let_in(here.session, email="ada@example.com", by=here.cast.dan)
    assert came == WalkIn("Ada Holm", Mark("present", "room", arrived), is_kept=False)
    assert [each[3] for each in marks()] == [arrived]


def test_at_the_door_what_the_register_refuses(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    set_session(here.session, locked_at=now())
    refused = browser.send(walk_ins(here), email="eve@example.com")
    assert (refused.status, "Say why you change it now." in refused.text) == (422, True)
    came = browser.send(walk_ins(here), email="eve@example.com", reason="Paper list.")
    assert came.texts("div", "flash") == ["Eve Friis has a place and is marked: 60 min late."]
    set_session(here.session, locked_at=None, starts_at=now() + timedelta(hours=2), ends_at=now() + timedelta(hours=3))
    early = browser.send(walk_ins(here), email="ada@example.com")
    assert (early.status, "This session has not begun." in early.text) == (422, True)
    assert len(marks()) == 1


def test_before_the_session_only_apologies_are_marked(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    set_session(here.session, starts_at=now() + timedelta(minutes=40), ends_at=now() + timedelta(hours=2))
    page = browser.visit(here.register)
    assert [each.get("hidden") for each in page.tree.iter("button") if each.get("data-part") == "all"] == ["hidden"]
    answer = post(browser, here, sent(here.ada, "present"), sent(here.ben, "excused"))
    found = [(each["kind"], each["status"], each["why"]) for each in answer.json["marks"]]
    said = "This session has not begun. Before it begins you can only mark who is excused or not expected."
    assert said in page.text
    assert found == [("refused", "expected", said), ("changed", "excused", "")]
    everybody = browser.post(here.register, data={**browser.csrf(), "all": "present"})
    assert (everybody.status_code, f"Ada Holm: {said}" in Page(everybody).text) == (409, True)
    assert [each[:2] for each in marks()] == [(here.ben, "excused")]


def test_a_cancelled_session_and_an_empty_one_say_so(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    empty = make.cohort("Nobody yet", coordinator=here.cast.dan)
    alone = Room(here.cast, empty, make.session(empty), 0, 0)
    assert "Nobody is expected yet" in browser.visit(alone.register).text
    set_session(here.session, cancelled_at=now())
    assert "This session is cancelled" in browser.visit(here.register).text


@pytest.mark.both_databases_when_long
def test_the_register_costs_the_same_at_any_size(app: Flask, browser: Browser, statements: Any) -> None:
    here = room()
    address = here.register
    browser.sign_in(here.cast.dan)
    browser.visit(address)
    with statements() as few:
        browser.visit(address)
    with writing():
        for number in range(60):
            make.seat(here.cohort, make.person(f"Person {number:02}"))
    with statements() as many:
        assert len(names(browser.visit(address))) == 62
    assert (len(few), len(many)) == (5, 5)


def test_who_waits_at_the_door_is_named_on_the_register(app: Flask, browser: Browser) -> None:
    here = room()
    browser.sign_in(here.cast.dan)
    assert "asks to be let in" not in browser.visit(here.register).text
    with writing() as session:
        session.add(CheckInRequest(session_id=here.session, person_id=here.cast.eve, message="", created_at=now()))
    assert "1 person asks to be let in" in browser.visit(here.register).text
