"""The pages of labs: proposing, who sees what, and what a lab belongs with."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import rows, writing
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import link_cohort
from clustercourse.models.labs import Lab, LabVoice
from tests import make
from tests.labs.house import furnished, selected
from tests.page import Browser

SAID = {
    "title": "Which way to circular knowledge?",
    "asker": "region",
    "theme": "Circular economy",
    "need": "Firms ask us, and we do not know.",
}


def test_a_question_is_proposed_once_and_followed(app: Flask, browser: Browser) -> None:
    house = furnished()
    page = browser.sign_in(house.cast.ben).send("/labs/new", **SAID)
    assert page.heading == SAID["title"]
    assert "You see here what becomes of it." in page.text
    found = rows(select(Lab.slug, Lab.asker, Lab.organisation_id).where(Lab.id != house.lab))
    assert found == [("which-way-to-circular-knowledge", "region", house.cast.organisation_b)]


def test_a_proposal_with_gaps_keeps_what_was_typed(app: Flask, browser: Browser) -> None:
    house = furnished()
    page = browser.sign_in(house.cast.ben).send("/labs/new", **{**SAID, "need": "", "scale": "many"})
    assert "Say what you need to know." in page.text
    assert SAID["title"] in [node.get("value") for node in page.form("/labs/new").iter("input")]


def test_before_it_is_selected_only_those_see_it_who_speak_of_it(app: Flask, browser: Browser) -> None:
    house = furnished()
    address = f"/labs/{house.slug}/"
    for person, status in ((house.cast.ada, 200), (house.cast.ben, 200), (house.iris, 200), (house.finn, 200), (house.cast.eve, 404)):
        browser.sign_in(person).visit(address, status=status)
    selected(house)
    browser.sign_in(house.cast.eve).visit(address)


def test_a_stopped_lab_stays_to_be_seen_with_its_reason(app: Flask, browser: Browser) -> None:
    house = furnished()
    selected(house)
    with writing():
        step_lab(house.lab, "stopped", by=house.finn, reason="The system was taken off the market.")
    page = browser.sign_in(house.cast.eve).visit("/labs/")
    assert "Stopped or declined" in page.text
    assert "The system was taken off the market." in browser.visit(f"/labs/{house.slug}/").text


def test_a_cohort_that_one_may_not_see_is_not_named_by_its_lab(app: Flask, browser: Browser) -> None:
    house = furnished()
    selected(house)
    with writing():
        link_cohort(house.lab, make.cohort("Hidden class", state="planned"), "together", by=house.finn)
        link_cohort(house.lab, make.cohort("Open class", state="published"), "before", by=house.finn)
    page = browser.sign_in(house.cast.eve).visit(f"/labs/{house.slug}/")
    assert ("Hidden class" in page.text, "Open class" in page.text) == (False, True)


def test_members_of_the_boards_speak_for_them_and_members_of_clusters_for_theirs(app: Flask, browser: Browser) -> None:
    house = furnished()
    with writing():
        step_lab(house.lab, "in-dialogue", by=house.finn)
    address = f"/labs/{house.slug}/dialogue/"
    browser.sign_in(house.iris).send(address, vote="for", text="It fits the plan.")
    browser.sign_in(house.cast.ben).send(address, vote="against", text="We have a system.")
    page = browser.send(address, vote="changed", text="If it reads our old file.")
    assert "said earlier, has changed since" in page.text
    bodies = rows(select(LabVoice.body, LabVoice.organisation_id, LabVoice.vote).order_by(LabVoice.id))
    organisation = house.cast.organisation_b
    assert bodies == [("advisory-board", None, "for"), ("clusters", organisation, "against"), ("clusters", organisation, "changed")]


def test_a_facilitator_takes_a_lab_up_and_hands_it_back(app: Flask, browser: Browser) -> None:
    house = furnished()
    page = browser.sign_in(house.cast.root).send(f"/labs/{house.slug}/", f"/labs/{house.slug}/facilitation")
    assert "Finn Holt, Root Vang" in page.text
    browser.post(f"/labs/{house.slug}/facilitation/delete", data=browser.csrf())
    assert "Root Vang" not in browser.visit(f"/labs/{house.slug}/").texts("p")[-1]


def test_signing_up_and_being_named(app: Flask, browser: Browser) -> None:
    house = furnished()
    selected(house)
    address = f"/labs/{house.slug}/participants/"
    assert "It takes part." in browser.sign_in(house.cast.ben).send(address).text
    assert "Cluster B" not in browser.sign_in(house.cast.eve).visit(f"/labs/{house.slug}/").text
    browser.sign_in(house.cast.ben)
    naming = next(link for link in [form.get("action") for form in browser.visit(address).forms()] if link and link.endswith("naming"))
    browser.send(address, naming)
    assert "Cluster B" in browser.sign_in(house.cast.eve).visit(f"/labs/{house.slug}/").text


@pytest.mark.both_databases
def test_the_sign_that_one_database_refuses_is_left_out_of_long_texts(app: Flask, browser: Browser) -> None:
    house = furnished()
    browser.sign_in(house.cast.ben).send("/labs/new", **{**SAID, "need": "Firms\x00 ask us."})
    assert rows(select(Lab.need).where(Lab.id != house.lab)) == [("Firms ask us.",)]
