"""E-mail addresses of a person: confirming the first, and changing to another one, confirmed from both."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from clustercourse.accounts.actions.sign_ins import end_sign_ins
from clustercourse.accounts.addressing import clean_email, key_of
from clustercourse.accounts.links import end_links, make_link, open_link
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.language import _
from clustercourse.models.accounts import Address, LetterLink, Person
from clustercourse.notifications.actions import send_letter

_LETTER = {"address-new": "address_new", "address-old": "address_old"}


def confirm_address(token: str) -> int:
    """Confirm the address somebody registered with, by the link of the letter; returns the person.

    Refused: a link that was used, replaced or is too old, and an address that somebody else confirmed meanwhile.
    """
    link = open_link(token, "confirm")
    if link is None or link.address_id is None:
        raise Refused(_("This link was used already or is too old. Sign in, or register again."))
    address = db.session.get_one(Address, link.address_id)
    confirm(address)
    return address.person_id


def confirm(address: Address) -> None:
    """Note that the address belongs to its person, proved by a letter. Refused: when it belongs to somebody else by now."""
    end_links(address.person_id, "confirm")
    try:
        with db.session.begin_nested():
            address.confirmed_at = now()
    except IntegrityError:
        raise Refused(_("Somebody has confirmed this address meanwhile. Sign in with it.")) from None
    record("accounts.address_confirmed", by=address.person_id, person=address.person_id, thing=("address", address.id))


def ask_address_change(person_id: int, email: str, *, by: int) -> None:
    """Begin to change the address: a letter to the old one and a letter to the new one, both of which must be answered.

    An address that belongs to somebody else gets a letter saying so; the person who asks cannot tell. A change asked before is dropped.
    Refused: the address the person has already.
    """
    email = clean_email(email)
    person = db.session.get_one(Person, person_id)
    old = db.session.scalars(select(Address).where(Address.person_id == person_id, Address.is_primary)).one()
    if old.key == key_of(email):
        raise Refused(_("This is your address already."), field="email")
    drop_address_change(person_id)
    address = Address(person_id=person_id, email=email, key=key_of(email), created_at=now())
    db.session.add(address)
    db.session.flush()
    record("accounts.address_added", by=by, person=person_id, thing=("address", address.id))
    _write(person, address, "address-old", to=old)
    owner = db.session.scalar(select(Address).where(Address.key == address.key, Address.confirmed_at.is_not(None)))
    if owner is None:
        _write(person, address, "address-new", to=address)
    else:
        send_letter(
            "address_taken",
            key=f"address_taken:{address.id}:{address.created_at.isoformat()}",
            to=owner.email,
            language=person.language,
            person=owner.person_id,
        )


def _write(person: Person, address: Address, purpose: str, *, to: Address) -> None:
    token, link = make_link(purpose, address)
    letter = _LETTER[purpose]
    values = {"name": person.name, "email": address.email, "link": address_of(f"/me/addresses/confirm/{token}")}
    send_letter(letter, key=f"{letter}:{link.token_digest}", to=to.email, language=person.language, person=person.id, **values)


def answer_address_change(token: str) -> tuple[int, bool]:
    """Note that one of the two letters was answered; returns the person and whether the change is done.

    With the second answer the new address takes the place of the old one, and every sign-in ends.
    Refused: a link that was used or is too old, a new address that somebody else confirmed meanwhile.
    """
    link = open_link(token, "address-new", "address-old")
    if link is None or link.address_id is None:
        raise Refused(_("This link was used already or is too old. Start the change of address again."))
    link.used_at = now()
    db.session.flush()
    answered = set(
        db.session.scalars(select(LetterLink.purpose).where(LetterLink.address_id == link.address_id, LetterLink.used_at.is_not(None)))
    )
    if answered != {"address-new", "address-old"}:
        return link.person_id, False
    _change(db.session.get_one(Address, link.address_id))
    return link.person_id, True


def _change(address: Address) -> None:
    confirm(address)
    old = db.session.scalars(select(Address).where(Address.person_id == address.person_id, Address.is_primary)).one()
    old.is_primary = False
    db.session.flush()
    address.is_primary = True
    end_links(address.person_id)
    _remove(old.id)
    end_sign_ins(address.person_id, by=address.person_id)
    record("accounts.address_changed", by=address.person_id, person=address.person_id, thing=("address", address.id))


def drop_address_change(person_id: int) -> None:
    """Forget a change of address that is not done. Twice is once."""
    waiting = select(Address.id).where(Address.person_id == person_id, Address.confirmed_at.is_(None), Address.is_primary.is_(False))
    for address_id in list(db.session.scalars(waiting)):
        _remove(address_id)


def _remove(address_id: int) -> None:
    db.session.execute(delete(LetterLink).where(LetterLink.address_id == address_id))
    db.session.execute(delete(Address).where(Address.id == address_id))
    db.session.flush()
