"""Pictures and films of courses, and covers."""

from __future__ import annotations

import hashlib

from flask import Flask

from tests import make
from tests.content.small import RING
from tests.page import Browser

DIGEST = hashlib.sha256(RING.encode()).hexdigest()


def test_a_picture_of_a_course(app: Flask, browser: Browser) -> None:
    make.published_course()
    answer = browser.get(f"/media/{DIGEST}/ring.svg")
    assert (answer.status_code, answer.mimetype, answer.get_data(as_text=True)) == (200, "image/svg+xml", RING)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert browser.get(f"/media/{DIGEST}/ring.svg", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_part_of_a_film(app: Flask, browser: Browser) -> None:
    make.published_course()
    answer = browser.get(f"/media/{DIGEST}/ring.svg", headers={"Range": "bytes=0-3"})
    assert (answer.status_code, answer.get_data(as_text=True)) == (206, RING[:4])
    assert answer.headers["Content-Range"] == f"bytes 0-3/{len(RING)}"
    assert browser.get(f"/media/{DIGEST}/ring.svg", headers={"Range": "bytes=99999-"}).status_code == 416


def test_only_media_is_given_out(app: Flask, browser: Browser) -> None:
    make.published_course()
    source = hashlib.sha256(make.course_files()["course.yaml"]).hexdigest()
    for digest in (source, "0" * 64, "g" * 64, "../" * 21 + "x"):
        assert browser.get(f"/media/{digest}/ring.svg").status_code == 404


def test_a_cover_is_the_same_for_ever(app: Flask, browser: Browser) -> None:
    one, again, other = (browser.get(f"/covers/{slug}.svg") for slug in ("a-course", "a-course", "b-course"))
    assert (one.status_code, one.mimetype) == (200, "image/svg+xml")
    assert one.get_data() == again.get_data() != other.get_data()
