"""Asking people by letter what they think of a proposal: inviting, sending again, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select

from clustercourse.accounts.actions import person_with_address
from clustercourse.db import db, now
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.house import address_of
from clustercourse.labs.actions.labs import locked_lab
from clustercourse.labs.guests import Guest
from clustercourse.labs.queries.invitations import LETTER_KEY, digest_of, new_token
from clustercourse.labs.words import BODY_WORDS
from clustercourse.language import _, language
from clustercourse.models.accounts import Person
from clustercourse.models.labs import Lab, LabInvitation
from clustercourse.notifications.actions import send_letter

LIFE = timedelta(days=21)
MOST = 300
"""Invitations to one lab: a dialogue, not a mailing."""
_UNDECIDED = ("proposed", "in-dialogue", "parked")


def invite_guests(lab_id: int, guests: Sequence[Guest], body: str, *, by: int) -> int:
    """Invite people to speak for one of the three bodies; returns how many were not invited before.

    Each gets a letter: at once while the dialogue is open, else when it opens. Who is invited already stays so without another letter,
    under the name and body they were invited by; whose invitation is over or was withdrawn is invited anew, in the same row.
    Refused: a lab about which is decided, a body that is not among the choices, nobody, more people than a dialogue has.
    """
    lab = locked_lab(lab_id)
    if lab.state not in _UNDECIDED:
        raise Refused(_("It is decided about this lab. Nobody was invited."))
    if body not in BODY_WORDS:
        raise Refused(_("Choose one from the list."), field="body")
    if not guests:
        raise Refused(_("Enter a name and an address, or several people below."), field="name")
    fresh: dict[str, Guest] = {}
    for guest in guests:
        fresh.setdefault(guest.key, guest)
    known = {row.key: row for row in db.session.scalars(select(LabInvitation).where(LabInvitation.lab_id == lab_id))}
    if len(known.keys() | fresh.keys()) > MOST:
        raise Refused(_("A lab has at most {most} invitations. Nobody was invited.", most=MOST), field="several")
    return sum([_invite(lab, guest, body, known.get(guest.key), by=by) for guest in fresh.values()])


def _invite(lab: Lab, guest: Guest, body: str, row: LabInvitation | None, *, by: int) -> bool:
    if row is None:
        row = LabInvitation(lab_id=lab.id, key=guest.key, created_at=now())
        db.session.add(row)
    elif row.withdrawn_at is None and (row.ends_at is None or row.ends_at > now()):
        return False
    row.name, row.email, row.body, row.by_id, row.withdrawn_at = guest.name, guest.email, body, by, None
    row.token_digest = row.sent_at = row.ends_at = None
    db.session.flush()
    record("labs.invited", by=by, thing=("lab_invitation", row.id), detail={"lab": lab.id, "body": body})
    if lab.state == "in-dialogue":
        _send(lab, row, by=by)
    return True


def send_again(lab_id: int, invitation_id: int, *, by: int) -> str:
    """Send the letter anew, with a new address that works from now on; the one before dies. Returns where it went.

    A withdrawn invitation is open again. Refused: outside the dialogue, an address that is not kept any more.
    """
    lab, row = locked_lab(lab_id), _invitation(lab_id, invitation_id)
    if lab.state != "in-dialogue":
        raise Refused(_("The dialogue is not open. No letter was sent."))
    if row.key is None:
        raise Refused(_("This person was erased, and their address with them. No letter was sent."))
    row.withdrawn_at = None
    _send(lab, row, by=by)
    return row.email


def send_waiting(lab_id: int, *, by: int | None) -> None:
    """The letters of those who were invited before the dialogue opened. Twice is once."""
    lab = locked_lab(lab_id)
    waiting = LabInvitation.lab_id == lab_id, LabInvitation.sent_at.is_(None), LabInvitation.withdrawn_at.is_(None)
    for row in db.session.scalars(select(LabInvitation).where(*waiting, LabInvitation.key.is_not(None)).order_by(LabInvitation.id)):
        _send(lab, row, by=by)


def withdraw_from_dialogue(lab_id: int, invitation_id: int, *, by: int) -> str:
    """Make the address in a letter worthless; returns whose. What was said by it stays. Twice is once."""
    locked_lab(lab_id)
    row = _invitation(lab_id, invitation_id)
    if row.withdrawn_at is None:
        row.withdrawn_at = now()
        db.session.flush()
        record("labs.invitation_withdrawn", by=by, thing=("lab_invitation", row.id), detail={"lab": lab_id})
    return row.name


def _invitation(lab_id: int, invitation_id: int) -> LabInvitation:
    row = db.session.get(LabInvitation, invitation_id, with_for_update=True, populate_existing=True)
    if row is None or row.lab_id != lab_id:
        raise NotHere
    return row


def _send(lab: Lab, row: LabInvitation, *, by: int | None) -> None:
    """A letter in the language of whom it goes to where we know them, else in that of who invites."""
    token, moment = new_token(), now()
    row.token_digest, row.sent_at, row.ends_at = digest_of(token), moment, moment + LIFE
    db.session.flush()
    known = person_with_address(row.key or "")
    inviter = db.session.scalar(select(Person.name).where(Person.id == row.by_id)) or ""
    send_letter(
        "lab_invitation",
        key=LETTER_KEY + row.token_digest,
        to=row.email,
        language=known.language if known else language(),
        person=known.id if known else None,
        name=row.name,
        invited_by=inviter,
        why=_("{name} wants to hear what you think.", name=inviter),
        title=lab.title,
        body=BODY_WORDS[row.body],
        until=row.ends_at,
        link=address_of(f"/labs/answers/{token}/"),
    )
    record("labs.invitation_sent", by=by, thing=("lab_invitation", row.id), detail={"lab": lab.id})
