"""What stands around the rows L-01 to L-27 of the seed: the guards below them, and the table of Danish words above them."""

from __future__ import annotations

from flask import Flask

from clustercourse.db import writing
from tests import make
from tests.labs.house import furnished, running
from tests.labs.reading import at, heard, missing_on
from tests.page import Browser


def test_the_guards_below_the_rows_are_said_on_the_pages(app: Flask, browser: Browser) -> None:
    """Selected, ready, tested and a made product each ask for what the seed names, and the page says what is missing."""
    house = furnished()
    browser.sign_in(house.finn).send(at(house, "steps/in-dialogue"))
    page = browser.send(at(house, "steps/selected"), unheard="y", reason="No.")
    assert (page.status, page.errors) == (422, ["Error: Say why, in a sentence. Others read it later."])
    browser.send(at(house, "steps/selected"), unheard="y", reason="All were asked, nobody answered.")
    browser.send(at(house, "steps/scoping"))
    asked_for = " ".join(missing_on(browser.visit(at(house, "steps/ready"))))
    for words in ("hypothesis", "expected product", "No organisation takes part", "workshop or a Master Class", "list of frames"):
        assert words in asked_for
    assert browser.post(at(house, "steps/ready"), data=browser.csrf()).status_code == 422


def test_a_trial_without_a_verdict_and_a_lab_without_a_product_stay_where_they_are(app: Flask, browser: Browser) -> None:
    """The guards after the trial."""
    house = furnished()
    running(house, 1)
    browser.sign_in(house.finn)
    assert missing_on(browser.visit(at(house))) == ["It has no verdict yet that says what worked and what did not."]
    browser.send(at(house, "verdict"), worked="Nothing.", did_not="Nobody reported.")
    browser.send(at(house, "steps/tested"))
    assert missing_on(browser.visit(at(house))) == ["No version of the product is published yet."]
    assert browser.post(at(house, "steps/product-made"), data=browser.csrf()).status_code == 422
    assert house.state() == "tested"


DANISH = {
    "/labs/": ("klynger og netværk", "væksthus", "Advisory Board", "styregruppen", "i lille skala"),
    "": ("Udviklingsgruppe", "Hypotese", "Forventet produkt: Håndbog", "afprøver"),
    "participants/": ("melder sig som testlaboratorium",),
    "homework/": ("Hjemmearbejde",),
    "frames": ("Rammer",),
}


def test_the_danish_pages_use_the_words_of_the_seed(app: Flask, browser: Browser) -> None:
    """Clusters and networks, the scale, the boards, the development group, the volunteers, the homework."""
    house = furnished()
    running(house)
    with writing():
        dane = make.person("Dorte Dahl", language="da", admin=True)
    browser.sign_in(dane)
    for place, words in DANISH.items():
        told = heard(browser.visit(place if place.startswith("/") else at(house, place)).tree).casefold()
        assert [word for word in words if word.casefold() not in told] == [], place
