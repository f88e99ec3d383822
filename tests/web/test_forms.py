"""Changing requests: tokens, other sites, GET that writes, signed-out posts that keep the text."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select

from clustercourse.db import WritingRefused, allow_writing, value, writing
from clustercourse.models.catalogue import Organisation
from clustercourse.web.redirects import safe_path
from tests.cast import assemble
from tests.page import Browser, Page


def count() -> int:
    return int(value(select(func.count()).select_from(Organisation)))


@pytest.mark.parametrize("token", ["", "AAAA", "é" * 40, "A" * 88])
def test_a_post_without_our_token_changes_nothing_and_keeps_the_text(app: Flask, browser: Browser, token: str) -> None:
    cast = assemble()
    before = count()
    browser.sign_in(cast.eve)
    response = browser.post("/organisations/new", data={"csrf_token": token, "name": "Typed with care", "kind": "cluster", "country": "DK"})
    assert response.status_code == 400
    assert "Typed with care" in response.get_data(as_text=True)
    assert count() == before


def test_a_token_of_another_person_does_not_fit(app: Flask, browser: Browser, new_browser: object) -> None:
    cast = assemble()
    token = browser.sign_in(cast.ada).csrf()
    other: Browser = new_browser().sign_in(cast.eve)  # type: ignore[operator]
    assert other.post("/organisations/new", data={**token, "name": "X", "kind": "cluster", "country": "DK"}).status_code == 400


def test_tokens_are_masked_anew_in_every_answer(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    first, second = browser.csrf()["csrf_token"], browser.csrf()["csrf_token"]
    assert first != second
    assert len(first) == len(second)


def test_other_sites_cannot_post_for_us(app: Flask, browser: Browser) -> None:
    cast = assemble()
    token = browser.sign_in(cast.eve).csrf()
    response = browser.post("/organisations/new", data={**token, "name": "X"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 400


def test_a_post_after_the_sign_in_ended_keeps_the_text(app: Flask, browser: Browser) -> None:
    token = browser.csrf()
    response = browser.post("/organisations/new", data={**token, "name": "Typed with care"})
    assert response.status_code == 403
    page = Page(response)
    assert page.heading == "You are signed out"
    assert page.texts("textarea") == ["Typed with care"]


def test_reading_requests_cannot_write(app: Flask) -> None:
    allow_writing(False)
    with pytest.raises(WritingRefused), writing():
        pass
    allow_writing(True)


def test_writing_does_not_nest(app: Flask) -> None:
    with writing(), pytest.raises(WritingRefused), writing():
        pass


@pytest.mark.both_databases
def test_the_reading_connection_cannot_write(app: Flask) -> None:
    from sqlalchemy.exc import DBAPIError

    from clustercourse.db import now, reading

    with pytest.raises(DBAPIError, match=r"readonly|read-only"):
        reading().execute(
            Organisation.__table__.insert().values(
                slug="x", name="x", kind="cluster", country="DK", stage="unknown", site="", about="", catalogue_entry="", created_at=now()
            )
        )


@pytest.mark.parametrize("path", ["/courses/", "/me/settings/?tab=1", "/"])
def test_our_own_paths_are_followed(path: str) -> None:
    assert safe_path(path) == path
