"""Invitations to the dialogue: who was asked, who has answered, and what stands behind the address in a letter."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from itsdangerous import BadSignature, Signer
from sqlalchemy import and_, bindparam, func, or_, select

from clustercourse.db import now, row, rows
from clustercourse.house import house
from clustercourse.labs.queries.voices import Dialogue, dialogue_of
from clustercourse.models.accounts import Address
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import BODIES, Lab, LabInvitation, LabVoice
from clustercourse.models.notifications import Letter


@dataclass(frozen=True)
class InvitationRow:
    """`state` is one of INVITATION_WORDS. `has_address`: its letter can be sent again; not once the invited person was erased."""

    id: int
    body: str
    name: str
    email: str
    sent_at: datetime | None
    ends_at: datetime | None
    withdrawn_at: datetime | None
    has_address: bool
    answered_at: datetime | None
    letter: str | None

    @property
    def state(self) -> str:
        if self.withdrawn_at is not None:
            return "withdrawn"
        if self.answered_at is not None:
            return "answered"
        if self.sent_at is None or self.ends_at is None:
            return "waiting"
        if self.letter in ("refused", "dead"):
            return "undelivered"
        return "expired" if self.ends_at <= now() else "invited"


@dataclass(frozen=True)
class BodyInvited:
    """One of the three bodies: whether anybody of it has spoken, invited or not, and who was invited."""

    body: str
    is_heard: bool
    invitations: tuple[InvitationRow, ...]

    @property
    def silent(self) -> tuple[InvitationRow, ...]:
        """Who was asked and has not answered."""
        return tuple(each for each in self.invitations if each.state in ("invited", "expired", "undelivered"))


@dataclass(frozen=True)
class Proposal:
    """As much of a lab as somebody without an account reads who is asked about it."""

    title: str
    theme: str
    need: str
    asker: str
    organisation: str
    audience: str
    scale: int | None


@dataclass(frozen=True)
class Said:
    vote: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Asked:
    """What stands behind an address that works: who is asked, for whom they speak, about what, and what they said last."""

    name: str
    body: str
    ends_at: datetime
    proposal: Proposal
    dialogue: Dialogue
    said: Said | None


@dataclass(frozen=True)
class Over:
    """An address that leads nowhere now. `reason`: replaced, withdrawn, expired or closed."""

    reason: str
    ends_at: datetime | None = None


def new_token() -> str:
    """The secret part of an address: random, and signed so that made-up ones are told apart from those that we wrote."""
    return _signer().sign(secrets.token_urlsafe(32)).decode()


def digest_of(token: str) -> str:
    """SHA-256 of a token that we signed; empty for any other."""
    try:
        _signer().unsign(token)
    except BadSignature:
        return ""
    return hashlib.sha256(token.encode()).hexdigest()


def _signer() -> Signer:
    return Signer(house().secret_key, salt="labs.answers")


LETTER_KEY = "lab_invitation:"
"""What the key of an invitation's letter begins with; the digest of its address follows."""

_owner = select(Address.person_id).where(Address.key == LabInvitation.key, Address.confirmed_at.is_not(None)).scalar_subquery()
_answered = (
    select(func.max(LabVoice.at))
    .where(
        LabVoice.lab_id == LabInvitation.lab_id,
        or_(LabVoice.invitation_id == LabInvitation.id, and_(LabVoice.body == LabInvitation.body, LabVoice.person_id == _owner)),
    )
    .correlate(LabInvitation)
    .scalar_subquery()
)
"""When they spoke last: by the letter, or signed in."""
_invited = (
    select(
        LabInvitation.id,
        LabInvitation.body,
        LabInvitation.name,
        LabInvitation.email,
        LabInvitation.sent_at,
        LabInvitation.ends_at,
        LabInvitation.withdrawn_at,
        LabInvitation.key.is_not(None).label("has_address"),
        _answered.label("answered_at"),
        Letter.state.label("letter"),
    )
    .outerjoin(Letter, Letter.key == LETTER_KEY + LabInvitation.token_digest)
    .where(LabInvitation.lab_id == bindparam("lab"))
    .order_by(LabInvitation.id)
)
_at = (
    select(
        LabInvitation.id,
        LabInvitation.lab_id,
        LabInvitation.name,
        LabInvitation.body,
        LabInvitation.ends_at,
        LabInvitation.withdrawn_at,
        Lab.state,
        Lab.title,
        Lab.theme,
        Lab.need,
        Lab.asker,
        Organisation.name.label("organisation"),
        Lab.audience,
        Lab.scale,
    )
    .join(Lab, Lab.id == LabInvitation.lab_id)
    .join(Organisation, Organisation.id == Lab.organisation_id)
    .where(LabInvitation.token_digest == bindparam("digest"))
)
_said = (
    select(LabVoice.vote, LabVoice.text, LabVoice.at)
    .where(LabVoice.invitation_id == bindparam("invitation"))
    .order_by(LabVoice.id.desc())
    .limit(1)
)


def invited_to(lab_id: int) -> tuple[BodyInvited, ...]:
    """The three bodies with everybody who was invited, in the order in which they were."""
    found = [InvitationRow(**{**line._mapping, "has_address": bool(line.has_address)}) for line in rows(_invited, lab=lab_id)]
    unheard = dialogue_of(lab_id).unheard
    return tuple(BodyInvited(body, body not in unheard, tuple(each for each in found if each.body == body)) for body in BODIES)


def asked_at(token: str) -> Asked | Over | None:
    """What stands behind an address, or why it leads nowhere now; None for one that we never wrote."""
    if not digest_of(token):
        return None
    line = asked_by(token)
    over = over_because(line)
    if over is not None:
        return over
    said = row(_said, invitation=line.id)
    return Asked(
        name=line.name,
        body=line.body,
        ends_at=line.ends_at,
        proposal=Proposal(*(getattr(line, name) for name in Proposal.__dataclass_fields__)),
        dialogue=dialogue_of(line.lab_id),
        said=Said(*said) if said is not None else None,
    )


def asked_by(token: str) -> Any:
    """The invitation with this token, its lab's state and what the proposal says; None for none."""
    return row(_at, digest=digest_of(token))


def over_because(line: Any) -> Over | None:
    """Why nothing can be said by this invitation now; None while something can."""
    if line is None:
        return Over("replaced")
    if line.withdrawn_at is not None:
        return Over("withdrawn")
    if line.ends_at <= now():
        return Over("expired", line.ends_at)
    return Over("closed") if line.state != "in-dialogue" else None
