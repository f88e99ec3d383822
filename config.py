"""Settings from the environment, typed, failing loudly with the variable's name."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ENVIRONMENTS = ("local", "production", "test")
REGISTRATIONS = ("open", "invited", "closed")
_REPOSITORY = Path(__file__).resolve().parent
_MAILBOX = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_REGION = re.compile(r"[a-z0-9-]{1,40}")
_BUCKET_URL = re.compile(
    r"s3://(?P<name>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<folder>[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*))?/?"
)


class SettingsError(SystemExit):
    """A setting is missing or wrong; its sentence names the variable and what to do."""


@dataclass(frozen=True)
class Bucket:
    """Where files are kept when not in the data folder. `prefix` is empty or ends with a slash."""

    name: str
    prefix: str
    endpoint: str
    region: str
    key_id: str
    secret_key: str = field(repr=False)


@dataclass(frozen=True)
class Mailbox:
    """A mailbox that a role reads, not a person: what it is for, and its address."""

    purpose: str
    address: str


@dataclass(frozen=True)
class Place:
    """A place where the house is at home: its name, and the lines of its address."""

    name: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Settings:
    """Everything an installation can choose. One house, one provider."""

    environment: str
    secret_key: str
    base_url: str
    database_url: str
    data: Path
    content: Path
    house_name: str
    registration: str
    trusted_hosts: tuple[str, ...]
    proxy_hops: int
    max_upload: int
    metrics_token: str
    mail_from: str
    mail_replies: str
    smtp_host: str
    smtp_port: int
    smtp_user: str
    smtp_password: str
    smtp_security: str
    accelerate: bool
    fault: str
    lease: int
    bucket: Bucket | None = None
    places: tuple[Place, ...] = ()
    mailboxes: tuple[Mailbox, ...] = ()

    @property
    def is_production(self) -> bool:
        return self.environment == "production"

    @property
    def is_local(self) -> bool:
        return self.environment == "local"

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site by https, so that cookies may insist on it."""
        return self.base_url.startswith("https://")

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")


def settings_from(environ: Mapping[str, str] | None = None) -> Settings:
    """Read and check every setting. Raises SettingsError with one sentence."""
    given = os.environ if environ is None else environ
    environment = _one_of(given, "CC_ENV", ENVIRONMENTS, "local")
    data = _data_folder(given, environment)
    base_url = _base_url(given, environment)
    return Settings(
        environment=environment,
        secret_key=_secret_key(given, environment, data),
        base_url=base_url,
        database_url=_database_url(given, data),
        data=data,
        content=Path(given.get("CC_CONTENT") or _REPOSITORY / "content").resolve(),
        house_name=given.get("HOUSE_NAME", "clustercourse"),
        registration=_one_of(given, "REGISTRATION", REGISTRATIONS, "open"),
        trusted_hosts=_trusted_hosts(given, base_url),
        proxy_hops=_whole_number(given, "PROXY_HOPS", 0),
        max_upload=_whole_number(given, "MAX_UPLOAD_MB", 20) * 1024 * 1024,
        metrics_token=given.get("METRICS_TOKEN", ""),
        mail_from=given.get("MAIL_FROM", "clustercourse@example.com"),
        mail_replies=given.get("MAIL_REPLIES", ""),
        smtp_host=given.get("SMTP_HOST", ""),
        smtp_port=_whole_number(given, "SMTP_PORT", 587),
        smtp_user=given.get("SMTP_USER", ""),
        smtp_password=given.get("SMTP_PASSWORD", ""),
        smtp_security=_one_of(given, "SMTP_SECURITY", ("starttls", "tls", "none"), "starttls"),
        accelerate=given.get("CC_ACCELERATE", "") == "1",
        fault=given.get("CC_FAULT", ""),
        lease=_whole_number(given, "CC_LEASE", 300),
        bucket=_bucket(given, environment),
        places=tuple(_places(given)),
        mailboxes=tuple(_mailboxes(given)),
    )


def _one_of(given: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = given.get(name, default)
    if value not in allowed:
        raise SettingsError(f"{name} is “{value}”. It must be one of: {', '.join(allowed)}.")
    return value


def _whole_number(given: Mapping[str, str], name: str, default: int) -> int:
    value = given.get(name, str(default))
    if not value.isascii() or not value.isdigit():
        raise SettingsError(f"{name} is “{value}”. It must be a whole number.")
    return int(value)


def _places(given: Mapping[str, str]) -> Iterator[Place]:
    for name, text in _pairs(given, "HOUSE_PLACES", "Lemvig: Havnen 1, 7620 Lemvig; Copenhagen K: Torvet 5, 1000 Copenhagen K"):
        lines = tuple(line.strip() for line in text.split(",") if line.strip())
        if not lines:
            raise SettingsError(f"HOUSE_PLACES says nothing of “{name}” but its name.")
        yield Place(name, lines)


def _mailboxes(given: Mapping[str, str]) -> Iterator[Mailbox]:
    for purpose, address in _pairs(given, "HOUSE_MAILBOXES", "Questions: info@example.com; Courses: courses@example.com"):
        if not _MAILBOX.fullmatch(address):
            raise SettingsError(f"HOUSE_MAILBOXES names “{address}”, which is no address of a mailbox.")
        yield Mailbox(purpose, address)


def _pairs(given: Mapping[str, str], name: str, example: str) -> Iterator[tuple[str, str]]:
    """`Name: text; Name: text`, as one line of the environment."""
    for part in filter(None, (part.strip() for part in given.get(name, "").split(";"))):
        key, colon, text = (piece.strip() for piece in part.partition(":"))
        if not (key and colon and text):
            raise SettingsError(f"{name} has “{part}” in it. It must look like: {example}")
        yield key, text


def _data_folder(given: Mapping[str, str], environment: str) -> Path:
    chosen = given.get("CC_DATA")
    if chosen:
        return Path(chosen).resolve()
    if environment == "production" and not given.get("DATABASE_URL"):
        raise SettingsError("Neither DATABASE_URL nor CC_DATA is set. Set one of them: production keeps nothing in a guessed place.")
    return _REPOSITORY / "data"


def make_data_folder(data: Path) -> None:
    """Make the data folder if it is not there. Raises SettingsError where the site may not write."""
    try:
        data.mkdir(parents=True, exist_ok=True)
        why = "" if os.access(data, os.W_OK | os.X_OK) else "It cannot be written to"
    except OSError as reason:
        why = reason.strerror or type(reason).__name__
    if why:
        raise SettingsError(f"CC_DATA is {data}. {why}: name a folder that the site may write to.")


def _database_url(given: Mapping[str, str], data: Path) -> str:
    url = given.get("DATABASE_URL", "")
    if not url:
        return f"sqlite:///{data / 'clustercourse.db'}"
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        return f"postgresql+psycopg://{rest}"
    if scheme == "sqlite":
        return url
    raise SettingsError("DATABASE_URL must begin with postgresql:// or sqlite:///.")


def _bucket(given: Mapping[str, str], environment: str) -> Bucket | None:
    url = given.get("FILES_URL", "")
    if not url:
        return None
    found = _BUCKET_URL.fullmatch(url)
    if found is None:
        raise SettingsError(f"FILES_URL is “{url}”. It must look like s3://bucket or s3://bucket/folder, in plain letters and digits.")
    region = given.get("FILES_REGION", "")
    if not _REGION.fullmatch(region):
        raise SettingsError("FILES_REGION is missing or not a region. Set it as the provider names it, such as eu-north-1.")
    for name in ("FILES_KEY_ID", "FILES_SECRET_KEY"):
        if not given.get(name, "").strip():
            raise SettingsError(f"{name} is missing. Set it to the key that may use the bucket of FILES_URL.")
    name, folder = found["name"], found["folder"]
    return Bucket(
        name=name,
        prefix=f"{folder}/" if folder else "",
        endpoint=_files_endpoint(given, environment, region),
        region=region,
        key_id=given["FILES_KEY_ID"].strip(),
        secret_key=given["FILES_SECRET_KEY"].strip(),
    )


def _files_endpoint(given: Mapping[str, str], environment: str, region: str) -> str:
    """AWS where no other provider is named. Files of people do not cross a network in the open."""
    url = given.get("FILES_ENDPOINT", "").rstrip("/") or f"https://s3.{region}.amazonaws.com"
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.path or parts.query or parts.username:
        raise SettingsError(
            f"FILES_ENDPOINT is “{url}”. It must be the provider's address without the bucket, such as https://s3.example.com."
        )
    if parts.scheme == "http" and environment == "production" and parts.hostname not in ("127.0.0.1", "::1", "localhost"):
        raise SettingsError(f"FILES_ENDPOINT is “{url}”. In production it must begin with https://, but on this machine itself.")
    return url


def _base_url(given: Mapping[str, str], environment: str) -> str:
    url = given.get("BASE_URL", "").rstrip("/")
    if environment == "production" and not url.startswith("https://"):
        raise SettingsError("BASE_URL is missing or not https. Set it to the address people type, such as https://courses.example.com.")
    return url or "http://127.0.0.1:8000"


def _secret_key(given: Mapping[str, str], environment: str, data: Path) -> str:
    key = given.get("SECRET_KEY", "")
    if environment == "production":
        if len(key) < 32 or len(set(key)) < 10:
            raise SettingsError("SECRET_KEY is missing or too short. Set it to at least 32 random characters and keep it.")
        return key
    if key:
        return key
    path = data / "secret_key"
    if not path.is_file():
        make_data_folder(data)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text()


def _trusted_hosts(given: Mapping[str, str], base_url: str) -> tuple[str, ...]:
    named = tuple(host.strip() for host in given.get("TRUSTED_HOSTS", "").split(",") if host.strip())
    own = urlsplit(base_url).hostname or "127.0.0.1"
    return named or tuple(dict.fromkeys((own, "127.0.0.1", "localhost")))
