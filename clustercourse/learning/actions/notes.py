"""A learner's private note on a lesson, saved while they type."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.language import _, number
from clustercourse.learning.actions.owner import lock_own
from clustercourse.models.learning import Note

LONGEST = 20_000


@dataclass(frozen=True)
class KeptNote:
    """`has_both`: somebody else was first, and both texts now stand in the note."""

    text: str
    number: int
    saved_at: datetime
    has_both: bool = False


def keep_note(enrolment_id: int, item_id: int, *, by: int, text: str, number_seen: int) -> KeptNote:
    """Save the note that was written over the save with this number (0: none). A note that grew meanwhile keeps both texts.

    The same text again changes nothing. Refused when it is longer than 20,000 characters.
    """
    if len(text) > LONGEST:
        raise Refused(_("A note has at most {most} characters."), field="text", most=number(LONGEST))
    written = text.replace("\r\n", "\n").rstrip()
    lock_own(enrolment_id, by)
    note = db.session.scalar(select(Note).where(Note.enrolment_id == enrolment_id, Note.item_id == item_id))
    if note is None:
        note = Note(enrolment_id=enrolment_id, item_id=item_id, text=written, number=1, saved_at=now())
        db.session.add(note)
        db.session.flush()
        return KeptNote(written, 1, note.saved_at)
    clashes = note.number != number_seen and not _holds(note.text, written)
    if clashes:
        written = "\n\n".join((note.text, str(_("Also written, in another window:")), written))
    if clashes or (note.number == number_seen and note.text != written):
        note.text, note.number, note.saved_at = written, note.number + 1, now()
        db.session.flush()
    return KeptNote(note.text, note.number, note.saved_at, has_both=clashes)


def _holds(whole: str, part: str) -> bool:
    return part.strip() in whole
