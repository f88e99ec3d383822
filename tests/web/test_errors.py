"""Whatever goes wrong, a person gets a page in our look that says what happened, with the number of the request."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask, request
from sqlalchemy import select, update

from clustercourse import create_app
from clustercourse.db import db, end_reading, now, value, writing
from clustercourse.house import use_house
from clustercourse.models.accounts import SignIn
from tests.cast import assemble
from tests.conftest import test_settings as settings_for
from tests.page import Browser, Page


def database_of(app: Flask) -> Path:
    end_reading()
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    return Path(app.extensions["settings"].data) / "clustercourse.db"


def test_nothing_here(app: Flask, browser: Browser) -> None:
    page = browser.visit("/no-such-page", 404)
    assert page.heading == "There is nothing here"
    assert page.response.headers["X-Request-Id"] in page.text


@pytest.mark.both_databases_when_long
@pytest.mark.parametrize(
    ("path", "status"),
    [("/organisations/?kind=%00", 200), ("/courses/?text=a%00b", 200), ("/search?text=%00", 200), ("/courses/a%00b/", 404)],
)
def test_the_sign_that_one_database_refuses_breaks_nothing(app: Flask, browser: Browser, path: str, status: int) -> None:
    browser.sign_in(assemble().ada).visit(path, status=status)


def test_nothing_that_is_sent_holds_it_either(app: Flask) -> None:
    """Also where a view looks at what was sent without a form of ours."""
    sent = {"na\0me": "wo\0rds", "file": (BytesIO(b"a\0b"), "a.txt")}
    with app.test_request_context("/?as\0ked=o\0nce", method="POST", data=sent, content_type="multipart/form-data"):
        assert (request.form.to_dict(), request.args.to_dict()) == ({"na\x1ame": "wo\x1ards"}, {"as\x1aked": "o\x1ance"})
        assert request.files["file"].read() == b"a\0b"
    with app.test_request_context("/", method="POST", data={"a": ["\0b", "c"]}):
        assert request.form.getlist("a") == ["\x1ab", "c"]


def test_the_wrong_method(app: Flask, browser: Browser) -> None:
    response = browser.post("/glossary", data=browser.csrf())
    assert response.status_code == 405
    assert "GET" in response.headers["Allow"]
    assert Page(response).heading == "This address does not work like that"


def test_too_large(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    response = browser.post("/me/photo", data=b"x" * (app.config["MAX_CONTENT_LENGTH"] + 1), content_type="application/octet-stream")
    assert response.status_code == 413
    assert "At most 20 MB can be sent at once." in Page(response).text


@pytest.mark.parametrize(
    ("content", "status", "heading"),
    [
        (b"", 503, "The site cannot save or read just now"),
        (b"this is not a database at all" * 100, 500, "Something went wrong on our side"),
    ],
)
def test_the_database_is_away(app: Flask, browser: Browser, content: bytes, status: int, heading: str) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    path = database_of(app)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    path.write_bytes(content)
    page = Page(browser.get("/courses/"))
    assert (page.status, page.heading) == (status, heading)
    assert "Traceback" not in page.text
    assert browser.get("/healthz").status_code == 200
    assert browser.get("/readyz").status_code == 503


def test_a_locked_database_is_waited_for_and_then_said(app: Flask, browser: Browser) -> None:
    """Reading goes on while somebody else writes; writing waits five seconds and then keeps what was typed."""
    cast = assemble()
    browser.sign_in(cast.eve)
    token = browser.csrf()
    path = database_of(app)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    try:
        assert browser.get("/organisations/").status_code == 200
        filled = {"name": "Typed with care", "kind": "cluster", "country": "DK", "stage": "growing"}
        response = browser.post("/organisations/new", data={**token, **filled})
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert "Typed with care" in response.get_data(as_text=True)
    again = browser.post("/organisations/new", data={**token, **filled})
    assert again.status_code == 303


def test_the_last_seen_time_is_kept_every_ten_minutes(app: Flask, browser: Browser) -> None:
    cast = assemble()
    browser.sign_in(cast.ada)
    seen = select(SignIn.last_seen_at)
    for minutes, is_noted in ((9, False), (11, True)):
        earlier = now() - timedelta(minutes=minutes)
        with writing() as session:
            session.execute(update(SignIn).values(last_seen_at=earlier))
        browser.visit("/courses/")
        end_reading()
        assert (value(seen) > earlier) is is_noted


def test_metrics_only_with_the_token(app: Flask, browser: Browser) -> None:
    assert browser.get("/metrics").status_code == 404
    use_house(replace(app.extensions["settings"], metrics_token="a-long-token"))
    assert browser.get("/metrics").status_code == 404
    assert browser.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 404
    answer = browser.get("/metrics", headers={"Authorization": "Bearer a-long-token"})
    assert answer.status_code == 200
    assert 'clustercourse_waiting{kind="letter"} 0' in answer.get_data(as_text=True)


def test_the_component_page_is_for_developers(app: Flask, browser: Browser, tmp_path: Path) -> None:
    assert browser.get("/dev/components").status_code == 404
    local = create_app(settings_for(tmp_path, environment="local"))
    assert local.test_client().get("/dev/components").status_code == 200
