"""Organisations: adding, finding, changing, closing."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.catalogue.actions import OrganisationFacts, add_organisation, close_organisation
from clustercourse.db import rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.catalogue import Membership, Organisation, OrganisationRegion
from clustercourse.models.events import Event
from tests import make
from tests.cast import assemble
from tests.page import Browser

FACTS = OrganisationFacts(
    name="Fjord Energy Cluster",
    kind="cluster",
    country="DK",
    stage="growing",
    member_count=135,
    site="https://fjord.example.com",
    about="Offshore energy.",
    catalogue_entry="",
    regions=("DK04", "DK05"),
    sectors=("offshore wind",),
)
FILLED = {
    "name": "Fjord Energy Cluster",
    "kind": "cluster",
    "country": "DK",
    "regions": "dk04; DK05",
    "sectors": "Offshore wind, ports",
    "stage": "growing",
    "member_count": "135",
    "site": "https://fjord.example.com",
    "about": "Offshore energy.",
}


def test_whoever_adds_an_organisation_manages_it(app: Flask, browser: Browser) -> None:
    cast = assemble()
    page = browser.sign_in(cast.eve).send("/organisations/new", **FILLED)
    assert page.status == 200
    assert page.heading == "Fjord Energy Cluster"
    added = value(select(Organisation.id).where(Organisation.slug == "fjord-energy-cluster"))
    assert rows(select(Membership.person_id, Membership.role).where(Membership.organisation_id == added)) == [(cast.eve, "manager")]
    assert [found[0] for found in rows(select(OrganisationRegion.code).order_by(OrganisationRegion.code))] == ["DK04", "DK05"]
    verbs = [found[0] for found in rows(select(Event.verb).order_by(Event.id))]
    assert verbs == ["catalogue.organisation_added", "catalogue.joined"]


def test_sent_twice_it_is_added_once(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.eve)
    form = browser.visit("/organisations/new").form("/organisations/new")
    hidden = {node.get("name"): node.get("value") for node in form.iter("input") if node.get("type") == "hidden"}
    first = browser.post("/organisations/new", data={**hidden, **FILLED})
    second = browser.post("/organisations/new", data={**hidden, **FILLED})
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"] == "/organisations/fjord-energy-cluster/"
    other = browser.post("/organisations/new", data={**hidden, **FILLED, "name": "Another Name"})
    assert other.status_code == 409
    assert "Another Name" in other.get_data(as_text=True)


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("name", "", "Enter the name of the organisation."),
        ("name", "A\nB", "Write this on one line, without control characters."),
        ("regions", "Jylland", "JYLLAND is not a NUTS code. A code is two letters and one to three signs, such as DK04."),
        ("site", "javascript:alert(1)", "Enter a whole address, such as https://www.example.com."),
        ("member_count", "-1", "Enter a number between 0 and 100,000."),
    ],
)
def test_wrong_facts_are_refused_in_words(app: Flask, browser: Browser, field: str, typed: str, sentence: str) -> None:
    cast = assemble()
    page = browser.sign_in(cast.eve).send("/organisations/new", **{**FILLED, field: typed})
    assert page.status == 422
    assert page.errors == [f"Error: {sentence}"]
    assert value(select(Organisation.id).where(Organisation.name == FILLED["name"])) is None


@pytest.mark.both_databases_when_long
def test_the_same_name_in_the_same_country_is_refused(app: Flask) -> None:
    cast = assemble()
    with writing():
        add_organisation(FACTS, by=cast.eve)
    with pytest.raises(Refused, match="There is already an organisation"), writing():
        add_organisation(FACTS, by=cast.ada)
    assert len(rows(select(Organisation.id).where(Organisation.name == FACTS.name))) == 1


def test_one_person_adds_five_at_most(app: Flask) -> None:
    cast = assemble()
    for number in range(5):
        with writing():
            add_organisation(OrganisationFacts(**{**FACTS.__dict__, "name": f"Cluster {number}"}), by=cast.eve)
    with pytest.raises(Refused), writing():
        add_organisation(FACTS, by=cast.eve)


def test_only_managers_change_it(app: Flask, browser: Browser, new_browser: object) -> None:
    cast = assemble()
    slug = value(select(Organisation.slug).where(Organisation.id == cast.organisation_a))
    address = f"/organisations/{slug}/edit"
    assert browser.sign_in(cast.ada).get(address).status_code == 403
    page = browser.sign_in(cast.greta).send(address, **{**FILLED, "name": "Cluster A renamed"})
    assert page.heading == "Cluster A renamed"
    assert value(select(Organisation.slug).where(Organisation.id == cast.organisation_a)) == slug


def test_a_closed_one_is_seen_by_admins_only(app: Flask, browser: Browser) -> None:
    cast = assemble()
    slug = value(select(Organisation.slug).where(Organisation.id == cast.organisation_b))
    with writing():
        close_organisation(cast.organisation_b, by=cast.root)
        close_organisation(cast.organisation_b, by=cast.root)
    assert browser.sign_in(cast.eve).get(f"/organisations/{slug}/").status_code == 404
    assert "Cluster B" not in browser.visit("/organisations/").text
    assert browser.sign_in(cast.root).visit(f"/organisations/{slug}/").heading == "Cluster B"
    assert len(rows(select(Event.id).where(Event.verb == "catalogue.organisation_closed"))) == 1


@pytest.mark.parametrize("many", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(app: Flask, browser: Browser, statements: object, many: int) -> None:
    reader = make.person("Eve Friis")
    for number in range(many):
        make.organisation(f"Cluster number {number}")
    browser.sign_in(reader)
    browser.visit("/organisations/")
    with statements() as seen:  # type: ignore[operator]
        page = browser.visit("/organisations/")
    assert len(page.texts("article", "card")) == many
    assert len(seen) == 4


def test_the_list_can_be_narrowed(app: Flask, browser: Browser) -> None:
    reader = make.person("Eve Friis")
    make.organisation("Maritime Cluster", country="DK")
    make.organisation("Food Network", kind="network", country="SE")
    browser.sign_in(reader)
    assert [words.split(" ")[0] for words in browser.visit("/organisations/?text=marit").texts("article", "card")] == ["Maritime"]
    assert [words.split(" ")[0] for words in browser.visit("/organisations/?kind=network").texts("article", "card")] == ["Food"]
    assert browser.visit("/organisations/?text=nothing%25").texts("article", "card") == []


@pytest.mark.both_databases
def test_the_list_is_searched_whatever_letters_a_name_has(app: Flask, browser: Browser) -> None:
    browser.sign_in(make.person())
    make.organisation("Ærø Maritime")
    assert browser.visit("/organisations/?text=ærø").texts("article", "card")[0].startswith("Ærø Maritime")


def test_no_country_is_chosen_for_anybody(app: Flask, browser: Browser) -> None:
    browser.sign_in(make.person())
    page = browser.send("/organisations/new", name="Harbour Cluster")
    assert page.status == 422
    assert page.errors == ["Error: Choose a country."]
    assert page.form("/organisations/new").find(".//input[@name='name']").get("value") == "Harbour Cluster"
