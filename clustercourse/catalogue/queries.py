"""Reads about organisations, their members and those who ask to join."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, Select, bindparam, func, select

from clustercourse.db import now, row, rows, value
from clustercourse.listing import Listing, listing
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.catalogue import Membership, MembershipRequest, Organisation, OrganisationRegion, OrganisationSector
from clustercourse.viewer import Viewer


@dataclass(frozen=True)
class OrganisationRow:
    """An organisation as its page and its card show it."""

    id: int
    slug: str
    name: str
    kind: str
    country: str
    stage: str
    member_count: int | None
    site: str
    about: str
    catalogue_entry: str
    closed_at: datetime | None
    regions: tuple[str, ...]
    sectors: tuple[str, ...]


@dataclass(frozen=True)
class Member:
    id: int
    person_id: int
    name: str
    email: str
    role: str
    photo_digest: str | None
    since: datetime


@dataclass(frozen=True)
class Asking:
    """Somebody who asks to join."""

    id: int
    person_id: int
    name: str
    email: str
    message: str
    created_at: datetime


@dataclass(frozen=True)
class Invited:
    id: int
    email: str
    role: str
    expires_at: datetime


@dataclass(frozen=True)
class OrganisationPage:
    organisation: OrganisationRow
    members: tuple[Member, ...]
    asking: tuple[Asking, ...]
    invited: tuple[Invited, ...]
    has_asked: bool


_regions = (
    select(func.aggregate_strings(OrganisationRegion.code, ","))
    .where(OrganisationRegion.organisation_id == Organisation.id)
    .scalar_subquery()
)
_sectors = (
    select(func.aggregate_strings(OrganisationSector.name, "\n"))
    .where(OrganisationSector.organisation_id == Organisation.id)
    .scalar_subquery()
)
_columns = select(
    Organisation.id,
    Organisation.slug,
    Organisation.name,
    Organisation.kind,
    Organisation.country,
    Organisation.stage,
    Organisation.member_count,
    Organisation.site,
    Organisation.about,
    Organisation.catalogue_entry,
    Organisation.closed_at,
    _regions.label("regions"),
    _sectors.label("sectors"),
)
_by_slug = _columns.where(Organisation.slug == bindparam("slug"))
_members = (
    select(Membership.id, Membership.person_id, Person.name, Address.email, Membership.role, Person.photo_digest, Membership.created_at)
    .join(Person, Person.id == Membership.person_id)
    .outerjoin(Address, (Address.person_id == Person.id) & Address.is_primary)
    .where(Membership.organisation_id == bindparam("organisation"), Membership.ended_at.is_(None))
    .order_by(func.lower(Person.name), Membership.id)
)
_asking = (
    select(
        MembershipRequest.id,
        MembershipRequest.person_id,
        Person.name,
        Address.email,
        MembershipRequest.message,
        MembershipRequest.created_at,
    )
    .join(Person, Person.id == MembershipRequest.person_id)
    .outerjoin(Address, (Address.person_id == Person.id) & Address.is_primary)
    .where(MembershipRequest.organisation_id == bindparam("organisation"), MembershipRequest.decided_at.is_(None))
    .order_by(MembershipRequest.created_at, MembershipRequest.id)
)
_invited = (
    select(Invitation.id, Invitation.email, Invitation.role, Invitation.expires_at)
    .where(
        Invitation.organisation_id == bindparam("organisation"),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > bindparam("moment"),
    )
    .order_by(Invitation.created_at, Invitation.id)
)
_has_asked = select(MembershipRequest.id).where(
    MembershipRequest.person_id == bindparam("person"),
    MembershipRequest.organisation_id == bindparam("organisation"),
    MembershipRequest.decided_at.is_(None),
)


def visible_organisations(viewer: Viewer) -> Select[int]:
    """Ids of the organisations this viewer may see: the open ones; closed ones only for admins."""
    statement = select(Organisation.id)
    return statement if viewer.is_admin else statement.where(Organisation.closed_at.is_(None))


def organisation_by_slug(viewer: Viewer, slug: str) -> OrganisationRow | None:
    """The organisation with this slug, if the viewer may see it."""
    found = row(_by_slug, slug=slug)
    if found is None or (found.closed_at is not None and not viewer.is_admin):
        return None
    return _organisation(found)


def organisation_page(viewer: Viewer, organisation: OrganisationRow, *, people: bool, managing: bool) -> OrganisationPage:
    """What the page shows. `people`: may see the members; `managing`: may also see who asks and who is invited."""
    of = {"organisation": organisation.id}
    asked = value(_has_asked, person=viewer.person_id, **of) is not None
    return OrganisationPage(
        organisation=organisation,
        members=tuple(Member(*found) for found in rows(_members, **of)) if people else (),
        asking=tuple(Asking(*found) for found in rows(_asking, **of)) if managing else (),
        invited=tuple(Invited(*found) for found in rows(_invited, moment=now(), **of)) if managing else (),
        has_asked=asked,
    )


def list_organisations(viewer: Viewer, *, text: str = "", kind: str = "", country: str = "", number: int = 1) -> Listing[OrganisationRow]:
    """A page of the organisations the viewer may see, by name."""
    wanted: list[ColumnElement[bool]] = [Organisation.id.in_(visible_organisations(viewer))]
    if text:
        wanted.append(func.lower(Organisation.name).contains(text.lower(), autoescape=True))
    if kind:
        wanted.append(Organisation.kind == kind)
    if country:
        wanted.append(Organisation.country == country)
    return listing(_columns.where(*wanted).order_by(func.lower(Organisation.name), Organisation.id), _organisation, number)


def countries_in_use() -> Sequence[str]:
    return [found[0] for found in rows(select(Organisation.country).distinct().order_by(Organisation.country))]


def _organisation(found: Row[object]) -> OrganisationRow:
    values = dict(found._mapping)
    values["regions"] = tuple(sorted(part for part in (values["regions"] or "").split(",") if part))
    values["sectors"] = tuple(sorted(part for part in (values["sectors"] or "").split("\n") if part))
    return OrganisationRow(**values)


_names = select(Organisation.slug, Organisation.name).where(Organisation.closed_at.is_(None)).order_by(func.lower(Organisation.name))


def organisation_names() -> dict[str, str]:
    """Slug and name of every open organisation, for lists to choose from."""
    return dict(tuple(found) for found in rows(_names))
