"""Where a lab was told, what followed it, and its way by the pages from running to closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import end_reading, now, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.labs.actions.disseminations import Telling, change_telling, is_https, remove_telling, tell
from clustercourse.labs.actions.labs import step_lab
from clustercourse.labs.actions.participants import link_cohort
from clustercourse.labs.queries.outcome import outcome_of, told_of, unused
from clustercourse.labs.words import CHANNEL_WORDS
from clustercourse.language import today
from clustercourse.models.methods import CHANNELS, Dissemination
from clustercourse.models.trials import LabVerdict
from tests import cast as people
from tests import make
from tests.labs.house import furnished, running
from tests.labs.results import product_made, reported, with_results
from tests.page import Browser

DAY = today(now(), "UTC") - timedelta(days=3)
PAPER = Telling("paper", "What 18 offices found", DAY, "Readers of the journal", "https://example.org/paper.pdf")


def test_every_channel_has_its_word() -> None:
    assert tuple(CHANNEL_WORDS) == CHANNELS


@pytest.mark.both_databases_when_long
def test_told_changed_and_removed(app: Flask) -> None:
    house = furnished()
    with_results(house)
    with writing():
        first = tell(house.lab, PAPER, by=house.finn).id
        second = tell(house.lab, replace(PAPER, channel="newsletter", on_day=DAY - timedelta(days=1), address=""), by=house.finn).id
        change_telling(house.lab, first, replace(PAPER, title="Another title"), by=house.finn)
        change_telling(house.lab, first, replace(PAPER, title="Another title"), by=house.finn)
    end_reading()
    assert [(each.id, each.channel, each.title) for each in told_of(house.lab)] == [
        (first, "paper", "Another title"),
        (second, "newsletter", "What 18 offices found"),
    ]
    assert unused(told_of(house.lab)) == ("workshop", "master-class", "innovation-camp", "website")
    with writing():
        remove_telling(house.lab, first, by=house.finn)
        remove_telling(house.lab, first, by=house.finn)
    end_reading()
    assert rows(select(Dissemination.id)) == [(second,)]


def test_what_cannot_be_told(app: Flask) -> None:
    house = furnished()
    running(house)
    with pytest.raises(Refused, match="when the lab is tested"), writing():
        tell(house.lab, PAPER, by=house.finn)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"channel": "radio"}, "channel"),
        ({"title": " "}, "title"),
        ({"on_day": DAY + timedelta(days=9)}, "on_day"),
        ({"address": "http://example.org"}, "address"),
    ],
)
def test_each_part_is_looked_at(app: Flask, wrong: dict[str, object], field: str) -> None:
    house = furnished()
    with_results(house)
    with pytest.raises(Refused) as refused, writing():
        tell(house.lab, replace(PAPER, **wrong), by=house.finn)  # type: ignore[arg-type]
    assert refused.value.field == field
    with pytest.raises(Refused, match="removed this entry"), writing():
        change_telling(house.lab, 99, PAPER, by=house.finn)
    assert value(select(Dissemination.id)) is None


@pytest.mark.parametrize(
    ("address", "is_one"),
    [
        ("https://example.org", True),
        ("https://example.org:8443/å?b=c#d", True),
        ("http://example.org", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://localhost/x", False),
        ("https://example.org:port/", False),
        ("https://good.org@evil.org/", False),
        ("https://example.org/a b", False),
        ("https://[::1", False),
    ],
)
def test_only_whole_encrypted_addresses_are_links(address: str, is_one: bool) -> None:
    assert is_https(address) is is_one


def test_a_lab_is_not_left_without_what_it_rests_on(app: Flask) -> None:
    house = furnished()
    with_results(house)
    product_made(house)
    with writing():
        first = tell(house.lab, PAPER, by=house.finn).id
        step_lab(house.lab, "disseminated", by=house.finn)
    with pytest.raises(Refused, match="because of this entry"), writing():
        remove_telling(house.lab, first, by=house.finn)
    with writing():
        second = tell(house.lab, replace(PAPER, channel="website"), by=house.finn).id
        remove_telling(house.lab, first, by=house.finn)
    end_reading()
    assert rows(select(Dissemination.id)) == [(second,)]


def test_told_by_the_page(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    address = f"/labs/{house.slug}/disseminations/"
    browser.sign_in(house.finn)
    assert "It was told nowhere yet." in browser.visit(address).text
    page = browser.send(address, title="Spring newsletter", address="http://example.org")
    assert page.errors == ["Error: Choose one.", "Error: Enter a day."]
    page = browser.send(address, channel="newsletter", title="Spring newsletter", on_day=DAY.isoformat(), address="http://example.org")
    assert page.errors == ["Error: Enter a whole address that begins with https://, or none."]
    assert [field.get("value") for field in page.form(address).iter("input") if field.get("name") == "title"] == ["Spring newsletter"]
    page = browser.send(address, channel="newsletter", title="Spring newsletter", on_day=DAY.isoformat(), audience="4,000 readers")
    assert "Not used yet: Workshop, Master Class, Innovation Camp, Paper, Website" in page.text
    number = told_of(house.lab)[0].id
    page = browser.send(f"{address}{number}/edit", title="Summer newsletter", address="https://example.org/summer")
    assert "Summer newsletter" in page.text
    browser.sign_in(house.cast.eve)
    page = browser.visit(f"/labs/{house.slug}/")
    assert "https://example.org/summer" in page.links()
    assert "Not used: Workshop, Master Class, Innovation Camp, Paper, Website" in page.text
    for path in (address, f"{address}{number}/edit"):
        browser.visit(path, status=404)
    browser.sign_in(house.finn).visit(f"{address}{number + 1}/edit", status=404)
    page = browser.send(address, f"{address}{number}/delete")
    assert "It was told nowhere yet." in page.text


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize("number", [0, 7])
def test_an_entry_that_is_not_there(app: Flask, browser: Browser, number: int) -> None:
    house = furnished()
    with_results(house)
    address = f"/labs/{house.slug}/disseminations/"
    browser.sign_in(house.finn).visit(f"{address}{number}/edit", status=404)
    sent = {**browser.csrf(), "channel": "paper", "title": "Kept words", "on_day": DAY.isoformat()}
    answer = browser.post(f"{address}{number}/edit", data=sent)
    assert answer.status_code == 422
    assert "Kept words" in answer.get_data(as_text=True)
    assert browser.post(f"{address}{number}/delete", data=browser.csrf()).status_code == 303


def test_sent_twice_it_is_told_once(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    address = f"/labs/{house.slug}/disseminations/"
    form = browser.sign_in(house.finn).visit(address).form(address)
    filled = {field.get("name"): field.get("value") or "" for field in form.iter("input") if field.get("type") != "radio"}
    for _twice in range(2):
        assert browser.post(address, data={**filled, "channel": "paper", "title": "Once", "on_day": DAY.isoformat()}).status_code == 303
    assert rows(select(Dissemination.title)) == [("Once",)]


@pytest.mark.both_databases_when_long
def test_what_followed_stands_beside_the_lab_and_is_no_part_of_it(app: Flask, browser: Browser) -> None:
    """L-24: 18 tested, 7 took part afterwards; nobody says that the ones are among the others."""
    house = furnished()
    with_results(house)
    with writing():
        after = make.cohort("Course on contacts")
        others = [
            make.cohort("By invitation", admission="by_invitation"),
            make.cohort("Cancelled", state="cancelled"),
            make.cohort("Before"),
        ]
        for number, state in enumerate(("confirmed", "finished", "offered", "withdrawn", "waitlisted")):
            make.seat(after, make.person(f"Person {number}"), state)
        link_cohort(house.lab, after, "after", by=house.finn)
        link_cohort(house.lab, others[0], "after", by=house.finn)
        link_cohort(house.lab, others[1], "after", by=house.finn)
        link_cohort(house.lab, others[2], "before", by=house.finn)
    end_reading()
    found = outcome_of(people.as_seen(house.cast.eve), house.lab).follow_ups
    assert [(each.id, each.taken) for each in found] == [(after, 3)]
    page = browser.sign_in(house.cast.eve).visit(f"/labs/{house.slug}/")
    [section] = page.tree.xpath("//section[@aria-labelledby='after']")
    said = " ".join(" ".join(section.itertext()).split())
    assert said == (
        "What followed The lab 4 organisations began the trial. Course on contacts 3 places are taken. "
        "These are counts of different things: organisations here, people’s places there. Whoever takes a place need not come from the lab."
    )


def test_a_lab_that_nothing_followed_says_nothing_of_it(app: Flask, browser: Browser) -> None:
    house = furnished()
    with_results(house)
    assert browser.visit(f"/labs/{house.slug}/").tree.xpath("//section[@aria-labelledby='after']") == []


def test_from_running_to_closed_by_the_pages(app: Flask, browser: Browser) -> None:
    house = furnished()
    reported(house)
    lab = f"/labs/{house.slug}/"
    with writing():
        after = make.cohort("Course on contacts")
    browser.sign_in(house.finn)
    browser.send(f"{lab}verdict", worked="Finding people.", did_not="Old notes.")
    assert value(select(LabVerdict.verdict)) == "inconclusive"
    end_reading()
    browser.send(f"{lab}steps/tested")
    page = browser.visit(lab)
    assert f"{lab}product/" in page.links()
    browser.send(f"{lab}product/edit", licence="cc-by-sa-4.0")
    page = browser.send(f"{lab}product/", f"{lab}product/publication")
    assert page.heading == "Which CRM system fits?"
    browser.send(f"{lab}steps/product-made")
    assert f"{lab}disseminations/" in browser.visit(lab).links()
    browser.send(f"{lab}disseminations/", channel="workshop", title="Workshop in Lemvig", on_day=DAY.isoformat())
    browser.send(f"{lab}steps/disseminated")
    browser.send(f"{lab}companions/", cohort=str(after), relation="after")
    browser.send(f"{lab}steps/followed-up")
    browser.send(f"{lab}steps/closed")
    end_reading()
    assert house.state() == "closed"
    page = app.test_client().visit(lab)  # type: ignore[attr-defined]
    for said in ("Workshop in Lemvig", "CC BY-SA 4.0", "4 organisations began the trial.", "0 places are taken."):
        assert said in page.text
