"""Getting in: counting, comparing the password outside any transaction, and only then opening the sign-in."""

from __future__ import annotations

from dataclasses import dataclass

from clustercourse.accounts import passwords, throttle
from clustercourse.accounts.actions.invitations import register_invited
from clustercourse.accounts.actions.passwords import ask_reset, rehash, reset_password
from clustercourse.accounts.actions.people import NewPerson, register
from clustercourse.accounts.actions.sign_ins import open_sign_in, sign_out
from clustercourse.accounts.addressing import clean_email, clean_name, key_of
from clustercourse.accounts.devices import Browser
from clustercourse.accounts.known import is_known, mark_of
from clustercourse.accounts.links import digest_of
from clustercourse.accounts.queries import FoundAccount, FoundLink, find_account, find_invitation, own_account
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _, language
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
    return Entered(person_id, token, mark_of(person_id, account.password_changed_at) if account is not None else "")


def _entered(found: FoundAccount, token: str, stays: bool) -> Entered:
    return Entered(found.person_id, token, mark_of(found.person_id, found.password_changed_at), stays)


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


def ask_for_reset(email: str, network: str) -> None:
    """Ask for the letter that sets a new password. What is seen is the same for every address."""
    email = clean_email(email)
    throttle.count_letter(email, network)
    with writing():
        ask_reset(email)


def reset(token: str, link: FoundLink, password: str, browser: Browser) -> Entered:
    """Set a new password by letter and sign in."""
    passwords.refuse_weak(password, (link.name, link.email))
    fresh = passwords.hashed(password)
    with writing():
        return let_in(reset_password(token, fresh), browser)


def register_by_invitation(token: str, name: str, password: str, browser: Browser) -> Entered:
    """Register the owner of an invited address and sign in."""
    invitation = find_invitation(digest_of(token))
    ready = prepared(NewPerson(name, invitation.email if invitation else "nobody@example.com", "", language()), password)
    with writing():
        return let_in(register_invited(token, ready), browser)
