"""A new password by letter and by the old one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from clustercourse.accounts import passwords
from clustercourse.db import now, writing
from clustercourse.jobs import work_waiting
from clustercourse.models.accounts import Account, LetterLink, SignIn
from clustercourse.models.events import Event
from clustercourse.models.notifications import Letter
from tests import make
from tests.accounts.conftest import PASSWORD, member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]
Letters = Callable[[], list[tuple[str, str]]]
LinkIn = Callable[[str], str]
NEW = "violet bridge tractor 9"


def state(name: str) -> None:
    """ada@example.com in one of the states an address can be in."""
    if name == "active":
        member()
    elif name == "waiting":
        make.account(make.person("Ada Holm", email="ada@example.com", confirmed=False), passwords.hashed(PASSWORD))
    elif name == "closed":
        member()
        with writing() as session:
            session.execute(update(Account).values(closed_at=now()))


def test_a_new_password_by_letter(browser: Browser, new_browser: NewBrowser, letters: Letters, link_in: LinkIn) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    old, bens = new_browser().sign_in(ada), new_browser().sign_in(ben)
    browser.send("/password/reset", email="ADA@example.com")
    assert letters() == [("reset", "ada@example.com")]
    page = browser.send(link_in("reset"), follow=False, password=NEW)
    assert (page.status, page.response.location) == (303, "/")
    assert [each.get("/me/settings/").status_code for each in (browser, old, bens)] == [200, 303, 200]
    assert new_browser().send("/sign-in", follow=False, email="ada@example.com", password=PASSWORD).status == 422
    assert new_browser().send("/sign-in", follow=False, email="ada@example.com", password=NEW).status == 303
    assert browser.get(link_in("reset")).status_code == 410
    with writing() as session:
        assert session.scalars(select(Event.verb).order_by(Event.id)).all() == [
            "accounts.password_reset_asked",
            "accounts.sign_in_ended",
            "accounts.password_changed",
            "accounts.signed_in",
            "accounts.signed_in",
        ]


def test_the_link_works_once_and_for_two_hours(browser: Browser, new_browser: NewBrowser, link_in: LinkIn) -> None:
    member()
    browser.send("/password/reset", email="ada@example.com")
    first = link_in("reset")
    browser.send("/password/reset", email="ada@example.com")
    second = link_in("reset")
    assert [browser.get(first).status_code, browser.get(second).status_code] == [410, 200]
    sent = token(browser)
    with writing() as session:
        session.execute(update(LetterLink).values(expires_at=now() - timedelta(seconds=1)))
    assert browser.post(second, data={**sent, "password": NEW}).status_code == 410
    assert new_browser().send("/sign-in", follow=False, email="ada@example.com", password=PASSWORD).status == 303


def test_a_weak_password_keeps_the_link(browser: Browser, link_in: LinkIn) -> None:
    member()
    browser.send("/password/reset", email="ada@example.com")
    page = browser.send(link_in("reset"), password="ada@example.com")
    assert (page.status, page.errors) == (
        422,
        ["Error: This password is easy to guess. Three or four words that do not belong together make a good one."],
    )
    assert browser.send(link_in("reset"), follow=False, password=NEW).status == 303


@pytest.mark.parametrize(("name", "expected"), [("unknown", []), ("active", ["reset"]), ("waiting", ["confirm"]), ("closed", [])])
def test_who_gets_a_letter(browser: Browser, letters: Letters, name: str, expected: list[str]) -> None:
    state(name)
    browser.send("/password/reset", email="ada@example.com")
    assert [kind for kind, _to in letters()] == expected


@pytest.mark.parametrize("flow", ["/password/reset", "/sign-in", "/register"])
def test_every_state_looks_the_same(new_browser: NewBrowser, flow: str, app: object, request: pytest.FixtureRequest) -> None:
    answers = []
    for name in ("unknown", "active", "waiting", "closed"):
        with writing() as session:
            for table in reversed(Account.metadata.sorted_tables):
                session.execute(table.delete())
        state(name)
        browser = new_browser()
        sent = token(browser)
        values = {**sent, "email": "ada@example.com", "name": "Ada Holm", "password": "a wrong one, tractor 11"}
        response = browser.post(flow, data=values)
        shown = token_free(response.get_data(as_text=True))
        headers = sorted((key, value) for key, value in response.headers if key not in ("X-Request-Id", "Content-Length"))
        answers.append((response.status_code, shown, headers))
    assert answers[1:] == [answers[0]] * 3


def token_free(text: str) -> str:
    parts = text.split('name="csrf_token" value="')
    return parts[0] + "".join(part.split('"', 1)[1] for part in parts[1:])


@pytest.mark.parametrize("headers", [
    {"Host": "evil.example"},
    {"Host": "localhost:80@evil.example"},
    {"X-Forwarded-Host": "evil.example"},
    {"X-Forwarded-Server": "evil.example"},
    {"X-Host": "evil.example"},
    {"X-Original-Host": "evil.example"},
    {"Forwarded": "host=evil.example"},
    {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example"},
    {"Origin": "https://evil.example"},
    {"Referer": "https://evil.example/"},
    {"X-Rewrite-URL": "https://evil.example/"},
    {"X-Forwarded-For": "evil.example"},
], ids=repr)  # fmt: skip
def test_no_header_gets_into_a_letter(browser: Browser, headers: dict[str, str]) -> None:
    member("Ben Berg", "ben@example.com")
    sent = token(browser)
    browser.post("/password/reset", data={**sent, "email": "ben@example.com"}, headers=headers)
    browser.post("/register", data={**sent, "email": "ada@example.com", "name": "Ada Holm", "password": PASSWORD}, headers=headers)
    browser.post("/register", data={**sent, "email": "ben@example.com", "name": "Ben Berg", "password": PASSWORD}, headers=headers)
    work_waiting()
    with writing() as session:
        texts = [text for letter in session.scalars(select(Letter)) for text in (letter.text, letter.html, letter.subject)]
    refused = "Host" in headers
    assert len(texts) == (0 if refused else 9)
    assert [text for text in texts if "evil" in text] == []


def test_changing_the_password_ends_everything_but_this(browser: Browser, new_browser: NewBrowser) -> None:
    ada = member()
    other = new_browser().sign_in(ada)
    browser.sign_in(ada)
    before = browser.get_cookie("cc-sign-in")
    page = browser.send("/me/password", follow=False, present=PASSWORD, password=NEW)
    assert (page.status, page.response.location) == (303, "/me/settings/")
    after = browser.get_cookie("cc-sign-in")
    assert before is not None and after is not None and before.value != after.value
    assert [each.get("/me/settings/").status_code for each in (browser, other)] == [200, 303]
    with writing() as session:
        assert len(session.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all()) == 1


@pytest.mark.parametrize(
    ("present", "password", "sentence"),
    [
        ("guess", NEW, "This is not your password."),
        (PASSWORD, "short", "The password needs at least 10 characters."),
        ("", NEW, "Enter your password."),
    ],
)
def test_what_a_change_refuses(browser: Browser, present: str, password: str, sentence: str) -> None:
    browser.sign_in(member())
    page = browser.send("/me/password", present=present, password=password)
    assert (page.status, page.errors) == (422, [f"Error: {sentence}"])
    assert browser.get("/me/settings/").status_code == 200
