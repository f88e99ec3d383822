"""A case clinic goes on a step at a time: situation, questions, options, what will be tried, and what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.discussions.actions.posts import add_post, locked_topic, refuse_ended
from clustercourse.discussions.facts import PostFacts
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.discussions import STEPS, Post, Topic, TopicStep

ASK_BACK_AFTER = timedelta(days=30)
_BY_HAND = {
    ("situation", "questions"),
    ("questions", "options"),
    ("questions", "situation"),
    ("options", "questions"),
    ("asked-back", "done"),
}


def take_step(topic_id: int, to: str, *, by: int) -> None:
    """Go a step on, or one back. Twice is once. Refused: a step that does not follow, as when somebody else was quicker."""
    topic = locked_topic(topic_id)
    if not topic.is_clinic:
        raise NotHere
    if topic.step == to:
        return
    if (topic.step, to) not in _BY_HAND:
        raise Refused(_("This case has gone on meanwhile. Load the page again and look where it stands."))
    _go(topic, to, by=by)


def try_something(topic_id: int, facts: PostFacts, *, by: int, moderates: bool = False) -> Post:
    """Say what one will try, as a post. In thirty days the site asks what came of it.

    Refused: before there are options; a topic that is gone, a closed one but for moderators.
    """
    topic = locked_topic(topic_id)
    refuse_ended(topic, moderates=moderates)
    if topic.step != "options":
        raise Refused(_("This case has gone on meanwhile. Load the page again and look where it stands. Your text is kept."), field="text")
    _go(topic, "trying", by=by)
    topic.ask_back_at = now() + ASK_BACK_AFTER
    return add_post(topic, facts, by=by)


def tell_outcome(topic_id: int, facts: PostFacts, *, by: int, moderates: bool = False) -> Post:
    """Say what came of it, as a post; the case is done.

    Refused: before something is tried; a topic that is gone, a closed one but for moderators.
    """
    topic = locked_topic(topic_id)
    refuse_ended(topic, moderates=moderates)
    if topic.step not in ("trying", "asked-back"):
        raise Refused(_("This case has gone on meanwhile. Load the page again and look where it stands. Your text is kept."), field="text")
    if topic.step == "trying":
        _go(topic, "asked-back", by=by)
    post = add_post(topic, facts, by=by)
    _go(topic, "done", by=by)
    topic.ask_back_at = None
    return post


def ask_back(moment: datetime) -> int:
    """Turn to everybody whose thirty days are over and ask what came of it; gives how many were asked. Each is asked once."""
    due = select(Topic.id).where(Topic.step == "trying", Topic.ask_back_at <= moment, Topic.deleted_at.is_(None)).order_by(Topic.id)
    asked = 0
    for topic_id in list(db.session.scalars(due)):
        topic = locked_topic(topic_id)
        if topic.step == "trying":
            _go(topic, "asked-back", by=None)
            asked += 1
    return asked


def _go(topic: Topic, to: str, *, by: int | None) -> None:
    came_from, topic.step = topic.step, to
    db.session.add(TopicStep(topic_id=topic.id, what="step", from_state=came_from, to_state=to, at=now(), by_id=by))
    db.session.flush()
    record(
        "discussions.clinic_stepped",
        by=by,
        person=topic.person_id,
        thing=("topic", topic.id),
        detail={"from": STEPS.index(came_from), "to": STEPS.index(to)},
    )
