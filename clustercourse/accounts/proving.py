"""What a person changes about the own account with the password in hand: count and hash first, then write."""

from __future__ import annotations

from clustercourse.accounts import passwords, throttle
from clustercourse.accounts.actions.addresses import ask_address_change
from clustercourse.accounts.actions.passwords import change_password
from clustercourse.accounts.addressing import clean_email, key_of
from clustercourse.accounts.devices import Browser
from clustercourse.accounts.entering import Entered, let_in
from clustercourse.accounts.erasing import erase_person
from clustercourse.accounts.queries import OwnAccount, own_account
from clustercourse.db import writing
from clustercourse.errors import Refused
from clustercourse.language import _


def ask_password(person_id: int, password: str, *, field: str = "password") -> OwnAccount:
    """Ask a signed-in person for the password again, counted. Refused when it is wrong."""
    account = own_account(person_id)
    attempts = throttle.count(throttle.password_buckets(person_id))
    if not passwords.is_right(account.password_hash if account is not None else None, password) or account is None:
        raise Refused(_("This is not your password."), field=field)
    with writing():
        throttle.forgive(attempts)
    return account


def change(person_id: int, present: str, password: str, browser: Browser) -> Entered:
    """Set a new password with the present one, and sign this browser in again."""
    account = ask_password(person_id, present, field="present")
    passwords.refuse_weak(password, (account.name, account.email))
    fresh = passwords.hashed(password)
    with writing():
        change_password(person_id, fresh, by=person_id)
        return let_in(person_id, browser)


def begin_address_change(person_id: int, email: str, password: str) -> None:
    """Ask for letters to the old and the new address, with the password given again."""
    email = clean_email(email)
    ask_password(person_id, password)
    throttle.count_letter(email)
    with writing():
        ask_address_change(person_id, email, by=person_id)


def erase_oneself(person_id: int, email: str, password: str, *, leaves_posts: bool = False) -> None:
    """Erase a person who typed the own address and gave the password. Refused: another address, a wrong password."""
    account = own_account(person_id)
    if account is None or key_of(email) != key_of(account.email):
        raise Refused(_("This is not your e-mail address on this site."), field="email")
    ask_password(person_id, password)
    erase_person(person_id, by=person_id, leaves_posts=leaves_posts)
