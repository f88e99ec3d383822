"""Invitations: a letter to one address that lets its owner register, and perhaps join an organisation or take a place in a cohort."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import Select, select

from clustercourse.accounts.actions.addresses import confirm
from clustercourse.accounts.actions.people import NewPerson, pending_person
from clustercourse.accounts.addressing import clean_email, key_of
from clustercourse.accounts.links import digest_of
from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import address_of, house
from clustercourse.language import _, language
from clustercourse.models.accounts import Address, Invitation, Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.cohorts import Cohort
from clustercourse.notifications.actions import send_letter

LIFE = timedelta(days=14)
ROLES = ("member", "manager")
PLACES = ("partner", "external")


def invite(email: str, *, by: int, organisation: int | None = None, cohort: int | None = None, role: str = "member") -> Invitation:
    """Invite the owner of an address, with a letter. An open invitation of the same address to the same place is replaced.

    The role, the organisation and the cohort stand in the row; nothing in the link can change them. In an organisation the role is
    member or manager; in a cohort it is the kind of place. Refused: a role that is not one, an organisation and a cohort in one.
    """
    if role not in (ROLES if cohort is None else PLACES) or (organisation is not None and cohort is not None):
        raise Refused(_("Choose one from the list."), field="role")
    email, token, moment = clean_email(email), secrets.token_urlsafe(32), now()
    same = Invitation.organisation_id.is_not_distinct_from(organisation), Invitation.cohort_id.is_not_distinct_from(cohort)
    for earlier in db.session.scalars(_open(key_of(email)).where(*same)):
        earlier.withdrawn_at = moment
    invitation = Invitation(
        email=email,
        key=key_of(email),
        token_digest=digest_of(token),
        organisation_id=organisation,
        cohort_id=cohort,
        role=role,
        by_id=by,
        created_at=moment,
        expires_at=moment + LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    detail = {"organisation": organisation, "cohort": cohort, "role": role}
    record("accounts.invited", by=by, thing=("invitation", invitation.id), detail=detail)
    _write(invitation, token)
    return invitation


def _write(invitation: Invitation, token: str) -> None:
    inviter = db.session.get_one(Person, invitation.by_id)
    known = db.session.scalar(
        select(Person).join(Address, Address.person_id == Person.id).where(Address.key == invitation.key, Address.confirmed_at.is_not(None))
    )
    organisation = db.session.get(Organisation, invitation.organisation_id) if invitation.organisation_id else None
    cohort = db.session.get(Cohort, invitation.cohort_id) if invitation.cohort_id else None
    send_letter(
        "invitation",
        key=f"invitation:{invitation.token_digest}",
        to=invitation.email,
        language=known.language if known else language(),
        person=known.id if known else None,
        invited_by=inviter.name,
        organisation=organisation.name if organisation else "",
        cohort=cohort.title if cohort else "",
        until=invitation.expires_at,
        link=address_of(f"/invitations/{token}"),
    )


def accept_invitation(token: str, *, by: int) -> Invitation:
    """Accept as a signed-in person who has confirmed the invited address. Refused: everybody else, and a link that is over."""
    invitation = _of_token(token)
    owner = db.session.scalar(select(Address.person_id).where(Address.key == invitation.key, Address.confirmed_at.is_not(None)))
    if owner != by:
        raise Refused(_("This invitation was sent to {email}. Sign in with that address."), email=invitation.email)
    return _accept(invitation, by)


def register_invited(token: str, new: NewPerson) -> int:
    """Register the owner of the invited address, who has proved it by having the letter; returns the person.

    The address is the invitation's, whatever `new` says.
    Refused: while registration is closed, an address that has an owner by now, a link that is over.
    """
    if house().registration == "closed":
        raise Refused(_("Registration is closed here."))
    invitation = _of_token(token)
    if db.session.scalar(select(Address.id).where(Address.key == invitation.key, Address.confirmed_at.is_not(None))):
        raise Refused(_("This address has an account already. Sign in and open the link again."))
    told = NewPerson(new.name, invitation.email, new.password_hash, new.language, new.time_zone)
    address = pending_person(told, invitation.email)
    confirm(address)
    _accept(invitation, address.person_id)
    return address.person_id


def withdraw_invitation(invitation_id: int, *, by: int) -> None:
    """Make an invitation's link worthless. One that was accepted stays. Twice is once."""
    invitation = db.session.get_one(Invitation, invitation_id)
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = now()
        db.session.flush()
        record("accounts.invitation_withdrawn", by=by, thing=("invitation", invitation.id))


def _accept(invitation: Invitation, person_id: int) -> Invitation:
    invitation.accepted_at, invitation.person_id = now(), person_id
    db.session.flush()
    detail = {
        "organisation": invitation.organisation_id,
        "cohort": invitation.cohort_id,
        "role": invitation.role,
        "by": invitation.by_id,
    }
    record("accounts.invitation_accepted", by=person_id, person=person_id, thing=("invitation", invitation.id), detail=detail)
    return invitation


def _of_token(token: str) -> Invitation:
    statement = select(Invitation).where(
        Invitation.token_digest == digest_of(token),
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > now(),
    )
    invitation = db.session.scalar(statement.with_for_update())
    if invitation is None:
        raise Refused(_("This invitation was accepted, withdrawn or is too old. Ask for a new one."))
    return invitation


def _open(key: str) -> Select[Invitation]:
    return select(Invitation).where(Invitation.key == key, Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
