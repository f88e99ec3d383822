"""What people do with organisations: add, change, close, join, leave, ask, decide."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from clustercourse.catalogue.finding import index_organisation
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.catalogue import Membership, MembershipRequest, Organisation, OrganisationRegion, OrganisationSector
from clustercourse.slugs import free_slug

MOST_ADDED = 5


@dataclass(frozen=True)
class OrganisationFacts:
    """What is said about an organisation."""

    name: str
    kind: str
    country: str
    stage: str
    member_count: int | None
    site: str
    about: str
    catalogue_entry: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]


def add_organisation(facts: OrganisationFacts, *, by: int, as_manager: bool = True) -> Organisation:
    """Add an organisation; who adds it becomes its manager. Refused: the same name in the same country, or more than five by one person."""
    _refuse_doubled(facts, except_id=None)
    if as_manager:
        managed = db.session.scalar(
            select(func.count())
            .select_from(Membership)
            .where(Membership.person_id == by, Membership.role == "manager", Membership.ended_at.is_(None))
        )
        if (managed or 0) >= MOST_ADDED:
            raise Refused(_("You already manage {n} organisations. Ask the people who run this site to add another."), n=managed)
    organisation = Organisation(slug=_free_slug(facts.name), created_at=now(), **_columns(facts))
    organisation.regions = [OrganisationRegion(code=code) for code in facts.regions]
    organisation.sectors = [OrganisationSector(name=name) for name in facts.sectors]
    db.session.add(organisation)
    db.session.flush()
    index_organisation(organisation.id)
    record("catalogue.organisation_added", by=by, thing=("organisation", organisation.id))
    if as_manager:
        join(organisation.id, person_id=by, role="manager", by=by)
    return organisation


def change_organisation(organisation_id: int, facts: OrganisationFacts, *, by: int) -> Organisation:
    """Change what is said about it. The slug stays: addresses are a promise."""
    organisation = db.session.get_one(Organisation, organisation_id)
    _refuse_doubled(facts, except_id=organisation_id)
    for name, value in _columns(facts).items():
        setattr(organisation, name, value)
    for model in (OrganisationRegion, OrganisationSector):
        for row in db.session.scalars(select(model).where(model.organisation_id == organisation_id)):
            db.session.delete(row)
    db.session.flush()
    db.session.add_all([OrganisationRegion(organisation_id=organisation_id, code=code) for code in facts.regions])
    db.session.add_all([OrganisationSector(organisation_id=organisation_id, name=name) for name in facts.sectors])
    db.session.flush()
    index_organisation(organisation_id)
    record("catalogue.organisation_changed", by=by, thing=("organisation", organisation_id))
    return organisation


def close_organisation(organisation_id: int, *, by: int) -> None:
    """Take it off the lists; its members keep their rows. Twice is once."""
    organisation = db.session.get_one(Organisation, organisation_id)
    if organisation.closed_at is None:
        organisation.closed_at = now()
        db.session.flush()
        index_organisation(organisation_id)
        record("catalogue.organisation_closed", by=by, thing=("organisation", organisation_id))


def reopen_organisation(organisation_id: int, *, by: int) -> None:
    """Undo of closing. Twice is once."""
    organisation = db.session.get_one(Organisation, organisation_id)
    if organisation.closed_at is not None:
        organisation.closed_at = None
        db.session.flush()
        index_organisation(organisation_id)
        record("catalogue.organisation_reopened", by=by, thing=("organisation", organisation_id))


def join(organisation_id: int, *, person_id: int, role: str, by: int | None) -> Membership:
    """Make somebody a member or manager. Who is one already keeps the higher role; an open request is settled."""
    membership = open_membership(organisation_id, person_id)
    if membership is None:
        membership = Membership(person_id=person_id, organisation_id=organisation_id, role=role, created_at=now())
        db.session.add(membership)
        db.session.flush()
        record("catalogue.joined", by=by, person=person_id, thing=("organisation", organisation_id), detail={"role": role})
    elif role == "manager" and membership.role != "manager":
        change_role(membership.id, role="manager", by=by)
    asked = db.session.scalar(_open_request(organisation_id, person_id))
    if asked is not None:
        asked.decided_at, asked.decision, asked.by_id = now(), "accepted", by
    db.session.flush()
    return membership


def leave(membership_id: int, *, by: int) -> None:
    """End a membership, one's own or another's. Refused: the last manager while there are other members. Twice is once."""
    membership = db.session.get_one(Membership, membership_id)
    if membership.ended_at is not None:
        return
    _refuse_last_manager(membership)
    membership.ended_at = now()
    db.session.flush()
    record("catalogue.left", by=by, person=membership.person_id, thing=("organisation", membership.organisation_id))


def change_role(membership_id: int, *, role: str, by: int | None) -> None:
    """Member to manager or back. Refused: taking the role from the last manager. Twice is once."""
    membership = db.session.get_one(Membership, membership_id)
    if membership.role == role:
        return
    if role != "manager":
        _refuse_last_manager(membership)
    membership.role = role
    db.session.flush()
    record(
        "catalogue.role_changed",
        by=by,
        person=membership.person_id,
        thing=("organisation", membership.organisation_id),
        detail={"role": role},
    )


def ask_to_join(organisation_id: int, *, message: str, by: int) -> MembershipRequest:
    """Ask the managers to be let in. Asking twice is asking once; members are refused."""
    if open_membership(organisation_id, by) is not None:
        raise Refused(_("You already belong to this organisation."))
    asked = db.session.scalar(_open_request(organisation_id, by))
    if asked is None:
        asked = MembershipRequest(person_id=by, organisation_id=organisation_id, message=message, created_at=now())
        db.session.add(asked)
        db.session.flush()
        record("catalogue.join_asked", by=by, person=by, thing=("organisation", organisation_id))
    return asked


def decide_request(request_id: int, *, accept: bool, by: int) -> MembershipRequest:
    """Let somebody in or not. A second decision changes nothing."""
    asked = db.session.get_one(MembershipRequest, request_id)
    if asked.decided_at is not None:
        return asked
    asked.decided_at, asked.by_id = now(), by
    asked.decision = "accepted" if accept else "declined"
    db.session.flush()
    if accept:
        join(asked.organisation_id, person_id=asked.person_id, role="member", by=by)
    record(
        "catalogue.join_decided",
        by=by,
        person=asked.person_id,
        thing=("organisation", asked.organisation_id),
        detail={"decision": asked.decision},
    )
    return asked


def open_membership(organisation_id: int, person_id: int) -> Membership | None:
    """The membership row that is not ended, if there is one."""
    return db.session.scalar(
        select(Membership).where(
            Membership.organisation_id == organisation_id, Membership.person_id == person_id, Membership.ended_at.is_(None)
        )
    )


def _open_request(organisation_id: int, person_id: int) -> Select[MembershipRequest]:
    return select(MembershipRequest).where(
        MembershipRequest.organisation_id == organisation_id,
        MembershipRequest.person_id == person_id,
        MembershipRequest.decided_at.is_(None),
    )


def _refuse_last_manager(membership: Membership) -> None:
    if membership.role != "manager":
        return
    others = select(Membership).where(
        Membership.organisation_id == membership.organisation_id, Membership.ended_at.is_(None), Membership.id != membership.id
    )
    rest = list(db.session.scalars(others))
    if rest and not any(other.role == "manager" for other in rest):
        raise Refused(_("An organisation with members needs a manager. Make somebody else manager first."))


def _refuse_doubled(facts: OrganisationFacts, *, except_id: int | None) -> None:
    same = select(Organisation.id).where(func.lower(Organisation.name) == facts.name.lower(), Organisation.country == facts.country)
    found = db.session.scalar(same.where(Organisation.id != except_id) if except_id else same)
    if found is not None:
        raise Refused(_("There is already an organisation with this name in this country. Open it and ask to join."), field="name")


def _columns(facts: OrganisationFacts) -> dict[str, object]:
    return {name: getattr(facts, name) for name in ("name", "kind", "country", "stage", "member_count", "site", "about", "catalogue_entry")}


def _free_slug(name: str) -> str:
    def _taken(base: str) -> list[str]:
        return list(db.session.scalars(select(Organisation.slug).where(Organisation.slug.startswith(base))))

    return free_slug(name, or_else="organisation", taken=_taken)
