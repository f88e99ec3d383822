"""The mirror of a cohort: what it shows to whom, what organisations let count, and when it is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from clustercourse.cohorts.actions.seat_steps import leave_all
from clustercourse.db import end_reading, rows, writing
from clustercourse.errors import Refused
from clustercourse.house import house, use_house
from clustercourse.language import money
from clustercourse.models.events import Event
from clustercourse.models.mirrors import MirrorConsent, MirrorFigure
from clustercourse.viewer import Viewer
from clustercourse.workbook.actions.mirrors import agree, look_again
from clustercourse.workbook.policy import can_see_mirror
from clustercourse.workbook.queries.mirrors import figures_of
from tests import make
from tests.cohorts import taking
from tests.discussions.talk import together
from tests.page import Browser
from tests.workbook.mirror_room import mirror_room

SIX = (10, 20, 30, 40, 55, 60)


def verbs() -> list[str]:
    found = rows(select(Event.verb).where(Event.verb.like("workbook.mirror%")).order_by(Event.id))
    return [line.verb.removeprefix("workbook.mirror_") for line in found]


@pytest.mark.both_databases_when_long
def test_from_five_on_a_figure_stands_there_for_everybody_the_same(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = mirror_room(*SIX[:4])
    page = new_browser().sign_in(here.people[0]).visit(here.address)
    assert "Nothing to compare yet" in page.text
    assert "Yours: 10 firms" in page.text
    fifth = here.come("Cluster last")
    here.submit(fifth, members=1234)
    assert here.standing() == (0, None, None, None)
    here.agree(fifth)
    assert here.standing() == (5, "30", None, None)
    said = [
        new_browser().sign_in(each).visit(here.address).texts("figcaption")
        for each in (here.people[0], here.people[2], here.people[fifth], here.cast.dan)
    ]
    assert said == [
        ["Yours is below 30 firms, the median of 5 organisations"],
        ["Yours is about the median of 5 organisations, 30 firms"],
        ["Yours is above 30 firms, the median of 5 organisations"],
        ["The median of 5 organisations is 30 firms"],
    ]
    text = new_browser().sign_in(here.people[0]).visit(here.address).text
    assert not [each for each in ("1,234", "Cluster last", "40 firms") if each in text]


@pytest.mark.both_databases_when_long
def test_from_eight_on_the_middle_half(app: Flask, browser: Browser) -> None:
    here = mirror_room(*range(1000, 9000, 1000))
    # The fifth publishes; three more make the next one.
    assert here.standing() == (8, "4500", "2800", "6300")
    page = browser.sign_in(here.people[7]).visit(here.address)
    assert "Middle half" in page.text
    assert "2,800 firms – 6,300 firms" in page.text


@pytest.mark.both_databases_when_long
def test_as_many_statements_for_five_as_for_ten(app: Flask, browser: Browser, statements: Callable[[], Any]) -> None:
    here = mirror_room(*SIX[:5])
    seen = []
    browser.sign_in(here.people[0])
    with writing():
        look_again(here.cohort, [here.key("fees")])
    for _round in range(2):
        browser.visit(here.address), browser.visit(here.sharing(0))
        with statements() as page:
            browser.visit(here.address)
        with statements() as sharing:
            browser.visit(here.sharing(0))
        with statements() as looking, writing():
            look_again(here.cohort, [here.key("members"), here.key("fees")])
        seen.append((len(page), len(sharing), len(looking)))
        for number in range(5):
            added = here.come(f"More {number}x")
            here.submit(added, members=number + 70)
            here.agree(added)
    assert seen == [(10, 11, 9), (10, 11, 9)]


@pytest.mark.both_databases_when_long
def test_a_submission_counts_once_three_have_changed(app: Flask) -> None:
    here = mirror_room(*SIX[:5])
    here.submit(0, members=70)
    here.submit(0, members=80)
    here.submit(1, members=81)
    assert here.standing() == (5, "30", None, None)
    here.submit(2, members=82)
    assert here.standing() == (5, "80", None, None)
    here.submit(2, members=82, remark="The same number.")
    assert verbs().count("published") == 2


@pytest.mark.both_databases_when_long
def test_what_is_taken_back_goes_into_nothing_and_below_five_nothing_stays(app: Flask, browser: Browser) -> None:
    here = mirror_room(*SIX)
    here.take_back(5)
    assert here.standing() == (5, "30", None, None)
    here.take_back(0)
    here.take_back(0)
    assert here.standing() == (0, None, None, None)
    assert "Nothing to compare yet" in browser.sign_in(here.people[1]).visit(here.address).text
    here.agree(0)
    assert here.standing() == (5, "30", None, None)
    consents = rows(select(MirrorConsent).where(MirrorConsent.organisation_id == here.organisations[0]).order_by(MirrorConsent.id))
    assert [each.withdrawn_at is None for each in consents] == [False, True]


@pytest.mark.both_databases
def test_five_who_agree_at_once_are_all_counted(app: Flask) -> None:
    here = mirror_room()
    for number in range(5):
        here.come(f"Cluster {number}x")
        here.submit(number, members=SIX[number])
    mirrors, key = [here.sharing_of(number) for number in range(5)], here.key("members")

    def one(number: int) -> None:
        with app.app_context(), writing():
            agree(mirrors[number], key, by=here.people[number])

    assert together(one, 5) == []
    assert here.standing() == (5, "30", None, None)


@pytest.mark.both_databases_when_long
def test_who_leaves_the_cohort_counts_no_more(app: Flask) -> None:
    here = mirror_room(*SIX[:5])
    with writing():
        leave_all(here.people[3], by=None)
    assert here.standing() == (0, None, None, None)


@pytest.mark.both_databases_when_long
def test_the_table_holds_no_value_and_nothing_to_guess_by(app: Flask) -> None:
    here = mirror_room(*SIX[:5])
    (row,) = here.published()
    assert set(row.basis) == {"key", "of", "currency"}
    seals = row.basis["of"]
    assert sorted(map(int, seals)) == sorted(here.organisations)
    assert {len(each) for each in seals.values()} == {64}
    use_house(replace(house(), secret_key="another key, long enough for everything: 0123456789"))
    here.submit(0, members=500)
    (later,) = here.published()
    assert not set(later.basis["of"].values()) & set(seals.values())
    assert (later.count, later.median, later.published_at) == (5, "30", row.published_at)
    here.submit(1, members=501)
    here.submit(2, members=502)
    assert here.standing() == (5, "30", None, None)
    here.submit(3, members=503)
    assert here.standing() == (5, "500", None, None)


def test_what_a_mirror_offers(app: Flask) -> None:
    here = mirror_room()
    assert [figure.reference for figure in figures_of(here.cohort)] == ["members", "unpaid", "fees", "grants", "trust", "mix.total"]
    assert [figure.label for figure in figures_of(here.cohort)][-1] == "The mix"


@pytest.mark.both_databases_when_long
def test_amounts_of_one_currency(app: Flask, browser: Browser) -> None:
    here = mirror_room()
    for number in range(6):
        here.come(f"Payer {number}x", country="DK" if number == 5 else "DE")
        here.submit(number, fees=1000 * (number + 1), grants=0)
        here.agree(number, "fees")
        here.agree(number, "mix.total")
    assert here.standing("fees") == here.standing("mix.total") == (5, "3000", None, None)
    page = browser.sign_in(here.people[5]).visit(here.address)
    assert page.texts("figcaption") == [f"The median of 5 organisations is {money(Decimal(3000), 'EUR', 0)}".replace("\u00a0", " ")] * 2
    assert page.text.count("Yours is in DKK, so it is not compared.") == 2
    assert page.text.count("Amounts in EUR only.") == 2


def test_shares_and_ratings(app: Flask, browser: Browser) -> None:
    here = mirror_room()
    for number, (unpaid, trust) in enumerate(((12.5, 4), (1, 4), (2, 4), (3, 4), (4, 4))):
        here.come(f"Cluster {number}x")
        here.submit(number, unpaid=unpaid, trust=trust)
        here.agree(number, "unpaid")
        here.agree(number, "trust")
    page = browser.sign_in(here.people[0]).visit(here.address)
    assert page.texts("figcaption") == ["Yours is above 3%, the median of 5 organisations"]
    assert here.standing("trust") == (0, None, None, None)


def test_who_sees_it(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = mirror_room(10)
    answers = {
        name: new_browser().sign_in(person).get(here.address).status_code for name, person in here.cast.people().items() if name != "ben"
    }
    assert answers == {"ada": 403, "cleo": 403, "dan": 200, "greta": 403, "eve": 403, "root": 403}
    assert new_browser().get(here.address).status_code == 303
    assert can_see_mirror(Viewer(person_id=1, seats={7: "finished"}), _cohort(7))
    assert not can_see_mirror(Viewer(person_id=1, seats={7: "waitlisted"}, roles=frozenset({"admin"})), _cohort(7))


def _cohort(number: int) -> Any:
    return type("Cohort", (), {"id": number})()


def test_members_decide_and_nobody_else(app: Flask, new_browser: Callable[[], Browser]) -> None:
    here = mirror_room(10, 20)
    colleague = make.person("Colleague without a place")
    make.membership(colleague, here.organisations[0])
    browser = new_browser().sign_in(colleague)
    page = browser.visit(here.sharing(0))
    assert page.heading == "What Cluster Ax lets count"
    assert "The 2 people with a place in “Master Class 2027”, and its team." in page.text
    assert "10 firms" in page.text
    page = browser.send(here.sharing(0), f"{here.sharing(0)}delete")
    assert "Taken back." in page.text
    assert page.form(here.sharing(0)).get("action") == here.sharing(0)
    assert new_browser().sign_in(here.people[1]).get(here.sharing(0)).status_code == 404
    for person in (here.people[1], here.cast.dan, here.cast.root):
        stranger = new_browser().sign_in(person)
        for address in (here.sharing(0), f"{here.sharing(0)}delete"):
            assert stranger.post(address, data={"figure": here.key("members"), **stranger.csrf()}).status_code == 404
    assert new_browser().sign_in(here.people[0]).get(f"{here.address}cluster-of-nobody/").status_code == 404


def test_agreeing_and_taking_back_on_the_page_twice_is_once(app: Flask, browser: Browser) -> None:
    here = mirror_room(10)
    here.take_back(0)
    browser.sign_in(here.people[0])
    for _twice in range(2):
        browser.post(here.sharing(0), data={"figure": here.key("members"), **browser.csrf()})
    for _twice in range(2):
        browser.post(f"{here.sharing(0)}delete", data={"figure": here.key("members"), **browser.csrf()})
    end_reading()
    assert verbs() == ["agreed", "withdrawn", "agreed", "withdrawn"]


@pytest.mark.parametrize(
    ("reference", "sheet", "said"),
    [
        ("unpaid", "facts", "Nothing of this is submitted yet. Submit the worksheet first; then you see what you would share."),
        ("remark", "facts", "The mirror does not offer this figure any more."),
        ("list.staff", "facts", "The mirror does not offer this figure any more."),
        ("members", "judgements", "The mirror does not offer this figure any more."),
    ],
)
def test_what_cannot_be_agreed_to(app: Flask, reference: str, sheet: str, said: str) -> None:
    here = mirror_room(10)
    with pytest.raises(Refused) as refused, writing():
        agree(here.sharing_of(0), here.key(reference, sheet), by=here.people[0])
    assert refused.value.sentence == said


def test_a_place_without_an_organisation_shares_nothing(app: Flask, browser: Browser) -> None:
    here = mirror_room(10)
    with writing() as session:
        session.execute(update(MirrorFigure).values(count=0))
    loner = make.person("Loner")
    make.seat(here.cohort, loner)
    page = browser.sign_in(loner).visit(here.address)
    assert "Your place in this cohort names no organisation of yours" in page.text
    assert f"{here.address}" not in [link for link in page.links() if link.endswith("x/")]


def test_the_home_of_a_cohort_leads_there(app: Flask, browser: Browser) -> None:
    here = mirror_room(10)
    assert here.address in browser.sign_in(here.people[0]).visit(taking.address(here.cohort)).links()
