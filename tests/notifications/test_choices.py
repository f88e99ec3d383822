"""Which letters a person gets: what may be declined, the page, and who wants what."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, writing
from clustercourse.errors import Refused
from clustercourse.models.events import Event
from clustercourse.models.notifications import LetterChoice
from clustercourse.notifications.actions import choose_letters
from clustercourse.notifications.queries import DECLINABLE, letter_choices, wants
from tests import make
from tests.page import Browser


def chosen() -> list[tuple[int, str, bool]]:
    return [tuple(row) for row in rows(select(LetterChoice.person_id, LetterChoice.kind, LetterChoice.is_wanted).order_by(LetterChoice.id))]


@pytest.mark.both_databases
def test_who_said_nothing_gets_the_usual(app: Flask) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    assert letter_choices(ada) == DECLINABLE
    with writing():
        choose_letters(ada, {"session_reminder": False, "missed_you": True}, by=ada)
    assert chosen() == [(ada, "session_reminder", False)]
    assert wants([ada, ben], "session_reminder") == {ben}
    assert wants([ada, ben], "missed_you") == {ada, ben}
    assert wants([ada, ben], "session_cancelled") == {ada, ben}
    assert wants([], "session_reminder") == set()


def test_choosing_twice_is_once_and_back_is_back(app: Flask) -> None:
    ada = make.person("Ada Holm")
    for is_wanted in (False, False, True):
        with writing():
            choose_letters(ada, {"cohort_news": is_wanted}, by=ada)
    assert chosen() == [(ada, "cohort_news", True)]
    assert [tuple(row) for row in rows(select(Event.verb, Event.person_id, Event.detail))] == [
        ("notifications.choices_changed", ada, {"kinds": ["cohort_news"]})
    ] * 2


def test_what_always_comes_cannot_be_declined(app: Flask) -> None:
    ada = make.person("Ada Holm")
    with pytest.raises(Refused) as refused, writing():
        choose_letters(ada, {"session_cancelled": False}, by=ada)
    assert refused.value.sentence == "Letters of this kind always come."
    assert chosen() == []


def test_the_page(app: Flask, browser: Browser) -> None:
    ada, ben = make.person("Ada Holm"), make.person("Ben Berg")
    assert browser.get("/me/letters").status_code == 303
    browser.sign_in(ada)
    assert browser.visit("/me/letters").heading == "Your settings"
    fields = {**browser.csrf(), "session_reminder": "y", "cohort_news": "y", "series_next": "y"}
    page = browser.post("/me/letters", data=fields, follow_redirects=True)
    assert "Your choice of letters is saved." in page.get_data(as_text=True)
    assert chosen() == [(ada, "missed_you", False), (ada, "out_of_reach", False)]
    assert letter_choices(ben) == DECLINABLE
