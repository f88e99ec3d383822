"""The site as it is run: gunicorn with the shipped settings, behind nginx with the shipped configuration, on free ports."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from pathlib import Path

from tests.notifications.mail import free_port

ROOT = Path(__file__).resolve().parents[2]
HOST = "courses.example.com"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: HTTPMessage
    body: bytes


@dataclass
class Site:
    folder: Path
    tls_port: int
    plain_port: int
    app_port: int

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def get(self, path: str, headers: Mapping[str, str] | None = None, *, plain: bool = False) -> Answer:
        if plain:
            connection = HTTPConnection("127.0.0.1", self.plain_port, timeout=20)
        else:
            connection = HTTPSConnection("127.0.0.1", self.tls_port, timeout=20, context=trusting())
        with closing(connection):
            connection.request("GET", path, headers={"Host": HOST, **(headers or {})})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())


def trusting() -> ssl.SSLContext:
    """Takes the test's own certificate; names the host as a browser does."""
    context = NamingContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class NamingContext(ssl.SSLContext):
    name = HOST

    def wrap_socket(self, *args: object, **values: object) -> ssl.SSLSocket:
        return super().wrap_socket(*args, **{**values, "server_hostname": self.name})  # type: ignore[arg-type]


def environment(data: Path, **more: str) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "CC_ENV": "production",
        "SECRET_KEY": "for this test only: 0123456789 abcdefghij",
        "BASE_URL": f"https://{HOST}",
        "CC_DATA": str(data),
        "PROXY_HOPS": "1",
        "CC_ACCELERATE": "1",
        **more,
    }


def flask(*words: str, data: Path, **more: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    return subprocess.run(command, cwd=ROOT, env=environment(data, **more), capture_output=True, text=True, timeout=120)


@contextmanager
def gunicorn(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = gunicorn_process(data, port)
    try:
        yield process
    finally:
        stop(process)


def gunicorn_process(data: Path, port: int, **more: str) -> subprocess.Popen[bytes]:
    """The server with its shipped settings; what it says is in gunicorn.log beside the data folder."""
    with (data.parent / "gunicorn.log").open("ab") as log:
        command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
        given = environment(data, BIND=f"127.0.0.1:{port}", WEB_CONCURRENCY="2", **more)
        return subprocess.Popen(command, cwd=ROOT, env=given, stdout=log, stderr=log)


def stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    process.wait(40)


@contextmanager
def site(folder: Path) -> Iterator[Site]:
    made = Site(folder, free_port(), free_port(), free_port())
    made.data.mkdir()
    folder.chmod(0o755)
    upgraded = flask("upgrade", data=made.data)
    assert upgraded.returncode == 0, upgraded.stderr
    certificate(folder)
    with gunicorn(made.data, made.app_port), nginx(made):
        wait_for_answer(made)
        yield made


@contextmanager
def nginx(made: Site) -> Iterator[None]:
    configuration = made.folder / "nginx.conf"
    configuration.write_text(adapted(made))
    command = ["nginx", "-c", configuration, "-p", made.folder, "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        for _try in range(100):
            with suppress(OSError), socket.create_connection(("127.0.0.1", made.tls_port), 1):
                break
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        _out, said = process.communicate(timeout=20)
        assert b"[emerg]" not in said, said.decode()


def adapted(made: Site) -> str:
    """The shipped file with nothing changed but ports, folders and the user."""
    changes = {
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "pid /run/nginx.pid;": f"pid {made.folder}/nginx.pid; error_log {made.folder}/error.log;",
        "listen 80 ": f"listen 127.0.0.1:{made.plain_port} ",
        "listen 443 ": f"listen 127.0.0.1:{made.tls_port} ",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{made.app_port};",
        "/etc/ssl/clustercourse": str(made.folder),
        "/var/lib/clustercourse": str(made.data),
        "/var/log/nginx/": f"{made.folder}/",
    }
    text = (ROOT / "docs" / "nginx.conf").read_text()
    for shipped, here in changes.items():
        assert shipped in text, shipped
        text = text.replace(shipped, here)
    return text


def certificate(folder: Path) -> None:
    assert shutil.which("openssl") is not None
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    subprocess.run([*command, "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"], check=True, capture_output=True)


def wait_until_ready(port: int, folder: Path) -> None:
    """Until gunicorn itself answers, without a proxy before it."""
    for _try in range(600):
        with suppress(OSError, HTTPException), closing(HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", "/readyz", headers={"Host": HOST})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise AssertionError((folder / "gunicorn.log").read_text())


def wait_for_answer(made: Site) -> None:
    for _try in range(300):
        try:
            if made.get("/healthz").status == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.1)
    raise AssertionError((made.folder / "gunicorn.log").read_text())
