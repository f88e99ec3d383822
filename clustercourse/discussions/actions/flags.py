"""Flags: somebody asks for a moderator; a moderator decides, once, and says why."""

from __future__ import annotations

from sqlalchemy import and_, select

from clustercourse.db import db, now
from clustercourse.discussions.actions.posts import locked_post, remove_post
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.accounts import Person
from clustercourse.models.discussions import Flag, Post


def flag_post(post_id: int, why: str, text: str, *, by: int) -> Flag:
    """Ask a moderator to look at a post. A second one while the first waits is the first. Refused: one's own, one that was removed."""
    post = locked_post(post_id)
    if post.person_id == by:
        raise Refused(_("This is your own post. You can change or remove it."))
    if post.deleted_at is not None:
        raise Refused(_("This post was removed meanwhile."))
    waiting = select(Flag).where(Flag.post_id == post_id, Flag.person_id == by, Flag.state == "pending")
    found = db.session.scalar(waiting)
    if found is None:
        found = Flag(post_id=post_id, person_id=by, why=why, text=text, state="pending", created_at=now(), reason="")
        db.session.add(found)
        db.session.flush()
        record("discussions.flagged", by=by, thing=("flag", found.id), detail={"post": post_id, "why": why})
    return found


def decide_flags(post_id: int, *, upheld: bool, reason: str, by: int) -> int:
    """Decide all flags that wait at a post; upheld ones take the post off the page. Gives how many were decided.

    What its author had removed before, and is upheld, is the moderator's removal from now on: only they bring it back.
    Refused: nothing waits any more, with who decided and how; so two moderators never decide one thing.
    """
    post, moment = locked_post(post_id), now()
    waiting = list(db.session.scalars(select(Flag).where(Flag.post_id == post_id, Flag.state == "pending").order_by(Flag.id)))
    if not waiting:
        _refuse_decided(post_id)
    for flag in waiting:
        flag.state, flag.reason = "upheld" if upheld else "dismissed", reason
        flag.decided_at, flag.decided_by_id = moment, by
    db.session.flush()
    if upheld:
        remove_post(post_id, by=by, at=moment)
        post.deleted_by_id = by
    for flag in waiting:
        record(
            "discussions.flag_decided", by=by, person=flag.person_id, thing=("flag", flag.id), detail={"post": post_id, "upheld": upheld}
        )
    return len(waiting)


def _refuse_decided(post_id: int) -> None:
    last = select(Flag.state, Person.name).outerjoin(Person, Person.id == Flag.decided_by_id).where(Flag.post_id == post_id)
    found = db.session.execute(last.order_by(Flag.decided_at.desc()).limit(1)).first()
    if found is None:
        raise NotHere
    name = found.name or str(_("former participant"))
    if found.state == "upheld":
        raise Refused(_("{name} was quicker: the post was removed. Nothing more was changed.", name=name))
    raise Refused(_("{name} was quicker: the post stays. Nothing more was changed.", name=name))


def reason_for(post_id: int) -> str:
    """The reason given with the decision that took a post away; empty where a moderator needed no flag."""
    removal = Post.id == Flag.post_id, Post.deleted_at == Flag.decided_at
    return (
        db.session.scalar(select(Flag.reason).join(Post, and_(*removal)).where(Flag.post_id == post_id, Flag.state == "upheld").limit(1))
        or ""
    )
