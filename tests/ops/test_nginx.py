"""The shipped nginx configuration and the shipped gunicorn settings, with TLS, as they are run."""

from __future__ import annotations

import gzip
import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from clustercourse.db import now
from clustercourse.files import FolderStore
from clustercourse.models.files import StoredFile
from tests.conftest import LONG
from tests.notifications.mail import free_port
from tests.ops.site import HOST, NamingContext, Site, certificate, flask, gunicorn, nginx, site, trusting

pytestmark = pytest.mark.xdist_group("nginx")
SLOW_CLIENTS = 400 if LONG else 80
PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'>" + b"<path d='M0 0h9v9z'/>" * 100 + b"</svg>"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with site(tmp_path_factory.mktemp("site")) as made:
        yield made


@pytest.fixture(scope="module")
def picture(running: Site) -> str:
    """A picture of a course, kept as publishing keeps it; returns its digest."""
    digest = FolderStore(running.data / "files").put(PICTURE)
    engine = create_engine(f"sqlite:///{running.data / 'clustercourse.db'}")
    with engine.begin() as connection:
        row = {"digest": digest, "purpose": "media", "size": len(PICTURE), "media_type": "image/svg+xml", "created_at": now()}
        connection.execute(StoredFile.__table__.insert(), row)
    engine.dispose()
    return digest


def test_pages_come_by_tls_with_their_headers(running: Site) -> None:
    answer = running.get("/sign-in")
    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'")
    assert answer.headers["Server"] == "nginx"
    cookies = answer.headers.get_all("Set-Cookie") or []
    assert [cookie for cookie in cookies if not cookie.startswith("__Host-") or "Secure" not in cookie] == []


def test_plain_http_leads_to_tls_under_our_own_name(running: Site) -> None:
    answer = running.get("/courses/?q=a", {"Host": "evil.example"}, plain=True)
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/courses/?q=a")


def test_another_name_gets_no_answer(running: Site) -> None:
    context = trusting()
    assert isinstance(context, NamingContext)
    context.name = "evil.example"
    with socket.create_connection(("127.0.0.1", running.tls_port), 5) as connection, pytest.raises(ssl.SSLError):
        context.wrap_socket(connection)


def test_pages_are_compressed(running: Site) -> None:
    plain, packed = running.get("/sign-in"), running.get("/sign-in", {"Accept-Encoding": "gzip"})
    assert (plain.headers["Content-Encoding"], packed.headers["Content-Encoding"]) == (None, "gzip")
    assert b"<h1" in gzip.decompress(packed.body)
    assert len(packed.body) < len(plain.body) / 2


def test_a_body_that_is_too_large_is_refused_before_it_is_sent(running: Site) -> None:
    began = time.monotonic()
    with trusting().wrap_socket(socket.create_connection(("127.0.0.1", running.tls_port), 20)) as connection:
        connection.sendall(f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 1073741824\r\n\r\n".encode())
        answer = connection.recv(65536)
    assert answer.split(b" ")[1] == b"413"
    assert time.monotonic() - began < 10
    assert running.get("/healthz").status == 200


def test_files_of_courses_go_by_the_proxy(running: Site, picture: str) -> None:
    answer = running.get(f"/media/{picture}/diamond.svg")
    assert (answer.status, answer.body) == (200, PICTURE)
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    part = running.get(f"/media/{picture}/diamond.svg", {"Range": "bytes=5-14"})
    assert (part.status, part.body) == (206, PICTURE[5:15])
    assert gzip.decompress(running.get(f"/media/{picture}/diamond.svg", {"Accept-Encoding": "gzip"}).body) == PICTURE


def test_nobody_asks_for_files_behind_the_applications_back(running: Site, picture: str) -> None:
    assert running.get(f"/files/{picture[:2]}/{picture}").status == 404
    unknown = hashlib.sha256(b"unknown").hexdigest()
    assert running.get(f"/media/{unknown}/x.svg").status == 404
    assert running.get(f"/media/{picture}/../../files/{picture[:2]}/{picture}").status == 404


def test_tokens_of_letters_stay_out_of_the_log(running: Site) -> None:
    running.get("/confirm/verysecrettoken?next=alsosecret")
    running.get("/calendar/anothersecret.ics")
    time.sleep(0.3)
    log = (running.folder / "clustercourse.log").read_text()
    assert " GET /confirm/... " in log
    assert " GET /calendar/... 404 " in log
    assert "secret" not in log


def test_slow_clients_do_not_stop_the_site(running: Site, figure: Callable[[str, object], None]) -> None:
    """Half a request from each of many sockets of four addresses, half of a form from as many: others are served, the slow ones sent away."""
    headers = f"GET / HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode()
    body = f"POST /sign-in HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 500\r\n\r\nemail=".encode()
    clients = [trusting().wrap_socket(_connected(running.tls_port, f"127.0.0.{2 + number % 4}")) for number in range(SLOW_CLIENTS)]
    began = time.monotonic()
    for number, client in enumerate(clients):
        client.sendall(headers if number % 2 else body)
    waits = []
    for _visit in range(20):
        asked = time.monotonic()
        assert running.get("/healthz").status == 200
        waits.append(time.monotonic() - asked)
    figure("slow clients", SLOW_CLIENTS)
    figure("slowest answer meanwhile, s", round(max(waits), 2))
    assert max(waits) < 5
    for client in clients:
        client.settimeout(max(0.1, 40 - (time.monotonic() - began)))
        assert _is_sent_away(client)
        client.close()
    assert time.monotonic() - began < 60


def _connected(port: int, from_address: str) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), 20, source_address=(from_address, 0))


def _is_sent_away(client: ssl.SSLSocket) -> bool:
    """Closed, perhaps after an answer that says so."""
    try:
        while answer := client.recv(65536):
            if answer.split(b" ")[1:2] not in ([b"408"], []):
                return False
    except (ConnectionError, ssl.SSLError) as reason:
        return not isinstance(reason, TimeoutError)
    return True


def test_a_site_that_is_down_says_so_in_words(tmp_path: Path) -> None:
    alone = Site(tmp_path, free_port(), free_port(), free_port())
    certificate(tmp_path)
    with nginx(alone):
        answer = alone.get("/")
    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert b"What you saved is safe." in answer.body


def test_a_server_on_the_wrong_database_does_not_begin(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with gunicorn(data, free_port()) as process:
        assert process.wait(60) != 0
    assert "The database stands at migration none, this release needs labs. Run: flask upgrade." in (tmp_path / "gunicorn.log").read_text()


def test_demo_people_and_the_local_start_stay_out_of_production(tmp_path: Path) -> None:
    loaded = flask("demo", "load", data=tmp_path)
    assert (loaded.returncode, loaded.stderr) == (1, "Error: Demo people never come into a production house.\n")
    started = flask("start", data=tmp_path)
    assert started.returncode == 1
    assert started.stderr.startswith("Error: flask start is for your own machine")
