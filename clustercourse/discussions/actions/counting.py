"""What posts mean for the courses of those who wrote them: a lesson can ask for some in its discussion."""

from __future__ import annotations

from sqlalchemy import bindparam, func, select

from clustercourse.db import db, rows
from clustercourse.learning.actions.posts import note_posts
from clustercourse.learning.queries.posts import AskedToPost, asked_to_post, people_asked_to_post
from clustercourse.models.content import Item
from clustercourse.models.discussions import Post, Topic
from clustercourse.models.learning import Enrolment

_counts = (
    select(Topic.item_id, func.count())
    .join(Post, Post.topic_id == Topic.id)
    .join(Item, Item.id == Topic.item_id)
    .where(Item.course_id == bindparam("course"), Post.person_id == bindparam("person"), Post.deleted_at.is_(None))
    .group_by(Topic.item_id)
)
_writers = select(Post.person_id).where(Post.topic_id == bindparam("topic")).distinct().order_by(Post.person_id)


def note_posts_in(topic_id: int, person_id: int, *, by: int | None) -> None:
    """Tell the course of the lesson on which a topic hangs how much somebody has written there. Topics elsewhere mean nothing."""
    course_id = db.session.scalar(select(Item.course_id).join(Topic, Topic.item_id == Item.id).where(Topic.id == topic_id))
    if course_id is not None:
        note_posts_of(person_id, course_id, by=by)


def note_posts_of(person_id: int, course_id: int, *, by: int | None) -> None:
    """The same for everything somebody has written about one course."""
    for asked in asked_to_post(person_id, course_id):
        _note(asked, by)


def note_writers_of(topic_id: int, *, by: int | None) -> None:
    """The same for everybody who has written in a topic, in every course they take: it hung on another lesson before."""
    for found in rows(_writers, topic=topic_id):
        note_all_posts_of(found.person_id, by=by)


def note_all_posts_of(person_id: int, *, by: int | None) -> None:
    """The same for one person in every course they take."""
    for course_id in sorted(set(db.session.scalars(select(Enrolment.course_id).where(Enrolment.person_id == person_id)))):
        note_posts_of(person_id, course_id, by=by)


def note_posts_of_course(course_id: int) -> None:
    """The same for everybody in a course."""
    for asked in people_asked_to_post(course_id):
        _note(asked, None)


def _note(asked: AskedToPost, by: int | None) -> None:
    counts = {found[0]: found[1] for found in rows(_counts, course=asked.course_id, person=asked.person_id)}
    note_posts(asked.id, counts, version_id=asked.version_id, by=by)
