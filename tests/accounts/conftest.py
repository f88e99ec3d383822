"""Cheap hashing, the letters that were written, and people who can sign in with a password."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import select

from clustercourse.accounts import passwords
from clustercourse.db import writing
from clustercourse.jobs import work_waiting
from clustercourse.models.notifications import Letter
from tests import make
from tests.page import Browser

PASSWORD = "lantern copper orchard 7"


@pytest.fixture(autouse=True)
def cheap_hashing() -> Iterator[None]:
    passwords.use_hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use_hasher(PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1))


@pytest.fixture
def letters(app: Flask) -> Callable[[], list[tuple[str, str]]]:
    """(kind, address) of every letter, in order."""

    def found() -> list[tuple[str, str]]:
        work_waiting()
        with writing() as session:
            return [(letter.kind, letter.to_address) for letter in session.scalars(select(Letter).order_by(Letter.id))]

    return found


@pytest.fixture
def link_in(app: Flask) -> Callable[[str], str]:
    """The path in the latest letter of a kind."""

    def found(kind: str) -> str:
        work_waiting()
        with writing() as session:
            text = session.scalars(select(Letter.text).where(Letter.kind == kind).order_by(Letter.id.desc())).first()
        assert text is not None, f"no letter of kind {kind}"
        return re.findall(r"http://127\.0\.0\.1:8000(/\S+)", text)[0]

    return found


def member(name: str = "Ada Holm", email: str = "ada@example.com", **values: bool) -> int:
    """A person with a confirmed address and PASSWORD."""
    person_id = make.person(name, email=email, **values)
    make.account(person_id, passwords.hashed(PASSWORD))
    return person_id


def token(browser: Browser, path: str = "/register") -> dict[str, str]:
    """A form token from a page this browser may open."""
    return {
        "csrf_token": next(node.get("value", "") for node in browser.visit(path).tree.iter("input") if node.get("name") == "csrf_token")
    }
