"""Changing a password, with the old one or by a letter. Hashes come in ready: hashing does not belong in a transaction."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update

from clustercourse.accounts.actions.people import send_confirmation
from clustercourse.accounts.actions.sign_ins import end_sign_ins
from clustercourse.accounts.addressing import key_of
from clustercourse.accounts.links import end_links, make_link, open_link
from clustercourse.db import db, now, writing
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.jobs import enqueue
from clustercourse.language import _
from clustercourse.models.accounts import Account, Address, Person
from clustercourse.notifications.actions import send_letter


def ask_reset(email: str) -> None:
    """Ask for the letter whose link sets a new password. A job writes it, so that known and unknown addresses take the same time."""
    known = select(Address.id).join(Account, Account.person_id == Address.person_id).where(Address.key == key_of(email))
    proved_or_first = Address.confirmed_at.is_not(None) | Address.is_primary
    address_id = db.session.scalar(known.where(proved_or_first).order_by(Address.confirmed_at.is_(None), Address.id).limit(1))
    enqueue("accounts.reset", f"accounts.reset:{secrets.token_hex(16)}", {"address": address_id})


def write_reset(values: Mapping[str, Any]) -> None:
    """The job: send the letter. Unknown addresses and closed accounts get none; one that waits to be confirmed gets that letter again."""
    with writing() as session:
        address = session.get(Address, values["address"]) if values["address"] is not None else None
        if address is None or session.scalar(select(Account.closed_at).where(Account.person_id == address.person_id)) is not None:
            return
        if address.confirmed_at is None:
            send_confirmation(address)
        else:
            _send_reset(address)


def _send_reset(address: Address) -> None:
    person = db.session.get_one(Person, address.person_id)
    token, link = make_link("reset", address)
    record("accounts.password_reset_asked", by=None, person=person.id, thing=("person", person.id))
    send_letter(
        "reset",
        key=f"reset:{link.token_digest}",
        to=address.email,
        language=person.language,
        person=person.id,
        name=person.name,
        link=address_of(f"/password/reset/{token}"),
    )


def reset_password(token: str, password_hash: str) -> int:
    """Set a new password by the link of a letter; returns the person. Ends every sign-in. Refused: a link that was used or is too old."""
    link = open_link(token, "reset")
    if link is None:
        raise Refused(_("This link was used already or is too old. Ask for a new letter."))
    _set(link.person_id, password_hash, by=link.person_id)
    return link.person_id


def change_password(person_id: int, password_hash: str, *, by: int) -> None:
    """Set a new password for somebody who has just given the old one. Ends every sign-in, this one too."""
    _set(person_id, password_hash, by=by)


def _set(person_id: int, password_hash: str, *, by: int) -> None:
    account = db.session.scalars(select(Account).where(Account.person_id == person_id)).one()
    account.password_hash, account.password_changed_at = password_hash, now()
    end_links(person_id)
    end_sign_ins(person_id, by=by)
    record("accounts.password_changed", by=by, person=person_id, thing=("person", person_id))


def rehash(person_id: int, *, old: str, new: str) -> None:
    """Keep the same password under today's cost. Nobody's mark of a known browser changes by it."""
    db.session.execute(update(Account).where(Account.person_id == person_id, Account.password_hash == old).values(password_hash=new))
