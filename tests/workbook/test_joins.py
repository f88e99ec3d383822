"""Taking one's private sheets into the workbook of an organisation, and two entries of one person that both had private sheets."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts.actions.data import erase
from clustercourse.admin.joining import join_people
from clustercourse.db import now, row, rows, value, writing
from clustercourse.models.catalogue import Organisation
from clustercourse.models.events import Event
from clustercourse.models.workbook import Contact, SheetSubmission, SheetValue, SheetVersion, StrategySection, Workbook
from clustercourse.workbook.actions.contacts import ContactFacts, add_contact
from clustercourse.workbook.actions.joins import join_private_workbooks, take_private_sheets
from clustercourse.workbook.queries.contents import contents_of
from clustercourse.workbook.queries.joins import edition_beside, join_plan
from clustercourse.workbook.queries.sheets import newest_sheets
from clustercourse.workbook.queries.strategies import strategy_of
from clustercourse.workbook.queries.worksheets import worksheet_at
from tests import cast as people
from tests import make
from tests.page import Browser
from tests.workbook import books


@pytest.fixture
def cast(app: Flask) -> people.Cast:
    found = people.assemble()
    books.course()
    return found


def slug_of(organisation: int) -> str:
    return str(value(select(Organisation.slug).where(Organisation.id == organisation)))


def section(workbook_id: int, key: str, text: str, by: int) -> None:
    with writing() as session:
        session.add(StrategySection(workbook_id=workbook_id, key=key, position=1, own_text=text, author_id=by, changed_at=now()))


def taken(person: int, organisation: int, name: str = "Ada Holm") -> int:
    into = books.at(person, slug_of(organisation))
    with writing():
        return take_private_sheets(into, name=name, by=person)


@pytest.mark.parametrize(
    ("edition", "name", "taken_before", "becomes"),
    [
        ("", "Ada Holm", [], ""),
        ("2028", "Ada Holm", [""], "2028"),
        ("", "Ada Holm", [""], "Ada Holm"),
        ("2028", "Ada Holm", ["2028"], "2028 Ada Holm"),
        ("", "Ada Holm", ["", "Ada Holm"], "Ada Holm 2"),
        ("", "Ada Holm", ["", "Ada Holm", "Ada Holm 2"], "Ada Holm 3"),
        ("", "Síle O’Brien <x>", [""], "Síle O Brien x"),
        ("", "’’", [""], "2"),
        ("", "A" * 60, [""], "A" * 40),
        ("", "A" * 60, ["", "A" * 40], "A" * 36 + " 2"),
    ],
)
def test_the_name_of_an_edition_says_whose_it_was(edition: str, name: str, taken_before: list[str], becomes: str) -> None:
    assert edition_beside(edition, name, taken_before) == becomes


@pytest.mark.both_databases_when_long
def test_everything_moves_and_nothing_is_overwritten(cast: people.Cast) -> None:
    slug = slug_of(cast.organisation_a)
    theirs = books.write(cast.greta, slug, "budget", {"fees": "100", "grants": "7"})
    own = books.write(cast.ada, "mine", "budget", {"fees": "200"})
    alone = books.write(cast.ada, "mine", "stakeholder-map", {"stakeholders.name:a": "Harbour office"})
    later = books.write(cast.ada, "mine", "budget", {"fees": "300"}, edition="2028")
    version, submission = books.version(own, "base", cast.ada), books.submission(own, cast.ada, shared_with="trainers")
    private = books.workbook_of(person_id=cast.ada).id
    organisations = books.workbook_of(organisation_id=cast.organisation_a).id
    with writing():
        add_contact(books.at(cast.ada), ContactFacts("Harbour office", "Karin"), by=cast.ada)
    for key, text, standing in (("vision", "Mine.", None), ("money", "More.\n", "Theirs."), ("services", "", "Kept.")):
        section(private, key, text, cast.ada)
        if standing is not None:
            section(organisations, key, standing, cast.greta)

    plan = join_plan(people.as_seen(cast.ada), books.at(cast.ada, slug))
    assert [(line.title, line.edition, line.becomes, line.is_beside) for line in plan.lines] == [
        ("Next year's money", "", "Ada Holm", True),
        ("Stakeholder map", "", "", False),
        ("Next year's money", "2028", "2028", False),
    ]
    assert (plan.contacts, plan.texts, plan.texts_below, plan.currency, plan.links) == (1, 2, 1, "EUR", 0)
    assert taken(cast.ada, cast.organisation_a) == 3
    assert books.sheets_of(organisation_id=cast.organisation_a) == [("", False), ("Ada Holm", True), ("", False), ("2028", False)]
    assert [books.standing(sheet) for sheet in (theirs, own, alone, later)] == [
        {"fees": "100", "grants": "7"},
        {"fees": "200"},
        {"stakeholders:a": "", "stakeholders.name:a": "Harbour office"},
        {"fees": "300"},
    ]
    assert {each.currency for each in rows(select(SheetValue.currency).where(SheetValue.sheet_id == own))} == {"EUR"}
    assert {each.author_id for each in rows(select(SheetValue.author_id).where(SheetValue.sheet_id == own))} == {cast.ada}
    assert value(select(SheetVersion.sheet_id).where(SheetVersion.id == version)) == own
    assert value(select(SheetSubmission.sheet_id).where(SheetSubmission.id == submission)) == own
    assert value(select(Contact.workbook_id)) == organisations
    texts = rows(select(StrategySection.key, StrategySection.own_text, StrategySection.number).order_by(StrategySection.key))
    assert [tuple(each) for each in texts] == [("money", "Theirs.\n\nMore.\n", 2), ("services", "Kept.", 1), ("vision", "Mine.", 1)]
    assert books.workbook_of(person_id=cast.ada) is None
    event = row(select(Event.by_id, Event.thing_id, Event.detail).where(Event.verb == "workbook.joined"))
    assert tuple(event) == (cast.ada, organisations, {"from": private, "sheets": [own, alone, later], "beside": [own]})


@pytest.mark.both_databases_when_long
def test_twice_is_once_and_nothing_private_is_nothing_to_do(cast: people.Cast) -> None:
    books.write(cast.ada, "mine", "budget", {"fees": "200"})
    assert [taken(cast.ada, cast.organisation_a) for _twice in range(2)] == [1, 0]
    assert taken(cast.greta, cast.organisation_a) == 0
    assert len(rows(select(Event.id).where(Event.verb == "workbook.joined"))) == 1
    assert books.sheets_of(organisation_id=cast.organisation_a) == [("", False)]
    books.write(cast.ada, "mine", "budget", {"fees": "300"})
    assert taken(cast.ada, cast.organisation_a) == 1
    assert books.sheets_of(organisation_id=cast.organisation_a) == [("", False), ("Ada Holm", True)]


@pytest.mark.both_databases_when_long
def test_the_private_sheets_of_colleagues_stay_theirs(cast: people.Cast) -> None:
    books.write(cast.ada, "mine", "budget", {"fees": "200"})
    books.write(cast.greta, "mine", "budget", {"fees": "300"})
    assert taken(cast.ada, cast.organisation_a) == 1
    assert books.sheets_of(person_id=cast.greta) == [("", False)]


def test_the_way_is_offered_where_there_is_something_to_take(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    way, label = f"/workbook/{slug}/join", "Take these sheets into the workbook of Cluster A"
    browser.sign_in(cast.ada)
    places = ("/workbook/mine/", f"/workbook/{slug}/", f"/workbook/{slug}/settings/")
    assert [way in browser.visit(place).links() for place in places] == [False] * 3
    assert "There is nothing to take along" in browser.visit(way).text
    books.write(cast.ada, "mine", "budget", {"fees": "200"})
    assert [(way in page.links(), label in page.text) for page in map(browser.visit, places)] == [(True, True)] * 3
    assert way not in browser.sign_in(cast.greta).visit(f"/workbook/{slug}/").links()
    books.write(cast.eve, "mine", "budget", {"fees": "200"})
    page = browser.sign_in(cast.eve).visit("/workbook/mine/")
    assert ("You belong to no organisation here yet." in page.text, label in page.text) == (True, False)


def test_one_looks_first_and_then_takes_everything(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    way = f"/workbook/{slug}/join"
    books.write(cast.greta, slug, "budget", {"fees": "100"})
    books.write(cast.ada, "mine", "budget", {"fees": "200"})
    page = browser.sign_in(cast.ada).visit(way)
    assert "Cluster A has this sheet already. Yours comes beside it, as the edition “Ada Holm”." in page.text
    assert "Your amounts stay in EUR." in page.text
    sent = browser.csrf()
    done = [browser.post(way, data=sent, follow_redirects=True).get_data(as_text=True) for _twice in range(2)]
    assert "1 sheet is in the workbook of Cluster A now. Your private one is empty." in done[0]
    assert "What you had alone is in the workbook of Cluster A." in done[1]
    assert "Ada Holm" in browser.visit(f"/workbook/{slug}/budget/editions/").text
    assert browser.get("/workbook/").headers["Location"] == f"/workbook/{slug}/"


def test_nobody_takes_sheets_into_a_workbook_that_is_not_theirs(cast: people.Cast, browser: Browser) -> None:
    books.write(cast.ada, "mine", "budget", {"fees": "200"})
    browser.sign_in(cast.ada)
    for slug in (slug_of(cast.organisation_b), "mine", "nowhere"):
        assert browser.get(f"/workbook/{slug}/join").status_code == 404
        assert browser.post(f"/workbook/{slug}/join", data=browser.csrf()).status_code == 404
    assert books.sheets_of(person_id=cast.ada) == [("", False)]


@pytest.mark.both_databases_when_long
def test_two_entries_of_one_person_have_one_private_workbook(cast: people.Cast) -> None:
    twin = make.person("Ada Hólm", email="a.holm@example.org")
    first = books.write(cast.ada, "mine", "budget", {"fees": "100"})
    second = books.write(twin, "mine", "budget", {"fees": "200"})
    with writing():
        join_people(cast.ada, "a.holm@example.org", by=cast.root)
    assert [tuple(each) for each in rows(select(Workbook.person_id, Workbook.keeper_id))] == [(cast.ada, cast.ada)]
    assert books.sheets_of(person_id=cast.ada) == [("", False), ("Ada Holm", True)]
    assert [books.standing(sheet)["fees"] for sheet in (first, second)] == ["100", "200"]
    assert {each.author_id for each in rows(select(SheetValue.author_id))} == {cast.ada}
    with writing():
        assert join_private_workbooks(cast.ada, twin, by=None) == 0


@pytest.mark.both_databases_when_long
def test_a_single_private_workbook_goes_over(cast: people.Cast) -> None:
    twin = make.person("Eve Fríis", email="e.friis@example.org")
    books.write(twin, "mine", "budget", {"fees": "200"})
    with writing():
        join_people(cast.eve, "e.friis@example.org", by=cast.root)
    assert [each.person_id for each in rows(select(Workbook.person_id))] == [cast.eve]
    assert books.standing(1) == {"fees": "200"}


@pytest.mark.both_databases_when_long
def test_an_erasure_takes_what_is_private_and_leaves_what_is_the_organisations(cast: people.Cast, browser: Browser) -> None:
    slug = slug_of(cast.organisation_a)
    shared = books.write(cast.ada, slug, "budget", {"fees": "100"})
    own = books.write(cast.ada, "mine", "budget", {"fees": "200", "remark": "CANARY"})
    books.version(own, "base", cast.ada)
    books.submission(own, cast.ada)
    books.version(shared, "base", cast.ada)
    with writing():
        add_contact(books.at(cast.ada), ContactFacts("Harbour office", "CANARY"), by=cast.ada)
        erase(cast.ada, by=cast.ada)
    assert books.workbook_of(person_id=cast.ada) is None
    assert [each.typed for each in rows(select(SheetValue.typed))] == ["100"]
    assert rows(select(Contact.id)) == rows(select(SheetSubmission.id)) == []
    page = browser.sign_in(cast.greta).visit(f"/workbook/{slug}/budget/field?field=fees")
    assert "former participant" in page.text
    assert "Ada Holm" not in page.text


def test_a_plan_costs_the_same_at_one_and_at_three(cast: people.Cast, browser: Browser, statements: Callable[[], object]) -> None:
    way = f"/workbook/{slug_of(cast.organisation_a)}/join"
    browser.sign_in(cast.ada)
    counted = []
    for editions in (("",), ("2028", "2029")):
        for edition in editions:
            books.write(cast.ada, "mine", "budget", {"fees": "1"}, edition=edition)
        browser.get(way)
        with statements() as seen:  # type: ignore[attr-defined]
            browser.get(way)
        counted.append(len(seen))
    assert counted[0] == counted[1]


def test_what_was_brought_is_never_the_newest_edition(cast: people.Cast, browser: Browser) -> None:
    """Lists, lessons, copies and the strategy document go on with the organisation's own."""
    slug = slug_of(cast.organisation_a)
    own = books.write(cast.greta, slug, "budget", {"fees": "100"})
    books.submission(own, cast.greta, state="accepted")
    brought = books.write(cast.ada, "mine", "budget", {"fees": "200"})
    books.submission(brought, cast.ada, state="accepted")
    taken(cast.ada, cast.organisation_a)
    here = books.at(cast.ada, slug)
    item = worksheet_at(people.as_seen(cast.ada), here.id, "budget").item.id
    assert newest_sheets(here.id or 0, [item]) == {item: own}
    assert [line.edition for group in contents_of(people.as_seen(cast.ada), here) for line in group.sheets if line.state] == [""]
    assert {key: state.edition for key, state in strategy_of(people.as_seen(cast.ada), here).accepted.items()} == {"budget": ""}
