"""Contact persons: third parties, kept for those who fill the workbook alone, erased at once and everywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts.actions.data import erase
from clustercourse.db import Base, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.catalogue import Organisation
from clustercourse.models.events import Event
from clustercourse.models.workbook import Contact
from clustercourse.workbook.actions import contacts as actions
from clustercourse.workbook.actions.contacts import ContactFacts, add_contact, change_contact, erase_contacts, forget_contact
from clustercourse.workbook.queries.contacts import contacts_matching, sheets_naming, stakeholders_of
from tests import cast as people
from tests import make
from tests.architecture.source import PACKAGE
from tests.page import Browser
from tests.workbook import books

KARIN = ContactFacts("Harbour office", "Karin Östlund", "Harbour master", "Karin.Ostlund@example.org", "+45 12 34 56 78", "CANARY-note")


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    return people.assemble()


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def kept(person: int, slug: str, facts: ContactFacts = KARIN) -> int:
    with writing():
        return add_contact(books.at(person, slug), facts, by=person).id


def names() -> list[str]:
    return [found.name for found in rows(select(Contact.name).order_by(Contact.id))]


@pytest.mark.both_databases_when_long
def test_somebody_is_kept_changed_and_erased(cast: people.Cast) -> None:
    slug = slug_of(cast.organisation_a)
    number = kept(cast.ada, slug, ContactFacts(" Harbour office ", " Karin "))
    for _twice in range(2):
        with writing():
            change_contact(number, KARIN, by=cast.ada)
    assert names() == ["Karin Östlund"]
    among = {int(value(select(Contact.workbook_id)))}
    erased = []
    for _twice in range(2):
        with writing():
            erased.append(erase_contacts([number], among=among, by=cast.greta))
    assert (erased, names()) == ([1, 0], [])
    with pytest.raises(Refused, match="This person was erased meanwhile"), writing():
        change_contact(number, KARIN, by=cast.ada)
    verbs = [event.verb for event in rows(select(Event.verb).where(Event.thing == "contact").order_by(Event.id))]
    assert verbs == ["workbook.contact_added", "workbook.contact_changed", "workbook.contact_erased"]


@pytest.mark.both_databases_when_long
def test_nothing_of_an_erased_person_is_left_anywhere(cast: people.Cast, browser: Browser) -> None:
    """Through the pages, so that forms sent once and what was refused are looked at too."""
    place = f"/workbook/{slug_of(cast.organisation_a)}/contacts/"
    browser.sign_in(cast.ada)
    sent = {**KARIN.__dict__, "stakeholder": "CANARY-stakeholder", "name": "CANARY-name", "email": "canary@example.org"}
    browser.send(f"{place}new", place, **{**sent, "email": "canary at nowhere"})
    browser.send(f"{place}new", place, **sent)
    number = int(value(select(Contact.id)))
    browser.send(f"{place}{number}/edit", **{**sent, "role": "CANARY-role"})
    assert "CANARY-role" in browser.visit(place).text
    browser.send(place, f"{place}{number}/delete")
    with writing() as session:
        everything = [str(tuple(found)) for table in Base.metadata.sorted_tables for found in session.execute(select(table))]
    assert [text for text in everything if "canary" in text.lower()] == []
    details = rows(select(Event.detail).where(Event.verb.startswith("workbook.contact")))
    assert {key for found in details for key in found.detail} == {"workbook"}
    assert all(isinstance(each, int) for found in details for each in json.loads(json.dumps(found.detail)).values())


@pytest.mark.both_databases_when_long
def test_a_workbook_is_not_a_customer_file(cast: people.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST", 1)
    kept(cast.ada, slug_of(cast.organisation_a))
    with pytest.raises(Refused, match="A workbook keeps"):
        kept(cast.ada, slug_of(cast.organisation_a))
    assert len(names()) == 1


def test_the_pages_of_one_organisation_reach_nobody_elses(cast: people.Cast, browser: Browser) -> None:
    own, others = slug_of(cast.organisation_a), slug_of(cast.organisation_b)
    number = kept(cast.ben, others)
    browser.sign_in(cast.ada)
    for place in (f"/workbook/{others}/contacts/{number}/edit", f"/workbook/{own}/contacts/{number}/edit"):
        assert browser.get(place).status_code == 404
        assert browser.post(place, data={**KARIN.__dict__, **browser.csrf()}).status_code == 404
    browser.post(f"/workbook/{own}/contacts/{number}/delete", data=browser.csrf())
    browser.post(f"/workbook/{own}/contacts/erasure", data={"contact": number, **browser.csrf()})
    assert names() == ["Karin Östlund"]
    assert browser.post(f"/workbook/{others}/contacts/erasure", data={"contact": number, **browser.csrf()}).status_code == 404
    assert "Karin" not in browser.visit(f"/workbook/{own}/contacts/erasure?whom=karin.ostlund@example.org").text.replace(
        "karin.ostlund", ""
    )


def test_the_page_reminds_and_groups(cast: people.Cast, browser: Browser) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "stakeholder-map", {"stakeholders.name:a": "Harbour office", "stakeholders.name:b": "Århus Kommune"})
    place = f"/workbook/{slug}/contacts/"
    assert "Nobody is kept here yet" in browser.sign_in(cast.ada).visit(place).text
    form = browser.visit(f"{place}new")
    assert [option.get("value") for option in form.tree.iter("option")] == ["Harbour office", "Århus Kommune"]
    said = browser.send(f"{place}new", place, **KARIN.__dict__)
    assert said.texts("div", "flash") == ["Kept. Tell Karin Östlund that you keep this, and what for."]
    assert said.texts("h2")[:1] == ["Harbour office"]
    assert "within a month" in said.text
    refused = browser.send(f"{place}new", place, stakeholder="", name="", email="nowhere")
    assert (refused.status, len(refused.errors)) == (422, 3)


def test_the_same_form_twice_keeps_one(cast: people.Cast, browser: Browser) -> None:
    place = f"/workbook/{slug_of(cast.organisation_a)}/contacts/"
    browser.sign_in(cast.ada)
    for _twice in range(2):
        browser.post(place, data={**KARIN.__dict__, "once": "abc", **browser.csrf()})
    assert len(names()) == 1


@pytest.mark.both_databases_when_long
def test_a_person_is_found_in_every_workbook_one_fills(cast: people.Cast) -> None:
    slug = slug_of(cast.organisation_a)
    kept(cast.ada, slug)
    kept(cast.ada, slug, ContactFacts("Region", "Karin Lund", email="lund@example.org"))
    kept(cast.ada, "mine", ContactFacts("Union", "Östlund, Karin", email="karin.ostlund@example.org"))
    kept(cast.ben, slug_of(cast.organisation_b))
    ada = people.as_seen(cast.ada)
    assert {(each.name, each.workbook) for each in contacts_matching(ada, "karin  ÖSTLUND")} == {
        ("Karin Östlund", "Cluster A"),
        ("Östlund, Karin", ""),
    }
    assert {each.stakeholder for each in contacts_matching(ada, "KARIN.OSTLUND@example.org")} == {"Harbour office", "Union"}
    assert {each.stakeholder for each in contacts_matching(ada, "karin")} == {"Harbour office", "Region", "Union"}
    assert [contacts_matching(ada, text) for text in ("", "k", "%", "100%", "_____")] == [(), (), (), (), ()]
    assert contacts_matching(people.as_seen(cast.root), "karin") == ()


@pytest.mark.both_databases_when_long
def test_sheets_that_name_somebody_are_said(cast: people.Cast) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "budget", {"remark": "Ask karin@example.org"})
    books.write(cast.ben, slug_of(cast.organisation_b), "budget", {"remark": "karin@example.org"})
    found = sheets_naming(people.as_seen(cast.greta), "Karin@Example.org")
    assert [(each.worksheet, each.address, each.workbook) for each in found] == [
        ("Next year's money", f"/workbook/{slug}/budget/", "Cluster A")
    ]
    assert sheets_naming(people.as_seen(cast.greta), "x") == ()


def test_erasing_one_everywhere_leaves_the_namesake(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    first, second = kept(cast.ada, slug), kept(cast.ada, "mine")
    namesake = kept(cast.ada, slug, ContactFacts("Region", "Karin Östlund"))
    place = f"/workbook/{slug}/contacts/erasure"
    page = browser.sign_in(cast.ada).visit(f"{place}?whom=Karin")
    assert {node.get("value") for node in page.tree.iter("input") if node.get("name") == "contact"} == {
        str(first),
        str(second),
        str(namesake),
    }
    sent = {"contact": [first, second, "x", "9" * 30], **browser.csrf()}
    done = browser.post(place, data=sent, follow_redirects=True)
    assert "2 entries were erased. Nothing of them is left." in done.get_data(as_text=True)
    assert [found.id for found in rows(select(Contact.id))] == [namesake]


def test_a_third_person_is_forgotten_everywhere_by_a_command(app: Flask, cast: people.Cast) -> None:
    kept(cast.ada, slug_of(cast.organisation_a))
    kept(cast.ben, slug_of(cast.organisation_b))
    kept(cast.eve, "mine", ContactFacts("Union", "Somebody", email=""))
    said = []
    for words in (("KARIN.ostlund@example.org",), ("karin.ostlund@example.org",), ("",)):
        said.append(app.test_cli_runner().invoke(args=["users", "forget-contact", *words]).output)
    assert said == ["2 entries erased.\n", "0 entries erased.\n", "0 entries erased.\n"]
    assert names() == ["Somebody"]
    with writing():
        assert forget_contact(" ", by=None) == 0


def test_stakeholders_come_from_the_newest_map_without_removed_rows(cast: people.Cast) -> None:
    assert stakeholders_of(people.as_seen(cast.ada), books.at(cast.ada, slug_of(cast.organisation_a))) == ()
    books.course()
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "stakeholder-map", {"stakeholders.name:a": "Old"})
    books.write(cast.ada, slug, "stakeholder-map", {"stakeholders.name:a": "New", "stakeholders.power:b": "3"}, edition="2028")
    assert stakeholders_of(people.as_seen(cast.ada), books.at(cast.ada, slug)) == ("New",)


def test_a_list_costs_the_same_at_one_and_at_three(cast: people.Cast, browser: Browser, statements: Callable[[], object]) -> None:
    slug = slug_of(cast.organisation_a)
    browser.sign_in(cast.ada)
    counted = []
    for many in (1, 2):
        for _each in range(many):
            kept(cast.ada, slug)
        browser.get(f"/workbook/{slug}/contacts/")
        with statements() as seen:  # type: ignore[attr-defined]
            browser.get(f"/workbook/{slug}/contacts/")
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_contacts_of_a_private_workbook_go_with_their_person(cast: people.Cast, browser: Browser) -> None:
    make.account(cast.eve)
    kept(cast.eve, "mine")
    kept(cast.ada, slug_of(cast.organisation_a))
    with writing():
        erase(cast.eve, by=cast.eve)
        erase(cast.ada, by=cast.ada)
    page = browser.sign_in(cast.greta).visit(f"/workbook/{slug_of(cast.organisation_a)}/contacts/")
    assert names() == ["Karin Östlund"]
    assert "Added by former participant" in page.text


def test_nothing_else_of_the_product_reads_contact_persons() -> None:
    """Submissions, mirrors, documents, links and the search cannot show what they do not know."""
    knowing = {
        str(path.relative_to(PACKAGE / "workbook"))
        for area in sorted(PACKAGE.iterdir())
        for path in area.rglob("*.py")
        if area.name != "cli" and re.search(r"models\.workbook import .*\bContact\b", path.read_text())
    }
    assert knowing == {"actions/contacts.py", "actions/joins.py", "queries/contacts.py", "queries/joins.py"}
