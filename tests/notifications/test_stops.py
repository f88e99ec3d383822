"""Stopping letters by their link: one page with one button, the mail program's own button, and what does not work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from itsdangerous import URLSafeSerializer
from sqlalchemy import select, update

from clustercourse.accounts.erasing import erase_person
from clustercourse.db import rows, writing
from clustercourse.house import house
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event
from clustercourse.models.notifications import LetterChoice
from clustercourse.notifications import kinds
from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.kinds import Scope
from clustercourse.notifications.queries import CHOICES, letter_choices
from clustercourse.notifications.scopes import how_of, number_of
from clustercourse.notifications.stopping import stop_address
from tests import make
from tests.page import Browser

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def path(person: int, scope: str = "choices", thing: int | None = None) -> str:
    wanted = number_of(CHOICES, ["direct"]) if thing is None else thing
    return stop_address(person, scope, wanted).removeprefix(house().base_url)


@pytest.fixture
def ada(app: Flask) -> Iterator[int]:
    yield make.person("Ada Holm", email="ada@example.com")


@pytest.mark.both_databases_when_long
def test_the_page_has_one_button_that_stops_and_one_that_goes_on(ada: int, browser: Browser) -> None:
    ben = make.person("Ben Berg")
    with writing():
        choose_letters(ada, {"announcements": "daily"}, by=ada)
    link = path(ada, thing=number_of(letter_choices(ada).how, ["direct", "announcements"]))
    page = browser.visit(link)
    assert page.heading == "Stop letters"
    assert "clustercourse sends letters to a…@example.com." in page.text
    assert "This stops letters about: Answers and mentions, Announcements." in page.text
    assert "ada@example.com" not in page.text and "Ada Holm" not in page.text
    assert letter_choices(ada).how == CHOICES | {"announcements": "daily"}, "looking changes nothing"
    for _twice in range(2):
        assert browser.send(link).heading == "These letters have stopped"
        assert letter_choices(ada).how == CHOICES | {"direct": "off", "announcements": "off"}
    done = browser.post(link, data=browser.csrf())
    assert done.status_code == 200, "mail programs do not follow redirects"
    for _twice in range(2):
        response = browser.post(f"{link}/delete", data=browser.csrf())
        assert "These letters come again" in response.get_data(as_text=True)
    assert letter_choices(ada).how == CHOICES | {"announcements": "daily"}, "as it was when the letter was written"
    assert letter_choices(ben).how == CHOICES
    events = [tuple(row) for row in rows(select(Event.verb, Event.by_id, Event.detail).order_by(Event.id))][1:]
    assert events == [("notifications.choices_changed", ada, {"kinds": ["announcements", "direct"]})] * 2


def test_a_mail_programs_own_button_needs_no_page_of_ours(ada: int, browser: Browser) -> None:
    eve = make.person("Eve Friis")
    browser.sign_in(eve)
    response = browser.post(path(ada), data=ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site", "Origin": "https://mail.example"})
    assert response.status_code == 200
    assert (letter_choices(ada).how["direct"], letter_choices(eve).how["direct"]) == ("off", "at_once")
    response = browser.post(path(eve), data=ONE_CLICK, content_type="multipart/form-data")
    assert (response.status_code, letter_choices(eve).how["direct"]) == (200, "off")


@pytest.mark.parametrize(
    "body", [{}, {"List-Unsubscribe": "Yes"}, {**ONE_CLICK, "more": "1"}, {"List-Unsubscribe": ["One-Click", "One-Click"]}]
)
def test_nothing_else_goes_without_our_token(ada: int, browser: Browser, body: dict[str, str]) -> None:
    assert browser.post(path(ada), data=body).status_code == 400
    assert rows(select(LetterChoice.id)) == []


def test_the_one_click_is_for_this_address_only(ada: int, browser: Browser) -> None:
    browser.sign_in(ada)
    assert browser.post(f"{path(ada)}/delete", data=ONE_CLICK).status_code == 400
    assert browser.post("/me/letters", data=ONE_CLICK).status_code == 400
    assert browser.post("/me/notifications/readings", data=ONE_CLICK).status_code == 400
    assert browser.open(path(ada), method="PUT", data=ONE_CLICK).status_code == 400


@pytest.mark.both_databases_when_long
def test_links_that_do_not_work_say_so(ada: int, browser: Browser) -> None:
    good = path(ada)
    token = good.rpartition("/")[2]
    erased = make.person("Erased")
    forged = URLSafeSerializer("another key", salt="letters.stop").dumps([ada, "choices", 1])
    other_purpose = URLSafeSerializer(house().secret_key, salt="flash").dumps([ada, "choices", 1])
    odd = [URLSafeSerializer(house().secret_key, salt="letters.stop").dumps(said) for said in ("x", [1], [ada, "nothing", 1], 7)]
    gone = path(erased)
    erase_person(erased, by=erased)
    for bad in (
        "x",
        token[:-1],
        f"{token}x",
        token.swapcase(),
        forged,
        other_purpose,
        *odd,
        path(999).rpartition("/")[2],
        gone.rpartition("/")[2],
    ):
        for response in (
            browser.get(f"/letters/stop/{bad}"),
            browser.post(f"/letters/stop/{bad}", data=ONE_CLICK),
            browser.post(f"/letters/stop/{bad}/delete", data=browser.csrf()),
        ):
            assert response.status_code == 410, bad
            assert "This link does not work" in response.get_data(as_text=True)
    assert rows(select(LetterChoice.id)) == []


def test_the_link_of_somebody_who_was_joined_stops_for_who_stays(ada: int, browser: Browser) -> None:
    old, older = make.person("Old entry"), make.person("Older entry")
    with writing() as session:
        session.execute(update(Person).where(Person.id == old).values(joined_into_id=ada))
        session.execute(update(Person).where(Person.id == older).values(joined_into_id=old))
    assert "a…@example.com" in browser.visit(path(older)).text
    browser.post(path(older), data=ONE_CLICK)
    assert letter_choices(ada).how["direct"] == "off"
    assert letter_choices(older).how["direct"] == "at_once"


def test_an_area_stops_its_own_thing(ada: int, browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[tuple[str, int, int]] = []
    topic = Scope(
        "topic",
        lambda thing: "the topic “Costs”" if thing == 5 else "",
        lambda person, thing: done.append(("stop", person, thing)),
        lambda person, thing: done.append(("go on", person, thing)),
    )
    monkeypatch.setattr(kinds, "_scopes", {"topic": topic})
    link = path(ada, "topic", 5)
    assert "This stops letters about: the topic “Costs”." in browser.visit(link).text
    browser.post(link, data=ONE_CLICK)
    browser.post(f"{link}/delete", data=browser.csrf())
    assert done == [("stop", ada, 5), ("go on", ada, 5)]
    browser.visit(path(ada, "topic", 6), 410)


def test_the_number_holds_every_choice_as_it_was(app: Flask) -> None:
    how = {"direct": "daily", "announcements": "at_once", "discussion": "off", "learning": "daily", "duties": "at_once"}
    number = number_of(how, [*how, "weather"])
    assert how_of(number) == {choice: way for choice, way in how.items() if way != "off"}
    assert how_of(number_of(how, ["learning"])) == {"learning": "daily"}
    assert how_of(0) == {}
