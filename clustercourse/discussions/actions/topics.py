"""Opening topics and looking after them: title and place, pinned, closed, moved."""

from __future__ import annotations

from sqlalchemy import select

from clustercourse.db import db, now
from clustercourse.discussions.actions.pace import refuse_flood
from clustercourse.discussions.actions.posts import add_post, locked_topic
from clustercourse.discussions.facts import PostFacts, TopicFacts
from clustercourse.errors import Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.cohorts import CohortCourse
from clustercourse.models.content import Item
from clustercourse.models.discussions import Space, Topic, TopicStep
from clustercourse.models.training_sessions import TrainingSession


def open_topic(space: Space, facts: TopicFacts, first: PostFacts, *, by: int, moderates: bool = False) -> Topic:
    """Begin a topic with its first post. A case clinic begins with its situation.

    Refused: an announcement by somebody who does not moderate; a lesson or session that is not of this space; too much in a short time.
    """
    if facts.kind == "announcement" and not moderates:
        raise Refused(_("Only those who run this can announce something."), field="kind")
    if not moderates:
        refuse_flood(by, first.text, opens_topic=True)
    _refuse_strange_place(space, facts)
    moment = now()
    topic = Topic(
        space_id=space.id,
        person_id=by,
        kind=facts.kind,
        title=facts.title,
        item_id=facts.item_id,
        session_id=facts.session_id,
        step="situation" if facts.kind == "clinic" else "",
        last_number=0,
        last_post_at=moment,
        created_at=moment,
    )
    db.session.add(topic)
    db.session.flush()
    record("discussions.topic_opened", by=by, person=by, thing=("topic", topic.id), detail={"space": space.id, "kind": facts.kind})
    add_post(topic, first, by=by)
    return topic


def change_topic(topic_id: int, facts: TopicFacts, *, by: int) -> None:
    """Give a topic another title, lesson or session; its kind stays. The same again changes nothing."""
    topic = locked_topic(topic_id)
    _refuse_strange_place(db.session.get_one(Space, topic.space_id), facts)
    if (topic.title, topic.item_id, topic.session_id) != (facts.title, facts.item_id, facts.session_id):
        topic.title, topic.item_id, topic.session_id = facts.title, facts.item_id, facts.session_id
        db.session.flush()
        record("discussions.topic_changed", by=by, thing=("topic", topic.id), detail={"space": topic.space_id})


def pin_topic(topic_id: int, *, is_pinned: bool, by: int) -> None:
    """Keep a topic at the head of its space, or let it go again. Twice is once."""
    topic = locked_topic(topic_id)
    if (topic.pinned_at is not None) != is_pinned:
        topic.pinned_at = now() if is_pinned else None
        record("discussions.topic_pinned" if is_pinned else "discussions.topic_unpinned", by=by, thing=("topic", topic.id))


def close_topic(topic_id: int, *, by: int) -> None:
    """Nobody but moderators can write in it any more. Twice is once."""
    topic = locked_topic(topic_id)
    if topic.closed_at is None:
        topic.closed_at = now()
        _step(topic, "closed", by=by)
        record("discussions.topic_closed", by=by, thing=("topic", topic.id))


def reopen_topic(topic_id: int, *, by: int) -> None:
    """It can be written in again. Twice is once."""
    topic = locked_topic(topic_id)
    if topic.closed_at is not None:
        topic.closed_at = None
        _step(topic, "reopened", by=by)
        record("discussions.topic_reopened", by=by, thing=("topic", topic.id))


def move_topic(topic_id: int, to: Space, *, by: int) -> None:
    """Put a topic into another space, where other people see it; it hangs on no lesson or session there. Twice is once."""
    topic = locked_topic(topic_id)
    if topic.space_id != to.id:
        came_from, topic.space_id = topic.space_id, to.id
        topic.item_id = topic.session_id = topic.pinned_at = None
        _step(topic, "moved", by=by)
        record("discussions.topic_moved", by=by, thing=("topic", topic.id), detail={"from": came_from, "to": to.id})


def _step(topic: Topic, what: str, *, by: int) -> None:
    db.session.add(TopicStep(topic_id=topic.id, what=what, at=now(), by_id=by))
    db.session.flush()


def _refuse_strange_place(space: Space, facts: TopicFacts) -> None:
    if facts.session_id is not None:
        of = db.session.scalar(select(TrainingSession.cohort_id).where(TrainingSession.id == facts.session_id))
        if of is None or of != space.cohort_id:
            raise Refused(_("Choose one from the list."), field="place")
    if facts.item_id is not None:
        course_id = db.session.scalar(select(Item.course_id).where(Item.id == facts.item_id, Item.kind != "module"))
        taken = select(CohortCourse.course_id).where(CohortCourse.cohort_id == space.cohort_id)
        if course_id is None or (course_id != space.course_id and course_id not in set(db.session.scalars(taken))):
            raise Refused(_("Choose one from the list."), field="place")
