"""L-01 to L-15 of the seed that labs follow: what a lab is, whose question it answers, and what must be there before a trial."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import db, end_reading, now, value, writing
from clustercourse.labs.actions.hypotheses import write_hypothesis
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import agree_to_be_named, link_cohort, unlink_cohort
from clustercourse.labs.queries.hypotheses import hypothesis_of
from clustercourse.labs.words import CHANNEL_WORDS
from clustercourse.language import today
from clustercourse.models.catalogue import Organisation
from clustercourse.models.content import Course
from clustercourse.models.labs import Lab, LabLink, LabParticipant
from tests import make
from tests.labs.house import furnished, running, selected, unsigned
from tests.labs.reading import at, facts_on, heard, heard_in, missing_on
from tests.labs.results import product_made, reported, with_results
from tests.labs.tested import said, with_verdict
from tests.page import Browser, Page

QUESTION = {"title": "Who travels with whom?", "asker": "secretariat", "theme": "Meetings", "need": "Members drive alone."}


def asked(browser: Browser, person: int, **values: str) -> Page:
    """The page of a question that somebody proposes."""
    return browser.sign_in(person).send("/labs/new", **{**QUESTION, **values})


def test_l01_clusters_and_networks_at_different_stages_try_something_out_in_a_lab(app: Flask, browser: Browser) -> None:
    """A lab is neither a course nor a workshop; each organisation in it has a stage of development."""
    house = furnished()
    with writing():
        network = db.session.get_one(Organisation, house.cast.organisation_b)
        network.kind, network.stage = "network", "emerging"
        slug = network.slug
    participants = with_results(house, 2)
    said(house)
    with writing():
        agree_to_be_named(participants[1], is_named=True, by=house.cast.ben)
    title = "Which CRM system fits?"
    assert [title in browser.visit(path).text for path in ("/labs/", "/courses/", "/cohorts/")] == [True, False, False]
    assert "Cluster A, Cluster B" in browser.visit(at(house)).text
    assert facts_on(browser.sign_in(house.cast.eve).visit(f"/organisations/{slug}/"))["Stage of development"] == "Emerging"
    found = {stage: len(browser.visit(f"/methods/?stage={stage}").texts("article")) for stage in ("emerging", "growing", "mature")}
    assert found == {"emerging": 1, "growing": 1, "mature": 0}


def test_l02_what_is_learned_along_the_way_stands_in_a_dated_log(app: Flask, browser: Browser) -> None:
    """While the trial runs, entries with their days are there to be read, long before a verdict or a product."""
    house = furnished()
    running(house)
    days = [today(now(), "UTC") - timedelta(days=back) for back in (9, 2)]
    browser.sign_in(house.cast.ada)
    for day, text in zip(days, ("The import lost notes.", "A second import kept them."), strict=True):
        browser.send(at(house, "findings/new"), on_day=day.isoformat(), text=text, shared_with="public")
    told = [heard(each) for each in browser.sign_in(house.cast.eve).visit(at(house, "findings/")).tree.xpath("//li[@id]")]
    texts = ("A second import kept them.", "The import lost notes.")
    for entry, day, text in zip(told, reversed(days), texts, strict=True):
        assert (entry.split()[0], entry.endswith(f"Cluster A {text}")) == (str(day.day), True)
    page = browser.visit(at(house))
    assert ("The import lost notes." in page.text, "Verdict" in page.texts("h2")) == (True, False)


def test_l03_a_lab_says_which_learning_outcomes_it_serves(app: Flask, browser: Browser) -> None:
    """The purpose is to professionalise clusters and networks: the lab and the course name each other."""
    house = furnished()
    selected(house)
    make.published_course()
    course = value(select(Course.id))
    end_reading()
    page = browser.sign_in(house.finn).send(at(house, "competences"), outcomes=[f"{course}:tell-apart"])
    assert "Learning outcomes it serves A small course Tell two things apart." in heard_in(page, "serves")
    browser.sign_in(house.cast.eve)
    assert "/courses/small-course/" in browser.visit(at(house)).links()
    page = browser.visit("/courses/small-course/")
    assert heard_in(page, "labs-serving").startswith("Tried out in Cluster Labs Tell two things apart.")
    assert at(house) in page.links()


@pytest.mark.parametrize(
    ("asker", "words"),
    [
        ("secretariat", "A cluster or network that would test it itself"),
        ("region", "A region or business centre that owns the question"),
        ("provider", "The organisation that supports clusters and networks"),
    ],
)
def test_l04_three_owners_ask_on_a_small_scale_for_a_wider_circle(app: Flask, browser: Browser, asker: str, words: str) -> None:
    """Each says by how many it should be tried and who should have it afterwards."""
    house = furnished()
    page = asked(browser, house.cast.ben, asker=asker, scale="3", audience="All networks of the country")
    facts = facts_on(page)
    assert (facts["Who has it"], facts["To be tried by"]) == (words, "3 organisations")
    assert facts["Who should have it afterwards"] == "All networks of the country"


def test_l05_a_secretariat_says_whether_it_is_to_become_a_service_or_a_routine(app: Flask, browser: Browser) -> None:
    """Secretariats test before something becomes a fixed part of what they offer, or a routine of the office."""
    house = furnished()
    became = [
        facts_on(asked(browser, house.cast.ben, title=f"As {target}?", target=target))["If it works, it becomes"]
        for target in ("service-offering", "administrative-routine")
    ]
    assert became == ["A fixed part of what we offer members", "A routine of the office"]


@pytest.mark.parametrize("kind", ["region", "business-centre"])
def test_l06_a_region_or_business_centre_owns_a_question_and_tests_nothing(app: Flask, browser: Browser, kind: str) -> None:
    """For a strategic initiative; those who ask follow the lab, others test."""
    house = furnished()
    with writing():
        owner, regina = make.organisation("Midtjylland", kind=kind), make.person("Regina Krag")
        make.membership(regina, owner)
    page = asked(browser, regina, asker="region", target="strategic-initiative")
    assert "asked by Midtjylland" in page.text
    assert facts_on(page)["If it works, it becomes"] == "A strategic initiative put into practice"
    asking = page.response.request.path
    with writing():
        lab = db.session.scalars(select(Lab.id).where(Lab.slug == asking.split("/")[2])).one()
    browser.sign_in(house.finn).send(asking, f"{asking}facilitation")
    with writing():
        step_lab(lab, "in-dialogue", by=house.finn)
        step_lab(lab, "selected", by=house.finn, reason="The region asks for it.", unheard_is_meant=True)
    place = f"{asking}participants/"
    browser.sign_in(regina)
    assert [form.get("action") for form in browser.visit(place).forms() if form.get("action") == place] == []
    answer = browser.post(place, data={**browser.csrf(), "organisation": str(owner)})
    assert answer.status_code == 422
    browser.sign_in(house.cast.ben).send(place)
    assert value(select(LabParticipant.organisation_id)) == house.cast.organisation_b


def test_l07_what_a_lab_assured_carries_its_mark(app: Flask, browser: Browser) -> None:
    """The support organisation tests before it offers to all: course and tool lead to the lab that tested them."""
    house = with_verdict()
    make.published_course()
    course = value(select(Course.id))
    end_reading()
    said(house)
    assert "Tested in a Cluster Lab" not in browser.visit("/courses/small-course/").text
    browser.sign_in(house.finn).send(at(house, "methods/"), at(house, "marks/"), marked=f"course:{course}")
    page = browser.sign_in(house.cast.eve).visit("/courses/small-course/")
    assert "Tested in a Cluster Lab: Which CRM system fits? · Not supported" in page.text
    assert at(house) in page.links()
    assert at(house) in browser.visit("/methods/system-b/").links()


def test_l08_a_lab_has_a_facilitator(app: Flask, browser: Browser) -> None:
    """Without one it does not become ready; everybody reads who it is."""
    house = furnished()
    unsigned(house)
    browser.sign_in(house.finn).post(at(house, "facilitation/delete"), data=browser.csrf())
    assert "It has no facilitator yet." in missing_on(browser.sign_in(house.cast.root).visit(at(house, "steps/ready")))
    browser.send(at(house), at(house, "facilitation"))
    assert "It has no facilitator yet." not in browser.visit(at(house, "steps/ready")).text
    assert "Facilitated by Root Vang" in heard_in(browser.sign_in(house.cast.eve).visit(at(house)), "people")


@pytest.mark.parametrize("kind", ["workshop", "master-class"])
def test_l09_it_is_planned_together_with_a_workshop_or_a_master_class(app: Flask, browser: Browser, kind: str) -> None:
    """Without one it does not become ready; one that came before, or another lab’s group, is none."""
    house = furnished()
    unsigned(house)
    with writing():
        unlink_cohort(db.session.scalars(select(LabLink.id)).one(), by=house.finn)
        beside, group = make.cohort("Beside it", kind=kind), make.cohort("Group of another lab", kind="lab")
        link_cohort(house.lab, group, "together", by=house.finn)
    missing = "It is not planned together with a workshop or a Master Class."
    browser.sign_in(house.finn).send(at(house, "companions/"), cohort=str(beside), relation="before")
    assert missing in missing_on(browser.visit(at(house)))
    browser.send(at(house, "companions/"), cohort=str(beside), relation="together")
    page = browser.visit(at(house))
    assert missing not in page.text
    assert "Planned together with it Beside it" in heard_in(page, "people")


def test_l10_the_result_is_told_in_six_channels_and_in_one_at_least(app: Flask, browser: Browser) -> None:
    """Each with its day, title, link and readers; without one the lab does not go on, and so is not closed."""
    house = furnished()
    with_results(house)
    product_made(house)
    missing = "It has not been told of in any of the six channels yet."
    assert missing_on(browser.sign_in(house.finn).visit(at(house, "steps/disseminated"))) == [missing]
    day = (today(now(), "UTC") - timedelta(days=1)).isoformat()
    for channel in CHANNEL_WORDS:
        said_there = {"title": f"By {channel}", "audience": f"Readers of {channel}", "address": f"https://example.org/{channel}"}
        browser.send(at(house, "disseminations/"), channel=channel, on_day=day, **said_there)
    for step in ("disseminated", "closed"):
        browser.send(at(house, f"steps/{step}"))
    assert house.state() == "closed"
    page = browser.sign_in(house.cast.eve).visit(at(house))
    [told] = page.tree.xpath("//section[@aria-labelledby='told']")
    entries = [heard(each) for each in told.iter("li")]
    words = ["Newsletter", "Website", "Paper", "Innovation Camp", "Master Class", "Workshop"]
    assert [word in entry for word, entry in zip(words, entries, strict=True)] == [True] * 6
    assert all("Readers of" in entry for entry in entries)
    assert {f"https://example.org/{channel}" for channel in CHANNEL_WORDS} <= set(page.links())
    assert "Not used:" not in page.text


def test_l11_who_stands_in_no_cluster_catalogue_needs_a_reason(app: Flask, browser: Browser) -> None:
    """Its own people are refused; the facilitator lets it in, and the reason stays to be read."""
    house = furnished()
    selected(house)
    with writing():
        outsider, otto = make.organisation("Outsider"), make.person("Otto Lang")
        make.membership(otto, outsider)
    place = at(house, "participants/")
    page = browser.sign_in(otto).send(place)
    assert (page.status, "Outsider stands in no cluster catalogue." in page.text) == (422, True)
    assert value(select(LabParticipant.id)) is None
    end_reading()
    page = browser.sign_in(house.finn).send(place, organisation=str(outsider), override="Joins the catalogue in March.")
    assert "In no catalogue. It takes part because: Joins the catalogue in March." in page.text


def test_l12_several_of_a_development_group_work_on_one_theme(app: Flask, browser: Browser) -> None:
    """A question has a theme and, where there is one, its group; several organisations test it."""
    house = furnished()
    browser.sign_in(house.cast.ada).send(at(house, "edit"), development_group="Group on digital tools")
    selected(house)
    for person in (house.cast.ada, house.cast.ben):
        browser.sign_in(person).send(at(house, "participants/"))
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert page.texts("p", "lead") == ["Digital tools · asked by Cluster A"]
    assert facts_on(page)["Development group"] == "Group on digital tools"
    assert "2 organisations test" in page.text


def test_l13_one_organisation_alone_is_enough(app: Flask, browser: Browser) -> None:
    """One cluster or network can be the test laboratory, from the proposal to the verdict."""
    house = furnished()
    reported(house, 1)
    browser.sign_in(house.finn).send(at(house, "verdict"), worked="Search by name.", did_not="Import of notes.")
    browser.send(at(house, "steps/tested"))
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert "1 organisation tested" in page.text
    assert "1 of 1 reported, 1 succeeded, threshold 60%" in page.text


def test_l14_the_hypothesis_is_signed_by_a_participant_and_the_facilitator(app: Flask, browser: Browser) -> None:
    """Participants write it together with the facilitator; with the word of one side alone the lab does not become ready."""
    house = furnished()
    unsigned(house)
    browser.sign_in(house.cast.ada).send(at(house, "hypothesis"), baseline="38 per cent, in spreadsheets")
    assert facts_on(browser.visit(at(house)))["Today it is"] == "38 per cent, in spreadsheets"
    participant, facilitator = (
        f"{who} signed the hypothesis and the expected product." for who in ("No participant has", "The facilitator has not")
    )
    browser.sign_in(house.finn)
    assert missing_on(browser.visit(at(house, "steps/ready"))) == [participant, facilitator]
    browser.send(at(house, "hypothesis"), at(house, "signatures/"))
    assert missing_on(browser.visit(at(house, "steps/ready"))) == [participant]
    assert browser.post(at(house, "steps/ready"), data=browser.csrf()).status_code == 422
    assert house.state() == "scoping"
    end_reading()
    browser.sign_in(house.cast.ada).send(at(house, "hypothesis"), at(house, "signatures/"))
    browser.sign_in(house.finn).send(at(house, "steps/ready"))
    assert house.state() == "ready"


def test_l15_the_expected_product_is_named_beforehand_and_changed_in_sight_of_all(app: Flask, browser: Browser) -> None:
    """Kind, description and owner are asked for before a lab is ready; a later change is there with its reason."""
    house = furnished()
    unsigned(house)
    number = hypothesis_of(house.lab).number
    end_reading()
    with writing():
        nothing = {"product_kind": "", "product_about": "", "product_owner": ""}
        write_hypothesis(house.lab, nothing, number=number, by=house.finn)
    page = browser.sign_in(house.finn).visit(at(house, "steps/ready"))
    missing = [
        "The expected product is not chosen.",
        "The expected product is not described.",
        "Nobody is named who looks after the product.",
    ]
    assert missing_on(page) == missing
    product = {"product_kind": "training-course", "product_about": "A course of one day", "product_owner": "The office of Cluster B"}
    browser.send(at(house, "hypothesis"), **product)
    for person in (house.finn, house.cast.ada):
        browser.sign_in(person).send(at(house, "hypothesis"), at(house, "signatures/"))
    browser.send(at(house, "hypothesis"), product_about="A course of two days", reason="One day was too short for all of it.")
    page = browser.sign_in(house.cast.eve).visit(at(house))
    assert "Expected product: Training course. A course of two days (The office of Cluster B)" in page.text
    assert "1 amendment since" in page.text
    for said_of in ("A course of one day", "One day was too short for all of it."):
        assert said_of in page.text
