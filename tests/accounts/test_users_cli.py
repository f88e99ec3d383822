"""`flask users`: the first administrator and the rest."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from sqlalchemy import select

from clustercourse.db import writing
from clustercourse.models.accounts import Account, Person, SignIn, SiteRole
from clustercourse.models.notifications import Letter
from tests.accounts.conftest import PASSWORD, member
from tests.page import Browser


def run(app: Flask, *words: str, typed: str | None = None) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["users", *words], input=typed)
    return result.exit_code, result.output


def admins() -> list[int]:
    with writing() as session:
        return list(session.scalars(select(SiteRole.person_id).order_by(SiteRole.id)))


def test_the_first_administrator(app: Flask, browser: Browser) -> None:
    code, said = run(app, "add-admin", "Root@Example.com", "--name", "Root Vang")
    assert (code, said.split("\n")[0]) == (0, "Root@Example.com is administrator.")
    path = re.findall(r"http://127\.0\.0\.1:8000(/password/reset/\S+)", said)[0]
    browser.send(path, follow=False, password=PASSWORD)
    assert browser.get("/me/settings/").status_code == 200
    with writing() as session:
        assert session.scalars(select(Person.name)).all() == ["Root Vang"]
    assert run(app, "add-admin", "root@example.com") == (0, "root@example.com is administrator.\n")
    assert admins() == [1]


def test_somebody_who_is_here_becomes_administrator_and_signs_in_again(app: Flask, browser: Browser) -> None:
    ada = member()
    browser.sign_in(ada)
    assert run(app, "add-admin", "ADA@example.com") == (0, "ADA@example.com is administrator.\n")
    assert admins() == [ada]
    assert browser.get("/me/settings/").status_code == 303
    eve = member("Eve Friis", "eve@example.com")
    assert run(app, "add-admin", "eve@example.com")[0] == 0
    assert run(app, "take-admin", "ada@example.com") == (0, "ada@example.com is not administrator.\n")
    assert run(app, "take-admin", "ada@example.com") == (0, "ada@example.com is not administrator.\n")
    assert admins() == [eve]
    assert run(app, "take-admin", "eve@example.com") == (
        1,
        "Error: This is the last administrator. Make somebody else administrator first.\n",
    )


def test_closing_and_opening(app: Flask, browser: Browser) -> None:
    ada = member()
    browser.sign_in(ada)
    for _twice in range(2):
        assert run(app, "close", "ada@example.com") == (0, "The account of ada@example.com is closed.\n")
    assert browser.get("/me/settings/").status_code == 303
    assert run(app, "open", "ada@example.com") == (0, "The account of ada@example.com is open.\n")
    with writing() as session:
        assert session.scalars(select(Account.closed_at)).all() == [None]
        assert session.scalars(select(SignIn.id).where(SignIn.ended_at.is_(None))).all() == []


def test_inviting(app: Flask) -> None:
    member("Greta Dahl", "greta@example.com")
    assert run(app, "invite", "new@example.com", "--by", "greta@example.com") == (0, "The invitation to new@example.com is on its way.\n")
    with writing() as session:
        assert session.scalars(select(Letter.to_address)).all() == ["new@example.com"]


def test_a_password_link(app: Flask, browser: Browser) -> None:
    member()
    code, said = run(app, "password-link", "ada@example.com")
    assert code == 0
    assert browser.send(said.strip().removeprefix("http://127.0.0.1:8000"), follow=False, password="violet bridge tractor 9").status == 303


def test_erasing(app: Flask) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    assert run(app, "erase", "ada@example.com", typed="n\n")[0] == 1
    assert run(app, "erase", "ada@example.com", "--yes") == (0, f"Person {ada} is erased.\n")
    with writing() as session:
        assert [(row.id, row.is_erased) for row in session.scalars(select(Person).order_by(Person.id))] == [(ada, True), (ben, False)]


@pytest.mark.parametrize("command", [("take-admin",), ("password-link",), ("close",), ("open",), ("erase", "--yes")])
def test_nobody_by_that_address(app: Flask, command: tuple[str, ...]) -> None:
    assert run(app, command[0], "eve@example.com", *command[1:]) == (1, "Error: Nobody has confirmed the address eve@example.com.\n")
