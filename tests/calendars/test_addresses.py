"""Making calendar addresses: shown once, made anew, revoked, and only one's own."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.calendars.actions import MOST, make_feed, renew_feed, revoke_feed
from clustercourse.calendars.queries import digest_of, feed_at, feeds_of
from clustercourse.db import end_reading, writing
from clustercourse.errors import NotHere, Refused
from clustercourse.models.calendars import CalendarFeed
from clustercourse.models.events import Event
from tests import make
from tests.cast import assemble
from tests.page import Browser, Page, fields_of

LIST = "/me/calendars/"


def token_on(page: Page) -> str:
    (field,) = [node for node in page.tree.iter("input") if node.get("id") == "address"]
    found = re.fullmatch(r"http://127\.0\.0\.1:8000/calendar/([A-Za-z0-9_-]{43})\.ics", field.get("value") or "")
    assert found
    return found[1]


def works(browser: Browser, token: str) -> bool:
    return browser.get(f"/calendar/{token}.ics").status_code == 200


def made(person: int, name: str = "My phone") -> tuple[int, str]:
    with writing():
        token = make_feed(person, by=person, name=name)
    return feeds_of(person)[0].id, token


def verbs() -> list[tuple[str, int | None]]:
    with writing() as session:
        seen = select(Event.verb, Event.person_id).where(Event.verb.startswith("calendars.")).order_by(Event.id)
        return [(verb, person) for verb, person in session.execute(seen)]


def test_an_address_is_shown_once(browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    page = browser.send(LIST, name="  My \x00  phone\n ", cohort="0")
    token = token_on(page)
    assert works(browser, token)
    assert f"webcal://127.0.0.1:8000/calendar/{token}.ics" in page.links()
    listed = browser.visit(LIST)
    assert token not in listed.response.get_data(as_text=True)
    assert [(feed.name, feed.cohort) for feed in feeds_of(cast.ada)] == [("My phone", None)]
    assert "My phone" in listed.text
    with writing() as session:
        assert session.scalars(select(CalendarFeed.token_digest)).all() == [digest_of(token)]
    assert verbs() == [("calendars.feed_made", cast.ada)]


def test_the_same_form_twice_makes_one_address(browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    filled = {**fields_of(browser.visit(LIST).form(LIST)), "name": "My phone"}
    first = Page(browser.post(LIST, data=filled))
    assert works(browser, token_on(first))
    again = Page(browser.post(LIST, data=filled, follow_redirects=True))
    assert "This address was shown once and is kept nowhere." in again.text
    assert len(feeds_of(cast.ada)) == 1


def test_a_form_without_a_name_keeps_what_was_chosen(browser: Browser) -> None:
    cast = assemble()
    cohort = make.cohort("MC")
    make.seat(cohort, cast.ada)
    page = browser.sign_in(cast.ada).send(LIST, name=" ", cohort=str(cohort))
    assert page.status == 422
    assert page.errors == ["Error: Enter a name, so that you know later which address this is."]
    assert fields_of(page.form(LIST))["cohort"] == str(cohort)
    assert feeds_of(cast.ada) == ()


def test_only_cohorts_that_concern_oneself_can_be_chosen(browser: Browser) -> None:
    cast = assemble()
    mine, run, foreign = make.cohort("Mine"), make.cohort("Run", coordinator=cast.ada), make.cohort("Foreign")
    make.seat(mine, cast.ada, "finished")
    make.seat(foreign, cast.ada, "withdrawn")
    browser.sign_in(cast.ada)
    options = [(node.get("value"), node.text) for node in browser.visit(LIST).form(LIST).iter("option")]
    assert options == [("0", "Everything that concerns you"), (str(mine), "Mine"), (str(run), "Run")]
    assert browser.send(LIST, name="Phone", cohort=str(foreign)).status == 422
    assert browser.send(LIST, name="Phone", cohort=str(mine)).status == 200
    assert [feed.cohort for feed in feeds_of(cast.ada)] == ["Mine"]


@pytest.mark.both_databases_when_long
def test_more_than_ten_are_refused_until_one_is_revoked(app: Flask) -> None:
    cast = assemble()
    numbers = [made(cast.ada, f"Phone {number}")[0] for number in range(MOST)]
    with pytest.raises(Refused, match="Revoke one"), writing():
        make_feed(cast.ada, by=cast.ada, name="One more")
    made(cast.ben)
    with writing():
        revoke_feed(numbers[0], by=cast.ada)
    made(cast.ada, "One more")
    assert [feed.name for feed in feeds_of(cast.ada)] == ["One more", *(f"Phone {number}" for number in range(MOST - 1, 0, -1))]


@pytest.mark.both_databases
def test_many_at_once_make_ten_at_most(app: Flask) -> None:
    cast = assemble()

    def one(number: int) -> bool:
        with app.app_context():
            try:
                with writing():
                    make_feed(cast.ada, by=cast.ada, name=f"Phone {number}")
            except Refused:
                return False
            finally:
                end_reading()
            return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(one, range(18))) == MOST
    with writing() as session:
        assert session.scalar(select(func.count()).select_from(CalendarFeed)) == MOST


def test_the_refusal_stands_on_the_page(browser: Browser) -> None:
    cast = assemble()
    for _number in range(MOST):
        made(cast.ada)
    page = browser.sign_in(cast.ada).send(LIST, name="One more")
    assert page.status == 422
    assert "You have 10 addresses in use. Revoke one that you do not need any more, then make a new one." in page.text


@pytest.mark.both_databases_when_long
def test_revoking_twice_is_once(app: Flask, browser: Browser) -> None:
    cast = assemble()
    number, token = made(cast.ada)
    _other, kept = made(cast.ada, "Laptop")
    for _time in range(2):
        with writing():
            revoke_feed(number, by=cast.ada)
    assert (works(browser, token), works(browser, kept)) == (False, True)
    assert [verb for verb, _person in verbs()] == ["calendars.feed_made", "calendars.feed_made", "calendars.feed_revoked"]
    with pytest.raises(Refused, match="was revoked"), writing():
        renew_feed(number, by=cast.ada)
    with pytest.raises(NotHere), writing():
        revoke_feed(99, by=cast.ada)


def test_revoking_on_the_page(browser: Browser) -> None:
    cast = assemble()
    number, token = made(cast.ada)
    page = browser.sign_in(cast.ada).send(LIST, f"{LIST}{number}/delete")
    assert "“My phone” shows nothing any more." in page.text
    assert not works(browser, token)
    assert feeds_of(cast.ada) == ()


def test_making_anew_ends_the_old_address(browser: Browser) -> None:
    cast = assemble()
    number, token = made(cast.ada)
    browser.sign_in(cast.ada)
    form = browser.visit(LIST).form(f"{LIST}{number}/renewals")
    page = Page(browser.post(f"{LIST}{number}/renewals", data=fields_of(form)))
    assert (works(browser, token), works(browser, token_on(page))) == (False, True)
    again = Page(browser.post(f"{LIST}{number}/renewals", data=fields_of(form), follow_redirects=True))
    assert "This address was shown once and is kept nowhere." in again.text
    assert works(browser, token_on(page))
    assert [(feed.id, feed.name) for feed in feeds_of(cast.ada)] == [(number, "My phone")]


def test_the_addresses_of_others_are_not_there(browser: Browser) -> None:
    cast = assemble()
    number, token = made(cast.ada)
    for person in (cast.ben, cast.root):
        browser.sign_in(person)
        for path in (f"{LIST}{number}/delete", f"{LIST}{number}/renewals"):
            assert browser.post(path, data=browser.csrf()).status_code == 404
        assert "My phone" not in browser.visit(LIST).text
    assert works(browser, token)
    assert feed_at(token) is not None
