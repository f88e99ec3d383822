"""Writing letters as rows, in the transaction of what they are about, and sending one again."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.house import house
from clustercourse.jobs import enqueue, enqueue_all
from clustercourse.language import _
from clustercourse.models.notifications import Letter
from clustercourse.notifications import letters
from clustercourse.notifications.declining import about_letter
from clustercourse.notifications.letters import Written

DELIVER = "notifications.deliver"


@dataclass(frozen=True)
class Draft:
    """A letter that is rendered already. `stop` names what its reader stops by one click."""

    kind: str
    key: str
    to: str
    language: str
    person_id: int
    stop: str
    written: Written


def send_letter(kind: str, *, key: str, to: str, language: str, person: int | None = None, calendar: str = "", **values: Any) -> Letter:
    """Write a letter and the job that delivers it; both are rows of the transaction at hand.

    `key` is unique among all letters: written twice, the first one stays and nothing more is sent.
    `values` go to the templates of the kind and are not kept beside the rendered text. `calendar` is a calendar file to go with it.
    A kind that belongs to one of the five choices gets the link that stops it, and waits for the end of its reader's quiet hours.
    Refused: an address that is not exactly one address; line breaks and control characters in any value but `message`.
    """
    earlier = db.session.scalar(select(Letter).where(Letter.key == key))
    if earlier is not None:
        return earlier
    about = about_letter(kind, person)
    written = letters.write(kind, to=to, in_language=language, values={**about.values, **values})
    letter = Letter(
        key=key,
        kind=kind,
        person_id=person,
        to_address=to,
        language=language,
        subject=written.subject,
        text=written.text,
        html=written.html,
        calendar=calendar or None,
        stop=about.stop,
        message_id=new_message_id(),
        created_at=now(),
    )
    db.session.add(letter)
    db.session.flush()
    enqueue(DELIVER, f"letter:{letter.id}", {"letter": letter.id}, due_at=about.due_at)
    return letter


def send_drafts(drafts: Sequence[Draft]) -> None:
    """Write many rendered letters and their jobs in the transaction at hand, in two statements. Those whose key is known are left."""
    made = [
        {
            "key": draft.key,
            "kind": draft.kind,
            "person_id": draft.person_id,
            "to_address": draft.to,
            "language": draft.language,
            "subject": draft.written.subject,
            "text": draft.written.text,
            "html": draft.written.html,
            "stop": draft.stop,
            "message_id": new_message_id(),
            "created_at": now(),
        }
        for draft in drafts
    ]
    if made:
        statement = insert(Letter).on_conflict_do_nothing(index_elements=["key"]).returning(Letter.id)
        numbers = sorted(db.session.scalars(statement, made))
        enqueue_all(DELIVER, [(f"letter:{number}", {"letter": number}, now()) for number in numbers])


def resend(letter: Letter, *, by: int | None) -> None:
    """Put a letter that was refused or given up back on its way.

    Refused: a letter still on its way, and one whose words are not kept: delivered, or given up long ago.
    """
    if letter.state == "waiting":
        raise Refused(_("This letter is on its way already."))
    if letter.state == "sent" or not letter.text:
        raise Refused(_("What this letter said is not kept any more. Start again what it was about."))
    letter.state, letter.tries, letter.last_error, letter.sent_at = "waiting", 0, None, None
    event = record("notifications.letter_resent", by=by, person=letter.person_id, thing=("letter", letter.id))
    enqueue(DELIVER, f"letter:{letter.id}:{event.id}", {"letter": letter.id})


def new_message_id() -> str:
    """A Message-ID of our own host, fixed in the row so that a letter sent again is recognised as the same."""
    domain = parseaddr(house().mail_from)[1].rpartition("@")[2]
    return f"<{secrets.token_hex(16)}@{domain}>"
