"""The dialogue about a proposal: who said what, and who was not heard yet."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, func, select

from clustercourse.db import rows
from clustercourse.models.accounts import Address, Person
from clustercourse.models.catalogue import Organisation
from clustercourse.models.labs import BODIES, LabInvitation, LabVoice


@dataclass(frozen=True)
class Voice:
    """`is_newest`: what this speaker thinks now; what they said before stays to be read."""

    id: int
    speaker: str
    body: str
    organisation: str | None
    vote: str
    text: str
    at: datetime
    name: str
    is_invited: bool
    is_newest: bool = True


@dataclass(frozen=True)
class Dialogue:
    voices: tuple[Voice, ...]

    @property
    def newest(self) -> tuple[Voice, ...]:
        return tuple(voice for voice in self.voices if voice.is_newest)

    @property
    def unheard(self) -> tuple[str, ...]:
        """The bodies of which nobody has spoken."""
        heard = {voice.body for voice in self.voices}
        return tuple(body for body in BODIES if body not in heard)

    def votes(self, body: str) -> dict[str, int]:
        """How many of a body say what, by the newest of each."""
        return dict(Counter(voice.vote for voice in self.newest if voice.body == body))


_voices = (
    select(
        LabVoice.id,
        func.coalesce(LabVoice.person_id, Address.person_id).label("person_id"),
        LabVoice.invitation_id,
        LabVoice.body,
        Organisation.name.label("organisation"),
        LabVoice.vote,
        LabVoice.text,
        LabVoice.at,
        func.coalesce(Person.name, LabInvitation.name, "").label("name"),
    )
    .outerjoin(Person, Person.id == LabVoice.person_id)
    .outerjoin(LabInvitation, LabInvitation.id == LabVoice.invitation_id)
    .outerjoin(Address, and_(Address.key == LabInvitation.key, Address.confirmed_at.is_not(None)))
    .outerjoin(Organisation, Organisation.id == LabVoice.organisation_id)
    .where(LabVoice.lab_id == bindparam("lab"))
    .order_by(LabVoice.id)
)


def dialogue_of(lab_id: int) -> Dialogue:
    """Everything that was said, the first first. Who spoke by letter and signed in is one speaker, by the address that is theirs."""
    found = rows(_voices, lab=lab_id)
    last = {_speaker(line.person_id, line.invitation_id, line.body): line.id for line in found}
    return Dialogue(
        tuple(
            Voice(
                line.id,
                speaker := _speaker(line.person_id, line.invitation_id, line.body),
                line.body,
                line.organisation,
                line.vote,
                line.text,
                line.at,
                line.name,
                line.invitation_id is not None,
                last[speaker] == line.id,
            )
            for line in found
        )
    )


def _speaker(person_id: int | None, invitation_id: int | None, body: str) -> str:
    return f"{'p' if person_id else 'i'}{person_id or invitation_id}:{body}"
