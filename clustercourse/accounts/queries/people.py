"""Reads about people: profile, addresses, links in letters, invitations, own copies of data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, bindparam, func, select

from clustercourse.db import now, row, rows, value
from clustercourse.models.accounts import Address, DataExport, Invitation, LetterLink, Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort


@dataclass(frozen=True)
class Profile:
    person_id: int
    name: str
    language: str
    time_zone: str
    theme: str
    about: str
    wants_practice: bool
    photo_digest: str | None


_profile = select(
    Person.id, Person.name, Person.language, Person.time_zone, Person.theme, Person.about, Person.wants_practice, Person.photo_digest
).where(Person.id == bindparam("person"), Person.erased_at.is_(None))
_photo = select(Person.photo_digest).where(Person.id == bindparam("person"))


def find_profile(person_id: int) -> Profile | None:
    found = row(_profile, person=person_id)
    return None if found is None else Profile(*found)


def photo_of(person_id: int) -> str | None:
    """The digest of a person's photo, or None."""
    found: str | None = value(_photo, person=person_id)
    return found


@dataclass(frozen=True)
class OwnAddress:
    """An address of a person. A new one waits until its own letter and the one to the old address are answered."""

    id: int
    email: str
    is_primary: bool
    is_confirmed: bool
    new_has_answered: bool
    old_has_answered: bool


def _answered(purpose: str) -> ScalarSelect[bool]:
    return (
        select(func.count() > 0)
        .where(LetterLink.address_id == Address.id, LetterLink.purpose == purpose, LetterLink.used_at.is_not(None))
        .correlate(Address)
        .scalar_subquery()
    )


_addresses = (
    select(
        Address.id,
        Address.email,
        Address.is_primary,
        Address.confirmed_at.is_not(None),
        _answered("address-new"),
        _answered("address-old"),
    )
    .where(Address.person_id == bindparam("person"))
    .order_by(Address.is_primary.desc(), Address.id)
)


def own_addresses(person_id: int) -> tuple[OwnAddress, ...]:
    return tuple(OwnAddress(*found) for found in rows(_addresses, person=person_id))


@dataclass(frozen=True)
class FoundLink:
    """A link of a letter that may still be used: for which person and address."""

    purpose: str
    person_id: int
    name: str
    email: str


_link = (
    select(LetterLink.purpose, Person.id, Person.name, Address.email)
    .join(Person, Person.id == LetterLink.person_id)
    .join(Address, Address.id == LetterLink.address_id)
    .where(LetterLink.token_digest == bindparam("digest"), LetterLink.used_at.is_(None), LetterLink.expires_at > bindparam("moment"))
)


def find_link(digest: str, *purposes: str) -> FoundLink | None:
    found = row(_link, digest=digest, moment=now())
    return FoundLink(*found) if found is not None and found.purpose in purposes else None


@dataclass(frozen=True)
class FoundInvitation:
    """An invitation that may still be accepted. `person_id` is who has the address already, if anybody."""

    id: int
    email: str
    key: str
    organisation: str | None
    role: str
    invited_by: str
    person_id: int | None
    cohort: str | None = None
    cohort_slug: str | None = None


_owner = (
    select(Address.person_id)
    .where(Address.key == Invitation.key, Address.confirmed_at.is_not(None))
    .correlate(Invitation)
    .scalar_subquery()
)
_invitation = (
    select(
        Invitation.id,
        Invitation.email,
        Invitation.key,
        Organisation.name,
        Invitation.role,
        Person.name,
        _owner,
        Cohort.title,
        Cohort.slug,
    )
    .join(Person, Person.id == Invitation.by_id)
    .outerjoin(Organisation, Organisation.id == Invitation.organisation_id)
    .outerjoin(Cohort, Cohort.id == Invitation.cohort_id)
    .where(
        Invitation.token_digest == bindparam("digest"),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > bindparam("moment"),
    )
)


def find_invitation(digest: str) -> FoundInvitation | None:
    found = row(_invitation, digest=digest, moment=now())
    return None if found is None else FoundInvitation(*found)


@dataclass(frozen=True)
class OwnExport:
    id: int
    created_at: datetime
    ready_at: datetime | None
    expires_at: datetime
    digest: str | None


_exports = (
    select(DataExport.id, DataExport.created_at, DataExport.ready_at, DataExport.expires_at, DataExport.digest)
    .where(DataExport.person_id == bindparam("person"), DataExport.expires_at > bindparam("moment"))
    .order_by(DataExport.id.desc())
)


def own_exports(person_id: int) -> tuple[OwnExport, ...]:
    """The copies a person asked for that are still kept, the newest first."""
    return tuple(OwnExport(*found) for found in rows(_exports, person=person_id, moment=now()))


def own_export(person_id: int, export_id: int) -> OwnExport | None:
    return next((found for found in own_exports(person_id) if found.id == export_id), None)
