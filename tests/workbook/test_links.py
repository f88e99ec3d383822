"""Secret addresses under which a sheet is read without an account."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts.actions.data import erase
from clustercourse.db import db, now, row, rows, value, writing
from clustercourse.errors import Refused
from clustercourse.models.catalogue import Membership, Organisation
from clustercourse.models.events import Event
from clustercourse.models.workbook import Sheet, SheetLink
from clustercourse.slugs import free_slug
from clustercourse.workbook.actions import links as actions
from clustercourse.workbook.actions.contacts import ContactFacts, add_contact
from clustercourse.workbook.actions.links import make_link, withdraw_link
from clustercourse.workbook.queries.links import links_of, shared_at
from tests import cast as people
from tests.page import Browser
from tests.workbook import books


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    found = people.assemble()
    books.course()
    return found


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def made(sheet_id: int, by: int, *, version: int | None = None, days: int = 30) -> str:
    with writing():
        sheet = db.session.get_one(Sheet, sheet_id, with_for_update=True)
        return make_link(sheet, for_whom=" Our treasurer ", version_id=version, days=days, by=by)


@pytest.mark.both_databases_when_long
def test_an_address_shows_the_sheet_as_it_stands_or_a_version(cast: people.Cast) -> None:
    sheet = books.write(cast.ada, slug_of(cast.organisation_a), "budget", {"fees": "100"})
    base = books.version(sheet, "base", cast.ada)
    live, kept = made(sheet, cast.ada), made(sheet, cast.ada, version=base)
    books.write(cast.ada, slug_of(cast.organisation_a), "budget", {"fees": "50"})
    read = [shared_at(token) for token in (live, kept)]
    assert [shared and [fact.text.replace("\xa0", " ") for fact in shared.reading.facts if fact.text] for shared in read] == [
        ["DKK 50"],
        ["DKK 100"],
    ]
    assert [shared and (shared.version, shared.owner, shared.for_whom, shared.author) for shared in read] == [
        ("", "Cluster A", "Our treasurer", "Ada Holm"),
        ("base", "Cluster A", "Our treasurer", "Ada Holm"),
    ]
    assert [token in str(tuple(found)) for token in (live, kept) for found in rows(select(SheetLink))] == [False] * 4
    detail = [found.detail for found in rows(select(Event.detail).where(Event.verb == "workbook.link_made").order_by(Event.id))]
    assert detail == [{"sheet": sheet, "version": None, "days": 30}, {"sheet": sheet, "version": base, "days": 30}]


@pytest.mark.both_databases_when_long
def test_an_address_that_is_over_shows_nothing(cast: people.Cast) -> None:
    slug = slug_of(cast.organisation_a)
    sheet = books.write(cast.ada, slug, "budget", {"fees": "100"})
    tokens = [made(sheet, by) for by in (cast.ada, cast.ada, cast.ada, cast.greta)]
    links = {link.id: link for link in links_of(sheet)}
    with writing() as session:
        for _twice in range(2):
            withdraw_link(1, by=cast.greta)
        session.execute(update(SheetLink).where(SheetLink.id == 2).values(ends_at=now() - timedelta(seconds=1)))
    assert [shared_at(token) is not None for token in tokens] == [False, False, True, True]
    assert len(rows(select(Event.id).where(Event.verb == "workbook.link_withdrawn"))) == 1
    with writing() as session:
        session.execute(update(Membership).where(Membership.person_id == cast.ada).values(ended_at=now()))
    assert [shared_at(token) is not None for token in tokens] == [False, False, False, True]
    assert [link.state for link in links_of(sheet)] == ["open", "left", "ended", "withdrawn"]
    assert len(links) == 4
    with writing():
        erase(cast.greta, by=cast.greta)
    assert [shared_at(token) for token in (*tokens, "", "x" * 43)] == [None] * 6


@pytest.mark.both_databases_when_long
def test_a_private_sheet_is_read_until_its_person_is_erased(cast: people.Cast) -> None:
    token = made(books.write(cast.eve, "mine", "budget", {"fees": "100"}), cast.eve)
    shared = shared_at(token)
    assert shared is not None
    assert shared.owner == "Eve Friis"
    with writing():
        erase(cast.eve, by=cast.eve)
    assert shared_at(token) is None


@pytest.mark.both_databases_when_long
def test_what_makes_no_sense_is_refused(cast: people.Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = books.write(cast.ada, slug_of(cast.organisation_a), "budget", {"fees": "100"})
    other = books.write(cast.ben, slug_of(cast.organisation_b), "budget", {"fees": "100"})
    version = books.version(other, "base", cast.ben)
    empty = books.write(cast.ada, slug_of(cast.organisation_a), "stakeholder-map", {})
    monkeypatch.setattr(actions, "MOST", 1)
    made(sheet, cast.ada)
    for wrong in ({"version": version}, {"days": 365}, {}):
        with pytest.raises(Refused):
            made(sheet, cast.ada, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Nothing stands in this sheet yet"):
        made(empty, cast.ada)
    assert len(rows(select(SheetLink.id))) == 1


def test_the_page_behind_an_address(cast: people.Cast, browser: Browser, new_browser: Callable[[], Browser]) -> None:
    slug = slug_of(cast.organisation_a)
    rows_of_map = {"stakeholders.name:a": "Harbour <b>office</b>", "stakeholders.power:a": "5", "stakeholders.interest:a": "?"}
    books.write(cast.greta, slug, "stakeholder-map", rows_of_map)
    with writing():
        add_contact(books.at(cast.ada, slug), ContactFacts("Harbour office", "Karin", email="karin@example.org"), by=cast.ada)
    place = f"/workbook/{slug}/stakeholder-map/links/"
    browser.sign_in(cast.ada)
    asked = browser.visit(place)
    assert "It holds judgements about other organisations." in asked.text
    refused = browser.send(place, for_whom="Our treasurer", days="30")
    assert (refused.status, refused.errors) == (422, ["Error: Tick this, or share another sheet."])
    shown = browser.send(place, for_whom="Our treasurer", days="30", is_sure="y")
    assert shown.response.headers["Referrer-Policy"] == "no-referrer"
    [path] = re.findall(r"http://[^/]+(/workbook/shared/[\w-]{43}/)", shown.response.get_data(as_text=True).split("data-text")[0])
    stranger = new_browser()
    page = stranger.visit(path)
    headers = page.response.headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"], headers["X-Robots-Tag"]) == (
        "no-store",
        "no-referrer",
        "noindex, nofollow, noarchive",
    )
    assert "Harbour <b>office</b>" in page.text
    assert [word for word in ("Karin", "karin@example.org", "Greta") if word in page.response.get_data(as_text=True)] == []
    assert [each.get("action") for each in page.forms() if "workbook" in (each.get("action") or "")] == []
    assert [link for link in page.links() if "workbook" in link] == []
    assert "for “Our treasurer”" in page.text
    assert stranger.get(path.replace("/workbook/shared/", "/workbook/shared/x")).status_code == 404
    listed = browser.send(place, f"{place}1/delete")
    assert "The address for “Our treasurer” shows nothing any more." in listed.text
    assert [stranger.get(path).status_code, stranger.post(path).status_code] == [404, 400]


def test_an_address_in_the_readers_language(cast: people.Cast, browser: Browser) -> None:
    token = made(books.write(cast.ada, slug_of(cast.organisation_a), "budget", {"fees": "1234.50"}), cast.ada)
    page = browser.visit(f"/workbook/shared/{token}/?language=da")
    assert (page.tree.get("lang"), "1.234,50" in page.text) == ("da", True)


def test_the_same_form_twice_is_one_address(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    books.write(cast.ada, slug, "budget", {"fees": "100"})
    place = f"/workbook/{slug}/budget/links/"
    browser.sign_in(cast.ada)
    sent = {"for_whom": "Us", "version": "0", "days": "7", "once": "abc", **browser.csrf()}
    answers = [browser.post(place, data=sent).status_code for _twice in range(2)]
    assert (answers, len(rows(select(SheetLink.id)))) == ([200, 303], 1)
    link = row(select(SheetLink.created_at, SheetLink.ends_at))
    assert timedelta(days=7) <= link.ends_at - link.created_at < timedelta(days=7, minutes=1)
    assert browser.post(place, data={**sent, "once": "b", "days": "8"}).status_code == 422
    assert browser.post(place, data={**sent, "once": "c", "version": "77"}).status_code == 422


def test_only_those_who_fill_the_workbook_make_and_withdraw(cast: people.Cast, new_browser: Callable[[], Browser]) -> None:
    slug = slug_of(cast.organisation_a)
    sheet = books.write(cast.ada, slug, "budget", {"fees": "100"})
    made(sheet, cast.ada)
    place = f"/workbook/{slug}/budget/links/"
    seen = {}
    for name, person in cast.people().items():
        browser = new_browser().sign_in(person)
        seen[name] = (browser.get(place).status_code, browser.post(f"{place}9/delete", data=browser.csrf()).status_code)
        if name not in ("ada", "greta"):
            assert browser.post(f"{place}1/delete", data=browser.csrf()).status_code == 404
    assert seen == {"ada": (200, 404), "greta": (200, 404)} | dict.fromkeys(("ben", "cleo", "dan", "eve", "root"), (404, 404))
    assert links_of(sheet)[0].is_open is True
    greta = new_browser().sign_in(cast.greta)
    greta.send(place, f"{place}1/delete")
    assert links_of(sheet)[0].state == "withdrawn"


def test_an_empty_sheet_cannot_be_shown_to_anybody(cast: people.Cast, browser: Browser) -> None:
    page = browser.sign_in(cast.ada).visit(f"/workbook/{slug_of(cast.organisation_a)}/budget/links/")
    assert "Fill it first, then let somebody read it." in page.text
    assert "for_whom" not in page.response.get_data(as_text=True)


def test_an_edition_has_addresses_of_its_own(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    first = books.write(cast.ada, slug, "budget", {"fees": "100"})
    later = books.write(cast.ada, slug, "budget", {"fees": "200"}, edition="2028")
    made(first, cast.ada)
    place = f"/workbook/{slug}/budget/links/?edition=2028"
    page = browser.sign_in(cast.ada).visit(place)
    assert "Our treasurer" not in page.text
    browser.send(place, for_whom="The chair", days="90")
    assert [(link.sheet_id, link.for_whom) for link in rows(select(SheetLink.sheet_id, SheetLink.for_whom).order_by(SheetLink.id))] == [
        (first, "Our treasurer"),
        (later, "The chair"),
    ]


def test_no_organisation_is_called_like_a_word_in_our_addresses() -> None:
    assert [free_slug(name, or_else="x", taken=lambda _base: ()) for name in ("Mine", "Shared", "Submissions", "New", "Minerals")] == [
        "mine-2",
        "shared-2",
        "submissions-2",
        "new-2",
        "minerals",
    ]
