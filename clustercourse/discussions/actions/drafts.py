"""What is typed and not sent. Where two texts meet, both are kept until their owner chooses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import null, select, update
from sqlalchemy.exc import IntegrityError

from clustercourse.db import db, now
from clustercourse.errors import Refused
from clustercourse.language import _
from clustercourse.models.discussions import PostDraft


@dataclass(frozen=True)
class Saved:
    """The draft's new number, and whether its text now stands beside another one."""

    number: int
    saved_at: datetime
    is_conflict: bool = False


def save_draft(place: str, fields: Mapping[str, str], *, number: int, by: int) -> Saved:
    """Keep what is typed so far at a place. A save that does not go on from the last one is a conflict: both texts are kept."""
    draft = _own(place, by) or _first(place, fields, by)
    if draft.fields == dict(fields):
        return Saved(draft.number, draft.saved_at)
    if draft.number != number and any(draft.fields.values()):
        draft.other = dict(fields)
        db.session.flush()
        return Saved(draft.number, draft.saved_at, is_conflict=True)
    draft.fields, draft.number, draft.saved_at = dict(fields), draft.number + 1, now()
    db.session.flush()
    return Saved(draft.number, draft.saved_at)


def settle_draft(place: str, *, keep_second: bool, number: int, by: int) -> None:
    """Go on with one of two texts; the other is let go. Twice is once. Refused when they changed since they were shown."""
    draft = _own(place, by)
    if draft is None or draft.other is None:
        return
    if draft.number != number:
        raise Refused(_("The texts have changed meanwhile. Look at both again."))
    draft.fields, draft.number, draft.saved_at = draft.other if keep_second else draft.fields, number + 1, now()
    db.session.execute(update(PostDraft).where(PostDraft.id == draft.id).values(other=null()))
    db.session.flush()


def clear_draft(place: str, *, by: int, sent: str) -> None:
    """A text has been sent. The number goes on, so that a browser's own copy is known to be old.

    Of two texts that had met, the one that was not sent stays; both, when it cannot be said which was.
    """
    draft = _own(place, by)
    if draft is None:
        _first(place, {}, by)
        return
    left = [each for each in (draft.fields, draft.other) if each and not _is_same(each.get("text", ""), sent)] if draft.other else []
    if len(left) > 1:
        return
    draft.fields, draft.number, draft.saved_at = (left[0] if left else {}), draft.number + 1, now()
    db.session.execute(update(PostDraft).where(PostDraft.id == draft.id).values(other=null()))
    db.session.flush()


def _is_same(text: str, other: str) -> bool:
    """But for line ends, which forms write in their own way, and what stands around it."""
    return text.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()


def _own(place: str, by: int) -> PostDraft | None:
    mine = select(PostDraft).where(PostDraft.person_id == by, PostDraft.place == place)
    return db.session.scalar(mine.with_for_update().execution_options(populate_existing=True))


def _first(place: str, fields: Mapping[str, str], by: int) -> PostDraft:
    """The first draft of a place; another window's, when it was quicker."""
    draft = PostDraft(person_id=by, place=place, fields=dict(fields), number=1, saved_at=now())
    try:
        with db.session.begin_nested():
            db.session.add(draft)
    except IntegrityError:
        return db.session.scalars(select(PostDraft).where(PostDraft.person_id == by, PostDraft.place == place)).one()
    return draft
