"""What readers say of a post: that it answers the question, that it was helpful."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update

from clustercourse.db import db, now
from clustercourse.discussions.actions.posts import locked_topic
from clustercourse.errors import NotHere, Refused
from clustercourse.events import record
from clustercourse.language import _
from clustercourse.models.discussions import Helpful, Post, Topic


def accept_answer(topic_id: int, post_id: int, *, by: int) -> None:
    """This post answers the question; one accepted before is so no longer. Twice is once.

    Refused: a topic that asks nothing, the question itself, a post that was removed.
    """
    topic = locked_topic(topic_id)
    post = db.session.get(Post, post_id)
    if post is None or post.topic_id != topic.id:
        raise NotHere
    if topic.kind != "question" or post.number == 1:
        raise Refused(_("Only an answer to a question can be accepted."))
    if post.deleted_at is not None:
        raise Refused(_("This post was removed meanwhile."))
    if topic.accepted_number != post.number:
        detail = {"topic": topic.id, "before": _accepted(topic)}
        topic.accepted_number = post.number
        db.session.flush()
        record("discussions.answer_accepted", by=by, person=post.person_id, thing=("post", post.id), detail=detail)


def withdraw_acceptance(topic_id: int, *, by: int) -> None:
    """The question is open again. Twice is once."""
    topic = locked_topic(topic_id)
    if topic.accepted_number is not None:
        before = _accepted(topic)
        topic.accepted_number = None
        db.session.flush()
        record("discussions.answer_withdrawn", by=by, thing=("topic", topic.id), detail={"before": before})


def _accepted(topic: Topic) -> int | None:
    """The post that answers the question until now."""
    return db.session.scalar(select(Post.id).where(Post.topic_id == topic.id, Post.number == topic.accepted_number))


def find_helpful(post_id: int, *, by: int) -> None:
    """Say that a post was helpful. Twice is once. Refused: one's own post."""
    post = _post(post_id)
    if post.person_id == by:
        raise Refused(_("Whether your own post is helpful is for others to say."))
    if db.session.scalar(select(Helpful.id).where(Helpful.post_id == post_id, Helpful.person_id == by)) is None:
        db.session.add(Helpful(post_id=post_id, person_id=by, at=now()))
        _count(post_id)
        record("discussions.found_helpful", by=by, person=post.person_id, thing=("post", post_id))


def withdraw_helpful(post_id: int, *, by: int) -> None:
    """Take it back. Twice is once."""
    post = _post(post_id)
    mine = Helpful.post_id == post_id, Helpful.person_id == by
    if db.session.scalar(select(Helpful.id).where(*mine)) is not None:
        db.session.execute(delete(Helpful).where(*mine))
        _count(post_id)
        record("discussions.helpful_withdrawn", by=by, person=post.person_id, thing=("post", post_id))


def count_helpful_again() -> None:
    """Put right the count of every post from which marks have gone."""
    number = select(func.count()).where(Helpful.post_id == Post.id).correlate(Post).scalar_subquery()
    changed = update(Post).where(Post.helpful_count > 0, Post.helpful_count != number).values(helpful_count=number)
    db.session.execute(changed, execution_options={"synchronize_session": False})


def _post(post_id: int) -> Post:
    """The post, for one at a time, so that the count is right. Refused: one that was removed."""
    post = db.session.get(Post, post_id, with_for_update=True, populate_existing=True)
    if post is None:
        raise NotHere
    if post.deleted_at is not None:
        raise Refused(_("This post was removed meanwhile."))
    return post


def _count(post_id: int) -> None:
    db.session.flush()
    number = select(func.count()).where(Helpful.post_id == post_id).scalar_subquery()
    db.session.execute(update(Post).where(Post.id == post_id).values(helpful_count=number))
