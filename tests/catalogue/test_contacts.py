"""How the house is reached: its places and mailboxes, as settings say them, on the page of contacts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask

from clustercourse.house import use_house
from config import Mailbox, Place, SettingsError, settings_from
from tests.page import Browser

GIVEN = {"CC_ENV": "test", "CC_DATA": "/dev/shm/no-such-house", "SECRET_KEY": "a test key that is long enough, 0123456789"}
PLACES = "Lemvig: Havnen 1, 7620 Lemvig; Copenhagen K: Torvet 5 , ,1000 Copenhagen K ;"
MAILBOXES = "Questions: info@example.com; Courses: courses@example.com"


def test_places_and_mailboxes_are_read_from_one_line_each() -> None:
    settings = settings_from({**GIVEN, "HOUSE_PLACES": PLACES, "HOUSE_MAILBOXES": MAILBOXES})
    assert settings.places == (Place("Lemvig", ("Havnen 1", "7620 Lemvig")), Place("Copenhagen K", ("Torvet 5", "1000 Copenhagen K")))
    assert settings.mailboxes == (Mailbox("Questions", "info@example.com"), Mailbox("Courses", "courses@example.com"))


@pytest.mark.parametrize("nothing", [{}, {"HOUSE_PLACES": "", "HOUSE_MAILBOXES": " ; "}])
def test_a_house_that_says_nothing_has_none(nothing: dict[str, str]) -> None:
    settings = settings_from({**GIVEN, **nothing})
    assert (settings.places, settings.mailboxes) == ((), ())


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("HOUSE_PLACES", "Havnen 1", "HOUSE_PLACES has “Havnen 1” in it. It must look like: Lemvig: Havnen 1, 7620 Lemvig;"),
        ("HOUSE_PLACES", "Lemvig: Havnen 1; Copenhagen K:", "HOUSE_PLACES has “Copenhagen K:” in it. It must look like: Lemvig:"),
        ("HOUSE_PLACES", ": Havnen 1", "HOUSE_PLACES has “: Havnen 1” in it."),
        ("HOUSE_MAILBOXES", "info@example.com", "HOUSE_MAILBOXES has “info@example.com” in it. It must look like: Questions: info@"),
        ("HOUSE_MAILBOXES", "Questions: info", "HOUSE_MAILBOXES names “info”, which is no address of a mailbox."),
        ("HOUSE_MAILBOXES", "Questions: info@localhost", "HOUSE_MAILBOXES names “info@localhost”, which is no address of a mailbox."),
        ("HOUSE_MAILBOXES", "Questions: a@b.org, c@d.org", "HOUSE_MAILBOXES names “a@b.org, c@d.org”, which is no address"),
        ("HOUSE_MAILBOXES", 'Questions: "><script>@b.org', 'HOUSE_MAILBOXES names “"><script>@b.org”, which is no address'),
    ],
)
def test_what_is_wrong_is_named(name: str, text: str, sentence: str) -> None:
    with pytest.raises(SettingsError) as refused:
        settings_from({**GIVEN, name: text})
    assert str(refused.value.code).startswith(sentence)


def test_the_page_shows_what_is_there_and_only_that(app: Flask, browser: Browser) -> None:
    assert "Who runs this site has not said how it is reached." in browser.visit("/contact").text
    before = app.extensions["settings"]
    use_house(replace(before, mailboxes=(Mailbox("Questions <b>", "info@example.com"),)))
    page = browser.visit("/contact")
    assert page.texts("h2") == ["Write to us"]
    assert "Questions <b>" in page.text
    assert "mailto:info@example.com" in page.links()
    use_house(replace(before, places=(Place("Lemvig", ("Havnen 1", "7620 Lemvig")),)))
    assert browser.visit("/contact").texts("h2") == ["Where we are"]
