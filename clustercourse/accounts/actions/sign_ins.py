"""Being signed in: opening, ending one, ending all."""

from __future__ import annotations

import secrets

from sqlalchemy import String, insert, literal, select, update

from clustercourse.accounts.devices import Browser
from clustercourse.accounts.links import digest_of
from clustercourse.db import UTCDateTime, db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Account, SignIn


def open_sign_in(person_id: int, browser: Browser, *, stays: bool = False, password_hash: str | None = None) -> str:
    """Sign a browser in; returns the token for its cookie. The row keeps only a digest.

    Refused: a closed account; with `password_hash`, an account whose password is another one by now.
    """
    token, moment = secrets.token_urlsafe(32), literal(now(), UTCDateTime())
    texts = (literal(text, String()) for text in (digest_of(token), browser.device, browser.network))
    account = select(Account.person_id, *texts, literal(stays), moment, moment).where(
        Account.person_id == person_id, Account.closed_at.is_(None)
    )
    if password_hash is not None:
        account = account.where(Account.password_hash == password_hash)
    columns = ["person_id", "token_digest", "device", "network", "stays", "created_at", "last_seen_at"]
    made = db.session.scalar(insert(SignIn).from_select(columns, account).returning(SignIn.id))
    if made is None:
        raise Refused(_("This account is closed. Ask the people who run this site."))
    record("accounts.signed_in", by=person_id, person=person_id, thing=("sign_in", made))
    return token


def sign_out(sign_in_id: int, *, by: int) -> None:
    """End the sign-in of the browser at hand. Twice is once."""
    if _end(SignIn.id == sign_in_id, SignIn.person_id == by):
        record("accounts.signed_out", by=by, person=by, thing=("sign_in", sign_in_id))


def end_sign_in(sign_in_id: int, *, person: int, by: int) -> None:
    """End one of a person's sign-ins from elsewhere. Twice is once; another person's is left alone."""
    if _end(SignIn.id == sign_in_id, SignIn.person_id == person):
        record("accounts.sign_in_ended", by=by, person=person, thing=("sign_in", sign_in_id))


def end_sign_ins(person_id: int, *, by: int | None, but: int | None = None) -> list[int]:
    """End every sign-in of a person, `but` the one named; returns which."""
    ended = _end(SignIn.person_id == person_id, SignIn.id != (but or 0))
    for sign_in_id in ended:
        record("accounts.sign_in_ended", by=by, person=person_id, thing=("sign_in", sign_in_id))
    return ended


def _end(*which: object) -> list[int]:
    statement = update(SignIn).where(SignIn.ended_at.is_(None), *which).values(ended_at=now()).returning(SignIn.id)  # type: ignore[arg-type]
    return list(db.session.scalars(statement, execution_options={"synchronize_session": False}))
