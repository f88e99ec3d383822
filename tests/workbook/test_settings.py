"""Who sees what, the currency of a workbook, and handing it over."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.actions.data import erase
from clustercourse.db import now, row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.events import Event
from clustercourse.models.notifications import Notification
from clustercourse.models.workbook import Handover, Workbook
from clustercourse.workbook.actions.handovers import hand_over
from clustercourse.workbook.actions.settings import set_currency
from tests import cast as people
from tests.page import Browser
from tests.workbook import books


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    return people.assemble()


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def test_only_those_who_fill_a_workbook_open_its_settings(cast: people.Cast, new_browser: Callable[[], Browser]) -> None:
    slug = slug_of(cast.organisation_a)
    browsers = {name: new_browser().sign_in(person) for name, person in cast.people().items()}
    for page in ("settings/", "contacts/", "contacts/new", "contacts/erasure", "join"):
        seen = {name: browser.get(f"/workbook/{slug}/{page}").status_code for name, browser in browsers.items()}
        assert seen == {"ada": 200, "greta": 200} | dict.fromkeys(("ben", "cleo", "dan", "eve", "root"), 404), page
    assert new_browser().get(f"/workbook/{slug}/settings/").status_code == 303
    assert new_browser().sign_in(cast.eve).get("/workbook/mine/settings/").status_code == 200


def test_the_page_says_who_sees_what(cast: people.Cast, browser: Browser) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    sheet = books.write(cast.ada, slug, "budget", {"fees": "100"})
    number = books.submission(sheet, cast.ada, shared_with="trainers")
    page = browser.sign_in(cast.greta).visit(f"/workbook/{slug}/settings/")
    assert [text for text in page.texts("li") if text.startswith(("Ada", "Greta"))] == ["Ada Holm looks after it", "Greta Dahl manager"]
    assert "Ben Berg" not in page.text
    assert f"/workbook/submissions/{number}/" in page.links()
    assert "Next year's money" in page.text
    assert "1 amount stands here in DKK." in page.text


@pytest.mark.both_databases_when_long
def test_the_currency_changes_and_values_keep_theirs(cast: people.Cast) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    sheet = books.write(cast.ada, slug, "budget", {"fees": "100"})
    for _twice in range(2):
        with writing():
            set_currency(books.at(cast.greta, slug), "EUR", by=cast.greta)
    with pytest.raises(Refused), writing():
        set_currency(books.at(cast.greta, slug), "XXX", by=cast.greta)
    books.write(cast.ada, slug, "budget", {"grants": "50"})
    assert books.workbook_of(organisation_id=cast.organisation_a).currency == "EUR"
    assert {spot[0]: each.currency for spot, each in books.current_values(sheet).items()} == {"fees": "DKK", "grants": "EUR"}
    assert [each.detail for each in rows(select(Event.detail).where(Event.verb == "workbook.currency_set"))] == [
        {"from": "DKK", "to": "EUR"}
    ]


def test_members_look_and_managers_change_the_currency(cast: people.Cast, browser: Browser) -> None:
    address = f"/workbook/{slug_of(cast.organisation_a)}/settings/"
    browser.sign_in(cast.ada)
    page = browser.visit(address)
    assert [form.get("action") for form in page.forms() if (form.get("action") or "").startswith("/workbook/")] == []
    assert "Managers of the organisation can change it." in page.text
    assert browser.post(address, data={"currency": "SEK", **browser.csrf()}).status_code == 403
    browser.sign_in(cast.greta)
    assert browser.post(address, data={"currency": "XXX", **browser.csrf()}).status_code == 422
    page = browser.send(address, currency="SEK")
    assert "An amount typed without a currency is understood in SEK." in page.text
    assert books.at(cast.ada, slug_of(cast.organisation_a)).currency == "SEK"


def test_a_private_workbook_has_its_own_currency(cast: people.Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.eve).send("/workbook/mine/settings/", currency="PLN")
    assert ("understood in PLN" in page.text, "looks after" in page.text.lower()) == (True, False)
    assert books.at(cast.eve).currency == "PLN"
    assert browser.post("/workbook/mine/handovers/", data={"to": cast.ada, **browser.csrf()}).status_code == 403


@pytest.mark.both_databases_when_long
def test_a_workbook_goes_to_a_successor_once(cast: people.Cast) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "budget", {"fees": "100"})
    for _twice in range(2):
        with writing():
            hand_over(books.at(cast.ada, slug), to=cast.greta, note=" Ask the region. ", by=cast.ada)
    found = rows(select(Handover.from_id, Handover.to_id, Handover.note))
    assert [tuple(each) for each in found] == [(cast.ada, cast.greta, "Ask the region.")]
    assert books.workbook_of(organisation_id=cast.organisation_a).keeper_id == cast.greta
    told = row(select(Notification.person_id, Notification.kind, Notification.title, Notification.excerpt, Notification.address))
    assert tuple(told) == (cast.greta, "workbook.handed_over", "Cluster A", "Ask the region.", f"/workbook/{slug}/settings/")
    event = row(select(Event.person_id, Event.by_id, Event.thing, Event.detail).where(Event.verb == "workbook.handed_over"))
    assert tuple(event) == (cast.greta, cast.ada, "workbook", {"handover": 1, "from": cast.ada})


@pytest.mark.both_databases_when_long
def test_it_goes_to_nobody_outside(cast: people.Cast) -> None:
    slug = slug_of(cast.organisation_a)
    for to in (cast.ben, cast.eve, 10_000):
        with pytest.raises(Refused) as refusal, writing():
            hand_over(books.at(cast.greta, slug), to=to, note="", by=cast.greta)
        assert (refusal.value.sentence, refusal.value.field) == ("Choose somebody who belongs to the organisation.", "to")
    with pytest.raises(Refused), writing():
        hand_over(books.at(cast.eve), to=cast.ada, note="", by=cast.eve)
    assert rows(select(Workbook.id)) == []


def test_who_hands_it_over(cast: people.Cast, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    """A member who neither manages nor keeps it cannot; the keeper can; once it is gone they cannot any more."""
    slug = slug_of(cast.organisation_a)
    settings, handovers = f"/workbook/{slug}/settings/", f"/workbook/{slug}/handovers/"
    greta, ada = browser.sign_in(cast.greta), new_browser().sign_in(cast.ada)
    assert ada.post(handovers, data={"to": cast.ada, **ada.csrf()}).status_code == 403
    assert "Nobody yet." in greta.visit(settings).text
    page = greta.send(settings, handovers, to=str(cast.ada), note="The fees are guesses.")
    assert "Ada Holm looks after this workbook" in page.text
    assert page.texts("p", "typed-text") == ["The fees are guesses."]
    assert [option for option in ada.visit(settings).form(handovers).itertext() if "Ada" in option] == []
    refused = ada.post(handovers, data={"to": cast.ben, **ada.csrf()})
    assert refused.status_code == 422
    ada.send(settings, handovers, to=str(cast.greta))
    assert ada.post(handovers, data={"to": cast.ada, **ada.csrf()}).status_code == 403


def test_the_same_form_twice_is_one_handover(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    browser.sign_in(cast.greta)
    sent = {"to": cast.ada, "note": "", "once": "abc", **browser.csrf()}
    for _twice in range(2):
        browser.post(f"/workbook/{slug}/handovers/", data=sent)
    assert len(rows(select(Handover.id))) == 1


def test_a_keeper_who_left_is_shown_and_a_manager_names_another(cast: people.Cast, browser: Browser) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "budget", {"fees": "100"})
    with writing() as session:
        session.execute(update(Membership).where(Membership.person_id == cast.ada).values(ended_at=now()))
    settings = f"/workbook/{slug}/settings/"
    page = browser.sign_in(cast.greta).visit(settings)
    assert "Ada Holm looked after this workbook and does not belong to Cluster A any more." in page.text
    assert browser.sign_in(cast.ada).get(settings).status_code == 404
    page = browser.sign_in(cast.greta).send(settings, f"/workbook/{slug}/handovers/", to=str(cast.greta))
    assert "Greta Dahl looks after this workbook" in page.text
    with writing():
        erase(cast.ada, by=cast.ada)
    page = browser.visit(settings)
    assert "former participant to Greta Dahl" in page.text
    assert "Ada Holm" not in page.text


def test_settings_cost_the_same_number_of_statements_at_one_and_at_three(
    cast: people.Cast, browser: Browser, statements: Callable[[], object]
) -> None:
    books.course()
    slug = slug_of(cast.organisation_a)
    browser.sign_in(cast.greta)
    counted = []
    for sheet in ("budget", "stakeholder-map"):
        place = "fees" if sheet == "budget" else "stakeholders.name:a"
        books.submission(books.write(cast.ada, slug, sheet, {place: "7"}), cast.ada, shared_with="trainers")
        browser.get(f"/workbook/{slug}/settings/")
        with statements() as seen:  # type: ignore[attr-defined]
            browser.get(f"/workbook/{slug}/settings/")
        counted.append(len(seen))
    assert counted[0] == counted[1]
