"""Profile, photo, language and theme, and what was recorded."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select

from clustercourse.accounts.actions.people import time_zones
from clustercourse.accounts.queries.verb_words import VERB_WORDS
from clustercourse.db import writing
from clustercourse.events import VERBS, record
from clustercourse.files import store
from clustercourse.models.accounts import Person
from clustercourse.models.events import Event
from tests import make
from tests.accounts.conftest import member, token
from tests.page import Browser

NewBrowser = Callable[[], Browser]


def person(person_id: int) -> Person:
    with writing() as session:
        found = session.get_one(Person, person_id)
        session.expunge(found)
        return found


def picture(form: str = "PNG", size: tuple[int, int] = (640, 400), **options: object) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, form, **options)
    return made.getvalue()


def test_the_profile_is_saved(browser: Browser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    browser.sign_in(ada)
    page = browser.send(
        "/me/settings/", name="  Ada   Lind-Ærø ", about="Ports.\r\nShips.", language="da", time_zone="Atlantic/Faroe", theme="dark"
    )
    assert page.status == 200
    saved = person(ada)
    assert (saved.name, saved.about, saved.language, saved.time_zone, saved.theme, saved.wants_practice) == (
        "Ada Lind-Ærø",
        "Ports.\nShips.",
        "da",
        "Atlantic/Faroe",
        "dark",
        True,
    )
    assert person(ben).name == "Ben Berg"
    assert page.tree.get("lang") == "da"
    assert page.tree.get("data-theme") == "dark"
    with writing() as session:
        assert [(event.by_id, event.detail) for event in session.scalars(select(Event))] == [
            (ada, {"fields": ["about", "language", "name", "theme", "time_zone"]})
        ]


def test_saving_the_same_again_records_nothing(browser: Browser) -> None:
    browser.sign_in(member())
    browser.send("/me/settings/")
    browser.send("/me/settings/")
    with writing() as session:
        assert session.scalars(select(Event)).all() == []


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Enter your name."),
        ("name", "Ada\nBcc: eve@example.com", "The name holds a line break or another sign that names do not have."),
        ("language", "sv", "Choose one from the list."),
        ("time_zone", "Mars/Olympus", "Choose one from the list."),
        ("theme", "pink", "Choose one from the list."),
        ("about", "a" * 1001, "Use at most 1,000 characters."),
    ],
)
def test_what_a_profile_refuses(browser: Browser, field: str, value: str, sentence: str) -> None:
    browser.sign_in(member())
    page = browser.send("/me/settings/", **{field: value})
    assert (page.status, page.errors) == (422, [f"Error: {sentence}"])


def test_time_zones_are_places() -> None:
    zones = time_zones()
    assert [
        zone for zone in ("Europe/Copenhagen", "America/Argentina/Salta", "Etc/GMT+1", "UTC", "CET", "US/Eastern") if zone in zones
    ] == [
        "Europe/Copenhagen",
        "America/Argentina/Salta",
    ]


def test_a_signed_out_reader_chooses_language_and_theme(browser: Browser, new_browser: NewBrowser) -> None:
    response = browser.post("/preferences", data={**token(browser), "language": "da", "theme": "dark", "next": "/register"})
    assert (response.status_code, response.location) == (303, "/register")
    tree = browser.visit("/register").tree
    assert (tree.get("lang"), tree.get("data-theme")) == ("da", "dark")
    assert new_browser().visit("/register").tree.get("data-theme") == "auto"
    browser.post("/preferences", data={**token(browser), "language": "xx", "theme": "pink"})
    tree = browser.visit("/register").tree
    assert (tree.get("lang"), tree.get("data-theme")) == ("da", "dark")


def test_a_signed_in_reader_keeps_the_choice_on_the_person(browser: Browser) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    browser.sign_in(ada)
    browser.post("/preferences", data={**token(browser, "/me/settings/"), "theme": "light"})
    assert [(person(each).theme, person(each).language) for each in (ada, ben)] == [("light", "en"), ("auto", "en")]


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_photo_becomes_a_small_square(browser: Browser, new_browser: NewBrowser, form: str) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    browser.sign_in(ada)
    page = browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(picture(form)), "../../etc/passwd.svg", "text/html")})
    assert page.texts("div", "flash") == ["Your photo is saved."]
    assert {node.get("src") for node in page.tree.iter("img")} == {f"/people/{ada}/photo?v={(person(ada).photo_digest or '')[:8]}"}
    response = new_browser().sign_in(ben).get(f"/people/{ada}/photo")
    assert (response.status_code, response.content_type) == (200, "image/webp")
    assert (response.headers["X-Content-Type-Options"], response.headers["Content-Security-Policy"]) == (
        "nosniff",
        "sandbox; default-src 'none'",
    )
    assert response.headers["Cache-Control"] == "private, max-age=86400"
    with Image.open(io.BytesIO(response.data)) as shown:
        assert (shown.format, shown.size, dict(shown.getexif())) == ("WEBP", (256, 256), {})


def test_a_photo_loses_where_it_was_taken(browser: Browser) -> None:
    exif = Image.Exif()
    exif[0x010E] = "CANARY at 55.67N 12.56E"
    ada = member()
    browser.sign_in(ada)
    browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(picture("JPEG", exif=exif)), "p.jpg")})
    assert b"CANARY" not in browser.get(f"/people/{ada}/photo").data


def test_a_new_photo_replaces_the_bytes_and_none_removes_them(browser: Browser) -> None:
    ada = member()
    browser.sign_in(ada)
    for size in ((300, 300), (300, 299)):
        noise = Image.effect_noise(size, 90)
        made = io.BytesIO()
        noise.save(made, "PNG")
        made.seek(0)
        browser.send("/me/settings/", "/me/photo", files={"photo": (made, "p.png")})
    kept = [file.digest for file in store().listed()]
    assert kept == [person(ada).photo_digest]
    browser.send("/me/settings/", "/me/photo/delete")
    assert [file.digest for file in store().listed()] == []
    assert browser.get(f"/people/{ada}/photo").status_code == 404
    assert browser.post("/me/photo/delete", data=token(browser, "/me/settings/")).status_code == 303


def bomb() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")


HOSTILE = {
    "html": b"<html><script>document.title='PWNED'</script>",
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "empty": b"",
    "bytes": bytes(range(256)) * 20,
    "gif head": b"GIF89a/*<script>alert(1)</script>",
    "jpeg head": b"\xff\xd8\xff\xe0" + b"\0" * 400,
    "half a png": picture()[:200],
    "png cut in the data": picture("PNG", (900, 900), compress_level=0)[:40_000],
    "postscript": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n(w) run",
    "pdf": b"%PDF-1.7\n1 0 obj",
    "bmp": picture("BMP"),
    "tiff": picture("TIFF"),
    "icon": picture("ICO", (64, 64)),
    "zip": b"PK\x03\x04" + b"\0" * 300,
    "riff": b"RIFF\xff\xff\xff\x7fWEBPVP8 " + b"\xff" * 300,
    "bomb": bomb(),
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused(browser: Browser, name: str, figure: Callable[[str, object], None]) -> None:
    ada = member()
    browser.sign_in(ada)
    page = browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(HOSTILE[name]), "photo.png", "image/png")})
    words = (
        "This picture has too many pixels. Send a smaller one."
        if name == "bomb"
        else "This is not a picture we can read. Send a PNG, JPEG, GIF or WebP."
    )
    assert page.texts("div", "flash") == [words]
    assert person(ada).photo_digest is None
    assert list(store().listed()) == []
    figure("files", 1)


def test_a_photo_too_large_or_missing_is_refused(browser: Browser) -> None:
    browser.sign_in(member())
    page = browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(b"\0" * (10 * 1024 * 1024 + 1)), "p.png")})
    assert page.texts("div", "flash") == ["The picture can have at most 10 MB."]
    assert browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(b""), "")}).texts("div", "flash") == [
        "Choose a picture first."
    ]


def test_photos_are_for_signed_in_people(browser: Browser, new_browser: NewBrowser) -> None:
    ada = member()
    browser.sign_in(ada)
    browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(picture()), "p.png")})
    assert new_browser().get(f"/people/{ada}/photo").status_code == 303
    assert browser.get("/people/999/photo").status_code == 404


def test_every_verb_has_words() -> None:
    assert sorted(VERB_WORDS) == sorted(VERBS)


def test_activity_shows_what_concerns_me(app: Flask, browser: Browser, statements: Callable[[], object]) -> None:
    ada, ben = member(), member("Ben Berg", "ben@example.com")
    former = make.person("Gone Away")
    with writing() as session:
        session.get_one(Person, former).name = ""
        record("accounts.profile_changed", by=ben, person=ben)
        record("accounts.role_given", by=ben, person=ada, detail={"role": "admin"})
        record("accounts.account_closed", by=None, person=ada)
        record("accounts.invited", by=ada)
        record("accounts.account_opened", by=former, person=ada)
    browser.sign_in(ada)
    with statements() as seen:  # type: ignore[attr-defined]
        page = browser.visit("/me/activity/")
    assert len(seen) == 3
    cells = page.texts("td")
    assert [tuple(cells[n + 1 : n + 4]) for n in range(0, len(cells), 4)] == [
        ("Opened the account again", "former participant", "you"),
        ("Sent an invitation", "you", "–"),
        ("Closed the account", "the site", "you"),
        ("Gave a role", "Ben Berg", "you"),
    ]


@pytest.mark.parametrize("number", ["2", "0", "-1", "x", "99999999999999999999"])
def test_activity_has_pages(app: Flask, browser: Browser, number: str) -> None:
    ada = member()
    with writing():
        for _n in range(51):
            record("accounts.profile_changed", by=ada, person=ada)
    browser.sign_in(ada)
    page = browser.visit(f"/me/activity/?page={number}")
    assert len(page.texts("td")) // 4 == (1 if number in ("2", "99999999999999999999") else 50)


def test_settings_pages_take_few_statements(browser: Browser, statements: Callable[[], object]) -> None:
    browser.sign_in(member())
    counts = {}
    for path in ("/me/settings/", "/me/addresses/", "/me/password", "/me/sign-ins/", "/me/data/", "/me/data/erasure"):
        with statements() as seen:  # type: ignore[attr-defined]
            browser.visit(path)
        counts[path] = len(seen)
    assert counts == {"/me/settings/": 2, "/me/addresses/": 2, "/me/password": 1, "/me/sign-ins/": 2, "/me/data/": 2, "/me/data/erasure": 1}
