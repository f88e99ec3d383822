"""Inviting people to the dialogue by letter: who gets one, who is invited already, what was typed badly, withdrawing, sending again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse.accounts.actions import erase
from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.errors import NotHere
from clustercourse.house import house as the_house
from clustercourse.house import use_house
from clustercourse.housekeeping import sweep_rows
from clustercourse.jobs import work_waiting
from clustercourse.labs.actions import invitations as actions
from clustercourse.labs.actions.invitations import invite_guests, send_again, withdraw_from_dialogue
from clustercourse.labs.actions.labs import hand_back, propose_lab, step_lab
from clustercourse.labs.actions.voices import speak, speak_by_letter
from clustercourse.labs.guests import Guest, guests_in
from clustercourse.labs.queries.invitations import digest_of, invited_to
from clustercourse.language import speaking
from clustercourse.models.events import Event
from clustercourse.models.labs import LabInvitation
from clustercourse.models.notifications import Letter
from clustercourse.slugs import free_slug
from tests import make
from tests.labs.house import FACTS, House, furnished, selected
from tests.labs.letters import LENA, ODIN, invited, number_of, opened, refused, sent, token_in
from tests.notifications.mail import mail_server
from tests.page import Browser

WHERE = "invitations/"


def address(house: House) -> str:
    return f"/labs/{house.slug}/{WHERE}"


def standing(house: House) -> dict[str, list[tuple[str, str]]]:
    end_reading()
    return {each.body: [(one.name, one.state) for one in each.invitations] for each in invited_to(house.lab)}


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with speaking("en", "Europe/Copenhagen"):
        yield


def test_lines_are_read_and_bad_ones_named() -> None:
    found, problems = guests_in('\n Lena Krog <lena@example.org> ;\n"Bak, Odin" <odin@example.org>\nodin\n<a@b.org>\nIda <ida at home>\n')
    assert found == [LENA, Guest("Bak, Odin", "odin@example.org")]
    assert [str(each) for each in problems] == [
        "Line 4, “odin”: Write it as Name <name@example.com>.",
        "Line 5, “<a@b.org>”: Write your name as others should see it.",
        "Line 6, “Ida <ida at home>”: This is not an e-mail address. It should look like name@example.com.",
    ]
    assert [str(each) for each in guests_in("x" * 70)[1]] == [f"Line 1, “{'x' * 60}…”: Write it as Name <name@example.com>."]


@pytest.mark.both_databases_when_long
def test_each_gets_a_letter_of_their_own_and_twice_is_once(app: Flask) -> None:
    house = furnished()
    opened(house)
    for _twice in range(2):
        invited(house, LENA, ODIN, Guest("Lena again", "LENA@example.org"))
    assert standing(house) == {
        "clusters": [],
        "advisory-board": [("Lena Krog", "invited"), ("Odin Bak", "invited")],
        "steering-group": [],
    }
    letters = sent()
    assert [to for to, _path in letters] == ["lena@example.org", "odin@example.org"]
    kept = rows(select(LabInvitation.token_digest, LabInvitation.sent_at, LabInvitation.ends_at, LabInvitation.by_id))
    assert {line.token_digest for line in kept} == {digest_of(token_in(path)) for _to, path in letters}
    assert [(line.by_id, line.ends_at - line.sent_at) for line in kept] == [(house.finn, timedelta(days=21))] * 2
    assert len(rows(select(Event.id).where(Event.verb == "labs.invited"))) == 2


@pytest.mark.both_databases_when_long
def test_who_is_invited_before_the_dialogue_gets_the_letter_when_it_opens(app: Flask) -> None:
    house = furnished()
    invited(house, LENA, ODIN)
    with writing():
        withdraw_from_dialogue(house.lab, number_of(ODIN), by=house.finn)
    assert (sent(), standing(house)["advisory-board"]) == ([], [("Lena Krog", "waiting"), ("Odin Bak", "withdrawn")])
    with refused("The dialogue is not open. No letter was sent."):
        send_again(house.lab, number_of(LENA), by=house.finn)
    opened(house)
    opened(house)
    assert [to for to, _path in sent()] == ["lena@example.org"]
    with writing():
        step_lab(house.lab, "parked", by=house.finn, reason="After the summer.", unheard_is_meant=True)
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert [to for to, _path in sent()] == ["lena@example.org"]


@pytest.mark.both_databases_when_long
def test_over_or_withdrawn_is_invited_anew_in_the_same_row(app: Flask) -> None:
    house = furnished()
    opened(house)
    invited(house, LENA, ODIN)
    with writing():
        for _twice in range(2):
            withdraw_from_dialogue(house.lab, number_of(ODIN), by=house.finn)
    assert len(rows(select(Event.id).where(Event.verb == "labs.invitation_withdrawn"))) == 1
    with time_machine.travel(now() + timedelta(days=21, minutes=1), tick=False):
        assert standing(house)["advisory-board"] == [("Lena Krog", "expired"), ("Odin Bak", "withdrawn")]
        invited(house, LENA, ODIN, body="clusters")
        assert standing(house)["clusters"] == [("Lena Krog", "invited"), ("Odin Bak", "invited")]
    assert (len(sent()), value(select(func.count(LabInvitation.id)))) == (4, 2)


@pytest.mark.both_databases_when_long
def test_sent_again_is_a_new_address_and_the_old_one_dies(app: Flask) -> None:
    house = furnished()
    opened(house)
    invited(house)
    with writing():
        withdraw_from_dialogue(house.lab, number_of(LENA), by=house.finn)
        assert send_again(house.lab, number_of(LENA), by=house.finn) == "lena@example.org"
    [(_to, old), (_again, new)] = sent()
    end_reading()
    with refused("This address does not work any more."):
        speak_by_letter(token_in(old), "for", "We need it.")
    with writing():
        speak_by_letter(token_in(new), "for", "We need it.")
    assert standing(house)["advisory-board"] == [("Lena Krog", "answered")]


@pytest.mark.both_databases_when_long
def test_what_makes_no_sense_is_refused(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    house = furnished()
    opened(house)
    for guests, body, words in (((LENA,), "friends", "Choose one from the list."), ((), "clusters", "Enter a name and an address")):
        with refused(words):
            invite_guests(house.lab, guests, body, by=house.finn)
    monkeypatch.setattr(actions, "MOST", 1)
    invited(house)
    invited(house)
    with refused("A lab has at most 1 invitations. Nobody was invited."):
        invite_guests(house.lab, (LENA, ODIN), "clusters", by=house.finn)
    with writing():
        other = propose_lab(FACTS, organisation_id=house.cast.organisation_b, by=house.cast.ben).id
    for verb in (send_again, withdraw_from_dialogue):
        with pytest.raises(NotHere), writing():
            verb(other, number_of(LENA), by=house.finn)
    with writing():
        step_lab(house.lab, "declined", by=house.finn, reason="Nobody needs it.", unheard_is_meant=True)
    with refused("It is decided about this lab."):
        invite_guests(house.lab, (ODIN,), "clusters", by=house.finn)


def test_the_letter_in_the_language_of_whom_we_know(app: Flask) -> None:
    house = furnished()
    opened(house)
    with writing():
        dorte = make.person("Dorte Dam", email="dorte@example.org", language="da")
        make.person("Nobody Yet", email="nobody@example.org", language="da", confirmed=False)
    invited(house, Guest("Dorte", "Dorte@example.org"), Guest("Nobody", "nobody@example.org"), body="steering-group")
    letters = rows(select(Letter.language, Letter.person_id, Letter.subject, Letter.text, Letter.html).order_by(Letter.id))
    assert [(each.language, each.person_id) for each in letters] == [("da", dorte), ("en", None)]
    assert letters[1].subject == "Finn Holt asks what you think: Which CRM system fits?"
    assert "You would speak for: Steering group." in letters[1].text
    assert "Why you get this letter: Finn Holt wants to hear what you think." in letters[1].text
    path = sent()[1][1]
    assert (path in letters[1].text, path in letters[1].html) == (True, True)


def test_a_real_letter_arrives_and_its_address_is_kept_nowhere(app: Flask) -> None:
    house = furnished()
    opened(house)
    invited(house)
    [(_to, path)] = sent()
    with mail_server() as mailbox:
        use_house(replace(the_house(), smtp_host="127.0.0.1", smtp_port=mailbox.port, smtp_security="none"))
        work_waiting()
    [(to, mail)] = mailbox.taken
    body = mail.get_body(("plain",))
    assert body is not None
    assert (to, path in body.get_content()) == (["lena@example.org"], True)
    end_reading()
    everything = str(rows(select(Letter.text, Letter.html, Letter.key))) + str(rows(select(LabInvitation.__table__)))
    assert token_in(path) not in everything


@pytest.mark.both_databases_when_long
def test_erasing_somebody_empties_their_invitations_and_what_they_answered(app: Flask) -> None:
    house = furnished()
    opened(house)
    with writing():
        lena, odin = make.person("Lena Krog", email=LENA.email), make.person("Odin Bak", email=ODIN.email)
    invited(house, LENA, ODIN, Guest("Ida Lund", "ida@example.org"))
    paths = [path for _to, path in sent()]
    with writing():
        for path in paths:
            speak_by_letter(token_in(path), "for", "We need it.")
        for person in (lena, odin):
            erase(person, by=person)
    [board] = [each for each in invited_to(house.lab) if each.body == "advisory-board"]
    assert [(one.name, one.email, one.has_address, one.state) for one in board.invitations] == [
        ("", "", False, "answered"),
        ("", "", False, "answered"),
        ("Ida Lund", "ida@example.org", True, "answered"),
    ]
    with refused("This address does not work any more."):
        speak_by_letter(token_in(paths[0]), "against", "I changed my mind.")
    with refused("This person was erased"):
        send_again(house.lab, board.invitations[0].id, by=house.finn)
    invited(house, LENA)
    assert standing(house)["advisory-board"][-1] == ("Lena Krog", "invited")


def test_the_page_says_what_is_missing_from_whom(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    invited(house, LENA, Guest("Iris Vang", "iris.vang@example.org"))
    with writing():
        speak(house.lab, "clusters", "for", "We need it as well.", by=house.cast.ben, organisation_id=house.cast.organisation_b)
    page = browser.sign_in(house.finn).visit(address(house))
    assert page.texts("li", "card") == [
        "Clusters and networks Heard.",
        "Advisory Board Not heard yet. No answer yet from: Lena Krog, Iris Vang",
        "Steering group Not heard yet. Nobody is invited.",
    ]
    assert address(house) in browser.visit(f"/labs/{house.slug}/").links()
    assert address(house) in browser.visit(f"/labs/{house.slug}/dialogue/").links()


def test_inviting_by_the_page_loses_nothing_that_was_typed(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    typed = "Odin Bak <odin@example.org>\nno address\nIda <ida@>"
    page = browser.sign_in(house.finn).send(address(house), body="clusters", name="Lena Krog", email="lena@example.org", several=typed)
    [error] = page.errors
    assert error == (
        "Error: Line 2, “no address”: Write it as Name <name@example.com>. "
        "Line 3, “Ida <ida@>”: This is not an e-mail address. It should look like name@example.com."
    )
    assert (page.status, page.texts("textarea"), sent()) == (422, [" ".join(typed.split())], [])
    assert [node.get("value") for node in page.tree.iter("input") if node.get("name") == "email"] == ["lena@example.org"]
    nobody = ["Error: Enter a name and an address, or several people below."]
    assert browser.send(address(house), body="clusters").errors == nobody
    assert browser.send(address(house), body="clusters", name="Lena").errors == [
        "Error: This is not an e-mail address. It should look like name@example.com."
    ]
    several = {"several": "Odin Bak <odin@example.org>", "body": "clusters", "name": "Lena Krog", "email": "lena@example.org"}
    assert "2 people are invited." in browser.send(address(house), **several).text
    assert "They are invited already." in browser.send(address(house), **several).text
    assert len(sent()) == 2


def test_the_same_form_twice_is_one_letter(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    browser.sign_in(house.finn)
    body = {"body": "clusters", "name": "Lena Krog", "email": "lena@example.org", "once": "abc", **browser.csrf()}
    assert [browser.post(address(house), data=body).status_code for _twice in range(2)] == [303, 303]
    again = {"once": "def", **browser.csrf()}
    letter = f"{address(house)}{number_of(LENA)}/letter"
    assert [browser.post(letter, data=again).status_code for _twice in range(2)] == [303, 303]
    assert len(sent()) == 2


def test_withdrawing_and_sending_again_by_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    invited(house)
    one = f"{address(house)}{number_of(LENA)}"
    page = browser.sign_in(house.finn).send(address(house), f"{one}/delete")
    assert "The invitation of Lena Krog is withdrawn." in page.text
    assert f"{one}/delete" not in [form.get("action") for form in page.forms()]
    page = browser.send(address(house), f"{one}/letter")
    assert "Lena Krog gets a new letter." in page.text
    for _many in range(4):
        browser.send(address(house), f"{one}/letter")
    assert browser.send(address(house), f"{one}/letter").status == 429
    assert len(sent()) == 6


def test_only_who_facilitates_invites(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    invited(house)
    one = f"{address(house)}{number_of(LENA)}"
    with writing():
        other = make.person("Fia Holm")
    seen = {}
    for name, person in {**house.cast.people(), "finn": house.finn, "iris": house.iris, "other": other}.items():
        browser.sign_in(person)
        seen[name] = [browser.get(address(house)).status_code]
        if name not in ("finn", "root"):
            seen[name] += [
                browser.post(path, data=browser.csrf()).status_code for path in (address(house), f"{one}/letter", f"{one}/delete")
            ]
    assert seen == dict.fromkeys((*house.cast.people(), "iris", "other"), [404] * 4) | {"finn": [200], "root": [200]}
    with writing():
        hand_back(house.lab, by=house.finn)
    browser.sign_in(house.finn).visit(address(house), status=403)
    assert (len(sent()), standing(house)["advisory-board"]) == (1, [("Lena Krog", "invited")])


def test_after_the_decision_the_list_stays_and_nobody_is_invited(app: Flask, browser: Browser) -> None:
    house = furnished()
    invited(house)
    selected(house)
    page = browser.sign_in(house.finn).visit(address(house))
    assert "lena@example.org" in page.text
    assert [form.get("action") for form in page.forms() if "labs" in (form.get("action") or "")] == [
        f"{address(house)}{number_of(LENA)}/delete"
    ]
    assert address(house) not in browser.visit(f"/labs/{house.slug}/").links()


def test_a_lab_is_never_called_like_the_addresses_in_letters() -> None:
    assert free_slug("Answers", or_else="lab", taken=lambda _base: ()) == "answers-2"


def test_the_list_costs_the_same_with_one_and_with_three(app: Flask, browser: Browser, statements: object) -> None:
    house = furnished()
    opened(house)
    counts = []
    for guests in ((LENA,), (ODIN, Guest("Ida Lund", "ida@example.org"))):
        invited(house, *guests)
        browser.sign_in(house.finn).visit(address(house))
        with statements() as seen:  # type: ignore[operator]
            browser.visit(address(house))
        counts.append(len(seen))
    assert counts == [4, 4]


def test_a_letter_that_no_mail_server_took_is_named(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    invited(house, LENA, ODIN)
    with writing() as session:
        session.execute(update(Letter).where(Letter.to_address == LENA.email).values(state="refused"))
    assert standing(house)["advisory-board"] == [("Lena Krog", "undelivered"), ("Odin Bak", "invited")]
    page = browser.sign_in(house.finn).visit(address(house))
    assert "The letter did not arrive No mail server took it. Is the address right?" in page.text
    assert "No answer yet from: Lena Krog, Odin Bak" in page.text


@pytest.mark.both_databases_when_long
def test_the_address_of_who_was_asked_is_forgotten_after_half_a_year(app: Flask, browser: Browser) -> None:
    house = furnished()
    opened(house)
    invited(house, LENA, ODIN)
    with writing() as session:
        speak_by_letter(token_in(sent()[0][1]), "for", "It fits the plan.")
        session.execute(update(LabInvitation).where(LabInvitation.email == LENA.email).values(ends_at=now() - timedelta(days=181)))
    sweep_rows({})
    end_reading()
    assert rows(select(LabInvitation.name, LabInvitation.email, LabInvitation.key).order_by(LabInvitation.id)) == [
        ("Lena Krog", "", None),
        ("Odin Bak", ODIN.email, ODIN.email),
    ]
    page = browser.sign_in(house.finn).visit(f"/labs/{house.slug}/dialogue/")
    assert "It fits the plan." in page.text and "Lena Krog" in page.text
