"""Passwords: hashing with Argon2id and asking whether one is strong enough. No rows here."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from clustercourse.errors import Refused
from clustercourse.house import house
from clustercourse.language import _

SHORTEST = 10
LONGEST = 256
_STRONG_ENOUGH = 3
_MOST_ZXCVBN_TAKES = 72

_hasher = [PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)]
_nobody: list[str] = []


def use_hasher(hasher: PasswordHasher) -> None:
    """Another cost, for tests that sign in hundreds of times."""
    _hasher[:] = [hasher]
    _nobody.clear()


def hashed(password: str) -> str:
    return _hasher[0].hash(_normal(password))


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password belongs to the hash. Takes as long for people who are not there (None)."""
    try:
        _hasher[0].verify(password_hash or _hash_of_nobody(), _normal(password)[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None


def wants_rehash(password_hash: str) -> bool:
    return _hasher[0].check_needs_rehash(password_hash)


def refuse_weak(password: str, about: Iterable[str], *, field: str = "password") -> None:
    """Refuse a password that is short, long or easy to guess for somebody who knows these words about the person."""
    if len(password) < SHORTEST:
        raise Refused(_("The password needs at least {n} characters."), field=field, n=SHORTEST)
    if len(password) > LONGEST:
        raise Refused(_("The password can have at most {n} characters."), field=field, n=LONGEST)
    words = [part for text in (*about, house().house_name) for part in (text, *text.replace("@", " ").replace(".", " ").split()) if part]
    if zxcvbn(_normal(password)[:_MOST_ZXCVBN_TAKES], user_inputs=words)["score"] < _STRONG_ENOUGH:
        raise Refused(_("This password is easy to guess. Three or four words that do not belong together make a good one."), field=field)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFC", password)


def _hash_of_nobody() -> str:
    if not _nobody:
        _nobody.append(_hasher[0].hash("nobody has this password"))
    return _nobody[0]
