"""The whole site with its files in a bucket: photos, courses, backups, and what people read when the bucket is away."""

from __future__ import annotations

import hashlib
import io
import re
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from werkzeug.serving import make_server

from clustercourse import backup, jobs
from clustercourse.accounts.erasing import finish_erasures
from clustercourse.accounts.pictures import square_photo
from clustercourse.backup import BackupRefused, upgrading
from clustercourse.db import value
from clustercourse.files import BucketStore, FilesAway
from clustercourse.files.s3 import Question
from clustercourse.house import use_house
from clustercourse.models.accounts import Person
from clustercourse.models.files import StoredFile
from config import Bucket
from tests import make
from tests.content.small import RING
from tests.files.server import Way
from tests.notifications.mail import free_port
from tests.page import Browser, Page

pytestmark = pytest.mark.xdist_group("bucket")
RING_DIGEST = hashlib.sha256(RING.encode()).hexdigest()
CONFIGURATION = Path(__file__).resolve().parents[2] / "docs" / "nginx-bucket.conf"


def picture(colour: str = "red") -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (400, 300), colour).save(made, "PNG")
    return made.getvalue()


def send_photo(browser: Browser, colour: str = "red") -> Page:
    return browser.send("/me/settings/", "/me/photo", files={"photo": (io.BytesIO(picture(colour)), "p.png")})


def names(kept: BucketStore) -> list[str]:
    return sorted(file.digest for file in kept.listed())


def test_a_photo_and_a_course_live_in_the_bucket(app: Flask, browser: Browser, house_with_bucket: BucketStore) -> None:
    ada = make.person("Ada")
    browser.sign_in(ada)
    assert send_photo(browser).texts("div", "flash") == ["Your photo is saved."]
    shown = browser.get(f"/people/{ada}/photo")
    assert (shown.status_code, shown.mimetype, shown.data) == (200, "image/webp", square_photo(picture()))
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    make.published_course()
    media = browser.get(f"/media/{RING_DIGEST}/ring.svg")
    assert (media.status_code, media.mimetype, media.get_data(as_text=True)) == (200, "image/svg+xml", RING)
    assert media.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert browser.get(f"/media/{RING_DIGEST}/ring.svg", headers={"Range": "bytes=0-3"}).get_data(as_text=True) == RING[:4]
    photo = value(select(Person.photo_digest))
    assert names(house_with_bucket) == sorted(
        {photo, *(hashlib.sha256(data).hexdigest() for data in [*make.course_files(access="open").values(), *make.SITE.values()])}
    )
    assert value(select(StoredFile.size).where(StoredFile.digest == photo)) == len(shown.data)
    send_photo(browser, "blue")
    assert photo not in names(house_with_bucket)
    assert not (app.extensions["settings"].data / "files").exists()


def test_a_copy_of_ones_data_goes_through_the_bucket(app: Flask, browser: Browser, house_with_bucket: BucketStore) -> None:
    browser.sign_in(make.person("Ada"))
    send_photo(browser)
    browser.send("/me/data/", "/me/data/exports/")
    jobs.work_waiting()
    answer = browser.post("/me/data/exports/1", data=browser.csrf())
    assert (answer.status_code, answer.content_type, answer.data[:2]) == (200, "application/zip", b"PK")


@pytest.mark.parametrize("portable", [False, True])
def test_a_backup_holds_what_is_in_the_bucket_and_puts_it_back(
    app: Flask, browser: Browser, house_with_bucket: BucketStore, tmp_path: Path, portable: bool
) -> None:
    browser.sign_in(make.person("Ada"))
    send_photo(browser)
    digest = value(select(Person.photo_digest))
    photo = house_with_bucket.get(digest)
    made = backup.back_up(tmp_path / "house.zip", portable=portable)
    assert (made.files(), made.missing) == ([f"files/{digest[:2]}/{digest}"], [])
    house_with_bucket.drop(digest)
    assert backup.back_up(tmp_path / "second.zip").missing == [digest]
    house_with_bucket.s3.ask(Question("PUT", f"{digest[:2]}/{digest}", body=b"damaged"))
    assert backup.back_up(tmp_path / "third.zip").missing == [digest]
    backup.restore(tmp_path / "house.zip", replace=True)
    assert house_with_bucket.get(digest) == photo
    assert browser.get("/people/1/photo").data == photo
    house_with_bucket.s3.ask(Question("DELETE", "house"))
    house_with_bucket.drop(digest)
    BucketStore(house_with_bucket.bucket, house="https://other.example.com").put(b"x")
    second = BucketStore(house_with_bucket.bucket, house=house_with_bucket.house)
    assert second.complaint() is not None


def test_a_backup_of_a_bucket_that_is_away_is_refused(app: Flask, far_house: BucketStore, way: Way, tmp_path: Path) -> None:
    far_house.put(b"a file")
    backup.back_up(tmp_path / "house.zip")
    way.answer = way.spoil = lambda _data: None
    with pytest.raises(BackupRefused, match=r"^The files could not be read: The bucket .* does not answer .* No backup was made\.$"):
        backup.back_up(tmp_path / "second.zip")
    with pytest.raises(BackupRefused, match=r"^The files could not be put back: .* The database was not changed\.$"):
        backup.restore(tmp_path / "house.zip", replace=True)
    assert [child.name for child in tmp_path.iterdir()] == ["house.zip"]


def test_what_people_read_while_the_bucket_is_away(app: Flask, browser: Browser, far_house: BucketStore, way: Way) -> None:
    ada = make.person("Ada")
    browser.sign_in(ada)
    send_photo(browser)
    before = value(select(Person.photo_digest))
    assert browser.get("/readyz").get_data(as_text=True) == "ready\n"
    way.answer = way.spoil = lambda _data: None
    far_house._looked = (-100.0, None)
    page = send_photo(browser, "blue")
    assert (page.status, page.heading) == (503, "Files cannot be kept or fetched just now")
    assert "Nothing was changed. Wait a minute and try again; a file that you were sending has to be chosen again." in page.text
    assert "Traceback" not in page.text
    assert page.response.headers["Retry-After"] == "30"
    assert browser.get(f"/people/{ada}/photo").status_code == 503
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.get_data(as_text=True)) == (503, "files away: no answer\n")
    assert value(select(Person.photo_digest)) == before
    assert browser.visit("/me/settings/").heading == "Your settings"
    assert (
        upgrading.what_is_wrong()
        == "The database stands at migration none, this release needs " + upgrading.newest_revision() + ". Run: flask upgrade."
    )
    way.answer = way.spoil = bytes
    assert send_photo(browser, "blue").texts("div", "flash") == ["Your photo is saved."]


def test_a_photo_is_taken_away_while_the_bucket_is_away(app: Flask, browser: Browser, far_house: BucketStore, way: Way) -> None:
    """The row goes at once; the sweeper removes the bytes when the bucket is back."""
    browser.sign_in(make.person("Ada"))
    send_photo(browser)
    [digest] = names(far_house)
    way.answer = way.spoil = lambda _data: None
    page = browser.send("/me/settings/", "/me/photo/delete")
    assert page.texts("div", "flash") == ["Your photo is gone. Your initials stand in its place."]
    finish_erasures()
    way.answer = way.spoil = bytes
    assert (names(far_house), value(select(StoredFile.digest))) == ([digest], None)


def test_a_job_waits_for_the_bucket(app: Flask, browser: Browser, far_house: BucketStore, way: Way) -> None:
    browser.sign_in(make.person("Ada"))
    browser.send("/me/data/", "/me/data/exports/")
    way.answer = way.spoil = lambda _data: None
    claimed = jobs.claim()
    while claimed is not None and claimed.kind != "accounts.export":
        claimed = jobs.claim()
    assert claimed is not None
    jobs.carry_out(claimed)
    found = value(select(jobs.Job.last_error).where(jobs.Job.id == claimed.id))
    assert (found, value(select(jobs.Job.state).where(jobs.Job.id == claimed.id))) == ("files_away", "waiting")


@pytest.mark.parametrize("content", [None, b"other bytes"])
def test_a_file_that_was_lost_is_said(app: Flask, browser: Browser, house_with_bucket: BucketStore, content: bytes | None) -> None:
    ada = make.person("Ada")
    browser.sign_in(ada)
    send_photo(browser)
    digest = value(select(Person.photo_digest))
    house_with_bucket.drop(digest)
    if content is not None:
        house_with_bucket.s3.ask(Question("PUT", f"{digest[:2]}/{digest}", body=content))
    page = Page(browser.get(f"/people/{ada}/photo"))
    assert (page.status, page.heading) == (500, "This file cannot be found")
    assert "they may have a copy" in page.text


def test_commands_say_it_in_one_line(app: Flask, far_house: BucketStore, way: Way, tmp_path: Path) -> None:
    folder = tmp_path / "courses" / "small"
    for name, data in make.course_files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    for name, data in make.SITE.items():
        (folder.parent / name).write_bytes(data)
    way.answer = way.spoil = lambda _data: None
    done = app.test_cli_runner().invoke(args=["content", "publish", str(folder.parent)])
    assert done.exit_code == 1
    assert re.fullmatch(r"Error: The bucket “house-\w+” at 127\.0\.0\.1:\d+ does not answer \(.*\)\.", done.output.splitlines()[-1])


def test_a_server_does_not_begin_with_a_wrong_setting(app: Flask, house_with_bucket: BucketStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upgrading, "present_revision", upgrading.newest_revision)
    assert upgrading.what_is_wrong() is None
    away = FilesAway("The bucket does not answer.", why="no answer")
    house_with_bucket._looked = (time.monotonic(), away)
    assert upgrading.what_is_wrong() is None
    house_with_bucket.s3.ask(Question("PUT", "house", body=b"https://first.example.com"))
    house_with_bucket._looked = (-100.0, None)
    assert " belongs to https://first.example.com, " in str(upgrading.what_is_wrong())


@contextmanager
def nginx(folder: Path, bucket: Bucket, application: int) -> Iterator[str]:
    """nginx with the shipped lines for a bucket, changed in nothing but hosts, before the application on this port."""
    host = bucket.endpoint.removeprefix("http://")
    text, port = CONFIGURATION.read_text(), free_port()
    for shipped, here in {
        "https://$bucket_host": "http://$bucket_host",
        "s3.eu-north-1.amazonaws.com": host,
        "    resolver 127.0.0.53 valid=60s ipv6=off;\n": "",
    }.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    head = f"pid {folder}/nginx.pid; error_log {folder}/error.log; events {{}}\nhttp {{ access_log off; default_type application/octet-stream;\n"
    place = f"location / {{ proxy_pass http://127.0.0.1:{application}; proxy_set_header Host localhost; }}\n"
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"{head}{temporary} server {{ listen 127.0.0.1:{port};\n{place}{text}}} }}\n")
    process = subprocess.Popen(["nginx", "-c", folder / "nginx.conf", "-p", folder, "-g", "daemon off;"], stderr=subprocess.PIPE)
    try:
        for _try in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        _out, said = process.communicate(timeout=20)
        assert b"[emerg]" not in said, said.decode()


def fetched(address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers), timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, dict(answer.headers), answer.read()


def test_nginx_fetches_what_the_site_allows_from_the_bucket(
    app: Flask, browser: Browser, house_with_bucket: BucketStore, tmp_path: Path
) -> None:
    make.published_course()
    bucket = house_with_bucket.bucket
    settings = replace(app.extensions["settings"], bucket=bucket, accelerate=True)
    use_house(settings)
    server = make_server("127.0.0.1", 0, app)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with nginx(tmp_path, bucket, server.port) as site:
            media = f"{site}/media/{RING_DIGEST}/ring.svg"
            status, headers, body = fetched(media, Cookie="sign-in=secret")
            assert (status, body.decode()) == (200, RING)
            assert headers["Content-Type"] == "image/svg+xml"
            assert headers["Content-Disposition"] == "inline; filename=ring.svg"
            assert headers["Cache-Control"] == "public, max-age=31536000, immutable"
            assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert [name for name, text in headers.items() if name == "X-Accel-Redirect" or "Signature=" in text or "secret" in text] == []
            assert fetched(media, Range="bytes=5-14")[::2] == (206, RING.encode()[5:15])
            assert fetched(media, **{"If-None-Match": headers["ETag"]})[0] == 304
            assert fetched(f"{site}{house_with_bucket.place_of(RING_DIGEST)}")[0] == 503
            house_with_bucket.drop(RING_DIGEST)
            gone = fetched(media)
            assert (gone[0], b"This file cannot be fetched just now" in gone[2], b"NoSuchKey" in gone[2]) == (503, True, False)
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
