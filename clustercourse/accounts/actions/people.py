"""People coming in and saying who they are: registering, profile, photo."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from sqlalchemy import select

from clustercourse.accounts.addressing import clean_email, clean_name, key_of
from clustercourse.accounts.finding import index_person
from clustercourse.accounts.links import make_link
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.files import keep
from clustercourse.house import address_of, house
from clustercourse.language import LANGUAGES, _
from clustercourse.models.accounts import Account, Address, LetterLink, Person
from clustercourse.notifications.actions import send_letter

THEMES = ("auto", "light", "dark")
LONGEST_ABOUT = 1000
_DOUBLE_CLICK = timedelta(minutes=1)


@dataclass(frozen=True)
class NewPerson:
    """What somebody says when they register. The password is a hash already: hashing does not belong in a transaction."""

    name: str
    email: str
    password_hash: str
    language: str = "en"
    time_zone: str = "Europe/Copenhagen"


def register(new: NewPerson) -> None:
    """Take in somebody who wants an account, and send a letter that confirms the address.

    An address that has a confirmed owner gets a letter saying so instead; nothing else changes and nothing tells the two apart.
    Registering again before confirming replaces name and password. Refused: while registration is not open, a name that is not one.
    """
    if house().registration != "open":
        raise Refused(_("Registration is not open here."))
    email, key = clean_email(new.email), key_of(new.email)
    owner = db.session.scalar(select(Address).where(Address.key == key, Address.confirmed_at.is_not(None)))
    if owner is not None:
        clean_name(new.name)
        send_already_here(owner)
        return
    address = pending_person(new, email)
    latest = db.session.scalar(select(LetterLink).where(LetterLink.address_id == address.id, LetterLink.used_at.is_(None)))
    if latest is None or now() - latest.created_at > _DOUBLE_CLICK:
        send_confirmation(address)


def pending_person(new: NewPerson, email: str) -> Address:
    """The person who waits for this address to be confirmed: the one that is there, with what was said last, or a new one."""
    waiting = select(Address).join(Account, Account.person_id == Address.person_id)
    address = db.session.scalar(waiting.where(Address.key == key_of(email), Address.is_primary, Address.confirmed_at.is_(None)).limit(1))
    if address is None:
        return add_person(new, by=None, confirmed=False)
    person = db.session.get_one(Person, address.person_id)
    account = db.session.scalars(select(Account).where(Account.person_id == person.id)).one()
    person.name, person.language, person.time_zone = clean_name(new.name), new.language, new.time_zone
    account.password_hash, account.password_changed_at = new.password_hash, now()
    db.session.flush()
    index_person(person)
    return address


def add_person(new: NewPerson, *, by: int | None, confirmed: bool) -> Address:
    """Make a person with an account and a primary address. Refused: an address that somebody has confirmed, a name that is not one."""
    email, moment = clean_email(new.email), now()
    if db.session.scalar(select(Address.id).where(Address.key == key_of(email), Address.confirmed_at.is_not(None))):
        raise Refused(_("Somebody has this address already."), field="email")
    person = Person(name=clean_name(new.name), language=new.language, time_zone=new.time_zone, created_at=moment)
    db.session.add(person)
    db.session.flush()
    db.session.add(Account(person_id=person.id, password_hash=new.password_hash, created_at=moment, password_changed_at=moment))
    address = Address(
        person_id=person.id, email=email, key=key_of(email), is_primary=True, confirmed_at=moment if confirmed else None, created_at=moment
    )
    db.session.add(address)
    db.session.flush()
    index_person(person)
    record("accounts.registered", by=by or person.id, person=person.id, thing=("person", person.id))
    return address


def send_confirmation(address: Address) -> None:
    """Send the letter whose link confirms the address of somebody who registers. Earlier links stop working."""
    person = db.session.get_one(Person, address.person_id)
    token, link = make_link("confirm", address)
    _send("confirm", link.token_digest, address, person, link=address_of(f"/confirm/{token}"))


def send_already_here(owner: Address) -> None:
    """Tell the owner of an address that somebody wanted to register with it."""
    person = db.session.get_one(Person, owner.person_id)
    _send("already", now().isoformat(), owner, person, link=address_of("/sign-in"))


def _send(kind: str, unique: str, address: Address, person: Person, **values: Any) -> None:
    key = f"{kind}:{address.id}:{unique}"
    send_letter(
        kind, key=key, to=address.email, language=person.language, person=person.id, name=person.name, email=address.email, **values
    )


@cache
def time_zones() -> tuple[str, ...]:
    """The zones people choose from: those named after a region and a place."""
    regions = ("Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
    return tuple(sorted(name for name in available_timezones() if name.startswith(tuple(f"{region}/" for region in regions))))


def change_profile(person_id: int, *, by: int, **said: Any) -> None:
    """Change what a person says about themselves: name, language, time_zone, theme, about, wants_practice.

    Only what is given changes; saying the same again changes nothing. Refused: values that are not among the choices.
    """
    person = db.session.get_one(Person, person_id)
    checked = {name: _checked(name, value) for name, value in said.items()}
    changed = sorted(name for name, value in checked.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, checked[name])
    if changed:
        db.session.flush()
        index_person(person)
        record("accounts.profile_changed", by=by, person=person_id, thing=("person", person_id), detail={"fields": changed})


def _checked(name: str, value: Any) -> Any:
    choices: dict[str, tuple[Any, ...]] = {
        "language": tuple(LANGUAGES),
        "theme": THEMES,
        "wants_practice": (True, False),
        "time_zone": time_zones(),
    }
    if name == "name":
        return clean_name(value)
    if name == "about":
        if len(value) > LONGEST_ABOUT:
            raise Refused(_("This text can have at most {n} characters."), field="about", n=LONGEST_ABOUT)
        return value.replace("\r\n", "\n").replace("\x00", "").strip()
    if value not in choices[name]:
        raise Refused(_("Choose one from the list."), field=name)
    return value


def set_photo(person_id: int, digest: str | None, *, by: int, size: int = 0) -> None:
    """Show this photo, whose bytes (`size` of them) are in the store, in place of initials; None takes it away. Twice is once."""
    person = db.session.get_one(Person, person_id)
    if person.photo_digest == digest:
        return
    if digest is not None:
        keep(digest, purpose="photo", media_type="image/webp", size=size)
    person.photo_digest = digest
    db.session.flush()
    record("accounts.profile_changed", by=by, person=person_id, thing=("person", person_id), detail={"fields": ["photo"]})
