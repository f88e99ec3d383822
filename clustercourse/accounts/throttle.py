"""Counting attempts, so that guessing and letter floods become slow. Counts digests, never addresses.

Each count is a tiny transaction of its own, before the one of the request.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import bindparam, delete, func, insert, select

from clustercourse.db import aside, db, now
from clustercourse.errors import TooOften
from clustercourse.house import house
from clustercourse.language import ngettext
from clustercourse.models.accounts import SignInAttempt

WINDOW = timedelta(hours=1)
PER_ADDRESS = 20
PER_NETWORK = 100
PER_KNOWN_BROWSER = 20
LETTERS_PER_ADDRESS = 5
LETTERS_PER_NETWORK = 60
CODES_PER_BROWSER = 10
CODES_PER_NETWORK = 200
ANSWERS_PER_LETTER = 20
ANSWERS_PER_NETWORK = 200


@dataclass(frozen=True)
class Bucket:
    """Something attempts are counted for, and how many of them an hour may have."""

    name: str
    limit: int

    @property
    def digest(self) -> str:
        return hmac.new(house().secret_key.encode(), f"attempt:{self.name}".encode(), hashlib.sha256).hexdigest()


_counts = (
    select(SignInAttempt.counted_for, func.count(), func.min(SignInAttempt.at))
    .where(SignInAttempt.counted_for.in_(bindparam("digests", expanding=True)), SignInAttempt.at > bindparam("since"))
    .group_by(SignInAttempt.counted_for)
)


def sign_in_buckets(key: str, network: str, known_person: int | None) -> tuple[Bucket, ...]:
    """A browser that has signed in before as this person has a bucket of its own: others cannot lock its owner out."""
    if known_person is not None:
        return (Bucket(f"known:{known_person}", PER_KNOWN_BROWSER),)
    return Bucket(f"address:{key}", PER_ADDRESS), Bucket(f"network:{network}", PER_NETWORK)


def password_buckets(person_id: int) -> tuple[Bucket, ...]:
    """For asking a signed-in person for the password again."""
    return (Bucket(f"password:{person_id}", PER_ADDRESS),)


def letter_buckets(key: str, network: str | None = None) -> tuple[Bucket, ...]:
    per_address = Bucket(f"letter:{key}", LETTERS_PER_ADDRESS)
    return (per_address,) if network is None else (per_address, Bucket(f"letters:{network}", LETTERS_PER_NETWORK))


def count_code(visitor: str, network: str, person_id: int | None) -> list[int]:
    """Count a code that somebody types, for the browser, the network and the person. A right one is forgiven. Raises TooOften."""
    own = (Bucket(f"code:{person_id}", CODES_PER_BROWSER),) if person_id is not None else ()
    return count((*own, Bucket(f"code-in:{visitor}", CODES_PER_BROWSER), Bucket(f"codes:{network}", CODES_PER_NETWORK)))


def count_answer(letter: str, network: str) -> None:
    """Count an answer sent without an account by the address in a letter, for the letter and the network. Raises TooOften."""
    count((Bucket(f"answer:{letter}", ANSWERS_PER_LETTER), Bucket(f"answers:{network}", ANSWERS_PER_NETWORK)))


def count(buckets: Sequence[Bucket]) -> list[int]:
    """Count one attempt in each bucket and return the rows, which a success may take back.

    Raises TooOften when a bucket is full. What is refused is not counted, so that waiting always ends.
    """
    moment = now()
    limits = {bucket.digest: bucket.limit for bucket in buckets}
    with aside() as connection:
        rows = [{"counted_for": digest, "at": moment} for digest in limits]
        attempts = list(connection.execute(insert(SignInAttempt).values(rows).returning(SignInAttempt.id)).scalars())
        found = connection.execute(_counts, {"digests": list(limits), "since": moment - WINDOW}).all()
        waits = [(oldest + WINDOW - moment).total_seconds() for digest, number, oldest in found if number > limits[digest]]
        if waits:
            connection.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(attempts)))
    if waits:
        _ask_to_wait(int(max(waits)) + 1)
    return attempts


def forgive(attempts: Sequence[int]) -> None:
    """Take counted attempts back after a success. Only inside `writing()`."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.id.in_(attempts)))


def _ask_to_wait(seconds: int) -> None:
    words = ngettext(
        "That was tried very often. Please wait {n} minute and try again.",
        "That was tried very often. Please wait {n} minutes and try again.",
        -(-seconds // 60),
    )
    raise TooOften(words, seconds=seconds)


def count_letter(email: str, network: str | None = None) -> None:
    """Count a letter that somebody asks to be sent to an address. Raises TooOften. Call it before `writing()`."""
    count(letter_buckets(email.strip().casefold(), network))
