"""Signing in and out: cookies, replay, going on to pages of ours only, and the list of sign-ins."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select, update

from clustercourse.accounts import passwords
from clustercourse.db import now, writing
from clustercourse.models.accounts import Account, Address, SignIn
from clustercourse.models.events import Event
from clustercourse.web import cookies
from tests import make
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]
WRONG = "The address and the password do not belong together. Check both, or ask for a new password."
REDIRECTS = json.loads((Path(__file__).parents[1] / "payloads" / "open_redirect.json").read_text())
FIREFOX = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"}


def enter(browser: Browser, password: str = PASSWORD, email: str = "ada@example.com", **values: str) -> int:
    return browser.send("/sign-in", follow=False, email=email, password=password, **values).status


def is_in(browser: Browser) -> bool:
    return browser.get("/me/settings/").status_code == 200


def token_of(browser: Browser) -> str:
    cookie = browser.get_cookie(cookies.name_of("sign-in"))
    assert cookie is not None
    return cookie.value


def replay(new_browser: NewBrowser, token: str) -> Browser:
    other = new_browser()
    other.set_cookie(cookies.name_of("sign-in"), token, domain="localhost")
    return other


def test_signing_in(browser: Browser) -> None:
    ada = member()
    member("Ben Berg", "ben@example.com")
    assert enter(browser, email=" ADA@example.COM ") == 303
    with writing() as session:
        sign_in = session.scalars(select(SignIn)).one()
        assert (sign_in.person_id, sign_in.stays, sign_in.network) == (ada, False, "127.0.0.0/24")
        assert sign_in.token_digest == cookies.digest(token_of(browser))
        assert session.scalars(select(Event.verb)).all() == ["accounts.signed_in"]
    assert is_in(browser)


def test_the_cookie_is_kept_from_scripts_and_ends_with_the_browser(browser: Browser) -> None:
    member()
    page = browser.send("/sign-in", follow=False, email="ada@example.com", password=PASSWORD)
    assert sorted(part for part in page.response.headers.getlist("Set-Cookie")[0].split("; ")[1:]) == ["HttpOnly", "Path=/", "SameSite=Lax"]
    assert page.response.headers["Cache-Control"] == "no-store"
    assert page.response.vary.to_header() == "Cookie"


def test_staying_signed_in_keeps_the_cookie(browser: Browser) -> None:
    member()
    page = browser.send("/sign-in", follow=False, email="ada@example.com", password=PASSWORD, stays="y")
    assert "Max-Age=7776000" in page.response.headers.getlist("Set-Cookie")[0].split("; ")
    with writing() as session:
        assert session.scalars(select(SignIn.stays)).all() == [True]


@pytest.mark.parametrize(
    ("stays", "idle", "old", "inside"),
    [
        (False, timedelta(hours=11), timedelta(days=1), True),
        (False, timedelta(hours=13), timedelta(days=1), False),
        (True, timedelta(days=29), timedelta(days=40), True),
        (True, timedelta(days=31), timedelta(days=40), False),
        (True, timedelta(hours=1), timedelta(days=91), False),
    ],
)
def test_how_long_a_sign_in_lasts(browser: Browser, stays: bool, idle: timedelta, old: timedelta, inside: bool) -> None:
    browser.sign_in(member())
    with writing() as session:
        session.execute(update(SignIn).values(stays=stays, last_seen_at=now() - idle, created_at=now() - old))
    assert is_in(browser) is inside


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("ada@example.com", "another password"),
        ("eve@example.com", PASSWORD),
        ("ada@example.com", PASSWORD.upper()),
        ("ada\x00@example.com", "x"),
        ("not an address", "x"),
    ],
)
def test_wrong_is_always_the_same(browser: Browser, email: str, password: str) -> None:
    member()
    page = browser.send("/sign-in", email=email, password=password)
    assert (page.status, page.texts("ul", "error-list")) == (422, [WRONG])
    assert page.tree.find(".//input[@name='password']").get("value") == ""
    assert not is_in(browser)


def test_an_address_that_is_not_confirmed_does_not_sign_in(browser: Browser) -> None:
    person = make.person("Ada Holm", email="ada@example.com", confirmed=False)
    make.account(person, passwords.hashed(PASSWORD))
    assert browser.send("/sign-in", email="ada@example.com", password="wrong").texts("ul", "error-list") == [WRONG]
    said = ["Your address is not confirmed yet. Open the link in our letter, or register again for a new one."]
    assert browser.send("/sign-in", email="ada@example.com", password=PASSWORD).texts("ul", "error-list") == said
    assert not is_in(browser)


def test_a_closed_account_does_not_sign_in(browser: Browser) -> None:
    member()
    with writing() as session:
        session.execute(update(Account).values(closed_at=now()))
    assert browser.send("/sign-in", email="ada@example.com", password="wrong").texts("ul", "error-list") == [WRONG]
    said = ["This account is closed. Ask the people who run this site."]
    assert browser.send("/sign-in", email="ada@example.com", password=PASSWORD).texts("ul", "error-list") == said
    with writing() as session:
        assert session.scalars(select(SignIn)).all() == []


def test_a_second_unconfirmed_address_does_not_stand_in_the_way(browser: Browser) -> None:
    ada = member()
    eve = member("Eve Friis", "eve@example.com")
    with writing() as session:
        session.add(Address(person_id=eve, email="ada@example.com", key="ada@example.com", created_at=now()))
    assert enter(browser) == 303
    with writing() as session:
        assert session.scalars(select(SignIn.person_id)).all() == [ada]


def test_signing_in_gives_a_new_token_and_ends_the_old_one(browser: Browser, new_browser: NewBrowser) -> None:
    member()
    browser.set_cookie(cookies.name_of("sign-in"), "a token somebody planted here", domain="localhost")
    sent = token(browser)
    browser.post("/sign-in", data={**sent, "email": "ada@example.com", "password": PASSWORD})
    first = token_of(browser)
    assert first != "a token somebody planted here"
    browser.post("/sign-in", data={**token(browser, "/me/settings/"), "email": "ada@example.com", "password": PASSWORD})
    second = token_of(browser)
    assert second != first
    assert [is_in(replay(new_browser, kept)) for kept in (first, second)] == [False, True]


def test_a_signed_out_cookie_does_not_come_back(browser: Browser, new_browser: NewBrowser) -> None:
    member()
    enter(browser)
    kept = token_of(browser)
    assert browser.send("/me/settings/", "/sign-out", follow=False).response.location == "/courses/"
    assert browser.get_cookie(cookies.name_of("sign-in")) is None
    assert [is_in(browser), is_in(replay(new_browser, kept))] == [False, False]
    with writing() as session:
        assert session.scalars(select(Event.verb).order_by(Event.id)).all() == ["accounts.signed_in", "accounts.signed_out"]


def test_signing_out_when_one_is_not_signed_in(browser: Browser) -> None:
    response = browser.post("/sign-out", data=token(browser))
    assert (response.status_code, response.location) == (303, "/courses/")


@pytest.mark.parametrize("next_page", REDIRECTS, ids=repr)
def test_signing_in_never_leads_away(browser: Browser, next_page: str, figure: Callable[[str, object], None]) -> None:
    member()
    response = browser.post("/sign-in", data={**token(browser), "email": "ada@example.com", "password": PASSWORD, "next": next_page})
    expected = next_page if next_page in ("/%2f/evil.example", "/%5cevil.example", "/login?next=//evil.example") else "/"
    assert (response.status_code, response.location) == (303, expected)
    already = browser.get("/sign-in", query_string={"next": next_page})
    assert (already.status_code, already.location) == (303, expected)
    figure("redirects", 2)


@pytest.mark.parametrize("next_page", REDIRECTS, ids=repr)
def test_choosing_a_language_never_leads_away(browser: Browser, next_page: str, figure: Callable[[str, object], None]) -> None:
    response = browser.post("/preferences", data={**token(browser), "language": "da", "next": next_page})
    figure("redirects", 1)
    expected = next_page if next_page in ("/%2f/evil.example", "/%5cevil.example", "/login?next=//evil.example") else "/"
    assert (response.status_code, response.location) == (303, expected)


def test_signing_in_goes_on_to_where_one_wanted(browser: Browser) -> None:
    member()
    response = browser.get("/me/activity/?page=2")
    assert response.location == "/sign-in?next=/me/activity/%3Fpage%3D2"
    page = browser.send(response.location, "/sign-in", follow=False, email="ada@example.com", password=PASSWORD)
    assert page.response.location == "/me/activity/?page=2"


def test_an_old_hash_is_made_anew(browser: Browser, new_browser: NewBrowser) -> None:
    member()
    passwords.use_hasher(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    assert enter(browser) == 303
    with writing() as session:
        stored = session.scalars(select(Account.password_hash)).one()
    assert stored.startswith("$argon2id$v=19$m=16,t=2,p=1$")
    assert enter(new_browser()) == 303


def test_signing_in_takes_six_statements(browser: Browser, statements: Callable[[], object]) -> None:
    for number in range(3):
        member(f"Person {'ABC'[number]}", f"p{number}@example.com")
    sent = token(browser)
    with statements() as seen:  # type: ignore[attr-defined]
        response = browser.post("/sign-in", data={**sent, "email": "p1@example.com", "password": PASSWORD})
    assert (response.status_code, len(seen)) == (303, 6)


def test_the_list_shows_own_sign_ins_only(browser: Browser, new_browser: NewBrowser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    new_browser().sign_in(ben)
    sent = token(browser)
    browser.post("/sign-in", data={**sent, "email": "ada@example.com", "password": PASSWORD}, headers=FIREFOX)
    assert browser.visit("/me/sign-ins/").texts("th")[5:] == ["Firefox, Windows This browser"]
    make.sign_in(ada)
    with writing() as session:
        session.execute(update(SignIn).where(SignIn.device == "Test").values(last_seen_at=now() - timedelta(hours=1), ended_at=None))
    assert browser.visit("/me/sign-ins/").texts("th")[5:] == ["Firefox, Windows This browser", "Test"]


def test_ending_one_and_all_others(browser: Browser, new_browser: NewBrowser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    others = [new_browser().sign_in(ada) for _n in range(3)]
    bens = new_browser().sign_in(ben)
    browser.sign_in(ada)
    with writing() as session:
        first = session.scalars(select(SignIn.id).where(SignIn.person_id == ada).order_by(SignIn.id)).first()
    assert browser.send("/me/sign-ins/", f"/me/sign-ins/{first}/ending").texts("div", "flash") == ["That sign-in is ended."]
    assert [is_in(other) for other in others] == [False, True, True]
    sent = token(browser, "/me/sign-ins/")
    browser.post(f"/me/sign-ins/{first}/ending", data=sent)
    browser.send("/me/sign-ins/", "/me/sign-ins/ending")
    assert [is_in(other) for other in others] == [False, False, False]
    assert [is_in(browser), is_in(bens)] == [True, True]
    with writing() as session:
        assert session.scalars(select(Event.verb)).all() == ["accounts.sign_in_ended"] * 3


def test_another_persons_sign_in_cannot_be_ended(browser: Browser, new_browser: NewBrowser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    bens = new_browser().sign_in(ben)
    browser.sign_in(ada)
    with writing() as session:
        number = session.scalars(select(SignIn.id).where(SignIn.person_id == ben)).one()
    browser.post(f"/me/sign-ins/{number}/ending", data=token(browser, "/me/sign-ins/"))
    assert is_in(bens)


def test_pages_of_ones_own_need_a_sign_in(browser: Browser, app: Flask) -> None:
    own = sorted(
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("accounts.") and rule.rule.startswith("/me/") and "GET" in (rule.methods or ())
    )
    assert own == [
        "/me/activity/",
        "/me/addresses/",
        "/me/addresses/confirm/<token>",
        "/me/data/",
        "/me/data/erasure",
        "/me/password",
        "/me/settings/",
        "/me/sign-ins/",
    ]
    closed = [path.replace("<int:number>", "1") for path in own if "<token>" not in path]
    assert {path: browser.get(path).location for path in closed} == {path: f"/sign-in?next={path}" for path in closed}
