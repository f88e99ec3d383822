"""Changing the address, confirmed from both sides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from clustercourse.db import writing
from clustercourse.models.accounts import Address, LetterLink
from tests import make
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]
Letters = Callable[[], list[tuple[str, str]]]
LinkIn = Callable[[str], str]


def addresses() -> list[tuple[int, str, bool, bool]]:
    with writing() as session:
        return [
            (row.person_id, row.email, row.is_primary, row.confirmed_at is not None)
            for row in session.scalars(select(Address).order_by(Address.id))
        ]


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize("order", [("address_new", "address_old"), ("address_old", "address_new")])
def test_both_letters_change_the_address(
    browser: Browser, new_browser: NewBrowser, letters: Letters, link_in: LinkIn, order: tuple[str, str]
) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    browser.sign_in(ada)
    browser.send("/me/addresses/", email="Ada.Holm@Example.com", password=PASSWORD)
    assert letters() == [("address_old", "ada@example.com"), ("address_new", "Ada.Holm@example.com")]
    phone = new_browser()
    assert phone.send(link_in(order[0])).heading == "One more letter"
    assert addresses() == [
        (ada, "ada@example.com", True, True),
        (ben, "ben@example.com", True, True),
        (ada, "Ada.Holm@example.com", False, False),
    ]
    assert phone.get(link_in(order[0])).status_code == 410
    assert phone.send(link_in(order[1])).heading == "Your address is changed"
    assert addresses() == [(ben, "ben@example.com", True, True), (ada, "Ada.Holm@example.com", True, True)]
    assert browser.get("/me/settings/").status_code == 303
    assert [
        new_browser().send("/sign-in", follow=False, email=email, password=PASSWORD).status
        for email in ("ada@example.com", "ada.holm@example.com")
    ] == [422, 303]


def test_one_letter_is_not_enough_and_the_page_says_so(browser: Browser, link_in: LinkIn) -> None:
    browser.sign_in(member())
    browser.send("/me/addresses/", email="new@example.com", password=PASSWORD)
    browser.send(link_in("address_new"))
    page = browser.visit("/me/addresses/")
    assert page.texts("dd") == ["answered", "not answered yet"]


def test_a_taken_address_looks_the_same_and_cannot_be_had(browser: Browser, letters: Letters, link_in: LinkIn) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    browser.sign_in(ada)
    page = browser.send("/me/addresses/", email="ben@example.com", password=PASSWORD)
    assert page.texts("div", "flash") == ["We have written to both addresses. Open the link in each letter."]
    assert letters() == [("address_old", "ada@example.com"), ("address_taken", "ben@example.com")]
    assert browser.send(link_in("address_old")).heading == "One more letter"
    assert addresses() == [
        (ada, "ada@example.com", True, True),
        (ben, "ben@example.com", True, True),
        (ada, "ben@example.com", False, False),
    ]


def test_an_address_taken_meanwhile_is_refused(browser: Browser, link_in: LinkIn) -> None:
    ada = member()
    browser.sign_in(ada)
    browser.send("/me/addresses/", email="new@example.com", password=PASSWORD)
    eve = make.person("Eve Friis", email="new@example.com")
    browser.send(link_in("address_old"))
    page = browser.send(link_in("address_new"))
    assert (page.status, page.texts("p", "lead")) == (410, ["Somebody has confirmed this address meanwhile. Sign in with it."])
    assert addresses() == [
        (ada, "ada@example.com", True, True),
        (ada, "new@example.com", False, False),
        (eve, "new@example.com", True, True),
    ]


def test_a_change_can_be_dropped_and_begun_again(browser: Browser, link_in: LinkIn) -> None:
    ada = member()
    browser.sign_in(ada)
    browser.send("/me/addresses/", email="one@example.com", password=PASSWORD)
    first = link_in("address_new")
    browser.send("/me/addresses/", email="two@example.com", password=PASSWORD)
    assert [browser.get(first).status_code, browser.get(link_in("address_new")).status_code] == [410, 200]
    assert addresses() == [(ada, "ada@example.com", True, True), (ada, "two@example.com", False, False)]
    browser.send("/me/addresses/", "/me/addresses/delete")
    assert addresses() == [(ada, "ada@example.com", True, True)]
    assert browser.post("/me/addresses/delete", data=token(browser, "/me/settings/")).status_code == 303
    with writing() as session:
        assert session.scalars(select(LetterLink)).all() == []


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("new@example.com", "guess", "This is not your password."),
        ("ADA@example.com", PASSWORD, "This is your address already."),
        ("new", PASSWORD, "This is not an e-mail address. It should look like name@example.com."),
    ],
)
def test_what_is_refused(browser: Browser, letters: Letters, email: str, password: str, sentence: str) -> None:
    browser.sign_in(member())
    page = browser.send("/me/addresses/", email=email, password=password)
    assert (page.status, page.errors, letters()) == (422, [f"Error: {sentence}"], [])
