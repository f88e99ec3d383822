"""Getting in: counting, comparing the password outside any transaction, and only then opening the sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.accounts import passwords, throttle
from clustercourse.accounts.actions.people import NewPerson, register
from clustercourse.accounts.actions.passwords import rehash
from clustercourse.accounts.actions.sign_ins import open_sign_in, sign_out
from clustercourse.accounts.addressing import clean_email, clean_name, key_of
from clustercourse.accounts.devices import Browser
from clustercourse.accounts.known import is_known, mark_of
from clustercourse.accounts.queries import FoundAccount, OwnAccount, find_account, own_account
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class Entered:
    """A browser that was let in: what goes into its cookies."""

    person_id: int
    token: str
    mark: str
    stays: bool = False


@dataclass(frozen=True)
class Asked:
    """Somebody at the door."""

    email: str
    password: str
    stays: bool
    mark: str


def enter(asked: Asked, browser: Browser, before: Viewer) -> Entered:
    """Sign in with address and password. Refused in the same words whatever was wrong; TooOften after many tries."""
    key = key_of(asked.email)[:320]
    found = find_account(key)
    known = found.person_id if found is not None and is_known(asked.mark, found.person_id, found.password_changed_at) else None
    attempts = throttle.count(throttle.sign_in_buckets(key, browser.network, known))
    right = passwords.is_right(found.password_hash if found is not None else None, asked.password)
    if found is None or not right:
        raise Refused(_("The address and the password do not belong together. Check both, or ask for a new password."))
    if not found.is_confirmed:
        raise Refused(_("Your address is not confirmed yet. Open the link in our letter, or register again for a new one."))
    fresh = passwords.hashed(asked.password) if passwords.wants_rehash(found.password_hash) else None
    with writing():
        throttle.forgive(attempts)
        if before.sign_in_id is not None and before.person_id is not None:
            sign_out(before.sign_in_id, by=before.person_id)
        token = open_sign_in(found.person_id, browser, stays=asked.stays, password_hash=found.password_hash)
        if fresh is not None:
            rehash(found.person_id, old=found.password_hash, new=fresh)
    return _entered(found, token, asked.stays)


def let_in(person_id: int, browser: Browser) -> Entered:
    """Sign in somebody who has just proved who they are by a letter. Only inside `writing()`."""
    token = open_sign_in(person_id, browser)
    account = own_account(person_id)
    assert account is not None
    return Entered(person_id, token, mark_of(person_id, account.password_changed_at))


def _entered(found: FoundAccount, token: str, stays: bool) -> Entered:
    return Entered(found.person_id, token, mark_of(found.person_id, found.password_changed_at), stays)


def ask_password(person_id: int, password: str, *, field: str = "password") -> OwnAccount:
    """Ask a signed-in person for the password again, counted. Refused when it is wrong."""
    account = own_account(person_id)
    attempts = throttle.count(throttle.password_buckets(person_id))
    if not passwords.is_right(account.password_hash if account is not None else None, password) or account is None:
        raise Refused(_("This is not your password."), field=field)
    with writing():
        throttle.forgive(attempts)
    return account


def take_in(new: NewPerson, password: str, network: str) -> None:
    """Register: check, count and hash first, then write. The same work whether the address is known or not."""
    ready = prepared(new, password)
    throttle.count(throttle.letter_buckets(key_of(ready.email), network))
    with writing():
        register(ready)


def prepared(new: NewPerson, password: str) -> NewPerson:
    """The same person with a hash in place. Refused: a name or address that is none, a weak password."""
    name, email = clean_name(new.name), clean_email(new.email)
    passwords.refuse_weak(password, (name, email))
    return NewPerson(name, email, passwords.hashed(password), new.language, new.time_zone)
