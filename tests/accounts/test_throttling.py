"""Guessing becomes slow, and nobody is locked out by others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clustercourse.db import now, writing
from clustercourse.models.accounts import SignInAttempt
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]


def attempt(browser: Browser, sent: dict[str, str], password: str, *, email: str = "ada@example.com", network: str = "203.0.113.7") -> int:
    return browser.post("/sign-in", data={**sent, "email": email, "password": password}, environ_base={"REMOTE_ADDR": network}).status_code


@pytest.mark.both_databases
def test_guessing_is_asked_to_wait_and_the_owner_gets_in(new_browser: NewBrowser, figure: Callable[[str, object], None]) -> None:
    member()
    member("Ben Berg", "ben@example.com")
    owner, guesser, neighbour = new_browser(), new_browser(), new_browser()
    assert attempt(owner, token(owner), PASSWORD, network="198.51.100.1") == 303
    owner.send("/me/settings/", "/sign-out", follow=False)
    sent = token(guesser)
    answers = [attempt(guesser, sent, f"guess {n}") for n in range(30)]
    figure("tries", len(answers))
    assert answers == [422] * 20 + [429] * 10
    assert attempt(guesser, sent, PASSWORD) == 429
    assert attempt(owner, token(owner), PASSWORD, network="203.0.113.7") == 303
    assert attempt(neighbour, token(neighbour), PASSWORD, email="ben@example.com") == 303


def test_a_network_that_guesses_at_many_is_asked_to_wait(new_browser: NewBrowser, figure: Callable[[str, object], None]) -> None:
    member()
    browser = new_browser()
    sent = token(browser)
    answers = [attempt(browser, sent, "guess", email=f"p{n}@example.com") for n in range(110)]
    figure("tries", len(answers))
    assert answers == [422] * 100 + [429] * 10
    assert attempt(browser, sent, PASSWORD) == 429
    other = new_browser()
    assert attempt(other, token(other), PASSWORD, network="203.0.114.7") == 303


def test_a_class_room_behind_one_address_signs_in(new_browser: NewBrowser) -> None:
    for number in range(3):
        member(f"Person {'ABC'[number]}", f"p{number}@example.com")
    browser = new_browser()
    sent = token(browser)
    for turn in range(105):
        assert attempt(browser, sent, PASSWORD, email=f"p{turn % 3}@example.com") == 303
        for cookie in ("cc-sign-in", "cc-known"):
            browser.delete_cookie(cookie)
    with writing() as session:
        assert session.scalars(select(SignInAttempt)).all() == []


def test_a_known_browser_has_a_limit_of_its_own(new_browser: NewBrowser) -> None:
    member()
    browser = new_browser()
    attempt(browser, token(browser), PASSWORD)
    browser.send("/me/settings/", "/sign-out", follow=False)
    sent = token(browser)
    assert [attempt(browser, sent, "guess") for _n in range(22)] == [422] * 20 + [429] * 2
    stranger = new_browser()
    assert attempt(stranger, token(stranger), PASSWORD) == 303


def test_a_mark_counts_for_its_own_person_only(new_browser: NewBrowser) -> None:
    member()
    member("Ben Berg", "ben@example.com")
    ben = new_browser()
    attempt(ben, token(ben), PASSWORD, email="ben@example.com")
    ben.send("/me/settings/", "/sign-out", follow=False)
    sent = token(ben)
    assert [attempt(ben, sent, "guess") for _n in range(21)] == [422] * 20 + [429]


def test_waiting_ends(new_browser: NewBrowser) -> None:
    member()
    browser = new_browser()
    sent = token(browser)
    for _n in range(25):
        attempt(browser, sent, "guess")
    with writing() as session:
        assert len(session.scalars(select(SignInAttempt)).all()) == 40
        session.execute(update(SignInAttempt).values(at=now() - timedelta(minutes=61)))
    assert attempt(browser, sent, PASSWORD) == 303


def test_what_is_counted_names_nobody(new_browser: NewBrowser) -> None:
    browser = new_browser()
    attempt(browser, token(browser), "guess", email="canary@example.com", network="203.0.113.99")
    with writing() as session:
        texts = session.scalars(select(SignInAttempt.counted_for)).all()
    assert len(texts) == 2
    assert [text for text in texts if "canary" in text or "203.0" in text or len(text) != 64] == []


def test_the_password_asked_again_is_counted_too(new_browser: NewBrowser) -> None:
    browser = new_browser().sign_in(member())
    sent = token(browser, "/me/password")
    given = {**sent, "present": "guess", "password": "violet bridge tractor 9"}
    assert [browser.post("/me/password", data=given).status_code for _n in range(22)] == [422] * 20 + [429] * 2
