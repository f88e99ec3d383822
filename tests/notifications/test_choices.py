"""How letters come: the five choices, the hours, and who gets what at once."""

from __future__ import annotations

from datetime import time
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, writing
from clustercourse.errors import Refused
from clustercourse.models.events import Event
from clustercourse.models.notifications import LetterChoice
from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.queries import CHOICES, Hours, at_once, letter_choices
from clustercourse.notifications.queries.choices import USUAL
from tests import make
from tests.page import Browser


def chosen() -> list[dict[str, Any]]:
    found = [row._asdict() for row in rows(select(LetterChoice.__table__).order_by(LetterChoice.id))]
    return [{name: said for name, said in each.items() if said is not None and name not in ("id", "at")} for each in found]


@pytest.mark.both_databases_when_long
def test_who_said_nothing_gets_the_usual(app: Flask) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    assert letter_choices(ada) == USUAL
    with writing():
        choose_letters(ada, {"learning": "off", "direct": "at_once", "announcements": "daily"}, by=ada)
    assert chosen() == [{"person_id": ada, "learning": "off", "announcements": "daily"}]
    assert letter_choices(ada).how == CHOICES | {"learning": "off", "announcements": "daily"}
    assert at_once([ada, ben], "learning") == {ben}
    assert at_once([ada, ben], "direct") == {ada, ben}
    assert at_once([ada, ben], "discussion") == set()
    assert at_once([], "learning") == set()


def test_choosing_twice_is_once_and_back_is_back(app: Flask) -> None:
    ada = make.person("Ada Holm")
    for how in ("off", "off", "at_once"):
        with writing():
            choose_letters(ada, {"announcements": how}, by=ada)
    assert chosen() == [{"person_id": ada, "announcements": "at_once"}]
    assert [tuple(row) for row in rows(select(Event.verb, Event.person_id, Event.detail))] == [
        ("notifications.choices_changed", ada, {"kinds": ["announcements"]})
    ] * 2


@pytest.mark.both_databases_when_long
def test_quiet_hours_and_the_hour_of_the_daily_letter(app: Flask) -> None:
    ada = make.person("Ada Holm")
    for _twice in range(2):
        with writing():
            choose_letters(ada, {}, hours=Hours((time(22), time(6, 30)), 16), by=ada)
    assert letter_choices(ada).hours == Hours((time(22), time(6, 30)), 16)
    with writing():
        choose_letters(ada, {"direct": "off"}, by=ada)
    assert letter_choices(ada).hours == Hours((time(22), time(6, 30)), 16), "what is not named stays"
    with writing():
        choose_letters(ada, {}, hours=Hours(None, 0), by=ada)
    assert letter_choices(ada).hours == Hours(None, 0)
    with writing():
        choose_letters(ada, {}, hours=Hours((time(9), time(9)), 0), by=ada)
    assert letter_choices(ada).hours == Hours(None, 0), "hours that end as they begin are none"
    assert len(rows(select(Event.id))) == 3


@pytest.mark.parametrize(
    "said", [{"how": {"weather": "off"}}, {"how": {"direct": "hourly"}}, {"hours": Hours(None, 24)}, {"hours": Hours(None, -1)}]
)
def test_what_there_is_not_is_refused(app: Flask, said: dict[str, Any]) -> None:
    ada = make.person("Ada Holm")
    with pytest.raises(Refused) as refused, writing():
        choose_letters(ada, **({"how": {}, "by": ada} | said))
    assert refused.value.sentence == "Choose one from the list."
    assert chosen() == []


def test_the_page(app: Flask, browser: Browser) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    assert browser.get("/me/letters").status_code == 303
    browser.sign_in(ada)
    page = browser.send("/me/letters", direct="daily", learning="off", quiet_from="22:00", quiet_until="06:30", digest_hour="16")
    assert (page.heading, "Your choice of letters is saved." in page.text) == ("Your settings", True)
    assert letter_choices(ada).how == CHOICES | {"direct": "daily", "learning": "off"}
    assert letter_choices(ada).hours == Hours((time(22), time(6, 30)), 16)
    browser.send("/me/letters")
    assert letter_choices(ada).hours == Hours((time(22), time(6, 30)), 16), "shown as chosen, saved as shown"
    browser.send("/me/letters", quiet_from="", quiet_until="")
    assert letter_choices(ada).hours == Hours(None, 16)
    assert letter_choices(ben) == USUAL


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"quiet_from": "22:00"}, "Enter both times, or leave both empty."),
        ({"quiet_until": "06:00"}, "Enter both times, or leave both empty."),
        ({"quiet_from": "soon", "quiet_until": "06:00"}, "Not a valid time value."),
        ({"direct": "hourly"}, "Choose one from the list."),
        ({"digest_hour": "24"}, "Choose one from the list."),
        ({"digest_hour": "x"}, "Invalid Choice: could not coerce."),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field(app: Flask, browser: Browser, said: dict[str, str], sentence: str) -> None:
    ada = make.person("Ada Holm")
    page = browser.sign_in(ada).send("/me/letters", **said)
    assert page.status == 422
    assert [error.removeprefix("Error: ") for error in page.errors][:1] == [sentence]
    assert letter_choices(ada) == USUAL
