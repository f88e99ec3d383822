"""The page behind the address in a letter: for somebody signed out, until it is over; reading it says nothing."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts import throttle
from clustercourse.db import end_reading, now, rows, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.labs.actions.invitations import withdraw_from_dialogue
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.voices import speak, speak_by_letter
from clustercourse.labs.queries.invitations import new_token
from clustercourse.labs.queries.voices import dialogue_of
from clustercourse.language import speaking
from clustercourse.models.labs import LabVoice
from tests import make
from tests.labs.house import House, furnished
from tests.labs.letters import LENA, ODIN, invited, number_of, opened, refused, sent, token_in
from tests.page import Browser


@pytest.fixture
def house(app: Flask) -> House:
    made = furnished()
    opened(made)
    invited(made)
    return made


def path() -> str:
    [(_to, found)] = sent()
    return found


def said() -> list[tuple[str, str, str]]:
    end_reading()
    return [tuple(line) for line in rows(select(LabVoice.body, LabVoice.vote, LabVoice.text).order_by(LabVoice.id))]  # type: ignore[misc]


@pytest.mark.both_databases_when_long
def test_somebody_signed_out_reads_the_proposal_and_says_what_they_think(house: House, browser: Browser) -> None:
    with writing():
        speak(house.lab, "clusters", "changed", "Test two systems.", by=house.cast.ben, organisation_id=house.cast.organisation_b)
    page = browser.visit(path())
    for words in ("Which CRM system fits?", "Contacts stand in five spreadsheets.", "Cluster A", "Digital tools", "Test two systems."):
        assert words in page.text
    assert "Lena Krog, you are asked what you think of it." in page.text
    assert "You speak for: Advisory Board." in page.text
    assert [mark for mark in ("@example", "ben@", house.slug) if mark in page.response.get_data(as_text=True)] == []
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex, nofollow, noarchive",
    )
    assert len(said()) == 1
    page = browser.send(path(), vote="for", text="The board wants it.")
    assert "Said. Thank you." in page.text
    assert "You said this on" in page.text
    assert said()[1:] == [("advisory-board", "for", "The board wants it.")]
    [voice] = [each for each in dialogue_of(house.lab).voices if each.body == "advisory-board"]
    assert (voice.name, voice.is_invited, dialogue_of(house.lab).unheard) == ("Lena Krog", True, ("steering-group",))


@pytest.mark.both_databases_when_long
def test_it_can_be_said_again_and_the_newest_counts(house: House) -> None:
    token = token_in(path())
    with writing():
        for vote, text in (("for", "We need it."), ("for", " We need it. "), ("against", "We have one by now.")):
            speak_by_letter(token, vote, text)
    assert said() == [("advisory-board", "for", "We need it."), ("advisory-board", "against", "We have one by now.")]
    assert dialogue_of(house.lab).votes("advisory-board") == {"against": 1}


@pytest.mark.both_databases_when_long
def test_who_has_an_account_too_is_one_speaker(house: House) -> None:
    with writing():
        lena = make.person("Lena Krog", email=LENA.email)
        make.person("Somebody Else", email="LENA@example.org", confirmed=False)
        speak_by_letter(token_in(path()), "for", "We need it.")
        speak(house.lab, "advisory-board", "against", "We have one by now.", by=lena)
    found = dialogue_of(house.lab)
    assert ([each.is_newest for each in found.voices], found.votes("advisory-board")) == ([False, True], {"against": 1})


@pytest.mark.both_databases_when_long
def test_what_makes_no_sense_is_refused(house: House) -> None:
    token = token_in(path())
    for vote, text in (("perhaps", "We need it."), ("for", " x ")):
        with pytest.raises(Refused), writing():
            speak_by_letter(token, vote, text)
    for made_up in ("", "x" * 43, f"{token}x", f"x{token}"):
        with pytest.raises(NotHere), writing():
            speak_by_letter(made_up, "for", "We need it.")
    with refused("This address does not work any more."):
        speak_by_letter(new_token(), "for", "We need it.")
    assert said() == []


def test_a_refused_form_keeps_what_was_typed(house: House, browser: Browser) -> None:
    page = browser.send(path(), text="We need it, and soon.")
    assert (page.status, page.texts("textarea"), said()) == (422, ["We need it, and soon."], [])
    assert page.response.headers["Referrer-Policy"] == "no-referrer"


def test_reading_says_nothing_and_only_our_own_form_does(house: House, browser: Browser) -> None:
    """Mail programs open addresses ahead, and some post to them."""
    browser.get(path())
    browser.head(path())
    browser.get(f"{path()}?vote=for&text=We+need+it.")
    for data in ({"vote": "for", "text": "We need it."}, {"List-Unsubscribe": "One-Click"}):
        assert browser.post(path(), data=data).status_code == 400
    assert said() == []


def over(page_of: Browser, at: str) -> str:
    page = page_of.visit(at, status=410)
    shown = page.response.get_data(as_text=True)
    assert [word for word in ("CRM", "spreadsheets", "Digital tools", "Cluster A", "Lena") if word in shown] == []
    assert [form for form in page.forms() if "answers" in (form.get("action") or "")] == []
    assert page.response.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    return page.texts("p", "lead")[0]


@pytest.mark.both_databases_when_long
def test_an_address_that_is_over_says_so_and_shows_nothing_else(house: House, browser: Browser) -> None:
    at = path()
    assert browser.visit(at).status == 200
    with time_machine.travel(now() + timedelta(days=22), tick=False):
        assert over(browser, at).startswith("This address worked until ")
    with writing():
        step_lab(house.lab, "parked", by=house.finn, reason="After the summer.", unheard_is_meant=True)
    assert over(browser, at) == "The dialogue is not open now. Thank you for your time."
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    assert browser.visit(at).status == 200
    with writing():
        withdraw_from_dialogue(house.lab, number_of(LENA), by=house.finn)
    assert over(browser, at) == "This invitation was withdrawn. Nothing is asked of you any more."
    assert over(browser, f"/labs/answers/{new_token()}/").startswith("This address does not work any more.")
    for made_up in ("x", at.split("/")[3][:-1], "dialogue"):
        browser.visit(f"/labs/answers/{made_up}/", status=404)


def test_what_is_sent_too_late_is_given_back(house: House, browser: Browser) -> None:
    at = path()
    browser.visit(at)
    with writing():
        step_lab(house.lab, "declined", by=house.finn, reason="Nobody needs it.", unheard_is_meant=True)
    response = browser.post(at, data={"vote": "for", "text": "We need it, and soon.", **browser.csrf()})
    assert (response.status_code, said()) == (410, [])
    assert "We need it, and soon." in response.get_data(as_text=True)
    assert browser.post("/labs/answers/x/", data=browser.csrf()).status_code == 404


def test_an_address_answers_twenty_times_an_hour(house: House, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "ANSWERS_PER_LETTER", 2)
    invited(house, ODIN)
    lena, odin = (each for _to, each in sent())
    for text in ("First", "Second", "Third"):
        page = browser.send(lena, vote="for", text=f"{text} thoughts.")
    assert (page.status, "Third thoughts." in page.text, len(said())) == (429, True, 2)
    assert browser.send(odin, vote="for", text="We need it.").status == 200


def test_the_same_answer_twice_is_once_by_the_page(house: House, browser: Browser) -> None:
    body = {"vote": "for", "text": "We need it.", **browser.csrf()}
    assert [browser.post(path(), data=body).status_code for _twice in range(2)] == [303, 303]
    assert said() == [("advisory-board", "for", "We need it.")]


def test_in_the_readers_language(house: House, browser: Browser) -> None:
    with speaking("en", "Europe/Copenhagen"):
        assert browser.visit(f"{path()}?language=da").tree.get("lang") == "da"


def test_the_facilitator_sees_when_somebody_has_answered(house: House, browser: Browser) -> None:
    with writing():
        speak_by_letter(token_in(path()), "none", "A remark only.")
    page = browser.sign_in(house.finn).visit(f"/labs/{house.slug}/invitations/")
    assert page.texts("li", "card")[1] == "Advisory Board Heard."
    assert page.texts("td")[0].startswith(f"Answered {now().astimezone(ZoneInfo('Europe/Copenhagen')).day} ")
    assert "A remark only." in browser.visit(f"/labs/{house.slug}/dialogue/").text
