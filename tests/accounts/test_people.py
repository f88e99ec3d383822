"""Registering: three settings, confirming, and what must not be told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from clustercourse.db import now, writing
from clustercourse.house import house, use_house
from clustercourse.models.accounts import Account, Address, LetterLink, Person
from clustercourse.models.events import Event
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

Letters = Callable[[], list[tuple[str, str]]]
LinkIn = Callable[[str], str]
ADA = {"name": "Ada Holm", "email": "Ada@Example.com", "password": PASSWORD}


def count(model: type) -> int:
    with writing() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def verbs() -> list[str]:
    with writing() as session:
        return list(session.scalars(select(Event.verb).order_by(Event.id)))


def test_registering_and_confirming_signs_in(browser: Browser, letters: Letters, link_in: LinkIn) -> None:
    member("Ben Berg", "ben@example.com")
    page = browser.send("/register", **ADA)
    assert (page.status, page.heading) == (200, "Look into your mail")
    assert letters() == [("confirm", "Ada@example.com")]
    assert browser.get("/me/settings/").status_code == 303
    page = browser.send(link_in("confirm"), follow=False)
    assert (page.status, page.response.location) == (303, "/")
    assert browser.visit("/me/addresses/").texts("section")[0].startswith("Your e-mail address You sign in with Ada@example.com")
    assert verbs() == ["accounts.registered", "accounts.address_confirmed", "accounts.signed_in"]
    with writing() as session:
        assert session.execute(select(Person.name, Person.language).order_by(Person.id)).all() == [("Ben Berg", "en"), ("Ada Holm", "en")]


def test_opening_the_link_changes_nothing(browser: Browser, link_in: LinkIn) -> None:
    browser.send("/register", **ADA)
    page = browser.visit(link_in("confirm"))
    assert page.heading == "Confirm your address"
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    with writing() as session:
        assert session.scalars(select(Address.confirmed_at)).one() is None


def test_a_link_confirms_once(browser: Browser, new_browser: Callable[[], Browser], link_in: LinkIn) -> None:
    browser.send("/register", **ADA)
    path, other = link_in("confirm"), new_browser()
    form = {**token(other)}
    assert browser.send(path, follow=False).status == 303
    assert browser.visit(path, 410).heading == "This link does not work any more"
    assert other.post(path, data=form).status_code == 410
    assert other.get("/me/settings/").status_code == 303


def test_an_old_link_does_not_confirm(browser: Browser, link_in: LinkIn) -> None:
    browser.send("/register", **ADA)
    with writing() as session:
        session.execute(update(LetterLink).values(expires_at=now() - timedelta(seconds=1)))
    assert browser.visit(link_in("confirm"), 410).heading == "This link does not work any more"
    assert browser.post(link_in("confirm"), data=token(browser)).status_code == 410
    with writing() as session:
        assert session.scalars(select(Address.confirmed_at)).one() is None


def test_an_invented_link_does_nothing(browser: Browser) -> None:
    assert browser.visit("/confirm/nothing", 410).heading == "This link does not work any more"
    assert browser.post("/confirm/nothing", data=token(browser)).status_code == 410


def test_a_link_of_another_purpose_does_not_confirm(browser: Browser, link_in: LinkIn) -> None:
    member()
    browser.send("/password/reset", email="ada@example.com")
    link = link_in("reset").rpartition("/")[2]
    assert browser.post(f"/confirm/{link}", data=token(browser)).status_code == 410


def test_registering_twice_keeps_one_person(browser: Browser, letters: Letters, link_in: LinkIn) -> None:
    browser.send("/register", **ADA)
    browser.send("/register", **{**ADA, "name": "Ada Lind"})
    assert letters() == [("confirm", "Ada@example.com")]
    with writing() as session:
        session.execute(update(LetterLink).values(created_at=now() - timedelta(minutes=2)))
    first = link_in("confirm")
    browser.send("/register", **{**ADA, "name": "Ada Lund"})
    assert letters() == [("confirm", "Ada@example.com"), ("confirm", "ada@example.com".replace("ada", "Ada"))]
    assert browser.get(first).status_code == 410
    assert (count(Person), count(Account)) == (1, 1)
    assert browser.send(link_in("confirm"), follow=False).status == 303
    assert browser.visit("/me/settings/").tree.find(".//input[@name='name']").get("value") == "Ada Lund"


def test_a_known_address_gets_another_letter_and_the_same_page(app: Flask, new_browser: Callable[[], Browser], letters: Letters) -> None:
    member("Ada Holm", "ada@example.com")
    known = new_browser().send("/register", **ADA)
    unknown = new_browser().send("/register", **{**ADA, "email": "Eve@Example.com"})
    assert letters() == [("already", "ada@example.com"), ("confirm", "Eve@example.com")]
    assert (known.status, known.text.replace("Ada@", "Eve@")) == (unknown.status, unknown.text)
    with writing() as session:
        assert session.scalars(select(Person.name).order_by(Person.id)).all() == ["Ada Holm", "Ada Holm"]


@pytest.mark.parametrize(
    ("setting", "words"), [("invited", "Registration here is by invitation."), ("closed", "Registration is closed here.")]
)
def test_registration_that_is_not_open(app: Flask, browser: Browser, letters: Letters, setting: str, words: str) -> None:
    use_house(replace(house(), registration=setting))
    page = browser.visit("/register")
    assert page.texts("p", "lead") == [words]
    assert [form for form in page.forms() if form.get("action") == "/register"] == []
    response = browser.post("/register", data={**token(browser), **ADA})
    assert response.status_code == 422
    assert (count(Person), letters()) == (0, [])


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "Ada\r\nBcc: eve@example.com", "The name holds a line break or another sign that names do not have."),
        ("name", "Ada\x00Holm", "The name holds a line break or another sign that names do not have."),
        ("name", "Ada\u2028Holm", "The name holds a line break or another sign that names do not have."),
        ("name", "Ada\u202emloH", "The name holds a line break or another sign that names do not have."),
        ("name", "Ada\x0b", "The name holds a line break or another sign that names do not have."),
        ("name", "12345", "Write your name as others should see it."),
        ("name", "A" * 101, "The name can have at most 100 characters."),
        ("name", "  ", "Enter your name."),
        ("email", "ada", "This is not an e-mail address. It should look like name@example.com."),
        ("email", "ada@example.com\r\nBcc: eve@example.com", "This is not an e-mail address. It should look like name@example.com."),
        ("email", "ada@example.com, eve@example.com", "This is not an e-mail address. It should look like name@example.com."),
        ("email", "Ada <ada@example.com>", "This is not an e-mail address. It should look like name@example.com."),
        ("password", "short", "The password needs at least 10 characters."),
        ("password", "password1234", "This password is easy to guess. Three or four words that do not belong together make a good one."),
        ("password", "Ada@Example.com", "This password is easy to guess. Three or four words that do not belong together make a good one."),
        ("password", "xq7 " * 65, "The password can have at most 256 characters."),
    ],
)
def test_what_is_refused(browser: Browser, letters: Letters, field: str, value: str, sentence: str) -> None:
    page = browser.send("/register", **{**ADA, field: value})
    assert page.status == 422
    assert page.errors == [f"Error: {sentence}"]
    assert (count(Person), letters()) == (0, [])


def test_a_long_password_is_not_cut(browser: Browser, link_in: LinkIn, new_browser: Callable[[], Browser]) -> None:
    long = "correct horse battery staple and many more words that nobody ever would think of together, truly " * 2
    browser.send("/register", **{**ADA, "password": long})
    browser.send(link_in("confirm"), follow=False)
    assert new_browser().send("/sign-in", follow=False, email="ada@example.com", password=long[:-1]).status == 422
    assert new_browser().send("/sign-in", follow=False, email="ada@example.com", password=long).status == 303


def test_letters_to_one_address_are_limited(browser: Browser, letters: Letters) -> None:
    member("Ada Holm", "ada@example.com")
    for _n in range(5):
        assert browser.send("/register", **ADA).status == 200
    response = browser.post("/register", data={**token(browser), **ADA})
    assert (response.status_code, 3500 < int(response.headers["Retry-After"]) <= 3601) == (429, True)
    assert len(letters()) == 5
    assert browser.send("/register", **{**ADA, "email": "eve@example.com"}).status == 200


def test_extra_fields_are_ignored(browser: Browser, link_in: LinkIn) -> None:
    extra = {"id": "99", "role": "admin", "confirmed_at": "2026-01-01", "is_primary": "0", "person_id": "1", "theme": "dark"}
    browser.post("/register", data={**token(browser), **ADA, **extra})
    with writing() as session:
        person = session.scalars(select(Person)).one()
        assert (person.id, person.theme, session.scalars(select(Address.confirmed_at)).one()) == (1, "auto", None)


def test_where_one_wanted_to_go_is_forgotten_when_somebody_else_registers_in_the_browser(browser: Browser) -> None:
    going = {**token(browser), **ADA, "next": "/cohorts/spring/"}
    assert "after=" in str(browser.post("/register", data=going).headers.getlist("Set-Cookie"))
    cookies = browser.post("/register", data={**token(browser), **ADA, "email": "eve@example.com"}).headers.getlist("Set-Cookie")
    assert [cookie.split(";")[0].partition("=")[2] for cookie in cookies if "after=" in cookie] == [""]
