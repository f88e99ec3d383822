"""What clusters and networks, the Advisory Board and the steering group say of a proposal."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.queries.invitations import asked_by, digest_of, over_because
from clustercourse.labs.words import BODY_WORDS, VOTE_WORDS, over_words
from clustercourse.language import _
from clustercourse.models.labs import LabVoice


def speak(lab_id: int, body: str, vote: str, text: str, *, by: int, organisation_id: int | None = None) -> LabVoice:
    """Say what one thinks of a proposal, with the reason. Saying it anew keeps what was said before; the newest counts.

    Refused: outside the dialogue, without a reason, a vote or a body that is not among the choices.
    """
    _check(lab_id, body, vote, text)
    if body == "clusters" and organisation_id is None:
        raise Refused(_("Say for which cluster or network you speak."), field="organisation")
    speaks_for = organisation_id if body == "clusters" else None
    voice = LabVoice(lab_id=lab_id, person_id=by, body=body, organisation_id=speaks_for, vote=vote, text=text.strip(), at=now())
    return _kept(voice, by=by)


def speak_by_letter(token: str, vote: str, text: str) -> LabVoice:
    """Say what one thinks by the address in a letter, for the body one was invited for. The same again is once; the newest counts.

    Refused: an address that leads nowhere now, outside the dialogue, without a reason or a vote that is among the choices.
    Raises NotHere for an address that we never wrote.
    """
    if not digest_of(token):
        raise NotHere
    asked = asked_by(token)
    if asked is not None:
        locked_lab(asked.lab_id)
        asked = asked_by(token)
    over = over_because(asked)
    if over is not None:
        raise Refused(_("{why} What you wrote was not sent.", why=over_words(over.reason, over.ends_at)))
    _check(asked.lab_id, asked.body, vote, text)
    last = select(LabVoice).where(LabVoice.invitation_id == asked.id).order_by(LabVoice.id.desc()).limit(1)
    said = db.session.scalar(last)
    if said is not None and (said.body, said.vote, said.text) == (asked.body, vote, text.strip()):
        return said
    voice = LabVoice(lab_id=asked.lab_id, invitation_id=asked.id, body=asked.body, vote=vote, text=text.strip(), at=now())
    return _kept(voice, by=None)


def _check(lab_id: int, body: str, vote: str, text: str) -> None:
    if locked_lab(lab_id).state != "in-dialogue":
        raise Refused(_("The dialogue is not open. What you wrote was not sent."))
    if body not in BODY_WORDS or vote not in VOTE_WORDS:
        raise Refused(_("Choose one from the list."), field="vote")
    if len(text.strip()) < 3:
        raise Refused(_("Say why, in a sentence. A vote alone helps nobody."), field="text")


def _kept(voice: LabVoice, *, by: int | None) -> LabVoice:
    db.session.add(voice)
    db.session.flush()
    record("labs.spoken", by=by, thing=("lab", voice.lab_id), detail={"voice": voice.id, "body": voice.body, "vote": voice.vote})
    return voice
